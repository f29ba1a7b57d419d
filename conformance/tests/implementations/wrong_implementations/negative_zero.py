"""-0 where +0 should be: right in value, wrong in bits."""

import numpy as np
from honest import serve, with_numbers

serve(with_numbers(lambda x: np.where(x == 0, -0.0, x)))
