// Reads a report and checks it. Whatever stands in one may be hostile: names are looked up in maps, never as properties.
// ---- a report from its text -------------------------------------------------------------------------------------

async function readReport(text) {
  const report = { header: null, vectors: new Map(), verdicts: new Map(), findings: new Map(), horizons: [], agreement: null,
    footer: null };
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
  for (const [key, check] of Object.entries(MAY_BE_ABSENT[line.type] ?? {})) {
    demand(!Object.hasOwn(line, key) || check(line[key]), `line ${number}: ${key} is not what it should be`);
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
const isCoverage = (c) => isObject(c) && isText(c.verdict) && ["missing", "notes", "combinations", "uncovered"].every((key) => isList(isText)(c[key])) &&
  isObject(c.mistakes) && isNumber(c.mistakes.seen) && isNumber(c.mistakes.all) && isList(isText)(c.mistakes.unseen);
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

// What was added later, so that older reports are still read.
const MAY_BE_ABSENT = { implementation: { coverage: isCoverage }, footer: { fault: isNumber } };

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
  const counts = { lines, vectors: report.vectors.size, verdicts: report.verdicts.size, passed: 0, failed: 0, skipped: 0, error: 0,
    fault: 0 };
  for (const verdict of report.verdicts.values()) counts[verdict.status] += 1;
  for (const [name, count] of Object.entries(counts)) {
    demand((report.footer[name] ?? 0) === count, `the footer counts ${report.footer[name]} ${name}, and there are ${count}`);
  }
}

async function checkSum(expected, text) {
  if (!globalThis.crypto?.subtle) return; // only where the browser trusts the page's origin
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const sum = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  demand(sum === expected, "the checksum in the footer is another one: the file was changed");
}
