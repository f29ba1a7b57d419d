"""Writes roots.h, the table of roots, from the interpreted code: `python kernels/build.py`.

A test of the conformance suite holds the table equal to what this writes.
"""

from pathlib import Path

from onehidden.arithmetic.elementary import LOG_EXCESS, ROOTS
from onehidden.arithmetic.wide import STEP_HIGH, STEP_LOW, STEPS_PER_UNIT

HERE = Path(__file__).parent


def roots_text() -> str:
    """The constants and tables of the interpreted code's first phases, as C."""
    lines = [
        "/* Written by build.py from arithmetic/elementary.py and wide.py, where it is explained. */",
        f"#define STEP_HIGH {float(STEP_HIGH).hex()}",
        f"#define STEP_LOW ({float(STEP_LOW).hex()})",
        f"#define STEPS_PER_UNIT {float(STEPS_PER_UNIT).hex()}",
        "",
        "/* ROOTS and LOG_EXCESS, side by side. */",
        "static const double ROOTS[4097][2] = {",
        *(f"  {{{short_hex(root)}, {short_hex(excess)}}}," for root, excess in zip(ROOTS, LOG_EXCESS, strict=True)),
        "};",
    ]
    return "\n".join(lines) + "\n"


def short_hex(x: float) -> str:
    """A double as a hexadecimal number of C, without its zeros at the end."""
    digits, exponent = float(x).hex().split("p")
    return f"{digits.rstrip('0').rstrip('.')}p{exponent}"


def main() -> None:
    """Write the table."""
    (HERE / "roots.h").write_text(roots_text())


if __name__ == "__main__":
    main()
