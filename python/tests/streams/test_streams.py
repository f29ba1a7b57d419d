import numpy as np
import pytest

from onehidden import OneHiddenError
from onehidden.streams import normals, uniforms
from onehidden.streams.streams import STREAMS, open_stream, shuffled_rows

MOST = 2**53 - 1

# set.seed(seed); runif(3) of R 4.2.2, as "%a" writes it
R_UNIFORMS = {
    0: ["0x1.cb1be53ap-1", "0x1.0fe180c4p-2", "0x1.7d0e0c2cp-2"],
    42: ["0x1.d461752ep-1", "0x1.dfc8593cp-1", "0x1.2501c32p-2"],
}


@pytest.mark.parametrize("seed", [0, 1, 42, 2**32 - 1])
def test_the_stream_numpy_is_that_of_numpy_itself(seed):
    state = np.random.get_state()
    np.random.seed(seed)
    expected = np.random.random_sample(1000)
    np.random.set_state(state)
    assert uniforms(seed, 1000).tobytes() == expected.tobytes()


@pytest.mark.parametrize("seed", [0, 1, 42, 2**32, MOST])
def test_the_stream_pcg64_is_that_of_numpy_itself(seed):
    assert uniforms(seed, 1000, "pcg64").tobytes() == np.random.default_rng(seed).random(1000).tobytes()


@pytest.mark.parametrize("seed", R_UNIFORMS)
def test_the_stream_r_is_that_of_r_itself(seed):
    assert uniforms(seed, 3, stream="r").tolist() == [float.fromhex(text) for text in R_UNIFORMS[seed]]


def test_the_word_0_of_the_stream_r_is_not_0():
    source = STREAMS["r"](1)
    source.engine = type("Engine", (), {"random_raw": lambda self, n: np.array([0, 2**32 - 1], dtype=np.uint64)})()
    assert source.uniforms(2).tolist() == [2.328306437080797e-10 / 2, 1 - 2.0**-32]


@pytest.mark.parametrize("stream", STREAMS)
def test_a_stream_goes_on_where_it_stopped(stream):
    expected = uniforms(7, 2000, stream)
    opened = open_stream(7, stream)
    parts = [opened.uniforms(n) for n in (0, 1, 700, 299, 1000)]
    assert np.concatenate(parts).tobytes() == expected.tobytes()


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("n", [0, 1, 1000, 2**20 + 5])
def test_skipping_is_drawing(stream, n):
    opened = open_stream(7, stream)
    opened.uniforms(3)
    opened.skip(n)
    assert opened.uniforms(5).tobytes() == uniforms(7, n + 8, stream)[-5:].tobytes()


def test_pcg64_skips_far_at_once():
    opened = open_stream(7, "pcg64")
    opened.skip(10**15)
    assert opened.uniforms(2).tolist() == np.random.Generator(np.random.PCG64(7).advance(10**15)).random(2).tolist()


@pytest.mark.parametrize("stream", STREAMS)
def test_normals_take_two_uniforms_each(stream):
    opened = open_stream(3, stream)
    opened.normals(5)
    assert opened.uniforms(2).tolist() == uniforms(3, 12, stream)[10:].tolist()


def test_normals_of_the_stream_r_are_those_of_r_itself():
    # set.seed(42); rnorm(3) of R 4.2.2
    expected = ["0x1.5ef721feab7dap+0", "-0x1.21201e6483b03p-1", "0x1.73d7ef2bc4ec4p-2"]
    assert normals(42, 3, stream="r").tolist() == [float.fromhex(text) for text in expected]


@pytest.mark.parametrize("stream", STREAMS)
def test_normals_look_normal(stream):
    z = normals(1, 40000, stream)
    assert abs(z.mean()) < 0.02
    assert abs(z.std() - 1) < 0.015
    assert abs((np.abs(z) < 1).mean() - 0.6827) < 0.01


class Given:
    """A stream of numbers that are given."""

    def __init__(self, numbers):
        self.numbers = numbers

    def uniforms(self, n):
        return np.array(self.numbers[:n])


def test_rows_are_shuffled_by_their_uniforms_and_of_equal_ones_the_lower_comes_first():
    u = [0.5, 0.25, 0.5 + 2.0**-53, 0.25, 0.0]
    assert shuffled_rows(Given(u), 5).tolist() == [4, 1, 3, 0, 2]
    many = shuffled_rows(Given([0.5, 0.25] * 500), 1000).tolist()
    assert many == [*range(1, 1000, 2), *range(0, 1000, 2)]


def test_each_shuffle_takes_the_next_uniforms():
    opened = open_stream(9, "pcg64")
    orders = [shuffled_rows(opened, 50).tolist() for _ in range(2)]
    u = uniforms(9, 100, "pcg64")
    assert orders == [sorted(range(50), key=lambda row: part[row]) for part in (u[:50], u[50:])]


@pytest.mark.parametrize("stream", STREAMS)
def test_the_callers_generator_is_left_alone(stream):
    before = np.random.get_state()
    uniforms(42, 10, stream)
    normals(42, 10, stream)
    after = np.random.get_state()
    assert before[0] == after[0]
    assert (before[1] == after[1]).all()
    assert before[2:] == after[2:]


@pytest.mark.parametrize("function", [uniforms, normals])
@pytest.mark.parametrize(
    ("arguments", "code", "argument"),
    [
        ({"seed": -1}, "invalid_count", "seed"),
        ({"seed": 2**32}, "invalid_count", "seed"),
        ({"seed": -1, "stream": "pcg64"}, "invalid_count", "seed"),
        ({"seed": 2**53, "stream": "pcg64"}, "invalid_count", "seed"),
        ({"seed": -(2**31), "stream": "r"}, "invalid_count", "seed"),
        ({"seed": 2**31, "stream": "r"}, "invalid_count", "seed"),
        ({"n": 1.5}, "invalid_count", "n"),
        ({"stream": "numpi"}, "unknown_stream", "stream"),
        ({"stream": None}, "unknown_stream", "stream"),
        ({"sed": 1}, "unknown_argument", "sed"),
    ],
)
def test_bad_input_is_rejected_by_code_and_argument(function, arguments, code, argument):
    with pytest.raises(OneHiddenError) as caught:
        function(**{"seed": 1, "n": 1, **arguments})
    assert (caught.value.code, caught.value.argument) == (code, argument)


@pytest.mark.parametrize(("stream", "seeds"), [("numpy", [0, 2**32 - 1]), ("pcg64", [MOST]), ("r", [1 - 2**31])])
def test_the_ends_of_the_seeds_are_taken(stream, seeds):
    assert all(len(uniforms(seed, 1, stream)) == 1 for seed in seeds)
