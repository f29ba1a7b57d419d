import numpy as np
import pytest

from onehidden.checks.values import check_count


@pytest.mark.parametrize("value", [2, 2.0, np.int32(2), np.float32(2.0)])
def test_a_whole_number_may_come_in_any_type_of_number(value):
    assert check_count(value, "epochs", 0, 10) == 2
