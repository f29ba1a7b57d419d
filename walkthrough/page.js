// The page itself: where the reader is, and what leads elsewhere.

const state = { epoch: 0, frame: 0, decimals: DATA.decimals, sample: 0 };
const at = (id) => document.getElementById(id);
const frame = () => FRAMES[state.frame];
const lastFrame = FRAMES.length - 1;
const lastEpoch = DATA.epochs.length - 1;

// ---- showing ----------------------------------------------------------------------------------------------------

function show() {
  const [first] = frame();
  const names = frame().map((equation) => equation.name).join(", ");
  at("place").textContent = `Step ${first.step} of 12${partOfStep()}`;
  at("name").textContent = names;
  at("says").textContent = frame().map((equation) => equation.says).join(" ");
  at("slider").value = state.frame;
  at("slider").setAttribute("aria-valuetext", `step ${first.step}, ${names}`);
  at("formula").textContent = frame().filter((equation) => equation.formula).map((equation) => `${equation.name} = ${equation.formula}`).join("");
  at("epoch-number").textContent = `Epoch ${state.epoch + 1} of ${lastEpoch + 1}`;
  at("epoch-loss").textContent = `, loss ${numberText(DATA.epochs[state.epoch].loss, 4)}`;
  at("back").disabled = state.frame === 0 && state.epoch === 0;
  at("next").disabled = state.frame === lastFrame && state.epoch === lastEpoch;
  at("previous-epoch").disabled = state.epoch === 0;
  at("next-epoch").disabled = state.epoch === lastEpoch;
  at("equation").replaceChildren(...frame().map((equation) => equationView(equation, state.epoch, state.decimals)));
  makeReachable();
  showSteps();
  leaveCell();
}

function partOfStep() {
  const parts = FRAMES.filter((other) => other[0].step === frame()[0].step);
  return parts.length > 1 ? `, part ${parts.indexOf(frame()) + 1} of ${parts.length}` : "";
}

function showSteps() {
  for (const button of at("steps").querySelectorAll("button")) {
    const here = Number(button.dataset.frame) === state.frame;
    if (here) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
  }
}

function showDrawing() {
  at("drawing").replaceChildren(networkView(frame(), state.epoch, state.sample, state.decimals));
  at("caption").textContent = captionOf(frame(), state.sample);
}

// ---- going ------------------------------------------------------------------------------------------------------

function go(changes) {
  Object.assign(state, changes);
  history.replaceState(null, "", `#${state.epoch + 1}/${frame()[0].name}`);
  show();
}

// The address says where the reader is, as in #2/grad_wh: it can be kept, given away and loaded again.
function readAddress() {
  const [, epoch, name] = /^#([0-9]{1,4})\/([A-Za-z_]+)$/.exec(location.hash) ?? [];
  const index = FRAMES.findIndex((equations) => equations[0].name === name);
  if (index >= 0 && epoch >= 1 && epoch <= lastEpoch + 1) Object.assign(state, { epoch: epoch - 1, frame: index });
  show();
}

function step(by) {
  const target = state.frame + by;
  if (target >= 0 && target <= lastFrame) return go({ frame: target });
  const epoch = state.epoch + by;
  if (epoch >= 0 && epoch <= lastEpoch) go({ epoch, frame: by > 0 ? 0 : lastFrame });
}

function stepEpoch(by) {
  const epoch = state.epoch + by;
  if (epoch >= 0 && epoch <= lastEpoch) go({ epoch });
}

const KEYS = {
  ArrowLeft: () => step(-1),
  ArrowRight: () => step(1),
  Home: () => go({ frame: 0 }),
  End: () => go({ frame: lastFrame }),
  PageUp: () => stepEpoch(-1),
  PageDown: () => stepEpoch(1),
};

function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select")) return;
  const cell = event.target.closest("td[tabindex]");
  const done = cell ? moveInMatrix(event.key, cell) : false;
  if (!done && !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  if (!done) KEYS[event.key]();
}

// ---- one cell ---------------------------------------------------------------------------------------------------

// One cell of each result is reached by Tab, the others from there by arrow keys.
function makeReachable() {
  for (const table of at("equation").querySelectorAll("[data-part=result]")) {
    table.querySelectorAll("tbody td").forEach((cell, index) => cell.setAttribute("tabindex", index ? -1 : 0));
  }
}

const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function moveInMatrix(key, cell) {
  if (key === "Escape") {
    cell.blur();
    at("next").focus();
    return true;
  }
  if (!Object.hasOwn(MOVES, key)) return false;
  const [down, right] = MOVES[key];
  const { row, column } = cell.dataset;
  const other = cell.closest("table").querySelector(`[data-row="${Number(row) + down}"][data-column="${Number(column) + right}"]`);
  if (other) {
    cell.setAttribute("tabindex", -1);
    other.setAttribute("tabindex", 0);
    other.focus();
  }
  return true;
}

function onCell(event) {
  const cell = event.target.closest?.("[data-part=result] tbody td");
  if (cell) enterCell(cell);
  else if (event.type === "pointerover" && !document.activeElement?.closest("[data-part=result]")) leaveCell();
}

function enterCell(cell) {
  const line = cell.closest(".line");
  const equation = frame()[[...at("equation").children].indexOf(line)];
  const [row, column] = [Number(cell.dataset.row), Number(cell.dataset.column)];
  const result = matrixOf(equation.name, state.epoch);
  const ins = partsOf(equation.formula).filter(isMatrix).map((part) => matrixOf(part, state.epoch));
  leaveCell(result.axes[0] === "s" ? row : state.sample);
  const svg = at("drawing").firstChild;
  at("equation").classList.add("pointed");
  svg.classList.add("pointed");
  cell.classList.add("here");
  markCell(svg, result, row, column, "here");
  const arithmetic = equation.kind === "given" ? null : arithmeticOf(equation, ins, row, column);
  for (const [which, i, j] of arithmetic?.sources ?? []) {
    line.querySelector(`[data-part="${which}"] [data-row="${i}"][data-column="${j}"]`).classList.add("hit");
    markCell(svg, ins[which], i, j, "hit");
  }
  at("arithmetic").replaceChildren(...arithmeticView(result, row, column, arithmetic));
  for (const table of line.querySelectorAll("table")) bringIntoView(table.querySelector(".hit"));
}

// Of a large matrix only a part is seen: the first cell that goes in is to be in it. The page itself does not move.
function bringIntoView(cell) {
  if (!cell) return;
  const scroller = cell.closest(".scroll");
  const [inner, outer] = [cell.getBoundingClientRect(), scroller.getBoundingClientRect()];
  if (inner.top < outer.top + 24 || inner.bottom > outer.bottom) scroller.scrollTop += inner.top - outer.top - 28;
  if (inner.left < outer.left || inner.right > outer.right) scroller.scrollLeft += inner.left - outer.left - 48;
}

function arithmeticView(result, row, column, arithmetic) {
  const value = result.rows[row][column];
  const place = placeOf(result, row, column);
  const views = [make("span", { class: "place" }, `${result.name}${place ? `, ${place}` : ""}`), make("br")];
  if (!arithmetic) return [...views, make("b", {}, numberText(value, state.decimals)), " is given"];
  const numbers = [...arithmetic.pieces.filter((piece) => typeof piece !== "string"), value];
  const exact = isSpecified() && numbers.every((number) => isShownExactly(number, state.decimals));
  const pieces = arithmetic.pieces.map((piece, index) => (typeof piece === "string" ? piece : make("span", { class: "number" }, inFormula(piece, index))));
  return [...views, ...pieces, exact ? " = " : " \u2248 ", make("b", {}, numberText(value, state.decimals))];
}

// Whether the last digits are those of this order of operations; with a library's own order they may be others.
function isSpecified() {
  return DATA.arithmetic === "reproducible" || state.decimals < ALL_DIGITS;
}

// A negative number after an operator stands in parentheses.
function inFormula(value, index) {
  const shown = numberText(value, state.decimals);
  return index > 0 && shown.startsWith(MINUS) ? `(${shown})` : shown;
}

function leaveCell(sample = state.sample) {
  state.sample = sample;
  at("equation").classList.remove("pointed");
  for (const cell of at("equation").querySelectorAll(".here, .hit")) cell.classList.remove("here", "hit");
  at("arithmetic").replaceChildren(make("span", { class: "quiet" }, "Point at a cell, or move to it with Tab and the arrow keys, to see its arithmetic."));
  showDrawing();
}

// ---- beginning --------------------------------------------------------------------------------------------------

function stepButton(equations, index) {
  const names = equations.map((equation) => equation.name).join(", ");
  const button = make("button", { type: "button", "data-frame": index }, make("span", { class: "number" }, String(equations[0].step)), " ", make("span", {}, names));
  button.addEventListener("click", () => go({ frame: index }));
  return make("li", {}, button);
}

function fillDecimals() {
  const choices = [...new Set([2, 4, 8, ALL_DIGITS, DATA.decimals])].sort((a, b) => a - b);
  at("decimals").append(...choices.map((n) => make("option", { value: n, selected: n === state.decimals }, n === ALL_DIGITS ? "all digits" : `${n} decimals`)));
  at("decimals").addEventListener("change", (event) => go({ decimals: Number(event.target.value) }));
}

// On paper there are no buttons: all steps of this epoch below each other.
function fillHandout() {
  const views = FRAMES.map((equations) => make("section", {},
    make("h2", {}, `Step ${equations[0].step}: ${equations.map((equation) => equation.name).join(", ")}`),
    ...equations.map((equation) => make("p", {}, equation.says)),
    make("div", { class: "frame" }, ...equations.map((equation) => equationView(equation, state.epoch, state.decimals)))));
  at("handout").replaceChildren(make("p", {}, at("epoch").textContent), ...views);
}

function begin() {
  at("network").textContent = `${DATA.network}. Learning rate ${DATA.given.learning_rate}, ${DATA.arithmetic} arithmetic.`;
  at("legend").append(make("span", { class: "sample computed" }, "0.5"), " computed in this step ", make("span", { class: "sample source" }, "0.5"), " computed from these");
  at("slider").max = lastFrame;
  at("steps").append(...FRAMES.map(stepButton));
  fillDecimals();
  at("back").addEventListener("click", () => step(-1));
  at("next").addEventListener("click", () => step(1));
  at("previous-epoch").addEventListener("click", () => stepEpoch(-1));
  at("next-epoch").addEventListener("click", () => stepEpoch(1));
  at("slider").addEventListener("input", (event) => go({ frame: Number(event.target.value) }));
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerover", onCell);
  document.addEventListener("focusin", onCell);
  window.addEventListener("hashchange", readAddress);
  window.addEventListener("beforeprint", fillHandout);
  window.addEventListener("afterprint", () => at("handout").replaceChildren());
  readAddress();
}

begin();
