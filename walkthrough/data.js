// What the page was given, and the matrices of an epoch by name. Nothing is computed here: every number comes from the
// package that wrote the page.
"use strict";

const DATA = JSON.parse(document.getElementById("data").textContent);

// Which neurons and samples the rows and columns of a matrix belong to: s sample, i input, h hidden neuron, o output.
const HAS_HIDDEN = DATA.equations.some((equation) => equation.name === "wh");
const AXES = { X: ["s", "i"], y: ["s", "o"], wh: ["i", "h"], bh: ["", "h"], wout: [HAS_HIDDEN ? "h" : "i", "o"], bout: ["", "o"], loss: ["", ""], learning_rate: ["", ""] };
const AXIS_WORDS = { s: "sample", i: "input", h: "hidden neuron", o: "output" };
const SYMBOLS = { " . ": " \u00b7 ", " * ": " \u00d7 ", "-": "\u2212" };

// The equations that are shown together: what is given side by side, everything else by itself.
const FRAMES = DATA.equations.reduce((frames, equation) => {
  const last = frames.at(-1);
  if (last && equation.kind === "given" && last[0].step === equation.step) last.push(equation);
  else frames.push([equation]);
  return frames;
}, []);

function axesOf(name) {
  const parameter = name.replace(/^(grad|updated)_/, "");
  return AXES[parameter] ?? ["s", name.includes("hidden") ? "h" : "o"];
}

// A matrix of an epoch as it is drawn: rows of numbers, and what the rows and columns are.
function matrixOf(part, epoch) {
  const name = untransposed(part);
  const value = DATA.given[name] ?? DATA.epochs[epoch][name];
  let rows = Array.isArray(value) ? value : [value];
  if (!Array.isArray(rows[0])) rows = [rows];
  let axes = axesOf(name);
  let shape = Array.isArray(value) ? [value.length, value[0].length].filter((size) => size !== undefined) : [];
  if (name !== part) {
    rows = rows[0].map((_, column) => rows.map((row) => row[column]));
    axes = [...axes].reverse();
    shape = [...shape].reverse();
  }
  return { part, name, rows, axes, shape, transposed: name !== part };
}

function untransposed(part) {
  return part.replace(/^t\((\w+)\)$/, "$1");
}

function isMatrix(part) {
  const name = untransposed(part);
  return Object.hasOwn(DATA.given, name) || Object.hasOwn(DATA.epochs[0], name);
}

// A formula cut into names of matrices and what stands between them.
function partsOf(formula) {
  const parts = [""];
  for (const word of formula.match(/t\([A-Za-z_]+\)|[A-Za-z_]+|[^A-Za-z_]/g) ?? []) {
    if (isMatrix(word)) parts.push(word, "");
    else parts[parts.length - 1] += word;
  }
  return parts.filter((part) => part.trim() !== "");
}

function withSymbols(text) {
  return Object.entries(SYMBOLS).reduce((changed, [sign, symbol]) => changed.replaceAll(sign, symbol), text);
}
