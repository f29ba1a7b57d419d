"""The page in a real browser: it opens, filters, drills down, takes a dropped file, and survives a hostile report."""

import json
import os

import pytest

from onehidden_conformance.reports.html import page as page_of

WRONG = "mistake:error-reversed"
EVIL = "</script><script>window.evil = 1</script><img src=x onerror='window.evil = 1'>"
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def opened(browser, tmp_path):
    """Open the page of a report; whatever goes wrong in it, or asks for the network, fails the test."""
    troubles = []

    def open_page(report, fragment="", **options):
        file = tmp_path / "page.html"
        file.write_text(page_of(report), encoding="utf-8")
        page = browser.new_context(**options).new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text))
        page.on("request", lambda request: request.url.startswith("file:") or troubles.append(request.url))
        page.goto(f"{file.as_uri()}{fragment}")
        page.wait_for_selector("#main h2")
        return page

    yield open_page
    assert troubles == []


@pytest.fixture(scope="module")
def evil_report(saved_report, written):
    """A report in which everything that an implementation can say is a script."""
    from onehidden_conformance.reports import record

    text = saved_report.text.replace(WRONG, json.dumps(EVIL)[1:-1])
    lines = [json.loads(line) for line in text.splitlines()]
    for line in lines:
        if line["type"] == "verdict":
            line |= {"culprit": EVIL, "details": EVIL, "stderr": EVIL, "line": EVIL, "reason": EVIL, "faults": [EVIL]}
        if line["type"] == "implementation":
            line |= {"fingerprint": EVIL, "reasons": EVIL}
            line["drifts"] = [{"vector": EVIL, "worst": None, "text": EVIL}]
            line["matches"] = [{"mistake": EVIL, "matched": 1, "of": 1, "explanation": EVIL, "identical": True}]
    return record.parse(written(lines))


def rows(page):
    return page.locator(".vectors tbody tr:not(.group) th a").all_inner_texts()


def open_details(page):
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")


# ---- overview --------------------------------------------------------------------------------------------------------


def test_it_opens_with_the_verdict_and_the_matrix(opened, saved_report):
    page = opened(saved_report)
    assert page.inner_text("#verdict").split("\n") == [
        "Not conforming",
        "2 implementations: 1 too little tested, 1 not conforming, asked 3 vectors",
    ]
    assert rows(page) == ["article/one-iteration", "shapes/one-sample", "shapes/square"]
    assert page.locator(".vectors td a.passed").count() == 3
    assert in_sight(page, ".vectors td a.failed") == ["✗ error"] * 3
    assert page.locator(".card").count() == 2


def in_sight(page, selector):
    """The texts of elements, without the words for those who do not see their marks."""
    texts = page.locator(selector).all_inner_texts()
    return [" ".join(word for word in text.split() if word not in ("passed:", "failed:")) for text in texts]


def cells(page, row):
    """What a row of the overview says."""
    return in_sight(page, f".groups tr:has(th:text-is('{row}')) td")


def test_the_overview_has_groups_and_implementations_with_what_was_tested(opened, saved_report):
    page = opened(saved_report)
    assert page.locator(".groups thead .chip").all_inner_texts() == ["too little tested", "not conforming"]
    assert cells(page, "shapes") == ["✓ 2 of 2", "✗ 2 of 2 wrong"]
    assert cells(page, "published vectors") == ["3 of 353", "3 of 353"]
    assert page.locator(".card").first.inner_text().count("What is missing") == 1


def test_a_click_on_a_group_shows_its_vectors(opened, saved_report):
    page = opened(saved_report)
    page.click(".groups .cell.failed >> nth=1")
    assert rows(page) == ["shapes/one-sample", "shapes/square"]
    assert page.locator(".vectors thead th").all_inner_texts() == ["vector", WRONG]


def test_why_a_vector_was_skipped_stands_on_the_page(opened, saved_report, written):
    from onehidden_conformance.reports import record

    lines = [json.loads(line) for line in saved_report.text.splitlines()]
    for line in lines:
        if line["type"] == "verdict" and line["implementation"] == WRONG:
            line |= {"status": "skipped", "kind": "", "reason": "declares no loss squared_error"}
    page = opened(record.parse(written(lines)))
    assert page.locator(".vectors .reason").all_inner_texts() == ["declares no loss squared_error"] * 3
    open_details(page)
    assert "3: declares no loss squared_error" in page.locator(".card").nth(1).inner_text()


def test_long_commands_have_short_names_and_the_whole_is_in_the_tooltip(opened, saved_report, written):
    from onehidden_conformance.reports import record

    long = "/opt/software/lib/bin/node --harmony /home/somebody/projects/networks/network.js --fast"
    page = opened(
        record.parse(written([json.loads(text.replace(WRONG, long)) for text in saved_report.text.splitlines()]))
    )
    assert page.locator(".vectors thead th .name").all_inner_texts() == [
        "python:reproducible",
        "node --harmony network.js --fast",
    ]
    assert page.locator(".vectors thead th .name").nth(1).get_attribute("title") == long


@pytest.mark.parametrize("fragment", ["", f"#article/one-iteration@{WRONG}"])
def test_axe_finds_nothing(opened, saved_report, fragment):
    axe = os.environ.get("AXE_CORE")
    if axe is None:
        pytest.skip("no axe-core: npm install axe-core, and set AXE_CORE to its axe.min.js")
    for scheme in ("light", "dark"):
        page = opened(
            saved_report, fragment, bypass_csp=True, color_scheme=scheme, viewport={"width": 390, "height": 800}
        )
        open_details(page)
        page.add_script_tag(path=axe)
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []


def test_it_filters_by_failures_group_implementation_and_words(opened, saved_report):
    page = opened(saved_report)
    page.select_option("[name=implementation]", "python:reproducible")
    assert page.locator(".vectors thead th").all_inner_texts() == ["vector", "python:reproducible"]
    page.select_option("[name=show]", "failures")
    assert rows(page) == []
    page.select_option("[name=implementation]", WRONG)
    assert len(rows(page)) == 3
    page.select_option("[name=group]", "shapes")
    assert rows(page) == ["shapes/one-sample", "shapes/square"]
    page.fill("[type=search]", "SQUARE")
    assert rows(page) == ["shapes/square"]


# ---- one vector ------------------------------------------------------------------------------------------------------


def test_a_click_opens_a_vector_with_its_twelve_steps_side_by_side(opened, saved_report):
    page = opened(saved_report)
    page.click(".vectors td a.failed >> nth=0")
    page.wait_for_selector(".culprit")
    assert page.inner_text("h2") == "article/one-iteration"
    headings = page.locator("#main h3").all_inner_texts()
    assert [number for number in range(13) if any(h.startswith(f"Step {number}: ") for h in headings)] == list(
        range(13)
    )
    first = page.locator("section.first-wrong")
    assert first.locator("h3").inner_text().startswith("Step 5: error")
    assert first.locator("caption").all_inner_texts() == ["expected", "got"]
    expected, got = (first.locator("table").nth(i).locator("td").all_inner_texts() for i in (0, 1))
    assert [text.split("\n")[0].lstrip("-") for text in got] == [text.lstrip("-") for text in expected]
    assert first.locator("table").nth(1).locator("td.wrong3").count() == 3
    assert page.locator(".culprit").inner_text().startswith("failed ")


def test_the_bits_can_be_seen_and_a_cell_tells_everything(opened, saved_report):
    page = opened(saved_report, f"#article/one-iteration@{WRONG}")
    page.click("section.first-wrong td.wrong3 >> nth=0")
    told = page.inner_text("section.first-wrong output")
    assert told.startswith("error[0, 0]: expected 0.210675943406039 (3fcaf76de77dcf28), got -0.210675943406039 (")
    assert "bound " in told
    page.check("[name=bits]")
    assert page.locator("section.first-wrong td").first.inner_text() == "3fcaf76de77dcf28"


def test_a_link_to_a_vector_survives(opened, saved_report):
    page = opened(saved_report, f"#shapes/square@{WRONG}")
    assert page.inner_text("h2") == "shapes/square"
    page.reload()
    page.wait_for_selector(".culprit")
    assert page.inner_text("h2") == "shapes/square"
    assert page.locator("[aria-current=page]").inner_text().endswith(f" {WRONG}")
    page.click("text=previous")
    page.wait_for_selector("h2:has-text('shapes/one-sample')")
    page.go_back()
    page.wait_for_selector("h2:has-text('shapes/square')")


@pytest.mark.parametrize("fragment", ["#no/such", "#%E0%A4%A", "#__proto__", "#@@@", "#shapes/square@nobody"])
def test_a_wrong_link_does_no_harm(opened, saved_report, fragment):
    page = opened(saved_report, fragment)
    assert page.inner_text("#verdict") != ""


# ---- another report --------------------------------------------------------------------------------------------------


def test_a_dropped_report_is_shown(opened, saved_report, report_of):
    other = report_of(["python"], ["losses/squared-error-sum"])
    page = opened(saved_report, f"#shapes/square@{WRONG}")
    page.evaluate(DROP, ["other.jsonl", other.text])
    page.wait_for_selector("#verdict.warn")
    assert rows(page) == ["losses/squared-error-sum"]


def test_a_chosen_file_is_shown(opened, saved_report, report_of, tmp_path):
    file = tmp_path / "other.jsonl"
    file.write_text(report_of(["python"], ["losses/squared-error-sum"]).text, encoding="utf-8")
    page = opened(saved_report)
    page.set_input_files("#file", file)
    page.wait_for_selector("#verdict.warn")
    assert rows(page) == ["losses/squared-error-sum"]


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda text: text[: len(text) // 2], "the file was cut"),
        (lambda text: text[: text.rindex("\n", 0, -1) + 1], "footer"),
        (lambda text: "hello\n", "not JSON"),
        (lambda text: text.replace('"passed": 3', '"passed": 2'), "the footer counts 2 passed, and there are 3"),
        (lambda text: text.replace('"seconds": 0.', '"seconds": 1.', 1), "checksum"),
        (lambda text: text.replace('"shape": [3, 4]', '"shape": [3, 400000000]', 1), "given is missing or not"),
        (lambda text: text.replace('"type": "vector"', '"type": "constructor"', 1), "no such type of line"),
    ],
)
def test_a_damaged_report_is_refused_and_the_old_one_stays(opened, saved_report, damage, complaint):
    page = opened(saved_report)
    page.evaluate(DROP, ["damaged.jsonl", damage(saved_report.text)])
    page.wait_for_selector("#problem:visible")
    assert "damaged.jsonl cannot be shown: " in page.inner_text("#problem")
    assert complaint in page.inner_text("#problem")
    assert len(rows(page)) == 3


# ---- hostile reports -------------------------------------------------------------------------------------------------


def test_a_hostile_report_is_only_text(opened, evil_report):
    page = opened(evil_report)
    open_details(page)
    assert EVIL in page.inner_text("main")
    page.click(".vectors td a.failed >> nth=0")
    page.wait_for_selector(".culprit")
    open_details(page)
    assert page.locator("main").inner_text().count(EVIL) >= 5
    assert page.locator("main img, main script").count() == 0
    assert page.evaluate("window.evil") is None


def test_a_hostile_report_that_is_dropped_is_only_text(opened, saved_report, evil_report):
    page = opened(saved_report)
    page.evaluate(DROP, [EVIL, evil_report.text])
    page.wait_for_function(
        "(evil) => [...document.querySelectorAll('.card .name')].some((e) => e.title === evil)", arg=EVIL
    )
    assert page.evaluate("window.evil") is None
    page.evaluate(DROP, [EVIL, "no report"])
    page.wait_for_selector("#problem:visible")
    assert page.evaluate("window.evil") is None


def test_names_that_every_object_has_are_names(opened, saved_report, written):
    from onehidden_conformance.reports import record

    text = saved_report.text.replace(WRONG, "__proto__").replace("shapes/square", "constructor")
    report = record.parse(written([json.loads(line) for line in text.splitlines()]))
    page = opened(report, "#constructor@__proto__")
    assert page.inner_text("h2") == "constructor"
    assert page.locator("[aria-current=page]").inner_text().endswith(" __proto__")


# ---- screens ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fragment", ["", f"#article/one-iteration@{WRONG}"])
def test_nothing_sticks_out_of_a_phone(opened, saved_report, fragment):
    page = opened(saved_report, fragment, viewport={"width": 360, "height": 740})
    open_details(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(("scheme", "dark"), [("dark", True), ("light", False)])
def test_it_is_dark_in_the_dark(opened, saved_report, scheme, dark):
    page = opened(saved_report, color_scheme=scheme)
    color = page.evaluate("getComputedStyle(document.body).backgroundColor")
    lightness = sum(int(part) for part in color.strip("rgb()").split(",")) / 3
    assert (lightness < 60) if dark else (lightness > 200)
