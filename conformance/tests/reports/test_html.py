"""What a report is turned into is right, and nothing in it can act: an implementation is hostile input."""

import base64
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest

from onehidden_conformance.reports import record
from onehidden_conformance.reports.badge import badges
from onehidden_conformance.reports.html import page
from onehidden_conformance.reports.junit import junit
from onehidden_conformance.reports.markdown import markdown
from onehidden_conformance.reports.terminal import plain
from onehidden_conformance.vectors.reading import vector_ids

ALL = len(vector_ids())
EVIL = "</script><script>alert('1')</script><img src=x onerror=alert(2)>|`@all \x1b[31m\x00\ud800"


class Elements(HTMLParser):
    """The elements of a page with their attributes, and what stands in the scripts and styles."""

    def __init__(self, text):
        super().__init__()
        self.found, self.raw = [], {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def handle_data(self, data):
        if self.cdata_elem is not None:
            name = self.found[-1][1].get("id", self.cdata_elem)
            self.raw[name] = self.raw.get(name, "") + data


@pytest.fixture(scope="module")
def hostile(saved_report, written):
    """The report of an implementation that is evil wherever it can write."""
    lines = [json.loads(line) for line in saved_report.text.splitlines()]
    evil_lines = json.loads(json.dumps(lines).replace("mistake:error-reversed", json.dumps(EVIL)[1:-1]))
    for line in evil_lines:
        if line["type"] == "verdict" and line["status"] == "failed":
            line |= {
                "culprit": EVIL,
                "details": EVIL,
                "stderr": EVIL,
                "line": EVIL,
                "faults": [EVIL],
                "kind": f"wrong {EVIL}",
            }
        if line["type"] == "implementation":
            line |= {"fingerprint": EVIL, "reasons": EVIL}
    return record.parse(written(evil_lines))


# ---- the page --------------------------------------------------------------------------------------------------------


def test_the_page_holds_the_whole_report(saved_report):
    raw = Elements(page(saved_report)).raw["report"]
    assert json.loads(raw) == saved_report.text


def test_the_page_needs_nothing_else(saved_report):
    text = page(saved_report)
    found = Elements(text).found
    assert not {"src", "href", "action", "srcset"} & {
        name for tag, attributes in found for name in attributes if tag != "a"
    }
    assert {attributes["href"] for tag, attributes in found if tag == "a"} == {"#"}
    assert not re.search(r"url\(|@import|fetch\(|XMLHttpRequest|WebSocket|sendBeacon", text)


def test_the_policy_allows_this_script_and_this_style_and_nothing_else(saved_report):
    elements = Elements(page(saved_report))
    [policy] = [a["content"] for tag, a in elements.found if a.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.split(maxsplit=1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for rule, part in (("script-src", "script"), ("style-src", "style")):
        digest = hashlib.sha256(elements.raw[part].encode()).digest()
        assert rules[rule] == f"'sha256-{base64.b64encode(digest).decode()}'"


def test_nothing_in_a_report_becomes_an_element(saved_report, hostile):
    harmless, evil = Elements(page(saved_report)), Elements(page(hostile))
    assert evil.found == harmless.found
    assert json.loads(evil.raw["report"]) == hostile.text


def test_the_script_makes_no_markup_of_text(saved_report):
    script = Elements(page(saved_report)).raw["script"]
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc", script)


# ---- other forms -----------------------------------------------------------------------------------------------------


def test_junit_has_a_suite_for_each_implementation_and_a_case_for_each_vector(saved_report):
    right, wrong = ET.fromstring(junit(saved_report))
    assert (right.get("name"), right.get("tests"), right.get("failures")) == ("python:reproducible", "3", "0")
    assert (wrong.get("tests"), wrong.get("failures"), wrong.get("errors")) == ("3", "3", "0")
    case = wrong.find("testcase")
    assert (case.get("classname"), case.get("name")) == ("article", "one-iteration")
    assert case.find("failure").get("type") == "wrong error"


def test_junit_of_a_hostile_report_is_xml_and_says_what_was_said(hostile):
    wrong = ET.fromstring(junit(hostile))[1]
    assert wrong.get("name") == plain(EVIL)
    assert wrong.find("testcase/failure").get("message") == plain(EVIL)


def test_markdown_names_the_failures_and_the_implementations(saved_report):
    text = markdown(saved_report)
    assert text.startswith("## Conformance: NOT CONFORMING\n")
    assert f"| <code>mistake&#58;error-reversed</code> | ❌ not conforming | 2 | 3 of {ALL} | - | 3 | - | - |" in text
    assert f"| <code>python&#58;reproducible</code> | 🟡 too little tested | 2 | 3 of {ALL} | 3 | - | - | - |" in text
    assert text.count("<code>article/one-iteration</code>") == 1


def test_nothing_in_a_report_becomes_markup_of_markdown(hostile):
    text = markdown(hostile)
    assert not re.search(r"<(?!/?(code|details|summary)>)", text)
    assert "@all" not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert all(len(re.findall(r"\|", row)) in (5, 10) for row in rows)


def test_the_badge_is_one_of_shields_io(saved_report, report_of):
    found = {suffix: json.loads(text) for suffix, text in badges(saved_report).items()}
    assert found["-mistake-error-reversed"] == {
        "schemaVersion": 1,
        "label": "onehidden",
        "message": "3 of 3 vectors fail",
        "color": "red",
    }
    assert len(found) == 2  # one for each implementation
    [(suffix, text)] = badges(report_of(["python"], ["article/one-iteration"])).items()
    assert suffix == ""
    assert json.loads(text)["message"].startswith("too little tested, 1 vector, ")
    assert json.loads(text)["color"] == "yellow"


def test_a_badge_is_green_only_where_enough_was_tested_and_says_how_much(report_with):
    report = report_with(implementations=("node x.js",))
    coverage = {"verdict": "conforming", "mistakes": {"seen": 30, "all": 40, "unseen": []}}
    report.findings["node x.js"] = {"coverage": coverage}
    assert json.loads(badges(report)[""]) == {
        "schemaVersion": 1,
        "label": "onehidden",
        "message": f"level {report.header['implementations'][0]['level']}, 3 vectors, 30 of 40 mistakes",
        "color": "brightgreen",
    }
    coverage["verdict"] = "too little tested"
    assert json.loads(badges(report)[""])["message"] == "too little tested, 3 vectors, 30 of 40 mistakes"
    assert json.loads(badges(report)[""])["color"] == "yellow"


def test_junit_tells_that_too_little_was_tested(report_with):
    report = report_with(implementations=("node x.js",))
    report.findings["node x.js"] = {
        "coverage": {
            "verdict": "too little tested",
            "missing": ["take more than one row"],
            "combinations": ["sigmoid, sigmoid, squared error, sum"],
            "uncovered": [],
            "mistakes": {"seen": 3, "all": 40, "unseen": []},
        }
    }
    suite = ET.fromstring(junit(report)).find("testsuite")
    assert (suite.get("tests"), suite.get("failures")) == ("4", "1")
    assert suite.find("testcase[@classname='coverage']/failure").get("message") == "take more than one row"
    assert "3 of 40 known mistakes" in suite.find("properties/property[@name='tested']").get("value")


def test_a_terminal_is_not_steered():
    assert plain("a\x1b[2Jb\rc\u202ed\n") == "a\\x1b[2Jb\\rc\\u202ed\n"
    assert plain("\ud800") == "\\ud800"


def test_a_hostile_report_is_printed_without_what_steers_a_terminal(command, hostile, tmp_path):
    file = tmp_path / "evil.jsonl"
    file.write_text(hostile.text, encoding="utf-8")
    code, output = command("report", file, "-v")
    assert code == 1
    assert "\\x1b[31m\\x00" in output
    assert "\x1b" not in output
    assert "\x00" not in output
