import numpy as np
import pytest

from onehidden import OneHiddenError, load_dataset


def test_iris_has_its_flowers():
    iris = load_dataset("iris")
    assert iris.X.shape == (150, 4)
    assert iris.X.dtype == np.float64
    assert iris.feature_names == ["sepal_length", "sepal_width", "petal_length", "petal_width"]
    assert iris.target_name == "species"
    assert iris.classes.tolist() == ["setosa", "versicolor", "virginica"]
    assert [(iris.y == species).sum() for species in iris.classes] == [50, 50, 50]
    assert iris.X[[0, 34, 149]].tolist() == [[5.1, 3.5, 1.4, 0.2], [4.9, 3.1, 1.5, 0.2], [5.9, 3.0, 5.1, 1.8]]
    assert iris.X.mean(axis=0) == pytest.approx([5.8433333333, 3.0573333333, 3.758, 1.1993333333])


def test_digits_have_their_pixels():
    digits = load_dataset("digits")
    assert digits.X.shape == (1797, 64)
    assert (digits.feature_names[0], digits.feature_names[63]) == ("pixel_0_0", "pixel_7_7")
    assert digits.target_name == "digit"
    assert digits.classes.tolist() == list(range(10))
    assert digits.y[:12].tolist() == [*range(10), 0, 1]
    assert (digits.X[0, :8] * 16).tolist() == [0, 0, 5, 13, 9, 1, 0, 0]
    assert (digits.X.min(), digits.X.max()) == (0, 1)


@pytest.mark.parametrize("name", ["iris", "digits"])
def test_each_class_occurs_and_no_other(name):
    dataset = load_dataset(name)
    assert sorted(set(dataset.y.tolist())) == dataset.classes.tolist()


def test_a_data_set_says_what_it_is():
    expected = "dataset digits: 1797 samples, 64 features, digit one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9"
    assert repr(load_dataset("digits")) == expected


def test_what_is_done_to_one_copy_does_not_reach_the_next():
    load_dataset("iris").X[0, 0] = 0
    assert load_dataset("iris").X[0, 0] == 5.1


@pytest.mark.parametrize(
    ("arguments", "code", "argument"),
    [
        ({"name": "iriss"}, "unknown_dataset", "name"),
        ({"name": "../iris"}, "unknown_dataset", "name"),
        ({"name": None}, "unknown_dataset", "name"),
        ({"nmae": "iris"}, "unknown_argument", "nmae"),
    ],
)
def test_bad_input_is_rejected_by_code_and_argument(arguments, code, argument):
    with pytest.raises(OneHiddenError) as caught:
        load_dataset(**arguments)
    assert (caught.value.code, caught.value.argument) == (code, argument)
