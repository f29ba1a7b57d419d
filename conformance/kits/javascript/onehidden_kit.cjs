// A network behind onehidden-conformance: copy this file beside yours, and call serve(update). Node only, no package.
//
// update({ X, y, wh, bh, wout, bout, rate, hidden, output, loss, reduction, decay }) makes one step of training. Matrices are
// arrays of rows, a bias that is not there is null; the words are for a network that has several. It returns an object
// of what it computed, by the names of SPEC.md, section 3: { output, loss, grad_wh, updated_wh ... }, as numbers, arrays or
// typed arrays; it may be async. Throw an Error with the message "skip: why" for what the network cannot do.
//
// Declared is what the network is (docs/testing-your-own.md): a word or a list for hidden, output, loss and reduction;
// biases, rate, rows, shapes, decay, labels, weights, samples, precision, and trace: the steps that update returns.

const { createInterface } = require("node:readline");

const KEYS = { hidden: "hidden_activations", output: "output_activations", loss: "losses", reduction: "reductions", rate: "learning_rate", decay: "weight_decay" };
const ABSENT = { none: ["updated_bh", "updated_bout"], hidden: ["updated_bout"], output: ["updated_bh"] };

async function serve(update, { name = "my network", level = 1, ...declared } = {}) {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr); // what the network prints
  const implementation = { name, language: `Node ${process.version}` };
  const started = { protocol: 2, implementation, level, capabilities: capabilities(declared) };
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line);
    if (message.command === "stop") break;
    const answer = message.command === "start" ? started : { id: message.id, ...(await reply(update, message.vector)) };
    write(JSON.stringify(answer) + "\n");
  }
}

function capabilities(declared) {
  const all = { hidden: "sigmoid", output: "sigmoid", loss: "squared_error", reduction: "sum", biases: "both", ...declared };
  const absent = ABSENT[all.biases] ?? [];
  all.trace ??= ["output", "updated_wh", "updated_bh", "updated_wout", "updated_bout"].filter((step) => !absent.includes(step));
  for (const key of ["hidden", "output", "loss", "reduction"]) all[key] = [all[key]].flat();
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [KEYS[key] ?? key, value]));
}

async function reply(update, { network, X, y, learning_rate, weight_decay }) {
  if (network.wh === null) return { skipped: "it has a hidden layer" };
  try {
    const { hidden_activation: hidden, output_activation: output, loss, reduction } = network;
    const [wh, bh, wout, bout] = [network.wh, network.bh, network.wout, network.bout].map(array);
    const numbers = { rate: array(learning_rate), decay: weight_decay ? array(weight_decay) : 0 };
    const steps = await update({ X: array(X), y: array(y), wh, bh, wout, bout, ...numbers, hidden, output, loss, reduction });
    return { result: { steps: Object.fromEntries(Object.entries(steps).map(([step, value]) => [step, tensor(step, value)])) } };
  } catch (error) {
    const message = String(error?.message ?? error);
    if (message.startsWith("skip: ")) return { skipped: message.slice(6) };
    console.error(error);
    return { error: { code: null, message: String(error).slice(0, 2000) } };
  }
}

function array(tensor) {
  if (tensor === null) return null;
  const numbers = tensor.bits.map(numberOf), [rows, columns] = tensor.shape;
  if (tensor.shape.length < 2) return tensor.shape.length ? numbers : numbers[0];
  return Array.from({ length: rows }, (_, row) => numbers.slice(row * columns, (row + 1) * columns));
}

function tensor(step, value) {
  let numbers = [value], shape = [];
  while (numbers.length && (Array.isArray(numbers[0]) || ArrayBuffer.isView(numbers[0]))) {
    shape.push(numbers[0].length);
    numbers = numbers.flatMap((row) => Array.from(row));
  }
  if (/_(bh|bout)$/.test(step) && shape.includes(1)) shape = [numbers.length]; // a bias may be a row or a column
  if (!numbers.every((x) => typeof x === "number")) throw new TypeError(`${step} is not made of numbers`);
  return { shape, bits: numbers.map(bitsOf) };
}

const view = new DataView(new ArrayBuffer(8));

function numberOf(bits) {
  view.setBigUint64(0, BigInt("0x" + bits));
  return view.getFloat64(0);
}

function bitsOf(number) {
  view.setFloat64(0, number);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}

exports.serve = serve;
