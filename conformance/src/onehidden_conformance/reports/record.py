"""The report of a run as a file: JSON Lines between a header and a footer, written as the run goes on.

The footer holds the counts and a checksum of everything before it. A report without a footer is one of a run that did
not end, and it is refused like one that was cut or changed: half of a report looks just like a good one.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from onehidden_conformance.reports.lines import Line
from onehidden_conformance.vectors.reading import finite_float, refuse_constant, shortened, unique_keys

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

FORMAT = "onehidden-conformance-report"
SCHEMA = 1
LARGEST_FILE = 256 * 2**20
LARGEST_LINE = 32 * 2**20
STATUSES = ("passed", "failed", "skipped", "error", "fault")


class ReportError(Exception):
    """A report that cannot be used; the message says where and why."""


@dataclass
class Report:
    """A run as it stands in its report."""

    header: Line
    vectors: dict[str, Line] = field(default_factory=dict)
    verdicts: list[Line] = field(default_factory=list)
    findings: dict[str, Line] = field(default_factory=dict)
    horizons: list[Line] = field(default_factory=list)
    agreement: Line | None = None
    footer: Line = field(default_factory=dict)
    text: str = ""

    @property
    def implementations(self) -> list[str]:
        """The names of the implementations that started."""
        return [
            implementation["name"] for implementation in self.header["implementations"] if not implementation["problem"]
        ]

    def of(self, implementation: str) -> list[Line]:
        """The verdicts on one implementation."""
        return [verdict for verdict in self.verdicts if verdict["implementation"] == implementation]

    def add(self, line: Line) -> None:
        """Put a line where it belongs."""
        if line["type"] == "vector":
            self.vectors[line["id"]] = line
        elif line["type"] == "verdict":
            self.verdicts.append(line)
        elif line["type"] == "implementation":
            self.findings[line["implementation"]] = line
        elif line["type"] == "horizon":
            self.horizons.append(line)
        elif line["type"] == "agreement":
            self.agreement = line
        else:
            self.footer = line


def counts(verdicts: Sequence[Line]) -> dict[str, int]:
    """How many verdicts there are of each status."""
    return {status: sum(verdict["status"] == status for verdict in verdicts) for status in STATUSES}


# ---- writing ---------------------------------------------------------------------------------------------------------


class Writer:
    """Writes a report line by line, and keeps it."""

    def __init__(self, header: Line, file: IO[str] | None = None) -> None:
        self.report = Report(header)
        self.file = file
        self.texts: list[str] = []
        self.put(header)

    def put(self, line: Line) -> None:
        """Write one line, at once, so that an interrupted run leaves what it found."""
        text = json.dumps(line, allow_nan=False) + "\n"
        self.texts.append(text)
        if self.file is not None:
            self.file.write(text)
            self.file.flush()

    def write(self, line: Line) -> None:
        """Write one line after the header."""
        self.report.add(line)
        self.put(line)

    def end(self, exit_code: int, faults: Sequence[str], seconds: float) -> Report:
        """Write the footer."""
        footer = {
            "type": "footer",
            "exit_code": exit_code,
            "faults": list(faults),
            "seconds": round(seconds, 3),
            "vectors": len(self.report.vectors),
            "verdicts": len(self.report.verdicts),
            **counts(self.report.verdicts),
            "lines": len(self.texts) + 1,
            "sha256": hashlib.sha256("".join(self.texts).encode()).hexdigest(),
        }
        self.write(footer)
        self.report.text = "".join(self.texts)
        return self.report


# ---- reading ---------------------------------------------------------------------------------------------------------


def read(path: Path) -> Report:
    """Read a report and check it.

    Raises
    ------
    ReportError
        If it is absent, too large, not JSON Lines, not as the schema says, cut, or changed.
    """
    try:
        return parse(text_of(path))
    except ReportError as error:
        raise ReportError(f"{path}: {error}") from error


def text_of(path: Path) -> str:
    """The whole text of a file that may be anything."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise ReportError(f"cannot be read: {error.strerror}") from error
    if len(data) > LARGEST_FILE:
        raise ReportError(f"is larger than {LARGEST_FILE} bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReportError(f"is no text in UTF-8: {error}") from error


def parse(text: str) -> Report:
    """Make a report of its text."""
    texts = list(io.StringIO(text))  # only a line feed ends a line
    lines = list(checked(texts))
    if not lines:
        raise ReportError("is empty")
    if lines[-1]["type"] != "footer":
        raise ReportError("has no footer: the run did not end, or the file was cut")
    report = Report(lines[0], text=text)
    for line in lines[1:]:
        report.add(line)
    for complaint in complaints(report, lines, texts):
        raise ReportError(complaint)
    return report


def checked(texts: Sequence[str]) -> Iterator[Line]:
    """Every line as the schema demands it."""
    from jsonschema.exceptions import best_match  # only a reader needs it

    for number, text in enumerate(texts, 1):
        line = json_of(text, number)
        error = best_match(validator().iter_errors(line))
        if error is not None:
            raise ReportError(f"line {number}: {error.json_path}: {shortened(error.message)}")
        if (line["type"] == "header") != (number == 1):
            raise ReportError(f"line {number}: the header must be the first line and only that")
        if line["type"] == "footer" and number < len(texts):
            raise ReportError(f"line {number}: the footer must be the last line")
        yield line


def json_of(text: str, number: int) -> Any:
    """Read one line without following what makes parsers guess."""
    if len(text) > LARGEST_LINE:
        raise ReportError(f"line {number}: is longer than {LARGEST_LINE} characters")
    if not text.endswith("\n"):
        raise ReportError(f"line {number}: ends in the middle: the file was cut")
    try:
        return json.loads(text, object_pairs_hook=unique_keys, parse_constant=refuse_constant, parse_float=finite_float)
    except (ValueError, RecursionError) as error:
        raise ReportError(f"line {number}: is not JSON: {shortened(str(error))}") from error


def complaints(report: Report, lines: Sequence[Line], texts: Sequence[str]) -> Iterator[str]:
    """The faults of lines that are valid one by one."""
    footer = report.footer
    found = {"lines": len(lines), "verdicts": len(report.verdicts), "vectors": len(report.vectors)}
    for name, count in {**found, **counts(report.verdicts)}.items():
        if footer[name] != count:
            yield f"the footer counts {footer[name]} {name}, and there are {count}: the file was changed"
    if footer["sha256"] != hashlib.sha256("".join(texts[:-1]).encode()).hexdigest():
        yield "the checksum in the footer is not that of the lines before it: the file was changed"
    for verdict in report.verdicts:
        if verdict["vector"] not in report.vectors or verdict["implementation"] not in report.implementations:
            yield f"a verdict on {verdict['implementation']!r}, {verdict['vector']!r}, which the report does not know"
    if len({(verdict["vector"], verdict["implementation"]) for verdict in report.verdicts}) < len(report.verdicts):
        yield "two verdicts on the same vector and implementation"


@cache
def validator() -> Draft202012Validator:
    """Make the validator of the schema of lines, once; that it is a schema is a test's business."""
    from jsonschema import Draft202012Validator

    schema = json.loads(Path(__file__).with_name("report.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)
