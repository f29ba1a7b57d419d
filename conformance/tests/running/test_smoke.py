"""What `smoke` tries: published vectors, and made ones where an implementation skips all of those."""

import re
import shlex
import shutil
import sys
from pathlib import Path

from onehidden_conformance.running.smoke import smoke
from onehidden_conformance.vectors.places import ROOT

HERE = Path(__file__).parents[1]
GUIDE = ROOT.parent / "docs" / "testing-your-own.md"

NETWORK = """
import numpy as np

class Network:
    def train(self, X, y, rate):
        h = np.tanh(X @ self.wh + self.bh)
        self.output = 1 / (1 + np.exp(-(h @ self.wout + self.bout)))
        d_output = (y - self.output) / len(X)
        d_hidden = (d_output @ self.wout.T) * (1 - h * h)
        self.wout, self.bout = self.wout + rate * h.T @ d_output, self.bout + rate * d_output.sum(axis=0)
        self.wh, self.bh = self.wh + rate * X.T @ d_hidden, self.bh + rate * d_hidden.sum(axis=0)

"""


def command(folder, program):
    """The command line of a program beside the kit of Python."""
    shutil.copy(HERE.parent / "kits" / "python" / "onehidden_kit.py", folder)
    (folder / "net.py").write_text(f"from onehidden_kit import serve\n{NETWORK}{program}")
    return shlex.join([sys.executable, str(folder / "net.py")])


def adapter():
    """The adapter that the guide shows for Python."""
    block = re.search(r"^    def update\(.*?^    serve\(.*?\)$", GUIDE.read_text(), re.MULTILINE | re.DOTALL).group()
    return re.sub("^    ", "", block, flags=re.MULTILINE)


def test_a_right_network_of_the_guide_is_asked_for_a_made_vector_and_passes(tmp_path):
    findings = list(smoke(command(tmp_path, adapter())))
    assert [finding.good for finding in findings] == [True] * 4
    assert findings[1].text.startswith("made/tanh-binary-mean-")
    assert "their numbers are right" in findings[1].text


ONLY_AT_SOME_RATE = """
    if rate != 0.07:
        raise ValueError("skip: the learning rate is 0.07")
"""


def test_what_a_network_turns_out_to_be_is_tried_too(tmp_path):
    picky = adapter().replace("rate):\n", f"rate):{ONLY_AT_SOME_RATE}")
    findings = list(smoke(command(tmp_path, picky)))
    assert [finding.good for finding in findings] == [True] * 4
    assert "-r0.07-" in findings[1].text


def test_nothing_is_called_wrong_that_was_not_answered(tmp_path):
    lazy = adapter().replace("rate):\n", 'rate):\n    raise ValueError("skip: not today")\n')
    finding = list(smoke(command(tmp_path, lazy)))[1]
    assert not finding.good
    assert str(finding).startswith("NOT TRIED: it answers a vector: it skips every vector of the kind step")
