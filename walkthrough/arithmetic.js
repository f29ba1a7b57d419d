// The arithmetic of one cell: pieces of text and numbers, and the cells that the numbers come from. `ins` are the
// matrices of the formula in their order; a source is [which of them, row, column]. What works element by element needs no
// entry of its own: its formula is shown with numbers in place of names.

const MOST_TERMS = 12;
const TIMES = " \u00d7 ";
const MINUS = "\u2212";

const ARITHMETIC = {
  product: (ins, i, j) => productOf(ins, i, j),
  affine: (ins, i, j) => join([productOf(ins, i, j), text(" + "), cell(ins, 2, 0, j)]),
  gradient: (ins, i, j) => negated(productOf(ins, i, j), ins[0].rows[0].length),
  column_sums: (ins, i, j) => negated(sumOf(ins[0].rows.map((_, row) => cell(ins, 0, row, j))), ins[0].rows.length),
  softmax: (ins, i, j) => softmaxOf(ins, i, j),
  update: (ins, i, j) => join([cell(ins, 0, i, j), text(` ${MINUS} `), cell(ins, 1, i, j), text(TIMES), cell(ins, 2, 0, 0)]),
  squared_error: (ins) => lossOf(ins, (i, j) => join([cell(ins, 0, i, j), text(TIMES), cell(ins, 1, i, j)]), " / 2"),
  binary_cross_entropy: (ins) => lossOf(ins, (i, j) => entropyTerm(ins, i, j), "", MINUS),
  categorical_cross_entropy: (ins) => lossOf(ins, (i, j) => logTerm(ins, 0, 1, i, j), "", MINUS),
};

function arithmeticOf(equation, ins, i, j) {
  return ARITHMETIC[equation.kind]?.(ins, i, j) ?? branchOf(equation.formula, ins, i, j);
}

// Of "A where x is above 0, else B" only the branch that holds; any other formula as it is.
function branchOf(formula, ins, i, j) {
  const [, first, second] = /^(.*) where (?:\w+ is )?above 0, else (.*)$/.exec(formula) ?? [];
  if (first === undefined) return filled(formula, ins, 0, i, j);
  const skipped = ins.length - partsOf(second).filter(isMatrix).length;
  const isAbove = ins[0].rows[i][j] > 0;
  const branch = isAbove ? filled(first, ins, 0, i, j) : filled(second, ins, skipped, i, j);
  return join([cell(ins, 0, i, j), text(` is ${isAbove ? "" : "not "}above 0: `), branch]);
}

function filled(formula, ins, which, i, j) {
  return join(partsOf(formula).map((part) => (isMatrix(part) ? cell(ins, which++, i, j) : text(withSymbols(part)))));
}

// ---- pieces -----------------------------------------------------------------------------------------------------

function text(words) {
  return { pieces: [words], sources: [] };
}

// A learning rate is shown as it was set: with two decimals 0.001 would be 0.
function cell(ins, which, row, column) {
  const value = ins[which].rows[row][column];
  const piece = ins[which].name === "learning_rate" ? numberText(value, ALL_DIGITS) : value;
  return { pieces: [piece], sources: [[which, row, column]] };
}

function join(parts) {
  return { pieces: parts.flatMap((part) => part.pieces), sources: parts.flatMap((part) => part.sources) };
}

// Terms with + between them; of many only the first ones and the last.
function sumOf(terms) {
  const shown = terms.length <= MOST_TERMS ? terms : [...terms.slice(0, MOST_TERMS - 2), text(`\u2026 ${terms.length - MOST_TERMS + 1} more terms \u2026`), terms.at(-1)];
  const { pieces } = join(shown.flatMap((term, index) => (index ? [text(" + "), term] : [term])));
  return { pieces, sources: join(terms).sources };
}

function productOf(ins, i, j) {
  return sumOf(ins[0].rows[i].map((_, k) => join([cell(ins, 0, i, k), text(TIMES), cell(ins, 1, k, j)])));
}

function negated(sum, n) {
  const mean = DATA.reduction === "mean";
  return join([text(mean ? `${MINUS}((` : `${MINUS}(`), sum, text(mean ? `) / ${n})` : ")")]);
}

function softmaxOf(ins, i, j) {
  const largest = ins[0].rows[i].indexOf(Math.max(...ins[0].rows[i]));
  const power = (column) => join([text("exp("), cell(ins, 0, i, column), text(` ${MINUS} `), cell(ins, 0, i, largest), text(")")]);
  return join([power(j), text(" / ("), sumOf(ins[0].rows[i].map((_, column) => power(column))), text(")")]);
}

// A total is the sum of the sums of the columns: with one column its terms from the first row to the last.
function lossOf(ins, term, divided, sign = "") {
  const columns = ins[0].rows[0].map((_, j) => sumOf(ins[0].rows.map((_, i) => term(i, j))));
  const total = columns.length === 1 ? columns[0] : sumOf(columns.map((column) => join([text("("), column, text(")")])));
  const inner = join([text(`${sign}(`), total, text(`)${divided}`)]);
  return DATA.reduction === "mean" ? join([inner, text(` / ${ins[0].rows.length}`)]) : inner;
}

function logTerm(ins, weight, p, i, j) {
  return join([cell(ins, weight, i, j), text(`${TIMES}log(`), cell(ins, p, i, j), text(")")]);
}

// Of a target that is 0 or 1, one of the two products is 0 and is left out.
function entropyTerm(ins, i, j) {
  const target = ins[0].rows[i][j];
  const rest = join([text(`(1 ${MINUS} `), cell(ins, 2, i, j), text(`)${TIMES}log(1 ${MINUS} `), cell(ins, 3, i, j), text(")")]);
  if (target === 0) return rest;
  const first = logTerm(ins, 0, 1, i, j);
  return target === 1 ? first : join([text("("), first, text(" + "), rest, text(")")]);
}
