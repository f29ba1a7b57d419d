"""The page of a walkthrough in a real browser: it opens, leads to every step, and its arithmetic is right."""

import json
import re

import numpy as np
import pytest

import onehidden
from onehidden_conformance.vectors.names import ACTIVATIONS

X = np.array([[1.0, 0.0, 1.0, 0.0], [1.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
Y = np.array([[1.0], [1.0], [0.0]])
ARTICLE = onehidden.Network(  # the weights that the article printed
    wh=[[0.42, 0.88, 0.55], [0.10, 0.73, 0.68], [0.60, 0.18, 0.47], [0.92, 0.11, 0.52]],
    bh=[0.46, 0.72, 0.08],
    wout=[[0.30], [0.25], [0.23]],
    bout=[0.69],
)
FRAMES = 21
NUMBERS = 2.0 * onehidden.streams.uniforms(3, 200) - 1.0
CLASSES = np.array([[1.0, 0.0], [0.25, 0.75], [0.0, 1.0]])


def other(h=3, biases=True, **settings):
    """A network with d = 4 and k = 2."""
    return onehidden.Network(
        NUMBERS[: 4 * h].reshape(4, h) if h else None,
        NUMBERS[40 : 40 + h] if h and biases else None,
        NUMBERS[60 : 60 + 2 * (h or 4)].reshape(-1, 2),
        NUMBERS[90:92] if biases else None,
        **settings,
    )


SOFTMAX = {"output_activation": "softmax", "loss": "categorical_cross_entropy"}
OTHERS = {
    "sigmoid": (other(), CLASSES),
    "tanh, mean": (other(hidden_activation="tanh", output_activation="tanh", reduction="mean"), CLASSES),
    "relu, identity": (other(hidden_activation="relu", output_activation="identity"), CLASSES * -3.0),
    **{f"{name}, new": (other(hidden_activation=name, output_activation=name), CLASSES) for name in ACTIVATIONS[4:]},
    "identity, sigmoid": (other(hidden_activation="identity", biases=False), CLASSES),
    "binary cross-entropy": (other(loss="binary_cross_entropy", reduction="mean"), CLASSES),
    "softmax": (other(**SOFTMAX, reduction="mean"), CLASSES),
    "softmax without hidden layer": (other(h=0, **SOFTMAX), CLASSES),
    "no biases, no hidden layer": (other(h=0, biases=False), CLASSES),
}


@pytest.fixture
def opened(browser, tmp_path):
    """Open the page of a walkthrough; whatever goes wrong in it, or asks for anything, fails the test."""
    troubles = []

    def open_page(
        network=ARTICLE,
        y=Y,
        X=X,
        epochs=3,
        decimals=2,
        learning_rate=0.1,
        arithmetic="reproducible",
        fragment="",
        **options,
    ):
        file = tmp_path / "page.html"
        onehidden.walkthrough(network, X, y, learning_rate, file, epochs, decimals, arithmetic)
        page = browser.new_context(**options).new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text))
        page.on(
            "request", lambda request: request.url.partition("#")[0] == file.as_uri() or troubles.append(request.url)
        )
        page.goto(f"{file.as_uri()}{fragment}")
        return page

    yield open_page
    assert troubles == []


def go_to(page, name):
    page.locator("#steps button", has_text=re.compile(rf"\s{re.escape(name)}$")).click()
    assert page.inner_text("#name") == name


def press(page, key, times=1):
    for _ in range(times):
        page.keyboard.press(key)


def cells(page, selector="[data-part=result]"):
    return page.locator(f"#equation {selector} tbody td").all_inner_texts()


def marked(page, mark):
    """The marked cells within the matrices that go in, as (matrix, row, column)."""
    return page.evaluate(
        """(mark) => [...document.querySelectorAll(`#equation td.${mark}`)].map((cell) =>
             [cell.closest("table").dataset.name, Number(cell.dataset.row), Number(cell.dataset.column)])""",
        mark,
    )


def result_cell(page, row, column):
    return page.locator(f'#equation [data-part=result] [data-row="{row}"][data-column="{column}"]')


def plain(text):
    """The text with signs of ASCII for those of mathematics."""
    return text.translate({ord("\u00d7"): "x", ord("\u2212"): "-", ord("\u2248"): "~"})


def arithmetic(page):
    """What is said of a cell: its place, the left-hand side, the sign, the result."""
    place, formula = plain(page.inner_text("#arithmetic")).split("\n")
    left, sign, right = re.fullmatch(r"(.+) ([=~]) (.+)", formula).groups()
    return place, left, sign, right


# ---- going from step to step -----------------------------------------------------------------------------------------


def test_it_opens_with_the_samples(opened):
    page = opened()
    assert page.inner_text("#place") == "Step 0 of 12"
    assert page.inner_text("#name") == "X, y"
    assert cells(page, "[data-name=X]") == ["1", "0", "1", "0", "1", "0", "1", "1", "0", "1", "0", "1"]
    assert page.is_disabled("#back")
    assert page.locator("#steps button").count() == FRAMES


def test_buttons_lead_forward_and_back_through_the_epochs(opened):
    page = opened(epochs=2)
    seen = []
    while True:
        seen.append((page.inner_text("#epoch-number"), page.inner_text("#place").split(",")[0]))
        if page.is_disabled("#next"):
            break
        page.click("#next")
    assert len(seen) == 2 * FRAMES
    assert list(dict.fromkeys(seen)) == [
        (f"Epoch {epoch} of 2", f"Step {step} of 12") for epoch in (1, 2) for step in range(13)
    ]
    for expected in reversed(seen[:-1]):
        page.click("#back")
        assert (page.inner_text("#epoch-number"), page.inner_text("#place").split(",")[0]) == expected
    assert page.is_disabled("#back")


def test_keys_lead_to_every_step_and_epoch(opened):
    page = opened()
    press(page, "ArrowRight", 2)
    assert page.inner_text("#name") == "hidden_layer_input"
    press(page, "ArrowLeft")
    assert page.inner_text("#name") == "wh, bh, wout, bout"
    press(page, "End")
    assert page.inner_text("#name") == "updated_bout"
    press(page, "PageDown")
    assert page.inner_text("#epoch-number") == "Epoch 2 of 3"
    press(page, "PageDown", 5)
    assert page.inner_text("#epoch-number") == "Epoch 3 of 3"
    press(page, "ArrowRight")
    assert page.inner_text("#name") == "updated_bout"
    press(page, "PageUp")
    press(page, "Home")
    assert (page.inner_text("#epoch-number"), page.inner_text("#name")) == ("Epoch 2 of 3", "X, y")
    press(page, "ArrowLeft")
    assert (page.inner_text("#epoch-number"), page.inner_text("#name")) == ("Epoch 1 of 3", "updated_bout")


def test_the_slider_and_the_list_lead_to_a_step(opened):
    page = opened()
    page.locator("#slider").fill("2")
    assert page.inner_text("#name") == "hidden_layer_input"
    assert page.get_attribute("#slider", "aria-valuetext") == "step 2, hidden_layer_input"
    go_to(page, "grad_wh")
    assert page.inner_text("#place") == "Step 10 of 12, part 2 of 2"
    assert page.locator("#steps [aria-current=step]").all_inner_texts() == ["10\ngrad_wh"]
    assert page.input_value("#slider") == "14"


def test_the_address_says_where_the_reader_is(opened):
    page = opened(fragment="#2/grad_wh")
    assert (page.inner_text("#epoch-number"), page.inner_text("#name")) == ("Epoch 2 of 3", "grad_wh")
    page.click("#next")
    page.click("#next-epoch")
    page.reload()
    assert page.url.endswith("#3/grad_bout")
    assert (page.inner_text("#epoch-number"), page.inner_text("#name")) == ("Epoch 3 of 3", "grad_bout")


@pytest.mark.parametrize(
    "fragment", ["#4/grad_wh", "#0/grad_wh", "#1/bh", "#1/__proto__", "#<script>", "#%E0%A4%A", "#9999/X"]
)
def test_a_wrong_address_does_no_harm(opened, fragment):
    page = opened(fragment=fragment)
    assert (page.inner_text("#epoch-number"), page.inner_text("#name")) == ("Epoch 1 of 3", "X, y")


def test_the_next_epoch_has_the_updated_parameters_and_its_own_loss(opened):
    page = opened()
    go_to(page, "updated_wout")
    page.select_option("#decimals", "17")
    updated = cells(page)
    first = page.inner_text("#epoch-loss")
    page.click("#next-epoch")
    assert page.inner_text("#epoch-number") == "Epoch 2 of 3"
    assert page.inner_text("#epoch-loss") != first
    assert cells(page, "[data-name=wout]") == updated
    assert cells(page) != updated
    page.click("#previous-epoch")
    assert cells(page) == updated


# ---- numbers and marks -----------------------------------------------------------------------------------------------


def test_what_was_computed_and_what_from_is_marked_by_colour_and_by_border(opened):
    page = opened()
    go_to(page, "hidden_layer_input")
    assert {name for name, _, _ in marked(page, "computed")} == {"hidden_layer_input"}
    assert [len([m for m in marked(page, "source") if m[0] == name]) for name in ("X", "wh", "bh")] == [12, 12, 3]
    style = "(cell) => [getComputedStyle(cell).borderStyle, getComputedStyle(cell).backgroundColor]"
    computed = page.eval_on_selector("#equation td.computed", style)
    source = page.eval_on_selector("#equation td.source", style)
    assert (computed[0], source[0]) == ("solid", "dashed")
    assert computed[1] != source[1]
    assert "computed in this step" in page.inner_text("#legend")


def test_pointing_at_a_cell_shows_the_sum_of_products_and_marks_what_goes_in(opened):
    page = opened()
    go_to(page, "hidden_layer_input")
    result_cell(page, 0, 0).hover()
    assert arithmetic(page) == (
        "hidden_layer_input, sample 1, hidden neuron 1",
        "1 x 0.42 + 0 x 0.10 + 1 x 0.60 + 0 x 0.92 + 0.46",
        "=",
        "1.48",
    )
    result_cell(page, 1, 2).hover()
    assert sorted(marked(page, "hit")) == sorted(
        [["X", 1, k] for k in range(4)] + [["wh", k, 2] for k in range(4)] + [["bh", 0, 2]]
    )
    assert marked(page, "here") == [["hidden_layer_input", 1, 2]]
    page.mouse.move(5, 5)
    assert marked(page, "hit") == marked(page, "here") == []
    assert page.inner_text("#arithmetic").startswith("Point at a cell")


def test_the_reader_chooses_the_decimals(opened):
    page = opened(decimals=3)
    assert page.locator("#decimals option").all_inner_texts() == [
        *("2 decimals", "3 decimals", "4 decimals", "8 decimals", "all digits")
    ]
    go_to(page, "output")
    expected = onehidden.predict(ARTICLE, X)[0, 0]
    assert cells(page)[0] == f"{expected:.3f}"
    page.select_option("#decimals", "8")
    assert cells(page)[0] == f"{expected:.8f}"
    page.select_option("#decimals", "17")
    assert float(cells(page)[0]) == expected


@pytest.mark.parametrize(("arithmetic_name", "sign"), [("reproducible", "="), ("blas", "~")])
def test_only_a_specified_order_of_operations_claims_the_last_digit(opened, arithmetic_name, sign):
    page = opened(arithmetic=arithmetic_name)
    assert f"{arithmetic_name} arithmetic" in page.inner_text("#network")
    go_to(page, "hidden_layer_input")
    result_cell(page, 0, 0).hover()
    assert arithmetic(page)[2] == "="
    page.select_option("#decimals", "17")
    result_cell(page, 0, 1).hover()
    assert arithmetic(page)[2] == sign


def test_a_finger_shows_the_arithmetic_too(opened):
    page = opened(viewport={"width": 390, "height": 844}, has_touch=True)
    page.tap("#next")
    page.tap("#next")
    result_cell(page, 1, 1).tap()
    assert arithmetic(page)[0] == "hidden_layer_input, sample 2, hidden neuron 2"


def test_a_small_learning_rate_is_not_shown_as_0(opened):
    page = opened(learning_rate=0.001)
    go_to(page, "updated_bout")
    assert cells(page, "[data-name=learning_rate]") == ["0.001"]
    result_cell(page, 0, 0).hover()
    assert arithmetic(page)[1].endswith("x 0.001")


# Evaluates what is said of every cell of every step, and compares it with the number that the package gave. exp, log
# and tanh are the browser's own here.
CHECK_EVERY_CELL = """() => {
  const wrong = [];
  let checked = 0;
  const value = (words) => Function("exp", "log", "tanh", `return ${words}`)(Math.exp, Math.log, Math.tanh);
  for (let frame = 0; frame < FRAMES.length; frame++) {
    go({ frame });
    for (const cell of document.querySelectorAll("#equation [data-part=result] tbody td")) {
      cell.focus();
      const words = document.getElementById("arithmetic").innerText.split("\\n")[1];
      checked += 1;
      if (words.endsWith(" is given")) continue;
      let [left, right] = words.replaceAll("\u2212", "-").replaceAll("\u00d7", "*").split(" = ");
      const branch = /^\\(?(.+?)\\)? is (not )?above 0: (.+)$/.exec(left);
      if (branch) left = branch[3];
      const [got, expected] = [value(left), Number(right)];
      const ulps = /exp|log|tanh/.test(left) ? 1e-14 * Math.abs(expected) : 0;
      const close = Math.abs(got - expected) <= ulps;
      if (!close || (branch && (branch[2] === undefined) !== Number(branch[1]) > 0)) wrong.push([frame, words, got]);
    }
  }
  return [checked, wrong];
}"""


@pytest.mark.parametrize("name", ["article", *OTHERS])
def test_the_arithmetic_of_every_cell_gives_its_number_to_the_last_digit(opened, name):
    network, y = {"article": (ARTICLE, Y), **OTHERS}[name]
    page = opened(network, y)
    page.select_option("#decimals", "17")
    checked, wrong = page.evaluate(CHECK_EVERY_CELL)
    assert wrong == []
    assert checked > 40


@pytest.mark.parametrize("name", OTHERS)
def test_every_number_that_goes_in_is_in_a_marked_cell(opened, name):
    """And only those: the marks are where the arithmetic takes its numbers from."""
    network, y = OTHERS[name]
    page = opened(network, y)
    page.select_option("#decimals", "17")
    wrong = page.evaluate(
        """() => FRAMES.flatMap((equations, frame) => {
          go({ frame });
          return [...document.querySelectorAll("#equation [data-part=result] tbody td")].filter((cell) => {
            cell.focus();
            const texts = (selector) =>
              [...document.querySelectorAll(selector)].map((e) => e.innerText.replace(/[()]/g, ""));
            const said = new Set(texts("#arithmetic .number"));
            return texts("#equation td.hit").some((text) => text !== "0.1" && !said.has(text)) ||
              [...said].some((text) => !texts("#equation td.hit").includes(text));
          }).map((cell) => [frame, cell.innerText]);
        })"""
    )
    assert wrong == []


def test_of_a_long_sum_the_first_terms_and_the_last_are_shown(opened):
    u = onehidden.streams.uniforms(9, 700)
    page = opened(X=u[:480].reshape(120, 4), y=u[500:620].reshape(120, 1), epochs=1)
    go_to(page, "grad_wh")
    result_cell(page, 0, 0).focus()
    assert "… 109 more terms …" in arithmetic(page)[1]
    assert len(marked(page, "hit")) == 240


def test_of_a_large_matrix_the_part_is_shown_that_goes_in(opened):
    page = opened(X=NUMBERS.repeat(3)[:480].reshape(120, 4), y=np.ones((120, 1)), epochs=1)
    go_to(page, "hidden_layer_input")
    result_cell(page, 100, 1).focus()
    assert ["X", 100, 0] in marked(page, "hit")
    visible = page.evaluate(
        """() => [...document.querySelectorAll("#equation table:not([data-part=result])")].every((table) => {
          const cell = table.querySelector(".hit");
          const [a, b] = [cell, cell.closest(".scroll")].map((e) => e.getBoundingClientRect());
          return a.top >= b.top && a.bottom <= b.bottom && a.left >= b.left && a.right <= b.right;
        })"""
    )
    assert visible


def test_softmax_takes_the_largest_of_the_row_from_all(opened):
    network = onehidden.Network(np.eye(2), None, np.eye(2), None, "identity", **SOFTMAX)
    page = opened(network, np.array([[1.0, 0.0]]), np.array([[1.0, 3.0]]), epochs=1)
    go_to(page, "output")
    result_cell(page, 0, 0).hover()
    assert arithmetic(page)[1] == "exp(1 - 3) / (exp(1 - 3) + exp(3 - 3))"


def test_an_infinite_loss_is_told(opened):
    network = onehidden.Network(None, None, [[100.0]], None, loss="binary_cross_entropy")
    page = opened(network, np.array([[0.0]]), np.array([[1.0]]), epochs=1)
    assert page.inner_text("#epoch-loss") == ", loss infinite"
    go_to(page, "loss")
    assert cells(page) == ["infinite"]


# ---- the network -----------------------------------------------------------------------------------------------------


def test_the_network_is_drawn_with_what_the_step_computes(opened):
    page = opened(OTHERS["sigmoid"][0], CLASSES)
    assert page.locator("svg .neuron").count() == 4 + 3 + 2
    assert page.locator("svg .weight").count() == 12 + 3 + 6 + 2
    negative = int((OTHERS["sigmoid"][0].wh < 0).sum())
    assert page.locator('svg .negative[data-drawn="weights-h"]').count() == negative
    go_to(page, "error_at_hidden_layer")
    drawn = "(elements) => [...new Set(elements.map((element) => element.dataset.drawn))].sort()"
    assert page.eval_on_selector_all("svg .computed", drawn) == ["neurons-h"]
    assert page.eval_on_selector_all("svg .source", drawn) == ["neurons-o", "weights-o"]
    result_cell(page, 1, 2).hover()
    places = (
        "(elements) => elements.map((element) => [element.dataset.drawn, element.dataset.row, element.dataset.column])"
    )
    assert sorted(page.eval_on_selector_all("svg .hit", places), key=str) == sorted(
        [["neurons-o", None, "0"], ["neurons-o", None, "1"], ["weights-o", "2", "0"], ["weights-o", "2", "1"]], key=str
    )
    assert page.inner_text("#caption").startswith("In the neurons, sample 2: ")


def test_of_many_neurons_some_are_drawn_and_the_others_counted(opened):
    wide = onehidden.Network(np.ones((4, 20)), None, np.ones((20, 1)), None)
    page = opened(wide, Y)
    assert page.locator('svg [data-drawn="neurons-h"]').count() == 7
    assert "13 more" in page.locator("svg").inner_html()
    go_to(page, "hidden_layer_input")
    result_cell(page, 0, 19).focus()
    assert len(marked(page, "hit")) == 8


# ---- keyboard and screen reader --------------------------------------------------------------------------------------


def test_everything_can_be_done_with_the_keyboard(opened):
    page = opened()
    focused = "document.activeElement.id || document.activeElement.dataset.row + document.activeElement.dataset.column"
    order = []
    for _ in range(6):
        press(page, "Tab")
        order.append(page.evaluate(focused))
    assert order[:4] == ["slider", "next", "next-epoch", "decimals"]
    page.focus("#next")
    press(page, "Enter", 2)
    assert page.inner_text("#name") == "hidden_layer_input"
    page.locator("#equation [data-part=result] td[tabindex='0']").focus()
    press(page, "ArrowDown")
    press(page, "ArrowRight")
    assert arithmetic(page)[0] == "hidden_layer_input, sample 2, hidden neuron 2"
    assert page.inner_text("#name") == "hidden_layer_input"
    press(page, "ArrowUp", 5)
    assert arithmetic(page)[0] == "hidden_layer_input, sample 1, hidden neuron 2"
    assert page.locator("#equation td[tabindex='0']").count() == 1
    press(page, "Escape")
    assert page.evaluate(focused) == "next"
    press(page, "ArrowRight")
    assert page.inner_text("#name") == "hidden_layer_activations"


def test_the_focus_is_seen(opened):
    page = opened()
    for _ in range(12):
        press(page, "Tab")
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]; })()"
        )
        assert style[0] == "solid"
        assert float(style[1].removesuffix("px")) >= 2


def test_a_screen_reader_is_told_roles_names_and_changes(opened):
    page = opened()
    go_to(page, "hidden_layer_input")
    told = plain(page.locator("body").aria_snapshot())
    for expected in [
        'heading "Twelve steps of a neural network" [level=1]',
        'heading "hidden_layer_input" [level=2]',
        'group "Where to go"',
        'button "Back"',
        'button "Next"',
        'slider "Step"',
        'button "Previous epoch" [disabled]',
        'button "Next epoch"',
        'combobox "Decimals"',
        'table "X, 3 x 4"',
        'table "wh, 4 x 3"',
        'table "hidden_layer_input, 3 x 3"',
        'rowheader "s2"',
        'columnheader "h3"',
        'navigation "The twelve steps"',
        'img "In the neurons, sample 1: X, hidden_layer_input',
    ]:
        assert expected in told, told
    speaking = page.eval_on_selector_all("[role=status]", "(elements) => elements.map((element) => element.id)")
    assert speaking == ["epoch", "told", "arithmetic"]
    assert page.evaluate("document.documentElement.lang") == "en"
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("button, select, input")]
             .filter((e) => !(e.ariaLabel || e.innerText.trim())).length"""
    )
    assert unnamed == 0


CONTRASTS = """() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const linear = (c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const light = (color) => {
    const [r, g, b] = parse(color).slice(0, 3).map((c) => linear(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = parse(getComputedStyle(e).backgroundColor);
      if (color.length === 3 || color[3] === 1) return getComputedStyle(e).backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  const isText = (node) => node.nodeType === 3 && node.textContent.trim();
  const texts = [...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility() && !e.closest("svg, script, :disabled") && [...e.childNodes].some(isText));
  return texts.map((e) => {
    const [a, b] = [light(getComputedStyle(e).color), light(behind(e))];
    return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e.className, e.innerText.slice(0, 20)];
  }).filter(([ratio]) => ratio < 4.5);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_of_wcag_aa(opened, scheme):
    page = opened(color_scheme=scheme, reduced_motion="reduce")
    go_to(page, "hidden_layer_input")
    assert page.evaluate(CONTRASTS) == []
    result_cell(page, 1, 1).hover()
    assert page.evaluate(CONTRASTS) == []


# ---- screens and paper -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scheme", "dark"), [("dark", True), ("light", False)])
def test_it_is_dark_in_the_dark(opened, scheme, dark):
    page = opened(color_scheme=scheme)
    color = page.evaluate("getComputedStyle(document.body).backgroundColor")
    lightness = sum(int(part) for part in color.strip("rgb()").split(",")) / 3
    assert (lightness < 60) if dark else (lightness > 200)


@pytest.mark.parametrize("width", [360, 390, 768])
def test_nothing_sticks_out_of_a_small_screen(opened, width):
    page = opened(OTHERS["binary cross-entropy"][0], CLASSES, viewport={"width": width, "height": 740}, decimals=8)
    for _ in range(FRAMES):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        press(page, "ArrowRight")


def test_the_whole_first_equation_is_seen_on_a_projector(opened):
    page = opened(viewport={"width": 1280, "height": 800})
    go_to(page, "hidden_layer_input")
    boxes = [box.bounding_box() for box in page.locator("#equation table").all()]
    assert len(boxes) == 4
    assert max(box["x"] + box["width"] for box in boxes) <= page.locator("aside").bounding_box()["x"]
    assert max(box["y"] for box in boxes) < min(box["y"] + box["height"] for box in boxes)  # in one line


def test_on_paper_all_steps_of_the_epoch_are_below_each_other(opened):
    page = opened()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#handout section").count() == FRAMES
    assert page.locator("#handout").is_visible()
    assert not page.locator("#controls").is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#handout section").count() == 0


def test_who_wants_no_motion_has_none(opened):
    page = opened(reduced_motion="reduce")
    duration = page.evaluate("getComputedStyle(document.querySelector('#equation td')).transitionDuration")
    assert duration == "0s"


# ---- what is in the file ---------------------------------------------------------------------------------------------


def test_a_script_that_is_not_the_pages_own_does_not_run(browser, tmp_path):
    file = tmp_path / "page.html"
    onehidden.walkthrough(ARTICLE, X, Y, path=file)
    text = file.read_text(encoding="ascii")
    file.write_text(text.replace("</footer>", "</footer><script>window.evil = 1</script>"), encoding="ascii")
    page = browser.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    assert page.evaluate("window.evil") is None
    assert page.inner_text("#name") == "X, y"
    assert len(said) == 1
    assert "violates the following Content Security Policy" in said[0]


def test_names_that_are_scripts_never_reach_the_page(tmp_path):
    pandas = pytest.importorskip("pandas", reason="no pandas: pip install pandas")
    evil = "</script><script>window.evil = 1</script>"
    frame = pandas.DataFrame(X, columns=[evil, *"abc"])
    onehidden.walkthrough(ARTICLE, frame, Y, path=tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text(encoding="ascii")
    assert "evil" not in text
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)[1]
    assert "<" not in data
    assert json.loads(data)["given"]["X"] == X.tolist()
