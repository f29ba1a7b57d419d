"""`onehidden-conformance new`, and what R's kit offers to tests."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from onehidden_conformance.cli import main
from onehidden_conformance.kits import KITS, ROOT


@pytest.mark.parametrize("language", KITS)
def test_new_writes_a_kit_and_a_network_and_says_what_to_type(language, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    kit = KITS[language]
    result = CliRunner().invoke(main, ["new", language])
    assert result.exit_code == 0, result.output
    assert {path.name for path in tmp_path.iterdir()} == {kit.kit, kit.right}
    assert (tmp_path / kit.kit).read_bytes() == (ROOT / language / kit.kit).read_bytes()
    assert f'onehidden-conformance smoke --implementation "{kit.run(kit.right)}"' in result.output
    assert kit.made_by(kit.right) in result.output


def test_new_overwrites_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("my_network.py").write_text("mine")
    result = CliRunner().invoke(main, ["new", "python"])
    assert result.exit_code == 2
    assert "my_network.py is here already" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["my_network.py"]
    assert Path("my_network.py").read_text() == "mine"


EXPECTATION = """
source("onehidden_kit.R")
text <- readLines("my_network.R")
source(textConnection(text[!grepl("^(serve|source)", text)]))
forgets <- function(X, y, wh, bh, wout, bout, rate) {
  steps <- update(X, y, wh, bh, wout, bout, rate)
  steps$updated_bout <- bout
  steps
}
ask <- function(network) {
  expect_conforming(network, command = "./command", arguments = c("--fixtures", "article/one-iteration"))
}
print(length(ask(update)) > 0)
cat(tryCatch(ask(forgets), error = conditionMessage))
"""


def test_r_expects_a_network_to_conform_through_the_command(tmp_path):
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed: there is no Rscript")
    for name in ("onehidden_kit.R", "my_network.R"):
        shutil.copy(ROOT / "r" / name, tmp_path)
    command = tmp_path / "command"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m onehidden_conformance.cli "$@"\n')
    command.chmod(0o755)
    (tmp_path / "expects.R").write_text(EXPECTATION)
    done = subprocess.run(
        ["Rscript", "--vanilla", "expects.R"], cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.stdout.startswith("[1] TRUE\nThe network does not conform."), done.stdout + done.stderr
    assert "updated_bout is the first wrong step" in done.stdout
