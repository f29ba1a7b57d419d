"""A report as JUnit XML for continuous integration: one suite per implementation, one case per vector."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from onehidden_conformance.reports.lines import Line
from onehidden_conformance.reports.names import plain
from onehidden_conformance.reports.record import Report


def junit(report: Report) -> str:
    """The whole report. A known failure counts as skipped, as pytest does it; so its reason is not lost."""
    root = ET.Element("testsuites", name="onehidden-conformance")
    for implementation in report.header["implementations"]:
        root.append(suite(report, implementation))
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def suite(report: Report, implementation: Line) -> ET.Element:
    """One implementation; that it did not start is a case of its own."""
    cases = [case(verdict) for verdict in report.of(implementation["name"])]
    if implementation["problem"]:
        cases.append(ET.Element("testcase", classname="start", name=plain(implementation["name"])))
        ET.SubElement(cases[-1], "error", message=plain(implementation["problem"]))
    numbers: dict[str, Any] = {
        f"{kind}s": str(sum(case.find(kind) is not None for case in cases)) for kind in ("failure", "error")
    }
    skipped = str(sum(case.find("skipped") is not None for case in cases))
    element = ET.Element(
        "testsuite", name=plain(implementation["name"]), tests=str(len(cases)), skipped=skipped, **numbers
    )
    element.extend(cases)
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
        tag = "error" if verdict["status"] == "error" else "failure"
        fault = ET.SubElement(element, tag, message=plain(verdict["culprit"]), type=plain(verdict["kind"]))
        fault.text = plain("\n".join(filter(None, [verdict["details"], *verdict["faults"]])))
    if verdict["stderr"]:
        ET.SubElement(element, "system-err").text = plain(verdict["stderr"])
    return element
