import sys

import pytest

from onehidden import train
from onehidden.errors import MissingPackageError
from onehidden.training.progress import NoBar, progress_bar


def test_a_bar_shows_epochs_and_loss_and_nothing_is_shown_unless_asked(article, capsys):
    pytest.importorskip("tqdm", reason="tqdm, which draws the bar, is not installed")
    X, y, network = article
    train(network, X, y, epochs=7)
    assert capsys.readouterr().err == ""
    result = train(network, X, y, epochs=7, progress=True)
    shown = capsys.readouterr().err
    assert "7/7" in shown
    assert "loss 0.33" in shown
    train(result, X, y, epochs=5, progress=True)
    assert "5/5" in capsys.readouterr().err


def test_the_bar_is_closed_when_a_training_fails(article, capsys):
    pytest.importorskip("tqdm", reason="tqdm, which draws the bar, is not installed")
    X, y, network = article

    def fail(_):
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        train(network, X, y, epochs=7, progress=True, report_every=1, report=fail)
    assert capsys.readouterr().err.endswith("\n")


def test_without_its_package_a_bar_says_how_to_get_it(article, monkeypatch):
    X, y, network = article
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'onehidden\[progress\]'") as caught:
        train(network, X, y, epochs=1, progress=True)
    assert caught.value.argument == "tqdm"


def test_by_default_there_is_no_bar():
    assert type(progress_bar(False, 10)) is NoBar
