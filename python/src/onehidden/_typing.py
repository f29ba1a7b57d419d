"""The one array type of the package: double precision, any number of dimensions. Only Python has types to check."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
