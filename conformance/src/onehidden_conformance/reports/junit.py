"""A report as JUnit XML for continuous integration: one suite per implementation, one case per vector."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from onehidden_conformance.reports.lines import Line
from onehidden_conformance.reports.names import plain
from onehidden_conformance.reports.record import Report
from onehidden_conformance.reports.summary import NO_START, TOO_LITTLE, Summary, summaries
from onehidden_conformance.reports.verdict import is_partial

TAGS = {"error": "error", "fault": "error", "failed": "failure"}


def junit(report: Report) -> str:
    """The whole report. A known failure counts as skipped, as pytest does it; so its reason is not lost."""
    root = ET.Element("testsuites", name="onehidden-conformance")
    for implementation, each in zip(report.header["implementations"], summaries(report), strict=True):
        root.append(suite(report, implementation, each))
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def suite(report: Report, implementation: Line, each: Summary) -> ET.Element:
    """One implementation; that it did not start, or was tested too little, is a case of its own."""
    cases = [case(verdict) for verdict in report.of(each.name)]
    if each.outcome == NO_START:
        cases.append(of_its_own("start", each, "error", implementation["problem"]))
    if each.outcome == TOO_LITTLE and not is_partial(report):
        cases.append(of_its_own("coverage", each, "failure", "; ".join(each.coverage["missing"])))
    numbers: dict[str, Any] = {
        "errors": str(sum(case.find("error") is not None for case in cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "skipped": str(sum(case.find("skipped") is not None for case in cases)),
    }
    element = ET.Element("testsuite", name=plain(each.name), tests=str(len(cases)), **numbers)
    properties = ET.SubElement(element, "properties")
    for name, value in (("verdict", each.outcome), ("level", str(each.level)), ("tested", "; ".join(each.tested()))):
        ET.SubElement(properties, "property", name=name, value=plain(value))
    element.extend(cases)
    return element


def of_its_own(kind: str, each: Summary, tag: str, message: str) -> ET.Element:
    """A case that is about no vector."""
    element = ET.Element("testcase", classname=kind, name=plain(each.name))
    ET.SubElement(element, tag, message=plain(message), type=each.outcome)
    return element


def case(verdict: Line) -> ET.Element:
    """One vector on one implementation."""
    group, _, name = verdict["vector"].rpartition("/")
    element = ET.Element("testcase", classname=plain(group), name=plain(name), time=str(verdict["seconds"]))
    if verdict["known"]:
        ET.SubElement(element, "skipped", message=plain(f"known failure: {verdict['known']}"))
    elif verdict["status"] == "skipped":
        ET.SubElement(element, "skipped", message=plain(verdict["reason"]))
    elif verdict["kind"]:
        tag = TAGS[verdict["status"]]
        fault = ET.SubElement(element, tag, message=plain(verdict["culprit"]), type=plain(verdict["kind"]))
        fault.text = plain("\n".join(filter(None, [verdict["details"], *verdict["faults"]])))
    if verdict["stderr"]:
        ET.SubElement(element, "system-err").text = plain(verdict["stderr"])
    return element
