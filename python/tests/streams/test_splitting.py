import numpy as np
import pytest

from onehidden import OneHiddenError, split_rows
from onehidden.streams import uniforms


@pytest.mark.parametrize("stream", ["numpy", "pcg64", "r"])
def test_the_last_rows_in_the_order_of_the_uniforms_are_for_validation(stream):
    rows = split_rows(20, 0.3, 5, stream)
    order = np.argsort(uniforms(5, 20, stream)).tolist()
    assert rows["training"].tolist() == sorted(order[:14])
    assert rows["validation"].tolist() == sorted(order[14:])


@pytest.mark.parametrize(
    ("n", "fraction", "n_validation"),
    [
        (10, 0.25, 2),
        (10, 0.01, 1),
        (10, 0.999, 9),
        (2, 0.5, 1),
        (2, 0.999, 1),
        (3, 0.999, 2),
        (100, 0.29, 28),
        (1000, 1 - 2.0**-53, 999),
    ],
)
def test_both_parts_have_their_sizes_and_at_least_one_row(n, fraction, n_validation):
    rows = split_rows(n, fraction, 1)
    assert len(rows["validation"]) == n_validation
    assert sorted([*rows["training"], *rows["validation"]]) == list(range(n))


@pytest.mark.parametrize(
    ("arguments", "code", "argument"),
    [
        ({"n": 1}, "invalid_count", "n"),
        ({"fraction": 0}, "out_of_range", "fraction"),
        ({"fraction": 1.0}, "out_of_range", "fraction"),
        ({"fraction": -0.5}, "out_of_range", "fraction"),
        ({"fraction": float("nan")}, "not_finite", "fraction"),
        ({"fraction": "half"}, "not_numeric", "fraction"),
        ({"seed": -1}, "invalid_count", "seed"),
        ({"stream": "nump"}, "unknown_stream", "stream"),
        ({"sed": 1}, "unknown_argument", "sed"),
    ],
)
def test_bad_input_is_rejected_by_code_and_argument(arguments, code, argument):
    with pytest.raises(OneHiddenError) as caught:
        split_rows(**{"n": 10, "fraction": 0.5, "seed": 1, **arguments})
    assert (caught.value.code, caught.value.argument) == (code, argument)
