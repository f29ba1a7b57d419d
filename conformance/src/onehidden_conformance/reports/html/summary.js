// One implementation at a glance, as in summary.py: what came of it is computed from its verdicts and not believed.

const GOOD = "conforming";
const TONES = new Map([[GOOD, "good"], ["as expected, with known failures", "warn"], ["too little tested", "warn"], ["nothing ran", "warn"]]);
const tone = (outcome) => TONES.get(outcome) ?? "bad";

const everybody = () => state.report.header.implementations;
const implementations = () => everybody().filter((implementation) => !implementation.problem);
const verdictOn = (vector, implementation) => state.report.verdicts.get(pair(vector, implementation));
const verdictsOn = (name) => [...state.report.verdicts.values()].filter((verdict) => verdict.implementation === name);
const stateOf = (verdict) => (verdict.known ? "known" : verdict.status);
const isFailure = (verdict) => verdict !== undefined && ["failed", "error", "fault"].includes(verdict.status);
const groupOf = (id) => id.split("/")[0];
const isMade = (id) => id.startsWith("made/");
const coverageOf = (name) => state.report.findings.get(name)?.coverage ?? null;

const BROKE = [" did not end as it should: ", " belies its declaration: "]; // as verdict.py writes it

function outcomeOf(implementation) {
  if (implementation.problem) return "did not start";
  const verdicts = verdictsOn(implementation.name);
  const bad = new Set(verdicts.filter((verdict) => isFailure(verdict) && !verdict.known).map((verdict) => verdict.status));
  const own = state.report.footer.faults.filter((fault) => fault.startsWith(implementation.name)).map((fault) => fault.slice(implementation.name.length));
  if (!bad.has("fault") && own.some((fault) => BROKE.some((start) => fault.startsWith(start)))) return "broke the protocol";
  for (const [status, word] of [["fault", "a fault of the suite"], ["error", "broke the protocol"], ["failed", "not conforming"]]) {
    if (bad.has(status)) return word;
  }
  if (own.some((fault) => fault.startsWith(", ") && fault.endsWith(", did not run"))) return "not conforming";
  if (verdicts.every((verdict) => verdict.status === "skipped")) return "nothing ran";
  if (coverageOf(implementation.name)?.verdict === "too little tested") return "too little tested";
  return verdicts.some((verdict) => verdict.known) ? "as expected, with known failures" : GOOD;
}

// Of some verdicts: how many ran, passed, are wrong, are known to be wrong, were skipped.
function tally(verdicts) {
  const count = (check) => verdicts.filter(check).length;
  const skipped = count((verdict) => verdict.status === "skipped");
  return { ran: verdicts.length - skipped, skipped, passed: count((verdict) => verdict.status === "passed"),
    wrong: count((verdict) => isFailure(verdict) && !verdict.known), known: count((verdict) => verdict.known) };
}

function resultOf(verdicts) {
  const { ran, passed, wrong, known } = tally(verdicts);
  const rest = known ? `, ${known} fail as is known` : "";
  if (!ran) return "no vector ran";
  return wrong ? `${wrong} of ${plural(ran, "vector")} that ran are wrong${rest}` : `${passed} of ${plural(ran, "vector")} that ran passed${rest}`;
}

function testedOf(name) {
  const ran = verdictsOn(name).filter((verdict) => verdict.status !== "skipped").map((verdict) => verdict.vector);
  const made = ran.filter(isMade).length;
  const coverage = coverageOf(name);
  const facts = [["published vectors", `${ran.length - made} of ${state.report.header.fixtures}`]];
  if (made) facts.push(["made to measure", String(made)]);
  if (coverage?.combinations.length) facts.push(["combinations", `${coverage.combinations.length - coverage.uncovered.length} of ${coverage.combinations.length}`]);
  if (coverage?.mistakes.all) facts.push(["known mistakes seen", `${coverage.mistakes.seen} of ${coverage.mistakes.all}`]);
  return facts;
}

function skipsOf(name) {
  const reasons = new Map();
  for (const verdict of verdictsOn(name)) {
    if (verdict.status === "skipped") reasons.set(verdict.reason, [...(reasons.get(verdict.reason) ?? []), verdict.vector]);
  }
  return [...reasons].sort((a, b) => b[1].length - a[1].length);
}

// ---- short names ------------------------------------------------------------------------------------------------

const LONGEST_NAME = 32;
const INTERPRETER = /^(python|pypy|node|deno|bun|Rscript|ruby|java|julia|perl|php|env)[\d.]*$|^-/;

function shortName(name) {
  let words = name.split(/\s+/).map((word) => word.replace(/\/+$/, "").split("/").pop() || word);
  if (name.length <= LONGEST_NAME) return name;
  if (words.join(" ").length > LONGEST_NAME) while (words.length > 1 && INTERPRETER.test(words[0])) words = words.slice(1);
  const text = words.join(" ");
  const half = LONGEST_NAME / 2;
  return text.length <= LONGEST_NAME ? text : `${text.slice(0, half - 1)} … ${text.slice(2 - half)}`;
}

// By the whole name; only where the short ones tell them apart.
function shorts() {
  const names = everybody().map((implementation) => implementation.name);
  const short = names.map(shortName);
  return new Map(names.map((name, index) => [name, short.filter((other) => other === short[index]).length === 1 ? short[index] : name]));
}
