from statistics import NormalDist

import numpy as np
import pytest

from onehidden.streams.normal_quantile import FAR_TAIL, MIDDLE, TAIL, horner, normal_quantile

# each side of the three splits, and the far tails
PROBABILITIES = [2.0**-27, 1e-300, 1e-20, 1.3e-11, 1.4e-11, 0.0749, 0.0751, 0.3, 0.5, 0.7, 0.9249, 0.9251, 1 - 1e-12]


# qnorm() of R 4.2.2, as "%a" writes it, on each side of the three splits
OF_R = {
    2.0**-70: "-0x1.30b6965c8d0e6p+3",
    float.fromhex("0x1.ae89f995ad3adp-37"): "-0x1.ab4b9beef8f14p+2",
    2.0**-36: "-0x1.a9aa904c4b7b7p+2",
    2.0**-27: "-0x1.6a69a3448806bp+2",
    1 / 128: "-0x1.357292e7715f5p+1",
    1 / 16: "-0x1.88bc1fbe1dabcp+0",
    1 / 4: "-0x1.5956b87528a49p-1",
    7 / 8: "0x1.267d4c07b0566p+0",
    63 / 64: "0x1.13b22a7d5685cp+1",
}


def test_quantiles_have_the_bits_of_r():
    assert normal_quantile(np.array(list(OF_R))).tolist() == [float.fromhex(text) for text in OF_R.values()]


def test_quantiles_are_those_of_the_normal_distribution():
    z = normal_quantile(np.array(PROBABILITIES))
    expected = [NormalDist().inv_cdf(p) for p in PROBABILITIES]  # AS 241, too, by other logarithms
    assert z == pytest.approx(expected, rel=1e-14)
    assert normal_quantile(np.array([0.975]))[0] == pytest.approx(1.959963984540054, rel=1e-15)


def test_a_probability_of_0_or_1_has_an_infinite_quantile():
    assert normal_quantile(np.array([0.0, 1.0, 0.5])).tolist() == [-np.inf, np.inf, 0.0]


def test_quantiles_mirror_each_other():
    p = np.array([0.25, 0.0625, 2.0**-20, 2.0**-50])
    assert normal_quantile(1 - p).tolist() == (-normal_quantile(p)).tolist()


def test_quotients_meet_at_the_splits():
    q = 0.425
    r = np.array([0.180625 - q * q])
    s = np.sqrt(-np.log(np.array([0.5 - q])))
    middle = q * horner(MIDDLE[0], r) / horner(MIDDLE[1], r)
    assert middle == pytest.approx(horner(TAIL[0], s - 1.6) / horner(TAIL[1], s - 1.6), rel=1e-14)
    near = horner(TAIL[0], np.array([3.4])) / horner(TAIL[1], np.array([3.4]))
    assert near == pytest.approx(FAR_TAIL[0][-1], rel=1e-14)


def test_a_polynomial_is_evaluated_from_its_highest_power():
    assert horner((2.0, 3.0, 5.0), np.array([10.0])).tolist() == [235.0]
