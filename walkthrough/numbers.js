// Numbers as text, with as many decimals as the reader chose.

const ALL_DIGITS = 17;

// As the console shows them: what rounds to 0 has no sign, and what is whole may have no decimals.
function numberText(value, decimals, whole = Number.isInteger(value)) {
  if (value === null) return "infinite";
  if (decimals >= ALL_DIGITS) return signed(String(value));
  if (whole && Math.abs(value) < 1e6) return signed(value.toFixed(0));
  const text = Math.abs(value) < 1e9 ? value.toFixed(decimals) : value.toExponential(decimals);
  return signed(text.replace(/^-(0(\.0*)?)$/, "$1"));
}

function signed(text) {
  return text.replace(/-/g, "\u2212");
}

function isWhole(rows) {
  return rows.every((row) => row.every((value) => Number.isInteger(value) && Math.abs(value) < 1e6));
}

// Whether a number is shown as it is, but for the last digits of its binary form.
function isShownExactly(value, decimals) {
  if (value === null || decimals >= ALL_DIGITS) return true;
  const shown = Number(numberText(value, decimals).replaceAll("\u2212", "-"));
  return Math.abs(shown - value) <= 1e-12 * Math.max(1, Math.abs(value));
}
