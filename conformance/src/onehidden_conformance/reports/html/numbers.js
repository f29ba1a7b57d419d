// The numbers of a step, expected and got, and how far they are apart.

function sideBySide(name, difference, level) {
  const note = make("output");
  const cells = difference.bits.map((bits, index) => compared(difference.got[index], bits, difference.bound?.[index], level));
  const tell = (index) => { note.textContent = `${name}[${place(difference, index)}]: ${cells[index].text}`; };
  return make("div", {}, make("div", { class: "pair" },
    table("expected", difference, difference.bits, { cells, tell }), table("got", difference, difference.got, { cells, tell, mark: true })), note);
}

// How wrong a number is: its bits, its bound, and what stands in its cell.
function compared(gotBits, bits, bound, level) {
  const [got, expected] = [number(gotBits), number(bits)];
  const distance = ulpDistance(gotBits, bits);
  if (distance === 0n) return { className: "", note: "", digits: 6, text: `${expected} (${bits}), as expected` };
  const share = bound === null ? 0 : Math.abs(got - expected) / (bound ?? 0);
  const judged = level === 2 || bound !== undefined; // at level 1 there is no telling without a bound
  const inside = !Number.isNaN(got) && (!judged || (bound !== undefined && (got === expected || share <= 1)));
  const far = !(Math.abs(got - expected) <= 1e-3 * Math.abs(expected));
  const className = inside ? (level === 2 ? "within wrong1" : "within") : far ? "wrong3" : share > 1000 && bound !== undefined ? "wrong2" : "wrong1";
  return { className, wrong: !inside || level === 2, note: apart(got, expected, Number(distance)), digits: distinguishing(got, expected),
    text: `expected ${expected} (${bits}), got ${got} (${gotBits}), ${apart(got, expected, Number(distance))}, ${ulps(Number(distance))}${bound === undefined ? "" : `, bound ${bound ?? "none"}`}` };
}

const view = new DataView(new ArrayBuffer(8));

function number(bits) {
  view.setBigUint64(0, BigInt(`0x${bits}`));
  return view.getFloat64(0);
}

const ordinal = (bits) => { const n = BigInt(`0x${bits}`); return n >> 63n ? (1n << 64n) - 1n - n : n | (1n << 63n); };

function ulpDistance(a, b) {
  const distance = ordinal(a) - ordinal(b);
  return distance < 0n ? -distance : distance;
}

// How far apart two numbers are, as people read it.
function apart(got, expected, distance) {
  if (Number.isNaN(got) || Number.isNaN(expected)) return "not a number";
  if (!Number.isFinite(got) || !Number.isFinite(expected)) return got === -expected ? "wrong sign" : "infinite";
  if (distance < 1000) return `${distance} ulp`;
  if (got === -expected) return "wrong sign";
  if (expected === 0) return `off by ${Number(Math.abs(got).toPrecision(2))}`;
  const relative = Math.abs(got / expected - 1);
  if (relative >= 10) return `${Number((got / expected).toPrecision(3))} times`;
  return relative >= 1e-5 ? `${Number((100 * relative).toPrecision(2))} %` : `${relative.toExponential(1)} of it`;
}

function distinguishing(a, b) {
  for (let digits = 6; digits < 17; digits += 1) if (a.toPrecision(digits) !== b.toPrecision(digits)) return digits;
  return 17;
}

const decimal = (x, digits) => (Object.is(x, -0) ? "-0" : Number.isFinite(x) ? String(Number(x.toPrecision(digits))) : String(x));
const place = (tensor, index) => (tensor.shape.length === 0 ? "" : tensor.shape.length === 1 ? tensor.rows[index] :
  `${tensor.rows[Math.floor(index / columns(tensor))]}, ${index % columns(tensor)}`);

// A matrix row by row; a vector as one row, as it is written in formulas.
function table(caption, tensor, bits, { cells = [], tell = null, mark = false } = {}) {
  const width = tensor.shape.length < 2 ? Math.max(1, bits.length) : columns(tensor);
  const rows = [];
  for (let first = 0; first < bits.length; first += width) {
    const label = tensor.shape.length < 2 ? [] : [make("th", { scope: "row" }, String(tensor.rows[first / width]))];
    rows.push(make("tr", {}, label, bits.slice(first, first + width).map((b, i) => cell(b, cells[first + i], mark, tell, first + i))));
  }
  return scrolling(caption, make("table", { class: "numbers" }, make("caption", {}, caption), make("tbody", {}, rows)));
}

function cell(bits, comparison, mark, tell, index) {
  const text = state.bits ? bits : decimal(number(bits), comparison?.digits ?? 6);
  const attributes = { title: comparison?.text ?? `${number(bits)} (${bits})`, onclick: tell ? () => tell(index) : () => {} };
  if (!mark || !comparison?.className) return make("td", attributes, text);
  Object.assign(attributes, { class: comparison.className, "data-wrong": comparison.wrong || undefined });
  return make("td", attributes, make("button", { type: "button" }, text, comparison.note ? make("small", {}, comparison.note) : null));
}
