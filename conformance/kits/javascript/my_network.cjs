// A right network, and its adapter: put your own in its place.

const { serve } = require("./onehidden_kit.cjs");

const sigmoid = (z) => 1 / (1 + Math.exp(-z));

const column = (matrix, j) => matrix.map((row) => row[j]);
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const dot = (a, b) => sum(a.map((value, i) => value * b[i]));
const layer = (X, w, b) => X.map((x) => b.map((bias, j) => sigmoid(dot(x, column(w, j)) + bias)));

class Network {
  train(X, y, rate) {
    const H = layer(X, this.wh, this.bh);
    this.output = layer(H, this.wout, this.bout);
    const dOutput = this.output.map((row, i) => row.map((o, j) => (y[i][j] - o) * o * (1 - o)));
    const dHidden = H.map((row, i) => row.map((h, j) => dot(dOutput[i], this.wout[j]) * h * (1 - h)));
    const moved = (w, inputs, d) => w.map((row, l) => row.map((v, j) => v + rate * dot(column(inputs, l), column(d, j))));
    this.wout = moved(this.wout, H, dOutput);
    this.wh = moved(this.wh, X, dHidden);
    this.bout = this.bout.map((b, j) => b + rate * sum(column(dOutput, j)));
    this.bh = this.bh.map((b, j) => b + rate * sum(column(dHidden, j)));
  }
}

// ---- ADAPTER: the steps are named in SPEC.md, section 3 -----------------------------------------------------------

function update({ X, y, wh, bh, wout, bout, rate }) {
  const net = Object.assign(new Network(), { wh, bh, wout, bout });
  net.train(X, y, rate);
  return { output: net.output, updated_wh: net.wh, updated_bh: net.bh, updated_wout: net.wout, updated_bout: net.bout };
}

serve(update, { hidden: "sigmoid", output: "sigmoid", loss: "squared_error", reduction: "sum" });
