"""The data sets of both packages: links to the fixtures, read as the same doubles."""

from functools import cache

import numpy as np
import pytest
import rpy2.rinterface as ri

import onehidden
from onehidden_vectors.elementary_bounds import REPOSITORY

FIXTURES = REPOSITORY / "fixtures" / "datasets"
COPIES = [REPOSITORY / "python" / "src" / "onehidden" / "datasets", REPOSITORY / "r" / "inst" / "datasets"]
NAMES = ["iris", "digits"]


@cache
def loaded_in_r(name):
    ri.initr()
    dataset = ri.evalr("function(name) unclass(onehidden::load_dataset(name))")(name)
    return dict(zip(dataset.names, dataset, strict=True))


@pytest.mark.parametrize("copy", COPIES, ids=["python", "r"])
def test_each_package_has_the_files_of_the_fixtures(copy):
    files = {path.name: path.read_bytes() for path in FIXTURES.iterdir()}
    assert sorted(files) == ["README.md", "digits.csv", "iris.csv"]
    assert {name: (copy / name).read_bytes() for name in files} == files


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_load_the_same_doubles(name):
    ours, theirs = onehidden.load_dataset(name).X, loaded_in_r(name)["X"]
    columns = np.array(theirs.memoryview()).reshape(ours.shape, order="F")
    assert ours.tobytes() == np.ascontiguousarray(columns).tobytes()


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_load_the_same_classes_and_names(name):
    ours, theirs = onehidden.load_dataset(name), loaded_in_r(name)
    assert list(theirs) == ["name", "X", "y", "feature_names", "target_name", "classes"]
    assert [list(theirs[part]) for part in ("y", "classes", "feature_names")] == [
        ours.y.tolist(),
        ours.classes.tolist(),
        ours.feature_names,
    ]
    assert (theirs["name"][0], theirs["target_name"][0]) == (ours.name, ours.target_name)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_show_a_data_set_alike(name):
    shown = ri.evalr("function(name) format(onehidden::load_dataset(name))")(name)
    assert shown[0] == repr(onehidden.load_dataset(name))
