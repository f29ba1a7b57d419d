import hashlib
import struct

import pytest

from onehidden import Network, OneHiddenError, parameter_digest


def test_the_digest_is_sha256_over_little_endian_doubles_row_by_row():
    network = Network([[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0], [[7.0], [8.0]], [9.0])
    content = struct.pack("<9d", 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0)
    assert parameter_digest(network) == hashlib.sha256(content).hexdigest()


def test_absent_parameters_are_left_out():
    network = Network(None, None, [[7.0]], None)
    assert parameter_digest(network) == hashlib.sha256(struct.pack("<d", 7.0)).hexdigest()


def test_the_two_zeros_differ():
    plus, minus = (parameter_digest(Network(None, None, [[zero]], None)) for zero in (0.0, -0.0))
    assert plus != minus


def test_only_networks_have_digests():
    with pytest.raises(OneHiddenError) as caught:
        parameter_digest([1.0])
    assert caught.value.code == "invalid_network"
