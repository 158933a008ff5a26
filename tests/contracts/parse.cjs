// Reads one AsyncAPI document a line, and answers each with its errors and warnings as a line of JSON.
const { Parser } = require("@asyncapi/parser");
const readline = require("node:readline");

const parser = new Parser();
const WARNING = 1;

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { document, diagnostics } = await parser.parse(JSON.parse(line));
    const said = diagnostics.filter((one) => one.severity <= WARNING);
    const known = said.map((one) => `${one.code} at ${one.path.join("/")}: ${one.message}`);
    console.log(JSON.stringify(document || known.length ? known : ["not parsed"]));
  }
})();
