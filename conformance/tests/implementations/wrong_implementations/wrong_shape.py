"""Gives its matrices transposed."""

import numpy as np
from honest import serve, with_numbers

serve(with_numbers(np.transpose))
