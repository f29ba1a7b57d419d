"""Which kernels are used, and what is said where the compiled ones cannot be."""

import numpy as np
import pytest

import onehidden
from onehidden import info, parameter_digest, train
from onehidden.arithmetic import compiled, kernels
from onehidden.arithmetic.kernels import COMPILED, arithmetic_named, default_kernels, fault_of_compiled
from onehidden.errors import MissingKernelsError, UnknownKernelsError


@pytest.fixture
def forget():
    """The fault is found once in a process: forget it before and after."""
    fault_of_compiled.cache_clear()
    yield
    fault_of_compiled.cache_clear()


def test_compiled_kernels_are_used_where_available(monkeypatch):
    monkeypatch.delenv("ONEHIDDEN_KERNELS", raising=False)
    kernels = "interpreted" if compiled.NATIVE is None else "compiled"
    assert default_kernels() == info().kernels == kernels
    assert (arithmetic_named("reproducible") is COMPILED) == (kernels == "compiled")


def test_the_environment_switches_compiled_kernels_off(monkeypatch):
    monkeypatch.setenv("ONEHIDDEN_KERNELS", "interpreted")
    assert default_kernels() == info().kernels == "interpreted"
    if compiled.NATIVE is not None:
        assert info().reason == "ONEHIDDEN_KERNELS is interpreted"


@pytest.mark.usefixtures("forget")
def test_an_installation_without_a_compiler(monkeypatch, article):
    X, y, network = article
    with_compiler = train(network, X, y, epochs=3)
    monkeypatch.setattr(compiled, "NATIVE", None)
    fault_of_compiled.cache_clear()
    monkeypatch.delenv("ONEHIDDEN_KERNELS", raising=False)
    assert "interpreted, because they were not compiled when onehidden was installed" in repr(info())
    assert (info().width, info().threads) == (None, 1)
    without = train(network, X, y, epochs=3)
    assert parameter_digest(without.network) == parameter_digest(with_compiler.network)
    with pytest.raises(MissingKernelsError, match=r"there was no compiler\. Leave `kernels` out") as caught:
        train(network, X, y, kernels="compiled")
    assert (caught.value.code, caught.value.argument) == ("missing_kernels", "kernels")


@pytest.mark.usefixtures("forget")
@pytest.mark.skipif(compiled.NATIVE is None, reason="the kernels were not compiled")
def test_kernels_that_compute_otherwise_are_not_used(monkeypatch):
    monkeypatch.setattr(compiled, "fuses", lambda: True)
    assert fault_of_compiled() == "they were compiled with fused operations"
    fault_of_compiled.cache_clear()
    monkeypatch.undo()
    monkeypatch.setattr(kernels, "probe_is_right", lambda by: by is not COMPILED)
    assert fault_of_compiled() == "a known computation gives different bits with them"


@pytest.mark.parametrize("function", ["forward", "backward", "predict", "train", "training_epochs"])
def test_other_kernels_are_rejected(function, article):
    X, y, network = article
    arguments = (network, X) if function in ("forward", "predict") else (network, X, y)
    with pytest.raises(UnknownKernelsError, match=r'must be "compiled" or "interpreted".*Did you mean "compiled"'):
        getattr(onehidden, function)(*arguments, kernels="compile")


@pytest.mark.parametrize("kernels", ["compiled", "interpreted"])
def test_steps_have_the_same_bits(kernels, samples, make_network):
    if kernels == "compiled" and compiled.NATIVE is None:
        pytest.skip("the kernels were not compiled")
    X, y = samples
    steps = onehidden.backward(make_network(), X, y, kernels=kernels)
    expected = onehidden.backward(make_network(), X, y, kernels="interpreted")
    assert all(np.array_equal(steps[name], expected[name]) for name in expected)
    assert np.array_equal(onehidden.predict(make_network(), X, kernels=kernels), expected["output"])
