"""The house: rooms from the ground up, nothing that rests on what is above it, and everything of a size to be read."""

import statistics
from pathlib import Path

import pytest

from tests.house.measures import House, PythonHouse, RHouse, circles, floors

REPOSITORY = Path(__file__).parents[3]

# From the ground up. What stands at the top is the public face; "" is the folder's own __init__.py.
ROOMS = {
    "python/src/onehidden": (
        *(
            "_version",
            "_typing",
            "_display",
            "checks",
            "errors",
            "arithmetic",
            "streams",
            "datasets",
            "network",
            "training",
        ),
        *("training", "walkthrough", "models", "figures", ""),
    ),
    "r/R": (
        *("checks", "arithmetic", "streams", "datasets", "network", "training"),
        *("walkthrough", "models", "formula", "figures", "onehidden-package"),
    ),
    "conformance/src/onehidden_conformance": (
        *("numbers", "oracle", "vectors", "bounds", "mistakes", "made", "implementations", "judging", "reports"),
        *("findings", "running", "kits", "cli", ""),
    ),
    "conformance/src/onehidden_vectors": (
        *("", "making", "groups", "elementary_bounds", "kill_matrix", "score", "__main__"),
    ),
}
FLOORS = {"python/src/onehidden": 11, "r/R": 11, "conformance/src/onehidden_conformance": 9}
"""Floors of rooms; the generator stands beside."""

FILES_IN_A_FOLDER, LINES_OF_A_FILE, LINES_OF_A_FUNCTION, PARAMETERS = 12, 350, 50, 7
MEDIAN, NINE_IN_TEN = 7, {"conformance/src/onehidden_vectors": 30}
"""Lines of most functions, and of nine in ten where it is not 16: those of the generator are lists of vectors."""

ONE_CASE_A_FILE = {"conformance/tests/implementations/wrong_implementations", "conformance/examples/errata"}
DATA = {"arithmetic.elementary"}
"""Files that are tables of numbers."""

CALLED_BY_NAME = {
    "python/src/onehidden": {"train", "training_epochs", "initial_network", "walkthrough", "__init__", "write_page"},
    "r/R": {"train", "training_epochs", "initial_network", "walkthrough", "network", "onehidden", "onehidden.formula"}
    | {"onehidden.default", "training_settings", "new_model"},
    # The kinds of vectors, whose authors write every argument with its name; an implementation's train.
    "conformance/src/onehidden_vectors": {"step", "training", "short_training", "update", "threshold"}
    | {"initialization", "split", "invalid"},
    "conformance/src/onehidden_conformance": {"train", "run_command"},
}
"""Functions that have more parameters, because users call them with names."""


@pytest.fixture(scope="module", params=ROOMS)
def house(request):
    folder = REPOSITORY / request.param
    return (RHouse if request.param == "r/R" else PythonHouse)(folder, ROOMS[request.param])


def name_of(house: House) -> str:
    return house.folder.relative_to(REPOSITORY).as_posix()


def test_every_file_stands_in_a_room(house):
    assert [file for file in house.files if house.room_of(file) not in house.rooms] == []


def test_nothing_rests_on_what_is_above_it(house):
    assert house.upwards() == []


def test_nothing_goes_round_in_a_circle(house):
    # In R a file may call another that calls it back: there only rooms are looked at.
    assert circles(house.of_rooms if isinstance(house, RHouse) else house.imports) == ""


def test_the_house_is_not_too_high(house):
    assert floors(house.of_rooms) <= FLOORS.get(name_of(house), len(house.rooms))


def test_no_folder_is_crowded():
    sources = [*ROOMS, "conformance/tests", "conformance/examples", "python/tests"]
    folders = [folder for source in sources if source != "r/R" for folder in below(REPOSITORY / source)]
    crowded = {
        folder.relative_to(REPOSITORY).as_posix(): count
        for folder in folders
        if (count := sum(is_source(path) for path in folder.iterdir())) > FILES_IN_A_FOLDER
    }
    assert crowded.keys() <= ONE_CASE_A_FILE, crowded


def test_no_room_of_r_is_crowded():
    house = RHouse(REPOSITORY / "r/R", ROOMS["r/R"])
    rooms = [house.room_of(file) for file in house.files]
    assert {room: rooms.count(room) for room in rooms if rooms.count(room) > FILES_IN_A_FOLDER} == {}


def below(folder):
    return [folder, *(path for path in folder.rglob("*") if path.is_dir() and "__pycache__" not in path.parts)]


def is_source(path):
    return path.is_file() and path.suffix in (".py", ".R", ".json", ".csv", ".css", ".html", ".js", ".md")


def test_no_file_is_too_long(house):
    long = {file: lines for file, lines in house.lines().items() if lines > LINES_OF_A_FILE}
    assert {file: lines for file, lines in long.items() if file.replace("_", ".", 1) not in DATA | {*DATA}} == {}


def test_functions_are_short(house):
    lines = sorted(function.lines for function in house.functions)
    assert len(lines) > 50
    assert statistics.median(lines) <= MEDIAN
    assert lines[int(0.9 * len(lines))] <= NINE_IN_TEN.get(name_of(house), 16)
    assert [f for f in house.functions if f.lines > LINES_OF_A_FUNCTION] == []


def test_functions_have_few_parameters(house):
    named = CALLED_BY_NAME[name_of(house)]
    assert [f for f in house.functions if f.parameters > PARAMETERS and f.name not in named] == []


# ---- the measure itself ----------------------------------------------------------------------------------------------


def test_the_measure_sees_what_it_looks_for(tmp_path):
    package = tmp_path / "house"
    for room, text in (("ground", "def a(b, c):\n    '''Text.'''\n\n    return b  # c\n"), ("roof", "X = 1\n")):
        (package / room).mkdir(parents=True)
        (package / room / "__init__.py").write_text(text)
    (package / "ground" / "up.py").write_text("def f():\n    from house.roof import X\n    return X\n")
    (package / "roof" / "round.py").write_text("from house.ground import up\n")
    house = PythonHouse(package, ("ground", "roof"))
    assert house.upwards() == ["ground.up imports roof"]
    assert circles(house.imports) == ""
    assert circles(house.of_rooms).startswith("a circle: ")
    assert floors({"a": frozenset("b"), "b": frozenset("c"), "c": frozenset()}) == 3
    assert [(f.name, f.lines, f.parameters) for f in house.functions] == [("a", 1, 2), ("f", 2, 0)]


def test_the_measure_of_r_sees_what_it_looks_for(tmp_path):
    ground = 'low <- function(x, y = c(1, 2)) {\n  # high(x)\n  text <- "high(x)"\n\n  x\n}\none <- function() 1\n'
    (tmp_path / "ground_low.R").write_text(ground)
    (tmp_path / "roof.R").write_text("high <- function(x) low(x)\n")
    house = RHouse(tmp_path, ("ground", "roof"))
    assert house.imports == {"ground_low": frozenset(), "roof": frozenset({"ground_low"})}
    assert house.upwards() == []
    assert [(f.name, f.lines, f.parameters) for f in house.functions] == [("low", 2, 2), ("one", 1, 0), ("high", 1, 1)]
    (tmp_path / "ground_low.R").write_text(ground.replace("# high(x)", "high(x)"))
    assert RHouse(tmp_path, ("ground", "roof")).upwards() == ["ground_low imports roof"]
