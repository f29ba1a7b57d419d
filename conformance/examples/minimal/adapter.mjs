// The smallest implementation in JavaScript: put your own network where `myOutput` is.
//
//     onehidden-conformance smoke --implementation "node conformance/examples/minimal/adapter.mjs"

import { createInterface } from "node:readline";

// Your network: here its forward pass, rows are samples.
function myOutput(X, { wh, bh, wout, bout }) {
  const sigmoid = (z) => 1 / (1 + Math.exp(-z));
  const layer = (rows, w, b) =>
    rows.map((row) => b.map((bias, j) => sigmoid(row.reduce((sum, x, i) => sum + x * w[i][j], 0) + bias)));
  return { output: layer(layer(X, wh, bh), wout, bout) };
}

const STARTED = {
  protocol: 1,
  implementation: { name: "my network", language: "JavaScript" },
  level: 1,
  capabilities: {
    kinds: ["step"],
    hidden_activations: ["sigmoid"],
    output_activations: ["sigmoid"],
    trace: ["output"], // whatever else you can show: "loss", "grad_wh", ... or "all"
  },
};

// Tensors hold their numbers row by row.
function read({ shape, values }) {
  if (shape.length < 2) return values;
  const columns = shape[1];
  return Array.from({ length: shape[0] }, (_, row) => values.slice(row * columns, (row + 1) * columns));
}

const write = (rows) => ({ shape: [rows.length, rows[0].length], values: rows.flat() });

function answer({ network, X }) {
  const parameters = {};
  for (const name of ["wh", "bh", "wout", "bout"]) {
    if (network[name] === null) return { skipped: `needs ${name}` };
    parameters[name] = read(network[name]);
  }
  const steps = myOutput(read(X), parameters);
  return { result: { steps: Object.fromEntries(Object.entries(steps).map(([name, rows]) => [name, write(rows)])) } };
}

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.command === "stop") break;
  const reply = message.command === "start" ? STARTED : { id: message.id, ...answer(message.vector) };
  console.log(JSON.stringify(reply));
}
