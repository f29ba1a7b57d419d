"""The arithmetic under a network: products, sums and elementary functions, in two kinds, one of them compiled too.

The steps of a network are written once, against an `Arithmetic` that is handed in.
"""

from onehidden.arithmetic.correctly_rounded import cr_exp, cr_log, cr_tanh

__all__ = ["cr_exp", "cr_log", "cr_tanh"]
