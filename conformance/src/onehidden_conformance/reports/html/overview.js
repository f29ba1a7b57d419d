// The whole run: implementations beside groups, and what there is to say of each implementation.

function overview() {
  const { header, footer } = state.report;
  const body = make("div");
  const refresh = () => body.replaceChildren(matrix());
  refresh();
  const groups = make("section", {}, make("h2", {}, "Groups"), scrolling("groups and implementations", groupTable(refresh)));
  const cards = make("div", { class: "implementations" }, header.implementations.map(card));
  return [
    ...footer.faults.map((fault) => make("p", { class: "bad" }, fault)),
    ...(header.implementations.length > MOST_CARDS ? [groups, cards] : [make("div", { class: "beside" }, cards, groups)]),
    ...together(),
    section("What it ran on", make("p", {}, header.date), make("pre", { class: "command", tabindex: "0", "aria-label": "command" }, header.command.join(" ")),
      make("pre", {}, [...header.machine, ...Object.entries(header.versions).map((entry) => entry.join(" "))].join("\n"))),
    make("section", { id: "vectors", tabindex: "-1" }, make("h2", {}, "Vectors"), filters(refresh), body),
  ];
}

const MOST_CARDS = 2; // that may stand above the groups

const chip = (outcome) => make("span", { class: `chip ${tone(outcome)}` }, outcome);

// ---- groups -----------------------------------------------------------------------------------------------------

function groupTable(refresh) {
  const groups = [...new Set([...state.report.vectors.keys()].map(groupOf))];
  const columns = everybody();
  const head = columns.map((implementation) => make("th", { scope: "col" }, named(implementation.name), chip(outcomeOf(implementation))));
  const facts = columns.map((implementation) => new Map(implementation.problem ? [] : testedOf(implementation.name)));
  const kinds = [...new Set(facts.flatMap((map) => [...map.keys()]))];
  return make("table", { class: "groups" },
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "group"), head)),
    make("tbody", {}, groups.map((group) => make("tr", {}, make("th", { scope: "row" }, group),
      columns.map((implementation) => make("td", {}, groupCell(group, implementation, refresh)))))),
    make("tfoot", {}, kinds.map((kind) => make("tr", {}, make("th", { scope: "row" }, kind), facts.map((map) => make("td", {}, map.get(kind) ?? "–"))))));
}

function groupCell(group, implementation, refresh) {
  if (implementation.problem) return "did not start";
  const verdicts = verdictsOn(implementation.name).filter((verdict) => groupOf(verdict.vector) === group);
  const { ran, skipped, passed, wrong, known } = tally(verdicts);
  if (!ran) return make("span", { class: "quiet" }, skipped ? `${skipped} skipped` : "–");
  const word = wrong ? "failed" : known ? "known" : "passed";
  const text = wrong ? `${wrong} of ${ran} wrong` : known ? `${known} of ${ran} known` : `${passed} of ${ran}`;
  const look = () => {
    Object.assign(state, { show: wrong ? "failures" : "all", group, implementation: implementation.name, words: "" });
    document.querySelector(".filters").replaceWith(filters(refresh));
    refresh();
    document.getElementById("vectors").focus({ preventScroll: true });
    document.getElementById("vectors").scrollIntoView();
  };
  return [make("button", { type: "button", class: `cell ${word}`, onclick: look }, marked(word), ` ${text}`),
    skipped ? make("small", { class: "quiet" }, ` ${skipped} skipped`) : null];
}

// ---- one implementation -----------------------------------------------------------------------------------------

function card(implementation) {
  const { name, level, metadata, problem } = implementation;
  const finding = state.report.findings.get(name);
  const outcome = outcomeOf(implementation);
  return make("section", { class: `card ${tone(outcome)}` },
    make("h2", {}, named(name), " ", chip(outcome)),
    shorts().get(name) === name ? null : make("pre", { class: "command", tabindex: "0", "aria-label": "its command" }, name),
    problem ? make("p", { class: "lines" }, problem) : make("p", {}, `${resultOf(verdictsOn(name))}, at level ${level}`),
    explained(finding?.matches ?? [], name),
    outcome === "too little tested" ? list("What is missing", coverageOf(name).missing) : null,
    problem ? null : make("dl", { class: "tested" }, testedOf(name).map(([kind, fact]) => [make("dt", {}, kind), make("dd", {}, fact)])),
    list("Found out by trying", coverageOf(name)?.notes ?? []),
    skipList(name),
    unseenMistakes(name),
    finding?.fingerprint ? section("How it calculates", make("ul", {}, finding.fingerprint.split("; ").map((part) => make("li", {}, part))),
      make("p", { class: "lines quiet" }, finding.reasons)) : null,
    finding?.drifts.length ? section("How far the trainings drift", finding.drifts.map((drift) => make("p", {}, `${drift.vector}: ${drift.text}`))) : null,
    make("p", { class: "quiet" }, Object.entries(metadata).map((entry) => entry.join(" ")).join(", ")));
}

const list = (title, texts) => (texts.length ? make("div", {}, make("p", { class: "title" }, title), make("ul", {}, texts.map((text) => make("li", {}, text)))) : null);

function skipList(name) {
  const skips = skipsOf(name);
  const count = skips.reduce((sum, entry) => sum + entry[1].length, 0);
  return count ? section(`Why ${plural(count, "vector")} did not run`, make("ul", {}, skips.map(([reason, ids]) =>
    make("li", {}, `${ids.length}: ${reason}`)))) : null;
}

function unseenMistakes(name) {
  const unseen = coverageOf(name)?.mistakes.unseen ?? [];
  return unseen.length ? section(`${plural(unseen.length, "known mistake")} that would not have been seen`, make("p", {}, unseen.join(", "))) : null;
}

// What explains the failures; kept beside every failing vector too.
function explained(matches, name) {
  const failed = verdictsOn(name).filter((verdict) => verdict.status === "failed").length;
  return [matches.length > 1 ? make("p", { class: "match" }, "These vectors cannot tell apart:") : null,
    ...matches.map((match) => make("p", { class: "match" }, matchTitle(match),
      ` on ${match.matched} of ${plural(match.of, "vector")} that can tell it from a right network${failed > match.of ? ` (of the ${failed} that failed)` : ""}` +
      `${match.identical ? ", bit for bit" : ""}: ${match.explanation}`))];
}

const matchTitle = (match) => (match.kind === "declaration" ? [make("strong", {}, `Fits if you declare ${match.mistake}`), ", matches"] :
  [make("strong", {}, match.mistake), " matches"]);

// ---- implementations against each other -------------------------------------------------------------------------

function together() {
  const { agreement, horizons } = state.report;
  return [agreement ? section(`Implementations against each other, on the ${agreement.vectors} vectors that all have answered`, distances(agreement)) : null,
    horizons.length ? section("How long trainings stay identical", horizons.map(horizon)) : null];
}

function distances(line) {
  const mates = (name) => line.classes.filter((members) => members.includes(name)).flat().filter((other) => other !== name);
  const short = (name) => shorts().get(name) ?? name;
  const cells = (row) => row.map((distance) => make("td", {}, distance === null ? "–" : ulps(distance)));
  return scrolling("distances", make("table", { class: "matrix agreement" },
    make("thead", {}, make("tr", {}, ["implementation", "same bits as", ...line.implementations.map(short)].map((name) => make("th", { scope: "col" }, name)))),
    make("tbody", {}, line.implementations.map((name, index) => make("tr", {}, make("th", { scope: "row" }, named(name)),
      make("td", {}, mates(name).map(short).join(", ") || "nobody"), cells(line.ulp[index] ?? []))))));
}

function horizon(line) {
  const same = line.trainings.filter((training) => training.first === null).length;
  const names = line.implementations.map((name) => shorts().get(name) ?? name).join(" and ");
  return make("details", {}, make("summary", {}, `${names}: ${same} of ${line.trainings.length} trainings identical to the last update`),
    line.trainings.map((training) => make("p", { class: "quiet" }, make("a", { href: address(training.vector) }, training.vector), `: ${training.text}`)));
}
