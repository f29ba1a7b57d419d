import pickle

import onehidden
from onehidden import OneHiddenError
from onehidden.checks import errors


def all_errors():
    return [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, OneHiddenError) and value is not OneHiddenError
    ]


def test_every_error_has_a_code_of_its_own_and_is_public():
    codes = [error.code for error in all_errors()]
    assert len(set(codes)) == len(codes) >= 20
    assert all(getattr(onehidden.errors, error.__name__) is error for error in all_errors())


def test_every_error_is_also_an_error_of_pythons_own():
    pythons = (ValueError, TypeError, ArithmeticError, ImportError, OSError)
    assert all(issubclass(error, pythons) for error in all_errors())


def test_public_names_are_sorted_and_there():
    assert onehidden.__all__ == sorted(onehidden.__all__)
    assert all(hasattr(onehidden, name) for name in onehidden.__all__)


def test_an_overflow_comes_whole_from_a_worker_process():
    error = onehidden.errors.NumberOverflowError("too large", "grad_wh", 3, "what was trained")
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.step, copy.epoch, copy.result) == ("too large", "grad_wh", 3, "what was trained")
