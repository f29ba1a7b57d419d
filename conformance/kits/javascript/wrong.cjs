// A wrong network: its output layer has no slope. It takes one sample at a time, keeps weights as h x d, and has no biases.

const { serve } = require("./onehidden_kit.cjs");

const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

function update({ X: [x], y: [y], wh, wout, rate }) {
  const h = wh.map((row) => Math.tanh(dot(row, x)));
  const output = wout.map((row) => Math.tanh(dot(row, h)));
  console.log("a print of the network disturbs nothing");
  const dOutput = output.map((o, j) => y[j] - o);
  const dHidden = h.map((value, l) => dot(wout.map((row) => row[l]), dOutput) * (1 - value * value));
  const moved = (weights, deltas, inputs) => weights.map((row, j) => row.map((w, l) => w + rate * deltas[j] * inputs[l]));
  return { output: [output], updated_wh: moved(wh, dHidden, x), updated_wout: moved(wout, dOutput, h) };
}

serve(update, { hidden: "tanh", output: "tanh", biases: "none", rate: 0.1, rows: 1, weights: "h x d" });
