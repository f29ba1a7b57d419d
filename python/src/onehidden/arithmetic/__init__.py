"""Arithmetic: products, sums and elementary functions, reproducible (interpreted and compiled) or by BLAS.

The steps of a network are written once; the `Arithmetic` to compute them in is an argument.
"""

from onehidden.arithmetic.correctly_rounded import cr_exp, cr_log, cr_tanh

__all__ = ["cr_exp", "cr_log", "cr_tanh"]
