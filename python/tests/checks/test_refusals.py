import pytest

from onehidden.checks.refusals import edit_distance, nearest, quoted


@pytest.mark.parametrize(
    ("a", "b", "distance"), [("", "", 0), ("tanh", "tanh", 0), ("tan", "tanh", 1), ("relu", "sigmoid", 7)]
)
def test_the_edit_distance_counts_letters_put_in_taken_out_or_replaced(a, b, distance):
    assert edit_distance(a, b) == edit_distance(b, a) == distance


def test_the_nearest_word_is_offered_only_when_it_is_near():
    assert nearest("sigmod", ["tanh", "sigmoid"]) == "sigmoid"
    assert nearest("softplus", ["tanh", "sigmoid"]) is None
    assert nearest("lr", ["X", "y"]) is None


def test_words_are_joined_as_people_write_them():
    assert quoted(["a"]) == '"a"'
    assert quoted(["a", "b", "c"]) == '"a", "b" or "c"'
