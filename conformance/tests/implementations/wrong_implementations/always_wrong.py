"""Gives the same number for everything."""

import numpy as np
from honest import serve, with_numbers

serve(with_numbers(lambda x: np.full(x.shape, 0.5)))
