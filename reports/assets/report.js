"use strict";
(() => {
  const CHOICES = 80;
  const SHOWN_PLACES = 3;
  const SERVICES_SHOWN = 8;
  const FINDINGS_SHOWN = 8;
  const HEAT_STEPS = [2, 8, 32];
  const SEVERITIES = ["high", "medium", "low"];
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
  const h = (text) => String(text).replace(/[&<>"']/g, (sign) => escapes[sign]);
  const count = (number) => number.toLocaleString("en-US");
  const encode = (text) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const route = (...parts) => parts.map((part) => `/${encode(part)}`).join("");
  const make = (tag, members = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), members);
    element.append(...children);
    return element;
  };

  let data = { services: [], tables: [], groups: [], url: "", grids: {}, cards: {} };
  let snippets = new Map();
  let modules = [];
  const grids = new Map();

  // ---- data ------------------------------------------------------------------------------------------------------
  const unpack = async (element) => {
    if (!element.hasAttribute("data-packed")) return element.textContent;
    const bytes = Uint8Array.from(atob(element.textContent), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };
  // ---- columns: what reports/render/columns.py has packed ----------------------------------------------------------
  let paths = [];
  const sums = (steps) => {
    let sum = 0;
    return steps.map((step) => {
      sum += step;
      return sum;
    });
  };
  const dealt = (letters, of, draw) => {
    const piles = Object.fromEntries(Object.entries(of).map(([letter, packed]) => [letter, values(packed)[Symbol.iterator]()]));
    return Array.from(letters, (letter) => draw(letter, piles[letter].next().value));
  };
  const KINDS = {
    v: (list) => list,
    "+": sums,
    d: (texts, numbers) => {
      let next = 0;
      return values(numbers).map((number) => texts[number ? number - 1 : next++]);
    },
    p: (where, line) => ((at) => values(where).map((path, index) => `${paths[path]}:${at[index]}`))(values(line)),
    f: (letters, of) => dealt(letters, of, (letter, text) => letter + text),
    k: (letters, of) => dealt(letters, of, (_, value) => value),
    l: (lengths, items) => {
      const all = values(items);
      let end = 0;
      return values(lengths).map((length) => {
        end += length;
        return all.slice(end - length, end);
      });
    },
    r: (...parts) => ((columns) => columns[0].map((_, index) => columns.map((column) => column[index])))(parts.map(values)),
  };
  const values = ([kind, ...packed]) => KINDS[kind](...packed);
  const frontDecoded = ([shared, own]) => {
    let before = "";
    return own.map((rest, index) => {
      before = before.slice(0, shared[index]) + rest;
      return before;
    });
  };
  const late = (target, name, make) => Object.defineProperty(target, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      Object.defineProperty(target, name, { value, enumerable: true });
      return value;
    },
  });
  const columnsOf = (packed) => packed.reduce((columns, column, index) => late(columns, index, () => values(column)), []);
  const read = (text) => {
    data = JSON.parse(text);
    paths = frontDecoded(data.paths);
    services = new Set(data.services);
    tables = new Set(data.tables);
    groups = new Set(data.groups);
    snippets = new Map(values(data.snippets));
    modules = values(data.modules).map(([path, home, rule]) => [
      typeof rule === "string" ? rule : paths[path].replace(/\.py$/, "").replace(/\/__init__$/, "").split("/").slice(rule).join("."),
      data.services[home],
    ]);
    Object.values(data.grids).forEach((grid) => { grid.columns = columnsOf(grid.columns); });
    Object.values(data.cards).forEach((kind) => {
      const { cards, drawings } = kind;
      late(kind, "cards", () => values(cards));
      late(kind, "drawings", () => new Map(values(drawings).map((one) => [one[0], one])));
    });
  };

  // ---- diagrams: the same as reports/render/diagram.py ---------------------------------------------------------------
  const tip = (points, style) => {
    const [x2, y2] = points.at(-1);
    const [x1, y1] = points.findLast(([x, y]) => x !== x2 || y !== y2) ?? [x2, y2];
    const size = Math.sqrt((x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1)) || 1;
    const [dx, dy] = [((x2 - x1) / size) * 7, ((y2 - y1) / size) * 7];
    const half = 0.3 + 0.15 * Number(/w(.)/.exec(style)?.[1] ?? 1);
    const tenths = (number) => Math.floor(number * 10 + 0.5) / 10;
    const corners = [[x2 + dx, y2 + dy], [x2 - dy * half, y2 + dx * half], [x2 + dy * half, y2 - dx * half]];
    return `M${corners.map((corner) => corner.map(tenths).join()).join("L")}Z`;
  };
  const arrow = ([style, , , , xs, ys]) => {
    const [across, down] = [sums(xs), sums(ys)];
    const points = across.map((x, index) => [x, down[index]]);
    return `<path class="${style}" d="M${points[0]}C${points.slice(1).join(" ")}"/><path class="tip ${style}" d="${tip(points, style)}"/>`;
  };
  const short = (text) => ((signs) => (signs.length > 30 ? `${signs.slice(0, 29).join("")}…` : text))([...text]);
  const box = ([kind, label, note, left, top, width, height]) => {
    const [x, y] = [left + Math.floor(width / 2), top + Math.floor(height / 2)];
    const title = short(label) === label ? "" : `<title>${h(label)}</title>`;
    const below = note ? ` <text class="note" x="${x}" y="${y + 12}">${h(short(note))}</text>` : "";
    const [what, known] = { service: ["service", services], owned: ["table", tables], foreign: ["table", tables] }[kind] ?? [];
    const [opens, tag] = known?.has(label)
      ? [`<a class="${kind}" href="#${route(what, label)}">`, "a"] : [`<g class="${kind}">`, "g"];
    return `${opens}${title}<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${what === "table" ? 2 : 10}"/>` +
      `<text x="${x}" y="${y + (note ? -3 : 4)}">${h(short(label))}</text>${below}</${tag}>`;
  };
  const svg = ([name, title, text, width, height, boxes, arrows]) => {
    const labels = arrows.map(([, label, x, y]) => (label ? `<text class="count" x="${x}" y="${y + 4}">${h(label)}</text>` : ""));
    const unseen = (parts) => `<g aria-hidden="true">${parts.join("")}</g>`;
    return `<svg class="diagram" role="group" aria-labelledby="${name}-t ${name}-d" viewBox="-8 -8 ${width} ${height}"` +
      ` width="${width}" height="${height}" style="--least:${Math.floor(width * 0.8)}px"><title id="${name}-t">${h(title)}</title><desc id="${name}-d">${h(text)}</desc>` +
      `${unseen(arrows.map(arrow))}${boxes.map(box).join("")}${unseen(labels)}</svg>`;
  };

  const warn = (text) => {
    byId("banner").textContent = text;
    byId("banner").hidden = false;
  };

  // ---- cells: the same as reports/render/cells.py ------------------------------------------------------------------
  let services = new Set();
  let tables = new Set();
  let groups = new Set();
  const place = (text) => {
    const cut = text.lastIndexOf(":");
    const [path, line] = [text.slice(0, cut), text.slice(cut + 1)];
    const shown = line === "0" ? path : text;
    if (!data.url) return `<span class="at">${h(shown)}</span>`;
    const target = path.split("/").map(encode).join("/");
    const url = data.url.replaceAll("{path}", () => target).replaceAll("{line}", line === "0" ? "1" : line);
    return `<a class="at" href="${h(url)}">${h(shown)}</a>`;
  };
  const service = (name) => (services.has(name) ? `<a href="#${route("service", name)}">${h(name)}</a>` : h(name));
  const group = (name) => (groups.has(name) ? `<a href="#${route("group", name)}">${h(name)}</a>` : h(name));
  const percent = (share) => `${share < 1 ? Math.min(99, Math.floor(share * 100 + 0.5)) : 100} %`;
  const finding = (id, text) => `<a href="#${route("finding", id)}">${text}</a>`;
  const table = (name, shown = h(name)) => {
    const code = `<code>${shown}</code>`;
    return tables.has(name) ? `<a href="#${route("table", name)}">${code}</a>` : code;
  };
  const dotted = (name) => name.split(".").map(h).join(".<wbr>");
  const broken = (name) => name.split(/(?<=[._])(?=[^._])|(?<=[a-z])(?=[A-Z])/).map(h).join("<wbr>");
  const FRAGMENTS = {
    t: h, b: (words) => `<b>${h(words)}</b>`, l: (words) => `<small>${h(words)}</small>`, n: () => "<br>",
    c: (name) => `<code>${dotted(name)}</code>`, s: service, d: table, p: place, f: (id) => finding(id, h(id)),
  };
  const CARD = {
    s: service, d: table, p: place, h: (html) => html,
    g: (both) => ((end) => `<a href="#/finding/${h(both.slice(0, end))}">${h(both.slice(end + 1))}</a>`)(both.indexOf("\n")),
  };
  const card = ({ names, cards, drawings }, name) => {
    const html = cards[names.indexOf(name)].map((part) => CARD[part[0]](part.slice(1))).join("");
    return html.replace(/<svg data-drawing="([^"]*)"><\/svg>/g, (_, drawing) => svg(drawings.get(drawing)));
  };
  const lines = (several, places = []) => {
    const fragment = (part) => (part[0] === "i" ? place(places[part.slice(1)]) : FRAGMENTS[part[0]](part.slice(1)));
    const items = several.map((line) => `<li>${line.map(fragment).join("")}</li>`);
    return `<ul class="lines">${items.join("")}</ul>`;
  };
  const blocks = (several, places) => several.map(([summary, ...opened]) =>
    `<details><summary>${h(summary)}</summary>${lines(opened, places)}</details>`).join("");
  const claim = ([message, decided, total, places, opened]) => {
    const quoted = (text) => (snippets.has(text) ? `<code>${h(snippets.get(text))}</code>` : "");
    const shown = places.slice(0, SHOWN_PLACES).map((text) => `<li>${place(text)}${quoted(text)}</li>`).join("");
    const rest = places.slice(SHOWN_PLACES);
    const beyond = total - places.length;
    const left = rest.length + beyond;
    const tail = beyond ? ` and ${count(beyond)} more in findings.csv` : "";
    const summary = `${count(left)} more place${left > 1 ? "s" : ""}`;
    const more = rest.length
      ? `<details><summary>${summary}</summary><p>${rest.map(place).join(", ")}${tail}</p></details>` : "";
    const decision = decided ? `<p class="decided">${h(decided)}</p>` : "";
    return `<p>${h(message)}</p>${decision}${places.length ? `<ul class="proof">${shown}</ul>` : ""}${blocks(opened, places)}${more}`;
  };
  const heat = (value) => {
    if (!value) return ["heat", ""];
    const [reads, writes, along, owns] = value.split(" ").map(Number);
    const level = 1 + HEAT_STEPS.filter((step) => reads + writes + along > step).length;
    const counts = [[reads, "r"], [writes, "w"], [along, "d"]];
    const text = counts.filter(([number]) => number).map(([number, letter]) => `${count(number)} ${letter}`).join(" ");
    return [`heat h${level}${writes ? " w" : ""}${owns ? " own" : ""}`, text];
  };
  const contract = (text, ...parts) => (parts[0] ? `<a href="#${route("contract", ...parts)}">${h(text)}</a>` : h(text));
  const across = (value) => {
    if (!value) return ["heat", ""];
    const [number, looped, provider, consumer] = value;
    const level = 1 + HEAT_STEPS.filter((step) => number > step).length;
    const within = consumer ? ["from", consumer] : [];
    return [`heat h${level}${looped ? " w" : ""}`, contract(`${count(number)}${looped ? " ↻" : ""}`, provider, ...within)];
  };
  const wordsOfLine = (line) => line.map((part) => (part[0] === "i" || part[0] === "n" ? " " : part.slice(1))).join("");
  const wordsOfBlocks = (several) => several.map(([summary, ...opened]) => [summary, opened.map(wordsOfLine)]);
  const WORDS = { // what a reader can look for in a cell
    claim: ([message, decided, , places, opened]) => [message, decided, places, wordsOfBlocks(opened)],
    lines: (several) => several.map(wordsOfLine),
    check: ([verdict, message, opened]) => [verdict, message, wordsOfBlocks(opened)],
  };
  const words = (kind, value) => [WORDS[kind]?.(value) ?? value].flat(Infinity).join("\n");
  const DRAW = {
    text: (value) => ["", h(value)],
    code: (value) => ["", `<code>${h(value)}</code>`],
    number: (value) => ["num", count(value)],
    share: (value) => ["num share", `<i style="--v:${percent(value).replace(" ", "")}"></i>${percent(value)}`],
    place: (value) => ["", place(value)],
    service: (value) => ["", service(value)],
    group: (value) => ["", group(value)],
    services: (value) => {
      const shown = value.length > SERVICES_SHOWN ? value.slice(0, SERVICES_SHOWN - 1) : value;
      const more = shown.length < value.length ? ` and ${value.length - shown.length} more` : "";
      return ["", shown.map(service).join(", ") + more];
    },
    table: (value) => ["", table(value, broken(value))],
    severity: (value) => ["", `<span class="sev ${h(value)}">${h(value)}</span>`],
    heat,
    subject: ([subject]) => ["subject", broken(subject)],
    finding: ([subject, id]) => ["subject", finding(id, broken(subject))],
    claim: (value) => ["claim", claim(value)],
    lines: (value) => ["", lines(value)],
    check: ([verdict, message, opened]) =>
      ["check", `<span class="verdict ${h(verdict)}">${h(verdict)}</span><p>${h(message)}</p>${blocks(opened)}`],
    contract: ([name, told]) => ["", contract(name, told && name)],
    across,
  };
  const KEY = {
    number: Number,
    share: Number,
    severity: (value) => SEVERITIES.indexOf(value),
    claim: ([message]) => message.toLowerCase(),
    heat: (value) => (value ? ((parts) => parts[1] * 1e6 + parts[2] * 1e3 + Number(parts[0]))(value.split(" ")) : -1),
    across: (value) => (value ? value[0] : -1),
    place: (value) => value.replace(/\d+$/, (line) => line.padStart(9, "0")),
  };
  const drawRow = (grid, index) => {
    let subject = "";
    const cells = grid.columns.map((column, position) => {
      const kind = grid.kinds[position];
      const [style, content] = DRAW[kind](column[index]);
      const tag = position === grid.heading ? "th" : "td";
      if (kind === "subject") subject = column[index][1];
      return `<${tag}${tag === "th" ? ' scope="row"' : ""}${style ? ` class="${style}"` : ""}>${content}</${tag}>`;
    });
    const anchor = subject ? ` id="${h(route("finding", subject))}" tabindex="-1"` : "";
    return `<tr${anchor}>${cells.join("")}</tr>`;
  };

  // ---- ranked tables -----------------------------------------------------------------------------------------------
  class Grid {
    constructor(element, facts) {
      Object.assign(this, facts);
      this.body = element.querySelector("tbody");
      this.heads = all("thead th", element);
      this.rank = Array.from({ length: this.size }, (_, index) => index);
      this.rows = this.rank;
      this.first = 0;
      this.drawn = true;
      this.home = element.closest(".page");
      this.what = this.heads[this.heading].textContent.trim().toLowerCase();
      this.sorted = { column: -1, down: false };
      this.text = "";
      this.chosen = new Map();
      this.choices = new Map();
      this.led = "";
      for (const note of all(".more", element)) note.remove();
      this.heads.forEach((head, column) => { this.addSort(head, column); });
      if (this.size > 5) this.addBar(element);
      if (this.size > this.page) this.addPager(element);
    }
    addSort(head, column) {
      const button = make("button", { type: "button", className: "sort" }, ...head.childNodes);
      button.addEventListener("click", () => this.sort(column));
      head.append(button);
      if (this.size > 1) head.setAttribute("aria-sort", "none");
      else button.disabled = true;
    }
    addBar(element) {
      const bar = make("div", { className: "bar" });
      const caption = element.querySelector("caption").textContent;
      const filter = make("input", { type: "search", placeholder: "Filter" });
      filter.setAttribute("aria-label", `Filter: ${caption}`);
      filter.addEventListener("input", () => { this.text = filter.value.toLowerCase(); this.apply(); });
      bar.append(filter);
      this.heads.forEach((head, column) => {
        if (head.hasAttribute("data-choose")) this.addChoice(bar, head.textContent.trim(), column);
      });
      this.status = make("output", {});
      bar.append(this.status);
      element.prepend(bar);
    }
    addChoice(bar, title, column) {
      const severity = this.kinds[column] === "severity";
      const values = [...new Set(this.columns[column].flatMap((value) => (this.kinds[column] === "check" ? value[0] : value)))].filter(Boolean);
      if (values.length < 2 || values.length > CHOICES) return; // too many to choose from: the filter finds them
      values.sort(severity ? (a, b) => KEY.severity(a) - KEY.severity(b) : undefined);
      const select = make("select", {}, make("option", { value: "" }, `${title}: all`));
      select.append(...values.map((value) => make("option", { value }, value)));
      select.setAttribute("aria-label", title);
      select.addEventListener("change", () => this.choose(column, select.value));
      this.choices.set(title, [column, select]);
      bar.append(select);
    }
    choose(column, value) {
      this.led = "";
      if (value) this.chosen.set(column, value);
      else this.chosen.delete(column);
      this.apply();
    }
    only(title, value) { // a link asks for the rows of one choice
      const [column, select] = this.choices.get(title) ?? [];
      if (!select) return;
      this.clear();
      select.value = value;
      this.choose(column, value);
      this.led = "narrowed";
    }
    clear() {
      this.chosen.clear();
      this.text = "";
      for (const field of all("input, select", this.body.closest(".grid"))) field.value = "";
      this.apply();
    }
    restore() { // what a link has turned or narrowed is undone where the page is asked for as a whole
      if (this.led === "narrowed") this.clear();
      else if (this.led) this.turn(0);
      this.led = "";
    }
    addPager(element) {
      this.back = make("button", { type: "button" }, "Previous");
      this.next = make("button", { type: "button" }, "Next");
      this.range = make("span", {});
      this.range.setAttribute("aria-live", "polite");
      this.back.addEventListener("click", () => this.turn(this.first - this.page));
      this.next.addEventListener("click", () => this.turn(this.first + this.page));
      element.append(make("div", { className: "pager" }, this.back, this.range, this.next));
      this.tell();
      this.number();
    }
    number() { // the rows that are not there count as well
      if (!this.range) return;
      this.body.parentElement.setAttribute("aria-rowcount", this.rows.length + 1);
      if (!this.rows.length) return;
      [...this.body.rows].forEach((row, index) => { row.setAttribute("aria-rowindex", this.first + index + 2); });
    }
    haystack(index) {
      this.texts ??= [];
      this.texts[index] ??= this.columns.map((column, at) => words(this.kinds[at], column[index])).join("\n").toLowerCase();
      return this.texts[index];
    }
    apply() {
      const chosen = [...this.chosen];
      const fits = (index) =>
        (!this.text || this.haystack(index).includes(this.text)) &&
        chosen.every(([column, value]) => [this.columns[column][index]].flat().includes(value));
      this.rows = this.order().filter(fits);
      if (this.status) this.status.textContent = this.rows.length < this.size ? `${count(this.rows.length)} of ${count(this.size)}` : "";
      this.turn(0);
    }
    order() {
      const { column, down } = this.sorted;
      if (column < 0) return this.rank;
      const kind = this.kinds[column];
      const key = KEY[kind] ?? ((value) => words(kind, value).toLowerCase());
      const keys = this.columns[column].map(key);
      const sign = down ? -1 : 1;
      return [...this.rank].sort((a, b) => sign * (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : 0) || a - b);
    }
    sort(column) {
      const downFirst = ["number", "share", "heat", "across"].includes(this.kinds[column]);
      const again = this.sorted.column === column;
      if (!again) this.sorted = { column, down: downFirst };
      else if (this.sorted.down === downFirst) this.sorted.down = !downFirst;
      else this.sorted = { column: -1, down: false };
      const sorted = this.sorted.down ? "descending" : "ascending";
      this.heads.forEach((head, index) => {
        head.setAttribute("aria-sort", index === this.sorted.column ? sorted : "none");
      });
      this.apply();
    }
    draw(shown) {
      if (shown === this.drawn) return;
      if (shown) this.turn(this.first);
      else this.body.replaceChildren();
      this.drawn = shown;
    }
    turn(first) {
      this.first = Math.max(0, Math.min(first, Math.floor(Math.max(0, this.rows.length - 1) / this.page) * this.page));
      const shown = this.rows.slice(this.first, this.first + this.page);
      this.body.innerHTML = shown.length
        ? shown.map((index) => drawRow(this, index)).join("")
        : `<tr><td colspan="${this.heads.length}">No row fits; loosen the filter.</td></tr>`;
      this.tell();
      this.number();
    }
    beyond(by) { // the row after the last one shown, or before the first
      const first = this.first + by * this.page;
      if (!this.range || first < 0 || first >= this.rows.length) return null;
      this.turn(first);
      return by > 0 ? this.body.firstElementChild : this.body.lastElementChild;
    }
    tell() {
      if (!this.range) return;
      const last = Math.min(this.first + this.page, this.rows.length);
      this.range.textContent = `${count(Math.min(this.first + 1, last))}–${count(last)} of ${count(this.rows.length)}`;
      this.back.disabled = this.first === 0;
      this.next.disabled = last >= this.rows.length;
    }
    reveal(index) {
      if (!this.rows.includes(index)) this.clear();
      this.led ||= "turned";
      const position = this.rows.indexOf(index);
      if (position < this.first || position >= this.first + this.page) this.turn(Math.floor(position / this.page) * this.page);
      this.draw(true);
      return this.body.rows[position - this.first];
    }
  }

  // ---- coupling matrix: redrawn from the table of all pairs ---------------------------------------------------------
  class Matrix {
    constructor(table, pairs) {
      Object.assign(this, { table, pairs, titles: pairs.heads.map((head) => head.textContent) });
      this.lines = [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1));
      this.names = [...table.tBodies[0].rows].map((row) => row.cells[0].textContent);
      this.sums = [...table.tFoot.rows[0].cells].slice(1);
      this.modes = all("button[data-columns]", table.closest(".page"));
      this.dialog = byId("pair");
      table.setAttribute("role", "grid");
      this.names.forEach((from, row) => {
        this.names.forEach((to, column) => {
          Object.assign(this.lines[row][column], { tabIndex: -1, title: row === column ? from : `${from} \u2192 ${to}` });
        });
      });
      this.lines[0][0].tabIndex = 0;
      for (const mode of this.modes) mode.addEventListener("click", () => this.count(mode));
      table.addEventListener("click", (event) => this.open(event.target.closest("tbody td[tabindex]")));
      table.addEventListener("keydown", (event) => this.press(event));
      this.dialog.addEventListener("click", (event) => { if (event.target.closest("a")) this.dialog.close(); });
      this.count(this.modes[0]);
    }
    count(mode) {
      for (const other of this.modes) other.setAttribute("aria-pressed", String(other === mode));
      mode.closest(".page").querySelector(".meaning").textContent = `A cell counts ${mode.dataset.meaning}.`;
      const [columns, tint, both] = [mode.dataset.columns.split(" "), mode.dataset.tint, "both" in mode.dataset];
      const found = new Map();
      const put = (from, to, cell) => found.set(from, (found.get(from) ?? new Map()).set(to, cell));
      const [sources, targets] = this.pairs.columns;
      sources.forEach((from, index) => {
        const number = columns.reduce((sum, column) => sum + this.pairs.columns[column][index], 0);
        const cell = [number, tint < 0 || this.pairs.columns[tint][index] > 0];
        if (number) put(from, targets[index], cell);
        if (number && both) put(targets[index], from, cell);
      });
      this.fill(found, both);
    }
    fill(found, both) {
      const [out, into] = [new Map(), new Map()];
      for (const [from, row] of found) {
        for (const [to, [number]] of row) {
          out.set(from, (out.get(from) ?? 0) + number);
          into.set(to, (into.get(to) ?? 0) + number);
        }
      }
      this.names.forEach((from, row) => {
        this.names.forEach((to, column) => {
          const cell = this.lines[row][column];
          const [number, writes] = found.get(from)?.get(to) ?? [0, false];
          const level = 1 + HEAT_STEPS.filter((step) => number > step).length;
          const mutual = !both && found.get(to)?.has(from);
          const style = number ? `heat h${level}${writes ? " w" : ""}${mutual ? " own" : ""}` : row === column ? "self" : "";
          const text = number ? count(number) : "";
          if (cell.className !== style) cell.className = style;
          if (cell.textContent !== text) cell.textContent = text;
        });
        this.lines[row].at(-1).textContent = count(out.get(from) ?? 0);
        this.sums[row].textContent = count(into.get(from) ?? 0);
      });
    }
    press(event) {
      const row = this.lines.findIndex((line) => line.includes(event.target));
      if (row < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      const [column, last] = [this.lines[row].indexOf(event.target), this.names.length - 1];
      const moves = {
        ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], ArrowUp: [row - 1, column],
        ArrowDown: [row + 1, column], Home: [row, 0], End: [row, last],
      };
      const to = moves[event.key];
      if (event.key === "Enter" || event.key === " ") this.open(event.target);
      else if (to) this.move(event.target, this.lines[to[0]]?.[Math.min(to[1], last)]);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }
    move(from, to) {
      if (!to) return;
      from.tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
    }
    open(cell) {
      const row = this.lines.findIndex((line) => line.includes(cell));
      if (row < 0) return;
      const [one, other] = [this.names[row], this.names[this.lines[row].indexOf(cell)]];
      const text = one === other ? "" : this.told(one, other) + this.told(other, one) + this.findings(one, other);
      if (!text) return;
      this.move(this.table.querySelector("td[tabindex='0']"), cell);
      byId("pair-title").textContent = `${one} and ${other}`;
      this.dialog.querySelector("div").innerHTML = text;
      this.dialog.showModal();
    }
    told(from, to) {
      const { columns, kinds } = this.pairs;
      const index = columns[0].findIndex((name, at) => name === from && columns[1][at] === to);
      if (index < 0) return "";
      const figures = kinds.flatMap((kind, column) =>
        (kind === "number" && columns[column][index] ? `${h(this.titles[column])} <b>${count(columns[column][index])}</b>` : []));
      return `<h3>${service(from)} \u2192 ${service(to)}</h3><p>${figures.join(" \u00b7 ")}</p>${lines(columns.at(-1)[index])}`;
    }
    findings(one, other) {
      const grid = grids.get("findings");
      const concerned = grid?.columns[grid.kinds.indexOf("services")] ?? [];
      const both = [...concerned.keys()].filter((index) => concerned[index].includes(one) && concerned[index].includes(other));
      if (!both.length) return "";
      const items = both.slice(0, FINDINGS_SHOWN).map((index) => {
        const id = grid.columns[grid.heading][index][1];
        return `<li>${DRAW.severity(grid.columns[0][index])[1]} ${finding(id, dotted(id))}</li>`;
      });
      const more = both.length > items.length ? `<li>and ${count(both.length - items.length)} more under Findings</li>` : "";
      return `<h3>Findings about both</h3><ul class="lines">${items.join("")}${more}</ul>`;
    }
  }

  // ---- pages and deep links ------------------------------------------------------------------------------------------
  const pages = all(".page");
  const pageOf = (key) => pages.find((page) => page.dataset.page === key);
  const reveal = (kind, name, id) => {
    if (kind === "finding") {
      const grid = grids.get("findings");
      const index = grid ? grid.columns[grid.heading].findIndex((subject) => subject[1] === name) : -1;
      if (index >= 0) grid.reveal(index);
    }
    const slot = document.querySelector(`[data-slot="${CSS.escape(kind)}"]`);
    const waiting = data.cards[kind];
    if (!byId(id) && slot && waiting?.names.includes(name)) slot.innerHTML = card(waiting, name);
    return byId(id);
  };
  const HOMES = { service: "services", table: "data", contract: "contracts", step: "roadmap", finding: "findings", group: "services" };
  const back = make("p", { className: "js back", hidden: true }, make("a"));
  const alone = (page, target) => { // an opened card stands by itself below the heading, with a way back
    const card = target?.closest(".card:not(.step)");
    for (const other of all(".alone")) other.classList.remove("alone");
    back.hidden = !card;
    if (!card) return;
    (card.closest(".slot") ?? card).classList.add("alone");
    card.classList.add("alone");
    page.classList.add("alone");
    const title = page.querySelector("h2");
    Object.assign(back.firstChild, { href: `#${page.id}`, textContent: `All of \u201c${title.textContent}\u201d` });
    title.after(back);
  };
  const tellMissing = (names) => {
    const banner = byId("banner");
    if (banner.dataset.missing) banner.hidden = true;
    banner.dataset.missing = "";
    if (!names) return;
    warn(`Not found: ${names.join(" ")}. It has another name in this result, or no place of its own in this report; the CSV files hold every fact.`);
    banner.dataset.missing = "yes";
  };
  const keep = (page) => {
    for (const grid of grids.values()) grid.draw(grid.home === page); // rows of hidden pages only weigh
  };
  // one map at a time: that of a group, or of all; a card leaves it as it is. What is not shown only weighs
  const levels = new Map(all(".level").map((level) => [level, [...level.childNodes]]));
  const fill = (level, shown) => {
    if (!shown) level.replaceChildren();
    else if (!level.firstChild) level.append(...levels.get(level));
  };
  const drill = (page, target) => {
    const known = [...levels.keys()];
    const begins = target === page || !known.some((level) => level.hidden);
    const wanted = levels.has(target) ? target : begins && known[0];
    for (const level of wanted ? known : []) {
      level.hidden = level !== wanted;
      fill(level, !level.hidden);
    }
  };
  const open = (hash, move) => {
    const id = hash.slice(1);
    const parts = id.split("/").slice(1);
    let names = parts;
    try { names = parts.map(decodeURIComponent); } catch { /* a broken escape is looked up as it stands */ }
    const target = names.length > 1 ? reveal(names[0], names[1], id) : byId(id);
    const page = target?.closest(".page") ?? pageOf(HOMES[names[0]] ?? names[0]) ?? pages[0];
    drill(page, target);
    alone(page, target);
    if (move) tellMissing(names[0] && !target ? names : null);
    if (move && target === page) {
      for (const grid of grids.values()) if (grid.home === page) grid.restore();
    }
    if (target?.dataset.only) grids.get(target.dataset.of)?.only(...target.dataset.only.split("="));
    pages.forEach((other) => { other.hidden = other !== page; });
    keep(page);
    all("nav.pages a").forEach((link) => {
      if (link.dataset.page === page.dataset.page) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    if (!move) return;
    if (target && target !== page) {
      if (target.tagName === "DETAILS") target.open = true;
      const focus = target.tagName === "DETAILS" ? target.querySelector("summary") : target;
      if (target.matches(".alone")) window.scrollTo(0, 0);
      else target.scrollIntoView({ block: "start" });
      focus.focus({ preventScroll: true });
    } else {
      window.scrollTo(0, 0);
      page.querySelector("h2").focus({ preventScroll: true });
    }
  };
  const go = (hash) => {
    location.hash = hash;
    open(hash, true); // at once: the event of a changed hash comes later, and the next key may come before it
  };

  // ---- search --------------------------------------------------------------------------------------------------------
  const field = byId("search");
  const hits = byId("hits");
  let found = [];
  let active = -1;
  const rowsOf = function* (grid) {
    const kind = grid.kinds[grid.heading];
    if (kind === "finding" || kind === "subject" || kind === "contract") return; // found by their ids and names
    const seen = new Set();
    for (const [index, name] of grid.columns[grid.heading].entries()) {
      if (seen.has(name) || (kind === "service" && services.has(name)) || (kind === "table" && tables.has(name))) continue;
      seen.add(name);
      yield [grid.what, kind === "place" ? name.replace(/:0$/, "") : String(name), `#${grid.home.id}`, () => grid.reveal(index)];
    }
  };
  const told = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;
  const promises = function* (cards) { // the contracts and their operations, also of cards that wait
    for (const html of cards) {
      const [id, name] = [/id="([^"]*)"/.exec(html)?.[1] ?? "", /<h3>([^<]*)/.exec(html)?.[1] ?? ""];
      yield ["contract", told(name), `#${id}`];
      const operations = /id="([^"]*\/operation\/[^"]*)"[^>]*><th scope="row"><code>([^<]*)/g;
      for (const [, mark, operation] of html.matchAll(operations)) yield ["operation", `${told(operation)} of ${told(name)}`, `#${mark}`];
      const own = /<p class="names">(.*?)<\/p>/s.exec(html)?.[1] ?? "";
      for (const [, operation] of own.matchAll(/<code>([^<]*)/g)) yield ["operation", `${told(operation)} of ${told(name)}`, `#${id}`];
    }
  };
  const candidates = function* () {
    for (const page of pages) yield ["page", page.querySelector("h2").textContent, `#${page.id}`];
    for (const name of data.services) yield ["service", name, `#${route("service", name)}`];
    for (const name of data.groups) yield ["group", name, `#${route("group", name)}`];
    for (const name of data.tables) yield ["table", name, `#${route("table", name)}`];
    const findings = grids.get("findings");
    for (const [, id] of findings ? findings.columns[findings.heading] : []) yield ["finding", id, `#${route("finding", id)}`];
    for (const grid of grids.values()) yield* rowsOf(grid);
    for (const kind of Object.keys(data.cards)) if (kind === "contract") yield* promises(data.cards[kind].cards.map((parts) => parts.join("")));
    yield* promises(all(".card.contract").map((one) => one.outerHTML));
    for (const [name, home] of modules) yield ["module", name, `#${route("service", home)}`];
    for (const term of all(".page > h3, .page > section > h3, .terms dt")) {
      yield [term.matches("dt") ? "term" : "part", term.textContent, `#${term.closest(".page").id}`, () => term];
    }
  };
  const indexed = () => {
    const seen = new Set();
    const isNew = ([kind, name]) => !seen.has(`${kind} ${name}`) && seen.add(`${kind} ${name}`);
    return [...candidates()].filter(isNew).map((hit) => [hit[1].toLowerCase(), hit]);
  };
  let index = null;
  const search = () => {
    const wanted = field.value.trim().toLowerCase();
    const begins = [];
    const holds = [];
    index ??= indexed();
    for (const [text, hit] of wanted ? index : []) {
      const at = text.indexOf(wanted);
      if (at === 0) begins.push(hit);
      else if (at > 0) holds.push(hit);
      if (begins.length >= 20) break;
    }
    found = [...begins, ...holds].slice(0, 20);
    hits.replaceChildren(...found.map(([kind, name], index) => {
      const item = make("li", { id: `hit-${index}` }, make("span", {}, kind), name);
      item.setAttribute("role", "option");
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(index); });
      return item;
    }));
    select(found.length ? 0 : -1);
    hits.hidden = !found.length;
    field.setAttribute("aria-expanded", String(!hits.hidden));
  };
  const select = (index) => {
    active = index;
    [...hits.children].forEach((item, position) => { item.setAttribute("aria-selected", String(position === index)); });
    if (index < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", `hit-${index}`);
      hits.children[index]?.scrollIntoView({ block: "nearest" });
    }
  };
  const close = () => { hits.hidden = true; field.setAttribute("aria-expanded", "false"); select(-1); };
  const choose = (index) => {
    const hit = found[index];
    if (!hit) return;
    field.value = "";
    close();
    field.blur();
    go(hit[2]);
    const part = hit[3]?.();
    if (!part) return;
    part.tabIndex = -1;
    part.scrollIntoView({ block: "center" });
    part.focus({ preventScroll: true });
  };
  field.addEventListener("input", search);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) { event.preventDefault(); select((active + step + found.length) % found.length); }
    else if (event.key === "Enter") choose(active);
    else if (event.key === "Escape") { if (hits.hidden) field.blur(); else close(); }
  });

  // ---- keys ------------------------------------------------------------------------------------------------------------
  let leader = 0;
  const step = (by) => {
    const page = pages.find((candidate) => !candidate.hidden);
    const rows = all(".grid tbody tr, .card", page).filter((row) => row.offsetParent !== null);
    const current = document.activeElement?.closest(".grid tbody tr, .card");
    const at = rows.indexOf(current);
    const grid = current?.matches("tr") ? grids.get(current.closest(".grid").dataset.grid) : null;
    const last = current && !(by > 0 ? current.nextElementSibling : current.previousElementSibling);
    const row = (last && grid?.beyond(by)) || rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by))];
    if (!row) return;
    const focus = row.tagName === "DETAILS" ? row.querySelector("summary") : row;
    if (focus === row) row.tabIndex = -1;
    focus.focus({ preventScroll: true });
    row.scrollIntoView({ block: row.offsetHeight > innerHeight / 2 ? "start" : "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, dialog");
    if (event.ctrlKey || event.metaKey || event.altKey || typing) return;
    const afterG = event.timeStamp - leader < 1500 && leader > 0;
    leader = 0;
    const page = afterG && pages.find((candidate) => candidate.dataset.letter === event.key);
    if (page) go(`#${page.id}`);
    else if (event.key === "g") { leader = event.timeStamp; return; }
    else if (event.key === "/") field.focus();
    else if (event.key === "?") byId("help").showModal();
    else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    else if (event.key === "Enter" && event.target.matches("tr")) event.target.querySelector("a, summary")?.click();
    else return;
    event.preventDefault();
  });

  // ---- tools -----------------------------------------------------------------------------------------------------------
  const remember = (value) => { try { localStorage.setItem("seamline-theme", value); } catch { /* private window */ } };
  const remembered = () => { try { return localStorage.getItem("seamline-theme"); } catch { return null; } };
  const isDark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  if (["light", "dark"].includes(remembered())) root.dataset.theme = remembered();
  byId("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember(root.dataset.theme);
  });
  byId("print").addEventListener("click", () => print());
  byId("help-open").addEventListener("click", () => byId("help").showModal());
  const save = (name, text) => {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  byId("download")?.addEventListener("click", async () => save("seamline.json", await unpack(byId("result"))));
  document.addEventListener("click", async (event) => {
    const name = event.target.dataset?.document;
    if (name) save(name, JSON.parse(await unpack(byId("documents")))[name]);
  });
  let opened = [];
  addEventListener("beforeprint", () => {
    for (const grid of grids.values()) grid.draw(true);
    for (const level of levels.keys()) fill(level, true);
    opened = all("details:not([open])");
    opened.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => {
    opened.forEach((details) => { details.open = false; });
    for (const level of levels.keys()) fill(level, !level.hidden);
    keep(pages.find((page) => !page.hidden));
  });

  // ---- what later clicks need, made while nothing else is to do ---------------------------------------------------------
  const ahead = function* () {
    index ??= indexed();
    yield index;
    for (const grid of grids.values()) {
      for (const column of grid.columns.keys()) yield grid.columns[column];
      for (let row = 0; row < grid.size; row += 1) yield grid.haystack(row);
    }
  };
  const idle = window.requestIdleCallback ?? ((act) => setTimeout(() => act({ timeRemaining: () => 5 }), 100));
  const prepare = (work) => idle((deadline) => {
    let more = true;
    while (more && deadline.timeRemaining() > 2) more = !work.next().done;
    if (more) prepare(work);
  });

  // ---- start -----------------------------------------------------------------------------------------------------------
  root.classList.add("on");
  addEventListener("hashchange", () => { if (location.hash.startsWith("#/") || !location.hash) open(location.hash, true); });
  open(location.hash, false);
  const start = async () => {
    const element = byId("data");
    if (element.hasAttribute("data-packed") && !("DecompressionStream" in window)) {
      warn("This browser cannot unpack the data of the report: tables show their first rows only, and search finds pages alone. A browser of 2023 or later shows all.");
      for (const button of all("#download, [data-document]")) button.remove();
      return;
    }
    read(await unpack(element));
    for (const grid of all(".grid")) grids.set(grid.dataset.grid, new Grid(grid, data.grids[grid.dataset.grid]));
    for (const table of all(".matrix")) new Matrix(table, grids.get("pairs"));
    if (location.hash.startsWith("#/")) open(location.hash, location.hash.split("/").length > 2);
    else keep(pages.find((page) => !page.hidden));
    index = null; // what was looked for before was among the pages alone
    root.classList.add("ready");
    prepare(ahead());
  };
  start().catch((error) => { warn(`The data of the report is damaged: ${error.message}`); });
})();
