import numpy as np
import pytest

from onehidden import OneHiddenError, uniforms


@pytest.mark.parametrize("seed", [0, 1, 42, 2**32 - 1])
def test_the_stream_numpy_is_that_of_numpy_itself(seed):
    state = np.random.get_state()
    np.random.seed(seed)
    expected = np.random.random_sample(1000)
    np.random.set_state(state)
    assert uniforms(seed, 1000).tobytes() == expected.tobytes()


def test_the_callers_generator_is_left_alone():
    before = np.random.get_state()
    uniforms(42, 10)
    after = np.random.get_state()
    assert before[0] == after[0]
    assert (before[1] == after[1]).all()
    assert before[2:] == after[2:]


@pytest.mark.parametrize(
    ("arguments", "code", "argument"),
    [
        ({"seed": -1}, "invalid_count", "seed"),
        ({"seed": 2**32}, "invalid_count", "seed"),
        ({"n": 1.5}, "invalid_count", "n"),
        ({"stream": "numpi"}, "unknown_stream", "stream"),
        ({"sed": 1}, "unknown_argument", "sed"),
    ],
)
def test_bad_input_is_refused_by_code_and_argument(arguments, code, argument):
    with pytest.raises(OneHiddenError) as caught:
        uniforms(**{"seed": 1, "n": 1, **arguments})
    assert (caught.value.code, caught.value.argument) == (code, argument)
