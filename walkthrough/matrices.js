// Matrices as in a textbook: tables within brackets, with the operators of the formula between them.

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

// One equation: the matrices of its formula, which are sources, then the one that it gives.
function equationView(equation, epoch, decimals) {
  const given = equation.kind === "given";
  const view = make("div", { class: "line" });
  let which = 0;
  let signs = "";
  for (const part of partsOf(equation.formula)) {
    if (!isMatrix(part)) signs = part;
    else view.append(group(signs, matrixView(matrixOf(part, epoch), decimals, "source", which++)));
    if (isMatrix(part)) signs = "";
  }
  const result = matrixView(matrixOf(equation.name, epoch), decimals, given ? "given" : "computed", "result");
  view.append(group(given ? "" : `${signs} =`, result));
  return view;
}

// What stands before a matrix stays with it where the line is broken.
function group(signs, view) {
  return make("div", { class: "group" }, make("span", { class: "operator" }, withSymbols(signs).trim()), view);
}

function matrixView(matrix, decimals, mark, which) {
  const { part, rows, axes, shape } = matrix;
  const size = shape.join(" \u00d7 ");
  const caption = make("caption", {}, size ? `${part}, ${size}` : part);
  const table = make("table", { class: `matrix ${mark}${size ? "" : " scalar"}`, "data-part": which, "data-name": matrix.name }, caption);
  if (axes[1]) table.append(headerRow(rows[0].length, axes));
  const whole = isWhole(rows);
  table.append(make("tbody", {}, ...rows.map((row, i) => rowView(matrix, row, i, decimals, whole, mark))));
  // The caption is for screen readers; the heading is for eyes, and may be wider than the table.
  const heading = make("div", { class: "heading", "aria-hidden": "true" }, make("span", { class: "name" }, part), ` ${size}`);
  return make("div", { class: "titled" }, heading, make("div", { class: "scroll" }, table));
}

function headerRow(columns, axes) {
  const cells = Array.from({ length: columns }, (_, j) => make("th", { scope: "col" }, label(axes[1], j)));
  if (axes[0]) cells.unshift(make("td", { class: "corner" }));
  return make("thead", {}, make("tr", {}, ...cells));
}

function rowView(matrix, row, i, decimals, whole, mark) {
  const digits = matrix.name === "learning_rate" ? ALL_DIGITS : decimals;
  const cells = row.map((value, j) => make("td", { class: mark, "data-row": i, "data-column": j }, numberText(value, digits, whole)));
  const ends = [i === 0 ? "top" : "", i === matrix.rows.length - 1 ? "bottom" : ""];
  cells[0].classList.add("first", ...ends.filter(Boolean));
  cells.at(-1).classList.add("last", ...ends.filter(Boolean));
  if (matrix.axes[0]) cells.unshift(make("th", { scope: "row" }, label(matrix.axes[0], i)));
  return make("tr", {}, ...cells);
}

function label(axis, index) {
  return `${axis}${index + 1}`;
}

// "sample 1, hidden neuron 2".
function placeOf(matrix, row, column) {
  const places = [[matrix.axes[0], row], [matrix.axes[1], column]].filter(([axis]) => axis);
  return places.map(([axis, index]) => `${AXIS_WORDS[axis]} ${index + 1}`).join(", ");
}
