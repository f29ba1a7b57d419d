// All vectors beside all implementations, and the filters above them.

function filters(refresh) {
  const groups = [...new Set([...state.report.vectors.keys()].map(groupOf))];
  const choice = (name, label, options) => make("select", { name, "aria-label": label,
    onchange: (event) => { state[name] = event.target.value; refresh(); } },
    options.map(([value, text]) => make("option", { value, selected: state[name] === value }, text)));
  return make("div", { class: "filters", role: "search" },
    choice("show", "which vectors", [["all", "all vectors"], ["failures", "failures"], ["ran", "those that ran"], ["skipped", "skipped"]]),
    choice("group", "group", [["", "all groups"], ...groups.map((group) => [group, group])]),
    choice("implementation", "implementation", [["", "all implementations"], ...implementations().map(({ name }) => [name, shorts().get(name)])]),
    make("input", { type: "search", placeholder: "id or title", "aria-label": "words", value: state.words,
      oninput: (event) => { state.words = event.target.value; refresh(); } }));
}

const shownImplementations = () => implementations().map((implementation) => implementation.name).filter((name) => !state.implementation || name === state.implementation);

function isShown(vector) {
  const verdicts = shownImplementations().map((name) => verdictOn(vector.id, name)).filter(Boolean);
  const words = `${vector.id} ${vector.title}`.toLowerCase();
  const kinds = { failures: isFailure, ran: (verdict) => verdict.status !== "skipped", skipped: (verdict) => verdict.status === "skipped" };
  return (!state.group || groupOf(vector.id) === state.group) && words.includes(state.words.toLowerCase()) &&
    (state.show === "all" || verdicts.some(kinds[state.show]));
}

function matrix() {
  const vectors = [...state.report.vectors.values()].filter(isShown);
  const rows = [];
  for (const [index, vector] of vectors.slice(0, MOST_ROWS).entries()) {
    const group = groupOf(vector.id);
    if (!index || group !== groupOf(vectors[index - 1].id)) rows.push(make("tr", { class: "group" },
      make("th", { colspan: shownImplementations().length + 1, scope: "colgroup" }, group)));
    rows.push(row(vector));
  }
  const more = vectors.length > MOST_ROWS ? `, of which ${MOST_ROWS} are shown` : "";
  return make("div", {}, make("p", { class: "quiet", role: "status" }, `${vectors.length} of ${plural(state.report.vectors.size, "vector")}${more}`),
    scrolling("vectors and implementations", make("table", { class: "matrix vectors" },
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "vector"), shownImplementations().map((name) => make("th", { scope: "col" }, named(name))))),
      make("tbody", {}, rows))));
}

function row(vector) {
  return make("tr", {},
    make("th", { scope: "row" }, make("a", { href: address(vector.id) }, vector.id), make("span", { class: "title" }, vector.title)),
    shownImplementations().map((name) => make("td", {}, link(verdictOn(vector.id, name)))));
}

function link(verdict) {
  if (!verdict) return make("span", { class: "quiet" }, "not asked");
  const word = stateOf(verdict);
  return [make("a", { href: address(verdict.vector, verdict.implementation), class: word }, marked(word), ` ${note(verdict)}`),
    verdict.status === "skipped" ? make("small", { class: "reason" }, verdict.reason) : null];
}

// The step that the culprit names, which is the first in the order of computation; or what is wrong first.
function firstWrong(verdict) {
  const named = Object.keys(verdict.differs).filter((step) => [" ", "["].some((end) => verdict.culprit.startsWith(step + end)));
  return named.sort((a, b) => b.length - a.length)[0] ?? verdict.kind.replace(/^wrong /, "");
}

const note = (verdict) => (isFailure(verdict) ? firstWrong(verdict) : verdict.status === "skipped" ? "skipped" :
  verdict.identical === verdict.elements ? "passed" : `within ${ulps(verdict.worst_ulp)}`);
