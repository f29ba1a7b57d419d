// The one-hidden-layer network in JavaScript, in reproducible arithmetic: written from SPEC.md alone, whose sentences
// it cites by number, and without any dependency. Matrices are arrays of rows, vectors arrays, what is absent is null.
//
// A number of JavaScript is a binary64 number, and + - * / round each result to nearest, as 5.1 and 5.2 want it. Only
// Math.exp, Math.log and Math.tanh must not be used: every engine may have its own. So they are the first thing here.

import { createHash } from "node:crypto";

// ---- exp, log and tanh, correctly rounded (5.6) ---------------------------------------------------------------------
//
// Each is computed in fixed point, as a BigInt that counts units of 2^-precision and is off by less than ERROR of them.
// Where both ends of that interval round to the same number, this is the number; otherwise the precision is doubled.
// That ends, because exp(0), log(1) and tanh(0) are settled apart and no other value lies midway or on a number.

const PRECISION = 192n;
const ERROR = 1n << 24n; // counted generously: each of some 100 operations loses one unit, and squaring doubles losses

export function exp(x) {
  if (Number.isNaN(x)) return x;
  if (x > 710) return Infinity;
  if (x < -746) return 0;
  if (Math.abs(x) < 2 ** -54) return 1;
  return rounded((precision) => {
    const [fraction, exponent] = expFixed(x, precision);
    return [fraction, BigInt(exponent) - precision];
  });
}

export function log(x) {
  if (x === 0) return -Infinity;
  if (x === 1) return 0;
  if (!(x > 0 && x < Infinity)) return x > 0 ? x : NaN;
  return rounded((precision) => [logFixed(x, precision), -precision]);
}

export function tanh(x) {
  if (Math.abs(x) < 2 ** -27 || Number.isNaN(x)) return x; // x - x^3 / 3: less than half a unit away, also for -0
  if (Math.abs(x) > 20) return Math.sign(x); // 1 - 2 exp(-40)
  return rounded((precision) => {
    const [fraction, exponent] = expFixed(2 * x, precision + 64n); // more, because a small one is divided away
    const power = exponent >= 0 ? fraction << BigInt(exponent) : fraction >> BigInt(-exponent);
    const one = 1n << (precision + 64n);
    return [((power - one) << precision) / (power + one), -precision];
  });
}

// [f, k] with exp(x) = f 2^(k - precision): x = k log(2) + r, and exp(r) = exp(r / 2^8) squared eight times.
function expFixed(x, precision) {
  const k = Math.round(x * 1.4426950408889634);
  const r = (fixed(x, precision) - BigInt(k) * log2Fixed(precision)) >> 8n;
  const one = 1n << precision;
  let sum = one;
  let term = one;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = (term * r >> precision) / n;
    sum += term;
  }
  for (let i = 0; i < 8; i++) sum = sum * sum >> precision;
  return [sum, k];
}

// log(x) = 2 atanh((m - 1) / (m + 1)) + e log(2), where x = m 2^e and m is in 3/4 ... 3/2.
function logFixed(x, precision) {
  let [m, e] = integerAndExponent(x);
  let length = bitLength(m);
  if (4n * m < 3n << BigInt(length)) length -= 1;
  const one = 1n << BigInt(length);
  return 2n * atanhFixed(m - one, m + one, precision) + (e + BigInt(length)) * log2Fixed(precision);
}

// atanh(z) = z + z^3 / 3 + z^5 / 5 + ... for the quotient z.
function atanhFixed(numerator, denominator, precision) {
  const z = (numerator << precision) / denominator;
  const square = z * z >> precision;
  let sum = 0n;
  for (let power = z, n = 1n; power !== 0n && power !== -1n; n += 2n) {
    sum += power / n;
    power = power * square >> precision;
  }
  return sum;
}

const log2ByPrecision = new Map();

function log2Fixed(precision) {
  if (!log2ByPrecision.has(precision)) log2ByPrecision.set(precision, 2n * atanhFixed(1n, 3n, precision));
  return log2ByPrecision.get(precision);
}

function rounded(approximate) {
  for (let precision = PRECISION; ; precision *= 2n) {
    const [fraction, exponent] = approximate(precision);
    const low = nearest(fraction - ERROR, exponent);
    if (low === nearest(fraction + ERROR, exponent)) return low;
  }
}

// The binary64 number nearest to m 2^e, the even one of two; subnormal numbers have fewer bits.
function nearest(m, e) {
  if (m < 0n) return -nearest(-m, e);
  const length = bitLength(m);
  const top = length + Number(e); // the value is below 2^top
  const kept = Math.min(53, top + 1074);
  if (kept < 0) return 0;
  const cut = BigInt(Math.max(0, length - kept));
  let q = m >> cut;
  const rest = m - (q << cut);
  const half = cut > 0n ? 1n << (cut - 1n) : 1n;
  if (rest > half || (rest === half && cut > 0n && q % 2n === 1n)) q += 1n;
  return scaled(Number(q), Number(e + cut));
}

// x 2^k, in steps that are themselves representable; only the last may leave the range.
function scaled(x, k) {
  for (; k > 512; k -= 512) x *= 2 ** 512;
  for (; k < -512; k += 512) x *= 2 ** -512;
  return x * 2 ** k;
}

function fixed(x, precision) {
  const [m, e] = integerAndExponent(x);
  const shift = e + precision;
  return shift >= 0n ? m << shift : m >> -shift;
}

// x = m 2^e with whole m and e, exactly.
function integerAndExponent(x) {
  const bits = bitsOf(x);
  const exponent = bits >> 52n & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const m = exponent === 0n ? fraction : fraction | 1n << 52n;
  const e = (exponent === 0n ? 1n : exponent) - 1075n;
  return [x < 0 ? -m : m, e];
}

function bitLength(m) {
  const digits = m.toString(16);
  return 4 * digits.length - Math.clz32(parseInt(digits[0], 16)) + 28;
}

const memory = new DataView(new ArrayBuffer(8));

export function bitsOf(x) {
  memory.setFloat64(0, x);
  return memory.getBigUint64(0);
}

export function numberOf(bits) {
  memory.setBigUint64(0, bits);
  return memory.getFloat64(0);
}

// ---- sums and products in their order (5.3 to 5.5) ------------------------------------------------------------------

const BLOCK = 4096; // rows

function dot(a, b, from = 0, to = a.length) {
  let sum = 0;
  for (let i = from; i < to; i++) sum = sum + a[i] * b[i];
  return sum;
}

function dotOverRows(a, b) {
  let sum = 0;
  for (let from = 0; from < a.length; from += BLOCK) sum = sum + dot(a, b, from, Math.min(from + BLOCK, a.length));
  return sum;
}

function sumOverRows(a) {
  let sum = 0;
  for (let from = 0; from < a.length; from += BLOCK) {
    let block = 0;
    for (const x of a.slice(from, from + BLOCK)) block = block + x;
    sum = sum + block;
  }
  return sum;
}

const transposed = (A) => A[0].map((_, j) => A.map((row) => row[j]));

function product(A, B) {
  const columns = transposed(B);
  return A.map((row) => columns.map((column) => dot(row, column)));
}

// t(A) . B
function productOverRows(A, B) {
  const columns = transposed(B);
  return transposed(A).map((a) => columns.map((b) => dotOverRows(a, b)));
}

const columnSums = (A) => transposed(A).map(sumOverRows);

function total(A) {
  let sum = 0;
  for (const x of columnSums(A)) sum = sum + x;
  return sum;
}

const addToRows = (A, bias) => (bias === null ? A : A.map((row) => row.map((a, j) => a + bias[j])));

// Element by element, on one matrix or on two of one shape.
const map = (f, A) => A.map((row) => row.map(f));
const map2 = (f, A, B) => A.map((row, i) => row.map((a, j) => f(a, B[i][j])));

// ---- activations and losses (2.6 to 2.9, 3.6 to 3.8) ----------------------------------------------------------------

const ACTIVATIONS = {
  sigmoid: (z) => 1 / (1 + exp(-z)),
  tanh,
  relu: (z) => (z > 0 ? z : 0),
  identity: (z) => z,
};

const SLOPES = {
  sigmoid: (a) => a * (1 - a),
  tanh: (a) => 1 - a * a,
  relu: (a) => (a > 0 ? 1 : 0),
  identity: () => 1,
};

const weightedLog = (weight, p) => (weight === 0 ? 0 : weight * log(p));
const crossEntropy = (y, output) => -(weightedLog(y, output) + weightedLog(1 - y, 1 - output));

function lossOf(network, y, output, error) {
  const sum = network.loss === "binary_cross_entropy"
    ? total(map2(crossEntropy, y, output))
    : total(map((e) => e * e, error)) / 2;
  return network.reduction === "mean" ? sum / y.length : sum;
}

// ---- the twelve steps (section 3) -----------------------------------------------------------------------------------

// Steps 2 to 4.
export function forward(network, X) {
  const steps = {};
  if (network.wh !== null) {
    steps.hidden_layer_input = addToRows(product(X, network.wh), network.bh);
    steps.hidden_layer_activations = map(ACTIVATIONS[network.hidden_activation], steps.hidden_layer_input);
  }
  steps.output_layer_input = addToRows(product(steps.hidden_layer_activations ?? X, network.wout), network.bout);
  steps.output = map(ACTIVATIONS[network.output_activation], steps.output_layer_input);
  return steps;
}

// Steps 2 to 5.
function evaluate(network, X, y) {
  const steps = forward(network, X);
  steps.error = map2((target, output) => target - output, y, steps.output);
  steps.loss = lossOf(network, y, steps.output, steps.error);
  return steps;
}

// Steps 2 to 11.
export function backward(network, X, y) {
  const steps = evaluate(network, X, y);
  const hidden = network.wh !== null;
  const times = (a, b) => a * b;
  const gradient = (sum) => -(network.reduction === "mean" ? sum / X.length : sum);

  const cancels = network.loss === "binary_cross_entropy"; // the slope, against the loss's derivative (3.10)
  steps.slope_output_layer = map(cancels ? () => 1 : SLOPES[network.output_activation], steps.output);
  if (hidden) steps.slope_hidden_layer = map(SLOPES[network.hidden_activation], steps.hidden_layer_activations);
  steps.d_output = map2(times, steps.error, steps.slope_output_layer);
  if (hidden) {
    steps.error_at_hidden_layer = product(steps.d_output, transposed(network.wout));
    steps.d_hidden_layer = map2(times, steps.error_at_hidden_layer, steps.slope_hidden_layer);
  }
  steps.grad_wout = map(gradient, productOverRows(steps.hidden_layer_activations ?? X, steps.d_output));
  if (hidden) steps.grad_wh = map(gradient, productOverRows(X, steps.d_hidden_layer));
  if (network.bout !== null) steps.grad_bout = columnSums(steps.d_output).map(gradient);
  if (network.bh !== null) steps.grad_bh = columnSums(steps.d_hidden_layer).map(gradient);
  return steps;
}

// Step 12: a new network.
export function updateWeights(network, steps, learningRate) {
  const updated = (w, gradient) => w - gradient * learningRate;
  const matrix = (name) => network[name] && map2(updated, network[name], steps[`grad_${name}`]);
  const vector = (name) => network[name] && network[name].map((w, j) => updated(w, steps[`grad_${name}`][j]));
  return { ...network, wh: matrix("wh"), bh: vector("bh"), wout: matrix("wout"), bout: vector("bout") };
}

// ---- training (section 4) -------------------------------------------------------------------------------------------

export class Overflow extends Error {
  constructor(step, epoch, network, history) {
    super(`${step} is not finite in epoch ${epoch}: try a smaller learning rate, or scale the inputs`);
    Object.assign(this, { code: "overflow", step, epoch, network, history });
  }
}

// The states after 0, 1, ... epochs (4.4), and the digests after every update on the way.
export function train(network, X, y, learningRate, epochs, batches) {
  const states = [];
  const digests = [];
  for (let epoch = 0; epoch <= epochs; epoch++) {
    const checkFinite = (steps) => refuseNotFinite(steps, epoch, states, network);
    for (const rows of epoch > 0 ? rowsOfUpdates(batches, X.length) : []) {
      const steps = backward(network, rows.map((row) => X[row]), rows.map((row) => y[row]));
      const next = updateWeights(network, steps, learningRate);
      checkFinite({ ...steps, ...parameters(next) });
      network = next;
      digests.push(parameterDigest(network));
    }
    const { loss, error, output, ...others } = evaluate(network, X, y);
    checkFinite({ ...others, output, error });
    states.push({ network, loss, error, output });
  }
  return { states, digests };
}

function rowsOfUpdates(batches, n) {
  const all = Array.from({ length: n }, (_, row) => row);
  if (batches === "full") return [all];
  return batches === "single" ? all.map((row) => [row]) : batches;
}

function refuseNotFinite(steps, epoch, states, network) {
  const { loss, ...others } = steps; // the loss may be infinite (3.9)
  for (const [name, value] of Object.entries(others)) {
    if (!value.flat().every(Number.isFinite)) {
      const last = states.at(-1)?.network ?? network;
      throw new Overflow(name, epoch, last, states.map((state) => state.loss));
    }
  }
}

export const meanAbsoluteError = (error) => total(map(Math.abs, error)) / (error.length * error[0].length);

// ---- the rest (3.19, section 7) -------------------------------------------------------------------------------------

export const thresholdUnit = (x, w, b, threshold) => (dot(x, w ?? x.map(() => 1)) + b > threshold ? 1 : 0);

// The parameters that a network has, by the names of step 12, in the order of the digest.
export function parameters(network) {
  const present = ["wh", "bh", "wout", "bout"].filter((name) => network[name] !== null);
  return Object.fromEntries(present.map((name) => [`updated_${name}`, network[name]]));
}

export function parameterDigest(network) {
  const numbers = Object.values(parameters(network)).flat(2);
  const bytes = new DataView(new ArrayBuffer(8 * numbers.length));
  numbers.forEach((x, i) => bytes.setFloat64(8 * i, x, true));
  return createHash("sha256").update(bytes).digest("hex");
}

// The Mersenne Twister MT19937, two words a number.
export function uniforms(seed, n) {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++) state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
  let position = 624;

  function word() {
    if (position === 624) {
      for (let i = 0; i < 624; i++) {
        const mixed = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7fffffff);
        state[i] = state[(i + 397) % 624] ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
      }
      position = 0;
    }
    let x = state[position++];
    x ^= x >>> 11;
    x ^= (x << 7) & 0x9d2c5680;
    x ^= (x << 15) & 0xefc60000;
    return (x ^ (x >>> 18)) >>> 0;
  }

  return Array.from({ length: n }, () => {
    const high = word() >>> 5;
    return (high * 67108864 + (word() >>> 6)) / 9007199254740992;
  });
}
