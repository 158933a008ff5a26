// Reads one AsyncAPI document a line, and answers each with its errors and warnings as a line of JSON.
const { Parser } = require("@asyncapi/parser");
const path = require("node:path");
const readline = require("node:readline");

// The schema of AsyncAPI is compiled for every document anew unless all of them share what compiles it.
const parserNeeds = { paths: [require.resolve("@asyncapi/parser")] };
const functions = path.dirname(require.resolve("@stoplight/spectral-functions", parserNeeds));
const compilers = require(path.join(functions, "schema", "ajv.js"));
const shared = compilers.createAjvInstances();
compilers.createAjvInstances = () => shared;

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
