// Lets the conformance suite judge network.mjs: one JSON message a line, on standard input and output (docs/protocol.md).
//
//     onehidden-conformance run --implementation "node conformance/examples/javascript/adapter.mjs"

import { createInterface } from "node:readline";
import * as network from "./network.mjs";

const STARTED = {
  protocol: 1,
  implementation: { name: "network.mjs", version: "1", language: `JavaScript, Node ${process.version}` },
  level: 2,
  capabilities: { kinds: ["step", "training", "update", "threshold", "stream"] },
};

// ---- tensors --------------------------------------------------------------------------------------------------------

function read({ shape, bits }) {
  const numbers = bits.map((digits) => network.numberOf(BigInt(`0x${digits}`)));
  if (shape.length === 0) return numbers[0];
  if (shape.length === 1) return numbers;
  const [rows, columns] = shape;
  return Array.from({ length: rows }, (_, row) => numbers.slice(row * columns, (row + 1) * columns));
}

function tensor(value) {
  const shape = [];
  for (let part = value; Array.isArray(part); part = part[0]) shape.push(part.length);
  const bits = [value].flat(2).map((x) => network.bitsOf(x).toString(16).padStart(16, "0"));
  return { shape, bits };
}

const each = (f, object) => Object.fromEntries(Object.entries(object).map(([name, value]) => [name, f(value)]));
const readNetwork = (given) => each((value) => (value?.bits ? read(value) : value), given);

// ---- the kinds of vectors -------------------------------------------------------------------------------------------

const ANSWERS = {
  step(v) {
    const steps = network.backward(readNetwork(v.network), read(v.X), read(v.y));
    return updated(v, steps, steps);
  },

  update: (v) => updated(v, each(read, v.gradients), {}),

  training(v) {
    const arguments_ = [readNetwork(v.network), read(v.X), read(v.y), read(v.learning_rate), v.epochs, v.batches];
    const { states, digests } = network.train(...arguments_);
    const last = network.parameters(states.at(-1).network);
    const watched = v.watched.map((epoch) => ({
      epoch,
      output: tensor(states[epoch].output),
      mean_absolute_error: tensor(network.meanAbsoluteError(states[epoch].error)),
    }));
    return {
      history: tensor(states.map((state) => state.loss)),
      parameters: Object.fromEntries(Object.entries(last).map(([name, p]) => [name.slice("updated_".length), tensor(p)])),
      digests,
      watched,
    };
  },

  threshold(v) {
    const [x, w] = [read(v.x), v.w && read(v.w)];
    const unit = (row) => network.thresholdUnit(row, w, read(v.b), read(v.threshold));
    return { output: tensor(v.x.shape.length === 2 ? x.map(unit) : unit(x)) };
  },

  stream: (v) => ({ uniforms: tensor(network.uniforms(v.seed, v.n)) }),
};

function updated(v, gradients, steps) {
  const next = network.updateWeights(readNetwork(v.network), gradients, read(v.learning_rate));
  return { steps: each(tensor, { ...steps, ...network.parameters(next) }), digest: network.parameterDigest(next) };
}

// ---- the conversation -----------------------------------------------------------------------------------------------

function reply({ id, vector }) {
  try {
    return { id, result: ANSWERS[vector.kind](vector) };
  } catch ({ code, message, step, epoch }) {
    return { id, error: { code: code ?? null, message, step: step ?? null, epoch: epoch ?? null } };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.command === "stop") break;
  console.log(JSON.stringify(message.command === "start" ? STARTED : reply(message)));
}
