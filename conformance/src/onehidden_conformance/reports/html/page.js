// Draws a report. Whatever stands in one may be hostile: it reaches the page as text nodes only, and names are looked
// up in maps, never as properties.
"use strict";

const MARKS = { passed: "✓", failed: "✗", skipped: "–", error: "!", known: "≈" };
const LARGEST = 256 * 2 ** 20;
const MOST_ROWS = 3000;
const state = { report: null, show: "all", group: "", implementation: "", words: "", bits: false };

// ---- a report from its text -------------------------------------------------------------------------------------

async function readReport(text) {
  const report = { header: null, vectors: new Map(), verdicts: new Map(), findings: new Map(), horizons: [], agreement: null, footer: null };
  demand(text.endsWith("\n"), "the last line is not complete: the file was cut");
  const texts = text.slice(0, -1).split("\n");
  texts.forEach((line, index) => add(report, parsed(line, index + 1), index + 1, texts.length));
  demand(report.footer !== null, "there is no footer: the run did not end, or the file was cut");
  checkCounts(report, texts.length);
  await checkSum(report.footer.sha256, text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1));
  return report;
}

function demand(condition, complaint) {
  if (!condition) throw new Error(complaint);
}

function parsed(line, number) {
  try {
    const value = JSON.parse(line);
    demand(isObject(value), "not an object");
    return value;
  } catch (error) {
    throw new Error(`line ${number} is not JSON of a report: ${error.message}`);
  }
}

function add(report, line, number, last) {
  demand(Object.hasOwn(CHECKS, line.type), `line ${number}: there is no such type of line`);
  for (const [key, check] of Object.entries(CHECKS[line.type])) {
    demand(Object.hasOwn(line, key) && check(line[key]), `line ${number}: ${key} is missing or not what it should be`);
  }
  demand((line.type === "header") === (number === 1), `line ${number}: the header must be the first line`);
  demand((line.type === "footer") === (number === last), `line ${number}: the footer must be the last line`);
  ADD[line.type](report, line);
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string";
const isNumber = (value) => typeof value === "number" && value >= 0;
const isShare = (value) => value === null || isNumber(value);
const isList = (check) => (value) => Array.isArray(value) && value.every(check);
const isMap = (check) => (value) => isObject(value) && Object.values(value).every(check);
const isBits = isList((value) => isText(value) && /^[0-9a-f]{16}$/.test(value));
const isTensor = (t) => isObject(t) && isList(isNumber)(t.shape) && isList(isNumber)(t.rows) &&
  [t.bits, t.got].every((bits) => bits === undefined || (isBits(bits) && bits.length === t.rows.length * columns(t))) &&
  (t.bound === undefined || (isList(isShare)(t.bound) && t.bound.length === t.rows.length * columns(t)));
const isImplementation = (t) => isObject(t) && isText(t.name) && isNumber(t.level) && isMap(isText)(t.metadata) && isText(t.problem);
const isMatch = (m) => isObject(m) && isText(m.mistake) && isNumber(m.matched) && isNumber(m.of) && isText(m.explanation) && typeof m.identical === "boolean";
const isHorizon = (t) => isObject(t) && isText(t.vector) && isNumber(t.updates) && isShare(t.first) && isText(t.text);
const isDrift = (t) => isObject(t) && isText(t.vector) && isShare(t.worst) && isText(t.text);
const columns = (t) => t.shape.slice(1).reduce((product, size) => product * size, 1);

const CHECKS = {
  header: { format: (f) => f === "onehidden-conformance-report", schema: (s) => s === 1, date: isText, command: isList(isText),
    fixtures: isNumber, versions: isMap(isText), machine: isList(isText), implementations: isList(isImplementation) },
  vector: { id: isText, kind: isText, title: isText, why: isText, source: isText, spec: isList(isText),
    words: isMap((v) => isText(v) || typeof v === "number"), given: isMap(isTensor), expected: isMap(isTensor) },
  verdict: { vector: isText, implementation: isText, status: (s) => Object.hasOwn(MARKS, s) && s !== "known", kind: isText, known: isText,
    culprit: isText, details: isText, own_faults: isList(isText), reason: isText, faults: isList(isText), elements: isNumber, identical: isNumber,
    worst_ulp: isNumber, worst_share: isShare, line: isText, steps: isList(isText), differs: isMap(isTensor), seconds: isNumber, stderr: isText },
  implementation: { implementation: isText, fingerprint: isText, reasons: isText, matches: isList(isMatch), drifts: isList(isDrift) },
  horizon: { implementations: (t) => isList(isText)(t) && t.length === 2, trainings: isList(isHorizon) },
  agreement: { implementations: isList(isText), vectors: isNumber, classes: isList(isList(isText)), ulp: isList(isList(isShare)) },
  footer: { exit_code: isNumber, faults: isList(isText), seconds: isNumber, vectors: isNumber, verdicts: isNumber,
    passed: isNumber, failed: isNumber, skipped: isNumber, error: isNumber, lines: isNumber, sha256: isText },
};

const ADD = {
  header: (report, line) => { report.header = line; },
  vector: (report, line) => { report.vectors.set(line.id, line); },
  verdict: (report, line) => { report.verdicts.set(pair(line.vector, line.implementation), line); },
  implementation: (report, line) => { report.findings.set(line.implementation, line); },
  horizon: (report, line) => { report.horizons.push(line); },
  agreement: (report, line) => { report.agreement = line; },
  footer: (report, line) => { report.footer = line; },
};

const pair = (vector, implementation) => JSON.stringify([vector, implementation]);

function checkCounts(report, lines) {
  const counts = { lines, vectors: report.vectors.size, verdicts: report.verdicts.size, passed: 0, failed: 0, skipped: 0, error: 0 };
  for (const verdict of report.verdicts.values()) counts[verdict.status] += 1;
  for (const [name, count] of Object.entries(counts)) {
    demand(report.footer[name] === count, `the footer counts ${report.footer[name]} ${name}, and there are ${count}`);
  }
}

async function checkSum(expected, text) {
  if (!globalThis.crypto?.subtle) return; // only where the browser trusts the page's origin
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const sum = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  demand(sum === expected, "the checksum in the footer is another one: the file was changed");
}

// ---- elements ---------------------------------------------------------------------------------------------------

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== ""));
  return element;
}

const address = (vector, implementation) => `#${escaped(vector)}${implementation === undefined ? "" : `@${escaped(implementation)}`}`;
const escaped = (text) => encodeURIComponent(text.toWellFormed()).replaceAll("%2F", "/").replaceAll("%3A", ":");
const stateOf = (verdict) => (verdict.known ? "known" : verdict.status);
const isFailure = (verdict) => verdict !== undefined && (verdict.status === "failed" || verdict.status === "error");
const implementations = () => state.report.header.implementations.filter((implementation) => !implementation.problem);
const verdictOn = (vector, implementation) => state.report.verdicts.get(pair(vector, implementation));

// ---- overview ---------------------------------------------------------------------------------------------------

function overview() {
  const { header, footer } = state.report;
  const body = make("div");
  const refresh = () => body.replaceChildren(matrix());
  refresh();
  return [
    make("p", { class: "quiet" }, `${header.date}, ${header.command.join(" ")}`),
    ...footer.faults.map((fault) => make("p", { class: "bad" }, fault)),
    make("div", { class: "implementations" }, header.implementations.map(card)),
    ...together(),
    make("details", {}, make("summary", { class: "quiet" }, "What it ran on"),
      make("pre", {}, [...header.machine, ...Object.entries(header.versions).map((entry) => entry.join(" "))].join("\n"))),
    filters(refresh),
    body,
  ];
}

function card(implementation) {
  const finding = state.report.findings.get(implementation.name);
  const of = [...state.report.verdicts.values()].filter((verdict) => verdict.implementation === implementation.name);
  const count = (status) => of.filter((verdict) => verdict.status === status).length;
  const words = Object.keys(MARKS).filter((status) => count(status)).map((status) => `${count(status)} ${status}`);
  return make("section", { class: "card" },
    make("h2", {}, implementation.name),
    make("p", { class: implementation.problem || of.some(isFailure) ? "bad" : "good" }, implementation.problem || words.join(", ") || "nothing ran"),
    make("p", { class: "quiet" }, [`level ${implementation.level}`, ...Object.entries(implementation.metadata).map((entry) => entry.join(" "))].join(", ")),
    finding ? make("details", { class: "quiet" }, make("summary", {}, finding.fingerprint), make("p", { class: "lines" }, finding.reasons)) : null,
    known(finding?.matches ?? []),
    finding?.drifts.length ? make("details", { class: "quiet" }, make("summary", {}, "How far the trainings drift"),
      finding.drifts.map((drift) => make("p", {}, `${drift.vector}: ${drift.text}`))) : null);
}

const known = (matches) => [matches.length > 1 ? make("p", { class: "warn" }, "These vectors cannot tell apart:") : null, ...matches.map(mistake)];

const mistake = (match) => make("p", { class: "warn" }, match.kind === "declaration" ? "Fits if you declare " : null, make("strong", {}, match.mistake),
  `${match.kind === "declaration" ? ":" : ""} matches on ${match.matched} of ${match.of} vectors${match.identical ? ", bit for bit" : ""}: ${match.explanation}`);

function together() {
  const { agreement, horizons } = state.report;
  return [agreement ? section(`Implementations against each other, on the ${agreement.vectors} vectors that all have answered`, distances(agreement)) : null,
    horizons.length ? section("How long trainings stay identical", horizons.map(horizon)) : null];
}

const section = (title, ...content) => make("details", {}, make("summary", { class: "quiet" }, title), ...content);

function distances(line) {
  const mates = (name) => line.classes.filter((members) => members.includes(name)).flat().filter((other) => other !== name);
  const cells = (row) => row.map((distance) => make("td", {}, distance === null ? "–" : ulps(distance)));
  return make("div", { class: "scroll" }, make("table", { class: "matrix agreement" },
    make("thead", {}, make("tr", {}, ["implementation", "same bits as", ...line.implementations].map((name) => make("th", { scope: "col" }, name)))),
    make("tbody", {}, line.implementations.map((name, index) => make("tr", {}, make("th", { scope: "row" }, name),
      make("td", {}, mates(name).join(", ") || "nobody"), cells(line.ulp[index] ?? []))))));
}

function horizon(line) {
  const same = line.trainings.filter((training) => training.first === null).length;
  return make("details", {}, make("summary", {}, `${line.implementations.join(" and ")}: ${same} of ${line.trainings.length} trainings identical to the last update`),
    line.trainings.map((training) => make("p", { class: "quiet" }, make("a", { href: address(training.vector) }, training.vector), `: ${training.text}`)));
}

function filters(refresh) {
  const groups = [...new Set([...state.report.vectors.keys()].map(groupOf))];
  const choice = (name, label, options) => make("select", { name, "aria-label": label,
    onchange: (event) => { state[name] = event.target.value; refresh(); } },
    options.map(([value, text]) => make("option", { value, selected: state[name] === value }, text)));
  return make("div", { class: "filters", role: "search" },
    choice("show", "which vectors", [["all", "all vectors"], ["failures", "failures"], ["skipped", "skipped"]]),
    choice("group", "group", [["", "all groups"], ...groups.map((group) => [group, group])]),
    choice("implementation", "implementation", [["", "all implementations"], ...implementations().map((implementation) => [implementation.name, implementation.name])]),
    make("input", { type: "search", placeholder: "id or title", "aria-label": "words", value: state.words,
      oninput: (event) => { state.words = event.target.value; refresh(); } }));
}

const groupOf = (id) => id.split("/")[0];
const shownImplementations = () => implementations().map((implementation) => implementation.name).filter((name) => !state.implementation || name === state.implementation);

function isShown(vector) {
  const verdicts = shownImplementations().map((name) => verdictOn(vector.id, name)).filter(Boolean);
  const words = `${vector.id} ${vector.title}`.toLowerCase();
  return (!state.group || groupOf(vector.id) === state.group) && words.includes(state.words.toLowerCase()) &&
    (state.show !== "failures" || verdicts.some(isFailure)) &&
    (state.show !== "skipped" || verdicts.some((verdict) => verdict.status === "skipped"));
}

function matrix() {
  const vectors = [...state.report.vectors.values()].filter(isShown);
  const rows = [];
  for (const [index, vector] of vectors.slice(0, MOST_ROWS).entries()) {
    const group = groupOf(vector.id);
    if (!index || group !== groupOf(vectors[index - 1].id)) rows.push(make("tr", { class: "group" },
      make("th", { colspan: shownImplementations().length + 1, scope: "rowgroup" }, group)));
    rows.push(row(vector));
  }
  const more = vectors.length > MOST_ROWS ? `, of which ${MOST_ROWS} are shown` : "";
  return make("div", {}, make("p", { class: "quiet" }, `${vectors.length} of ${state.report.vectors.size} vectors${more}`),
    make("div", { class: "scroll" }, make("table", { class: "matrix vectors" },
      make("thead", {}, make("tr", {}, make("th", {}, "vector"), shownImplementations().map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, rows))));
}

function row(vector) {
  return make("tr", {},
    make("th", { scope: "row" }, make("a", { href: address(vector.id) }, vector.id), make("span", { class: "title" }, vector.title)),
    shownImplementations().map((name) => make("td", {}, link(verdictOn(vector.id, name)))));
}

function link(verdict) {
  if (!verdict) return "did not run";
  const word = stateOf(verdict);
  return make("a", { href: address(verdict.vector, verdict.implementation), class: word, "aria-label": word }, `${MARKS[word]} ${note(verdict)}`);
}

const note = (verdict) => (isFailure(verdict) ? verdict.kind.replace(/^wrong /, "") : verdict.status === "skipped" ? "skipped" :
  verdict.identical === verdict.elements ? "" : ulps(verdict.worst_ulp));

// ---- one vector -------------------------------------------------------------------------------------------------

function vectorView(vector, chosen) {
  const verdicts = implementations().map((implementation) => verdictOn(vector.id, implementation.name)).filter(Boolean);
  const verdict = verdicts.find((v) => v.implementation === chosen) ?? verdicts.find(isFailure) ?? verdicts[0];
  const steps = make("div");
  const refresh = () => steps.replaceChildren(...tensors(vector, verdict));
  refresh();
  return [
    neighbours(vector),
    make("h2", {}, vector.id), make("p", {}, vector.title),
    make("nav", { class: "tabs", "aria-label": "implementations" }, verdicts.map((v) => make("a", { href: address(vector.id, v.implementation),
      class: stateOf(v), "aria-current": v === verdict ? "page" : undefined }, `${MARKS[stateOf(v)]} ${v.implementation}`))),
    verdict ? finding(verdict, steps) : make("p", {}, "No implementation ran this vector."),
    make("p", {}, vector.why),
    make("p", { class: "quiet" }, `${vector.kind}; SPEC.md ${vector.spec.join(", ")}. ${vector.source}`),
    make("p", { class: "quiet" }, Object.entries(vector.words).map((entry) => entry.join(" = ")).join(", ")),
    make("label", {}, make("input", { type: "checkbox", name: "bits", checked: state.bits,
      onchange: (event) => { state.bits = event.target.checked; refresh(); } }), " bits in place of decimals"),
    legend(),
    steps,
  ];
}

function neighbours(vector) {
  const ids = [...state.report.vectors.values()].filter((v) => v === vector || isShown(v)).map((v) => v.id);
  const index = ids.indexOf(vector.id);
  const to = (id, text) => (id === undefined ? null : make("a", { href: address(id) }, text));
  return make("nav", { class: "tabs" }, make("a", { href: "#" }, "all vectors"), to(ids[index - 1], "previous"), to(ids[index + 1], "next"));
}

function finding(verdict, steps) {
  const matches = state.report.findings.get(verdict.implementation)?.matches ?? [];
  const rest = [verdict.details, ...verdict.faults.filter((fault) => fault !== verdict.culprit)].filter(Boolean);
  const jump = make("button", { type: "button", onclick: () => steps.querySelector(".first-wrong")?.scrollIntoView() }, "Show it");
  return make("section", { class: `culprit ${stateOf(verdict)}` },
    make("p", {}, make("strong", {}, stateOf(verdict)), ` ${verdict.culprit || verdict.reason || sentence(verdict)} `,
      Object.keys(verdict.differs).length && isFailure(verdict) ? jump : null),
    verdict.known ? make("p", {}, `A known failure: ${verdict.known}`) : null,
    isFailure(verdict) ? known(matches) : null,
    rest.length ? make("details", {}, make("summary", {}, "Everything that is known"), make("pre", {}, rest.join("\n"))) : null,
    verdict.line ? make("details", {}, make("summary", {}, "The line that it wrote"), make("pre", {}, verdict.line)) : null,
    verdict.stderr ? make("details", {}, make("summary", {}, "Standard error"), make("pre", {}, verdict.stderr)) : null);
}

const sentence = (verdict) => (verdict.elements === 0 ? "no numbers" : verdict.identical === verdict.elements ?
  `all ${verdict.elements} numbers have the expected bits` :
  `${verdict.identical} of ${verdict.elements} numbers have the expected bits; the worst is off by ${ulps(verdict.worst_ulp)}`);

const legend = () => make("p", { class: "quiet legend" }, "Wrong cells: ",
  make("span", { class: "within" }, "other bits, within the bound"), " ", make("span", { class: "wrong1" }, "outside"), " ",
  make("span", { class: "wrong2" }, "1000 times the bound"), " ", make("span", { class: "wrong3" }, "off by a thousandth or more"));

// ---- steps ------------------------------------------------------------------------------------------------------

const NUMBERS = new Map(Object.entries({ X: 0, y: 0, wh: 1, bh: 1, wout: 1, bout: 1, hidden_layer_input: 2, hidden_layer_activations: 3,
  output_layer_input: 4, output: 4, error: 5, loss: 5, slope_output_layer: 6, slope_hidden_layer: 6, d_output: 7,
  error_at_hidden_layer: 8, d_hidden_layer: 9, grad_wout: 10, grad_wh: 10, grad_bout: 11, grad_bh: 11, updated_wh: 12,
  updated_bh: 12, updated_wout: 12, updated_bout: 12 }));

function tensors(vector, verdict) {
  const given = Object.entries(vector.given).map(([name, tensor]) => make("section", {}, heading(name, tensor), table("given", tensor, tensor.bits)));
  const expected = Object.entries(vector.expected).map(([name, tensor]) => step(name, tensor, verdict));
  expected.find((section) => section.querySelector("[data-wrong]"))?.classList.add("first-wrong");
  return [...given, ...expected];
}

const heading = (name, tensor, result = false) => make("h3", {}, !NUMBERS.has(name) ? name :
  result && NUMBERS.get(name) === 1 ? `${name} after the last update` : `Step ${NUMBERS.get(name)}: ${name}`,
  make("span", { class: "quiet" }, ` ${tensor.shape.join(" × ") || "a number"}${tensor.rows.length < (tensor.shape[0] ?? 1) ? `, ${tensor.rows.length} ${tensor.shape.length > 1 ? "rows" : "numbers"} of it` : ""}`));

function step(name, tensor, verdict) {
  const difference = verdict && Object.hasOwn(verdict.differs, name) ? verdict.differs[name] : null;
  const gave = verdict?.steps.includes(name);
  if (!difference) return make("section", {}, heading(name, tensor, true),
    make("p", { class: gave ? "good" : "quiet" }, gave ? "as expected, every bit" : "not among what this implementation shows"),
    table("expected", tensor, tensor.bits));
  const own = verdict?.own_faults.includes(name) ? make("p", { class: "bad" }, "wrong by itself, whatever came before it") : null;
  if (!difference.bits) return make("section", {}, heading(name, tensor, true),
    make("p", { class: "bad", "data-wrong": "" }, `has shape ${difference.shape.join(" × ")}`),
    make("div", { class: "pair" }, table("expected", tensor, tensor.bits), table("got", difference, difference.got)));
  return make("section", {}, heading(name, tensor, true), own, sideBySide(name, difference, levelOf(verdict.implementation)));
}

const levelOf = (name) => implementations().find((implementation) => implementation.name === name)?.level ?? 1;

function sideBySide(name, difference, level) {
  const note = make("output");
  const cells = difference.bits.map((bits, index) => compared(difference.got[index], bits, difference.bound?.[index], level));
  const tell = (index) => { note.textContent = `${name}[${place(difference, index)}]: ${cells[index].text}`; };
  return make("div", {}, make("div", { class: "pair" },
    table("expected", difference, difference.bits, { cells, tell }), table("got", difference, difference.got, { cells, tell, mark: true })), note);
}

// How wrong a number is: its bits, its bound, and what stands in its cell.
function compared(gotBits, bits, bound, level) {
  const [got, expected] = [number(gotBits), number(bits)];
  const distance = ulpDistance(gotBits, bits);
  if (distance === 0n) return { className: "", note: "", digits: 6, text: `${expected} (${bits}), as expected` };
  const share = bound === null ? 0 : Math.abs(got - expected) / (bound ?? 0);
  const judged = level === 2 || bound !== undefined; // at level 1 there is no telling without a bound
  const inside = !Number.isNaN(got) && (!judged || (bound !== undefined && (got === expected || share <= 1)));
  const far = !(Math.abs(got - expected) <= 1e-3 * Math.abs(expected));
  const className = inside ? (level === 2 ? "within wrong1" : "within") : far ? "wrong3" : share > 1000 && bound !== undefined ? "wrong2" : "wrong1";
  return { className, wrong: !inside || level === 2, note: ulps(Number(distance)), digits: distinguishing(got, expected),
    text: `expected ${expected} (${bits}), got ${got} (${gotBits}), ${ulps(Number(distance))}${bound === undefined ? "" : `, bound ${bound ?? "none"}`}` };
}

const view = new DataView(new ArrayBuffer(8));

function number(bits) {
  view.setBigUint64(0, BigInt(`0x${bits}`));
  return view.getFloat64(0);
}

const ordinal = (bits) => { const n = BigInt(`0x${bits}`); return n >> 63n ? (1n << 64n) - 1n - n : n | (1n << 63n); };

function ulpDistance(a, b) {
  const distance = ordinal(a) - ordinal(b);
  return distance < 0n ? -distance : distance;
}

const ulps = (n) => `${n < 1e6 ? n : n.toExponential(0)} ulp`;

function distinguishing(a, b) {
  for (let digits = 6; digits < 17; digits += 1) if (a.toPrecision(digits) !== b.toPrecision(digits)) return digits;
  return 17;
}

const decimal = (x, digits) => (Object.is(x, -0) ? "-0" : Number.isFinite(x) ? String(Number(x.toPrecision(digits))) : String(x));
const place = (tensor, index) => (tensor.shape.length === 0 ? "" : tensor.shape.length === 1 ? tensor.rows[index] :
  `${tensor.rows[Math.floor(index / columns(tensor))]}, ${index % columns(tensor)}`);

// A matrix row by row; a vector as one row, as it is written in formulas.
function table(caption, tensor, bits, { cells = [], tell = null, mark = false } = {}) {
  const width = tensor.shape.length < 2 ? Math.max(1, bits.length) : columns(tensor);
  const rows = [];
  for (let first = 0; first < bits.length; first += width) {
    const label = tensor.shape.length < 2 ? [] : [make("th", { scope: "row" }, String(tensor.rows[first / width]))];
    rows.push(make("tr", {}, label, bits.slice(first, first + width).map((b, i) => cell(b, cells[first + i], mark, tell, first + i))));
  }
  return make("div", {}, make("div", { class: "scroll" }, make("table", { class: "numbers" }, make("caption", {}, caption), make("tbody", {}, rows))));
}

function cell(bits, comparison, mark, tell, index) {
  const text = state.bits ? bits : decimal(number(bits), comparison?.digits ?? 6);
  const attributes = { title: comparison?.text ?? `${number(bits)} (${bits})`, onclick: tell ? () => tell(index) : () => {} };
  if (mark && comparison?.className) Object.assign(attributes, { class: comparison.className, "data-wrong": comparison.wrong || undefined });
  return make("td", attributes, text, mark && comparison?.note ? make("small", {}, comparison.note) : null);
}

// ---- what happens -----------------------------------------------------------------------------------------------

function draw() {
  const { header, footer } = state.report;
  const good = footer.exit_code === 0;
  const verdict = document.getElementById("verdict");
  verdict.className = good ? "good" : "bad";
  verdict.textContent = `${good ? "All as expected" : "Not as expected"}: ${footer.vectors} of ${header.fixtures} vectors, ` +
    [...["passed", "failed", "skipped", "error"].filter((status) => footer[status]).map((status) => `${footer[status]} ${status}`),
      ...header.implementations.filter((implementation) => implementation.problem).map(() => "an implementation did not start")].join(", ");
  const [id, implementation] = opened();
  const vector = id === "" ? null : state.report.vectors.get(id);
  const content = vector ? vectorView(vector, implementation) : id === "" ? overview() : [make("p", { class: "bad" }, `This report has no vector ${id}.`), ...overview()];
  document.getElementById("main").replaceChildren(...content.filter((part) => part !== null));
}

function opened() {
  try {
    return location.hash.slice(1).split("@").map(decodeURIComponent);
  } catch {
    return [location.hash.slice(1)]; // typed by hand
  }
}

function complain(text) {
  const problem = document.getElementById("problem");
  problem.textContent = text;
  problem.hidden = text === "";
}

async function take(file) {
  try {
    demand(file.size <= LARGEST, "it is too large");
    state.report = await readReport(await file.text());
    Object.assign(state, { show: "all", group: "", implementation: "", words: "" });
    complain("");
    location.hash = "";
    draw();
  } catch (error) {
    complain(`${file.name} cannot be shown: ${error.message}.`);
  }
}

function drag(event) {
  event.preventDefault();
  document.body.classList.toggle("dragging", event.type === "dragover");
  if (event.type === "drop" && event.dataTransfer.files.length) take(event.dataTransfer.files[0]);
}

async function begin() {
  for (const type of ["dragover", "dragleave", "drop"]) document.addEventListener(type, drag);
  document.getElementById("file").addEventListener("change", (event) => { if (event.target.files.length) take(event.target.files[0]); });
  try {
    state.report = await readReport(JSON.parse(document.getElementById("report").textContent));
  } catch (error) {
    complain(`The report of this page cannot be shown: ${error.message}.`);
    return;
  }
  window.addEventListener("hashchange", () => { draw(); window.scrollTo(0, 0); });
  draw();
}

begin();
