// One vector: what is wrong first and what explains it, then its steps.

function vectorView(vector, chosen) {
  const verdicts = implementations().map((implementation) => verdictOn(vector.id, implementation.name)).filter(Boolean);
  const verdict = verdicts.find((v) => v.implementation === chosen) ?? verdicts.find(isFailure) ?? verdicts[0];
  const steps = make("div", { class: "steps" });
  const refresh = () => steps.replaceChildren(...tensors(vector, verdict));
  refresh();
  return [
    neighbours(vector),
    make("h2", {}, vector.id), make("p", {}, vector.title),
    make("nav", { class: "tabs", "aria-label": "implementations" }, verdicts.map((v) => make("a", { href: address(vector.id, v.implementation),
      class: stateOf(v), "aria-current": v === verdict ? "page" : undefined }, marked(stateOf(v)), " ", named(v.implementation)))),
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
  return make("nav", { class: "tabs", "aria-label": "vectors" }, make("a", { href: "#" }, "all vectors"), to(ids[index - 1], "previous"), to(ids[index + 1], "next"));
}

function finding(verdict, steps) {
  const matches = state.report.findings.get(verdict.implementation)?.matches ?? [];
  const rest = [verdict.details, ...verdict.faults.filter((fault) => fault !== verdict.culprit)].filter(Boolean);
  const jump = make("button", { type: "button", onclick: () => steps.querySelector(".first-wrong")?.scrollIntoView() }, "Show it");
  return make("section", { class: `culprit ${stateOf(verdict)}`, "aria-label": "verdict" },
    make("p", {}, make("strong", {}, stateOf(verdict)), ` ${verdict.culprit || verdict.reason || sentence(verdict)} `,
      Object.keys(verdict.differs).length && isFailure(verdict) ? jump : null),
    verdict.known ? make("p", {}, `A known failure: ${verdict.known}`) : null,
    isFailure(verdict) ? explained(matches, verdict.implementation) : null,
    rest.length ? section("Everything that is known", make("pre", { tabindex: "0" }, rest.join("\n"))) : null,
    verdict.line ? section("The line that it wrote", make("pre", { tabindex: "0" }, verdict.line)) : null,
    verdict.stderr ? section("Standard error", make("pre", { tabindex: "0" }, verdict.stderr)) : null);
}

const sentence = (verdict) => (verdict.elements === 0 ? "no numbers" : verdict.identical === verdict.elements ?
  `all ${verdict.elements} numbers have the expected bits` :
  `${verdict.identical} of ${verdict.elements} numbers have the expected bits; the worst is off by ${ulps(verdict.worst_ulp)}`);

const legend = () => make("p", { class: "quiet legend" }, "Wrong cells: ",
  make("span", { class: "within" }, "other bits, within the bound"), " ", make("span", { class: "wrong1" }, "outside"), " ",
  make("span", { class: "wrong2" }, "1000 times the bound"), " ", make("span", { class: "wrong3" }, "off by a thousandth or more"));

const NUMBERS = new Map(Object.entries({ X: 0, y: 0, wh: 1, bh: 1, wout: 1, bout: 1, hidden_layer_input: 2, hidden_layer_activations: 3,
  output_layer_input: 4, output: 4, error: 5, loss: 5, slope_output_layer: 6, slope_hidden_layer: 6, d_output: 7,
  error_at_hidden_layer: 8, d_hidden_layer: 9, grad_wout: 10, grad_wh: 10, grad_bout: 11, grad_bh: 11, updated_wh: 12,
  updated_bh: 12, updated_wout: 12, updated_bout: 12 }));

function tensors(vector, verdict) {
  const given = Object.entries(vector.given).map(([name, tensor]) => make("section", {}, heading(name, tensor), table("given", tensor, tensor.bits)));
  const expected = Object.entries(vector.expected).map(([name, tensor]) => step(name, tensor, verdict));
  const first = Object.keys(vector.expected).indexOf(verdict ? firstWrong(verdict) : "");
  const wrong = expected[first]?.querySelector("[data-wrong]") ? expected[first] : expected.find((each) => each.querySelector("[data-wrong]"));
  wrong?.classList.add("first-wrong");
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
