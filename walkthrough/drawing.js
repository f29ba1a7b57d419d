// The network as a drawing: neurons as circles, weights as lines, their width by size, their colour and dashes by sign.
// What the step computes and what it reads is marked as in the matrices.

const SVG = "http://www.w3.org/2000/svg";
const MOST_DRAWN = 8;
const RADIUS = 20;
const LAYER_NAMES = { i: "inputs", h: "hidden neurons", o: "outputs" };

function draw(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// The layers from left to right: their axis, how many neurons they have, and where they stand.
function layersOf() {
  const epoch = DATA.epochs[0];
  const sizes = [["i", DATA.given.X[0].length], ...(HAS_HIDDEN ? [["h", epoch.wh[0].length]] : []), ["o", DATA.given.y[0].length]];
  const most = Math.max(...sizes.map(([, size]) => Math.min(size, MOST_DRAWN)));
  const gap = most > 5 ? 46 : 58;
  const height = most * gap;
  return sizes.map(([axis, size], index) => {
    const drawn = size > MOST_DRAWN ? MOST_DRAWN - 1 : size;
    const slots = Math.min(size, MOST_DRAWN);
    const x = 34 + (index * 272) / (sizes.length - 1);
    return { axis, size, drawn, x, y: (neuron) => 34 + (height - slots * gap) / 2 + (neuron + 0.5) * gap, height };
  });
}

// The part of the drawing that a matrix belongs to: the weights into a layer, its biases, or its neurons.
function partOfDrawing(name) {
  const parameter = name.replace(/^(grad|updated)_/, "");
  if (parameter === "wh" || parameter === "wout") return `weights-${axesOf(parameter)[1]}`;
  if (parameter === "bh" || parameter === "bout") return `biases-${axesOf(parameter)[1]}`;
  if (name === "loss") return "neurons-o";
  return name === "learning_rate" ? "" : `neurons-${axesOf(name)[1]}`;
}

function networkView(frame, epoch, sample, decimals) {
  const layers = layersOf();
  const height = layers[0].height + 74;
  const view = draw("svg", { viewBox: `0 0 340 ${height}`, role: "img", "aria-labelledby": "caption" });
  layers.slice(1).forEach((layer, index) => view.append(...weightLines(layers[index], layer, frame, epoch), ...biasLines(layers[index], layer, frame, epoch)));
  for (const layer of layers) view.append(...neurons(layer, frame, epoch, sample, decimals));
  markActive(view, frame);
  return view;
}

// ---- weights ----------------------------------------------------------------------------------------------------

// The name of a parameter as it is at this frame: updated from the frame that updates it.
function current(parameter, frame) {
  const updatedAt = FRAMES.findIndex((other) => other[0].name === `updated_${parameter}`);
  return FRAMES.indexOf(frame) >= updatedAt ? `updated_${parameter}` : parameter;
}

function lineOf(value, largest, attributes, title) {
  const width = (0.6 + (3.6 * Math.abs(value)) / largest).toFixed(2);
  const sign = value < 0 ? "negative" : "positive";
  return draw("line", { ...attributes, class: `weight ${sign}`, "stroke-width": width }, draw("title", {}, document.createTextNode(`${title}: ${numberText(value, 4)}`)));
}

function largestWeight(epoch) {
  const parameters = ["wh", "bh", "wout", "bout"].map((name) => DATA.epochs[epoch][name] ?? []);
  return Math.max(1e-300, ...parameters.flat(2).map(Math.abs));
}

function weightLines(from, to, frame, epoch) {
  const name = to.axis === "h" ? "wh" : "wout";
  const weights = DATA.epochs[epoch][current(name, frame)];
  const largest = largestWeight(epoch);
  const lines = [];
  for (let i = 0; i < from.drawn; i++) {
    for (let j = 0; j < to.drawn; j++) {
      const ends = { x1: from.x + RADIUS, y1: from.y(i), x2: to.x - RADIUS, y2: to.y(j) };
      lines.push(lineOf(weights[i][j], largest, { ...ends, "data-drawn": `weights-${to.axis}`, "data-row": i, "data-column": j }, `${label(from.axis, i)} to ${label(to.axis, j)}`));
    }
  }
  return lines;
}

// A bias is the weight of an input that is always 1.
function biasLines(from, to, frame, epoch) {
  const name = to.axis === "h" ? "bh" : "bout";
  const biases = DATA.epochs[epoch][current(name, frame)];
  if (!biases) return [];
  const x = from.x + (to.x - from.x) * 0.42;
  const y = from.height + 52;
  const largest = largestWeight(epoch);
  const lines = biases.slice(0, to.drawn).map((value, j) =>
    lineOf(value, largest, { x1: x, y1: y - 11, x2: to.x - RADIUS * 0.8, y2: to.y(j) + RADIUS * 0.6, "data-drawn": `biases-${to.axis}`, "data-row": 0, "data-column": j }, `bias of ${label(to.axis, j)}`));
  const one = draw("text", { x, y: y + 4, class: "one" }, document.createTextNode("1"));
  return [...lines, draw("circle", { cx: x, cy: y, r: 11, class: "bias" }), one];
}

// ---- neurons ----------------------------------------------------------------------------------------------------

// The matrix whose numbers stand in a layer's neurons: that of this frame, or the last one that was computed before.
function shownIn(layer, frame) {
  const before = FRAMES.slice(0, FRAMES.indexOf(frame)).flat().map((equation) => equation.name);
  const here = frame.flatMap((equation) => [...partsOf(equation.formula).map(untransposed), equation.name]);
  const names = [...before, ...here].filter((name) => isMatrix(name) && name !== "loss" && name !== "y");
  return names.filter((name) => partOfDrawing(name) === `neurons-${layer.axis}`).at(-1);
}

function neurons(layer, frame, epoch, sample, decimals) {
  const name = shownIn(layer, frame);
  const values = name === undefined ? [] : matrixOf(name, epoch).rows[sample];
  const views = [draw("text", { x: layer.x, y: 16, class: "layer" }, document.createTextNode(LAYER_NAMES[layer.axis]))];
  for (let j = 0; j < layer.drawn; j++) {
    const shown = values[j] === undefined ? label(layer.axis, j) : numberText(values[j], Math.min(decimals, 2));
    const place = { "data-drawn": `neurons-${layer.axis}`, "data-column": j };
    views.push(draw("circle", { cx: layer.x, cy: layer.y(j), r: RADIUS, class: "neuron", ...place }));
    views.push(draw("text", { x: layer.x, y: layer.y(j) + 4, class: "value" }, document.createTextNode(shown.slice(0, 6))));
  }
  if (layer.drawn < layer.size) {
    views.push(draw("text", { x: layer.x, y: layer.y(layer.drawn) + 4, class: "layer" }, document.createTextNode(`\u22ee ${layer.size - layer.drawn} more`)));
  }
  return views;
}

// ---- marks ------------------------------------------------------------------------------------------------------

function markActive(view, frame) {
  for (const equation of frame) {
    for (const part of partsOf(equation.formula).filter(isMatrix)) mark(view, partOfDrawing(untransposed(part)), "source");
    mark(view, partOfDrawing(equation.name), "computed");
  }
}

function mark(view, drawn, kind) {
  for (const element of view.querySelectorAll(`[data-drawn="${drawn}"]`)) element.classList.add(kind);
}

// The neuron or the weight of one cell; the rows of a transpose are the columns of its matrix.
function markCell(view, matrix, row, column, kind) {
  const drawn = partOfDrawing(matrix.name);
  const [i, j] = matrix.transposed ? [column, row] : [row, column];
  const cells = drawn.startsWith("neurons") ? `[data-column="${j}"]` : `[data-row="${i}"][data-column="${j}"]`;
  if (drawn) view.querySelector(`[data-drawn="${drawn}"]${cells}`)?.classList.add(kind);
}

function captionOf(frame, sample) {
  const names = layersOf().map((layer) => shownIn(layer, frame)).filter((name) => name !== undefined);
  return `In the neurons, sample ${sample + 1}: ${names.join(", ")}. Lines are weights: wide ones are large, dashed ones negative.`;
}
