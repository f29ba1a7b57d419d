import json

import numpy as np
import pytest

from onehidden.models.json_text import (
    NotJsonError,
    json_bits,
    json_line,
    json_lines,
    json_logical,
    json_numbers,
    json_string,
    json_whole,
    parsed_json,
)

TREE = {"a": ["1", "2"], "b": {"c": "null", "d": []}, "e": [{"f": "true"}, {"f": "false"}]}


def test_numbers_are_written_with_17_digits_and_as_bits():
    numbers = np.array([0.1, -0.0, 1.0, 5e-324, 1e23, np.inf])
    assert json_numbers(numbers) == [
        "0.10000000000000001",
        "-0",
        "1",
        "4.9406564584124654e-324",
        "9.9999999999999992e+22",
        "null",
    ]
    assert json_bits(numbers) == [
        '"3fb999999999999a"',
        '"8000000000000000"',
        '"3ff0000000000000"',
        '"0000000000000001"',
        '"44b52d02c7e14af6"',
        '"7ff0000000000000"',
    ]


def test_only_what_json_does_not_allow_is_escaped():
    assert json_string('a"b\\c\td\x01é\x7f/') == '"a\\"b\\\\c\\u0009d\\u0001é\x7f/"'
    assert json.loads(json_string("".join(map(chr, range(1, 300))))) == "".join(map(chr, range(1, 300)))
    assert (json_logical(True), json_logical(False)) == ("true", "false")
    assert (json_whole(-3.0), json_whole(2**53)) == ("-3", "9007199254740992")


def test_a_tree_is_written_on_one_line_or_to_be_read():
    assert json_line(TREE) == '{"a":[1,2],"b":{"c":null,"d":[]},"e":[{"f":true},{"f":false}]}'
    lines = [
        "{",
        '  "a": [1,2],',
        '  "b": {',
        '    "c": null,',
        '    "d": []',
        "  },",
        '  "e": [',
        "    {",
        '      "f": true',
        "    },",
        "    {",
        '      "f": false',
        "    }",
        "  ]",
        "}",
    ]
    assert json_lines(TREE) == "\n".join(lines)


def test_json_is_read_with_every_number_as_a_double():
    assert parsed_json(b'{"a": [1, 2.5, -0, 1e3], "b": null, "c": {}, "d": "\\u00e4\\ud83d\\ude00"}') == {
        "a": [1.0, 2.5, 0.0, 1000.0],
        "b": None,
        "c": {},
        "d": "ä😀",
    }
    assert isinstance(parsed_json(b"1"), float)
    assert parsed_json(b"0.1") == 0.1
    assert parsed_json(rb'["\\ud800"]') == [r"\ud800"]


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[1", b"[1]]", b"[1,]", b"[01]", b"[+1]", b"[.5]", b"[1.]", b"[NaN]", b"[Infinity]", b"[nul]"),
        *(b"['a']", b'["a]', b'["\\x"]', b'["a\nb"]', b'["a"] // b', b"/* a */ []", b"\x00", b"[]\x00", b"[1\x0c]"),
        *(b"\xef\xbb\xbf[]", b"\xff\x00", b'["\\ud800"]', b'["\\udc00\\ud800"]', b'["\\u0000"]'),
    ],
)
def test_what_is_not_json_is_refused(content):
    with pytest.raises(NotJsonError, match=r"^it is not JSON$"):
        parsed_json(content)


def test_what_else_is_refused_says_why():
    with pytest.raises(NotJsonError, match="not text in UTF-8"):
        parsed_json(b'["\xff"]')
    with pytest.raises(NotJsonError, match="a key occurs twice in it"):
        parsed_json(b'[{"a": {"b": 1, "\\u0062": 2}}]')
    with pytest.raises(NotJsonError, match="nested too deeply"):
        parsed_json(b"[" * 17 + b"]" * 17)
    assert parsed_json(b"[" * 16 + b"]" * 16 + b" ")
    assert parsed_json(b'["' + b"[" * 100 + b'\\"]"]') == ["[" * 100 + '"]']
