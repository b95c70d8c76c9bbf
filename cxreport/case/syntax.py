"""What YAML's parser says, in the words of someone who has never heard of it, and placed where the slip is."""

from __future__ import annotations

import re

import yaml

# By what the parser says: whether the slip is where it began to read (rather than where it gave up), and what to tell.
_UNCLOSED = (
    "found unexpected end of stream",
    True,
    "a quote or bracket is opened and never closed",
    "close it",
)
_TOLD: tuple[tuple[str, bool, str, str], ...] = (
    _UNCLOSED,
    (
        "did not find expected ',' or",
        True,
        "a bracket is opened and never closed, or a comma is missing",
        "close it, or add the comma",
    ),
    ("could not find expected ':'", True, "this line has no colon", "write  key: value"),
    (
        "did not find expected key",
        False,
        "this line is not indented like its neighbours",
        "line it up with the keys above it",
    ),
    (
        "did not find expected '-' indicator",
        False,
        "this line is not indented like the list above it",
        "line it up with the items of the list",
    ),
    (
        "mapping values are not allowed",
        False,
        "a second colon stands on this line",
        'put text with a colon in quotes: "like this: so"',
    ),
    (
        "found character that cannot start any token",
        False,
        "this character cannot begin a value",
        "put the text in quotes",
    ),
    ("alphabetic or numeric character", True, "this character cannot begin a value", "put the text in quotes"),
    (
        "block sequence entries are not allowed",
        False,
        "a list cannot begin on this line",
        "begin it on a line of its own, indented",
    ),
    ("found unknown escape character", False, "a backslash in double quotes begins no known sign", "use single quotes"),
    ("hexdecimal number", False, "a backslash in double quotes begins no known sign", "use single quotes"),
    (
        "did not find expected node content",
        False,
        "a value is missing here",
        "write one, or delete the comma or bracket",
    ),
)
_ELSE = ("", False, "this line does not read as YAML", "check its indentation, colons and quotes")
_TAB = re.compile(r"[ -]*\t")  # a tab in the indentation, before or after the hyphens of a list


def explained(error: yaml.MarkedYAMLError, lines: tuple[str, ...]) -> tuple[str, str, str, int, int]:
    """Return (code, message, hint, line, column) for an error of the parser; line and column count from 0."""
    said = error.problem or ""
    sign, at_start, message, hint = next((told for told in _TOLD if told[0] in said), _ELSE)
    start, end = error.context_mark, error.problem_mark
    mark = (start if at_start else end) or end or start
    row, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
    column = min(column, len(lines[row]))
    before = lines[row][:column]
    if _TAB.match(lines[row][: column + 1]) and sign != _UNCLOSED[0]:
        return "CX006", "a tab stands where YAML wants spaces", "indent with spaces", row, lines[row].index("\t")
    if sign.endswith("',' or") and start and end and start.line == end.line:
        return "CX005", "a comma is missing here, or quotes around a text", "add them", row, end.column
    if sign.endswith("expected key") and before.strip():
        return "CX005", "text follows after the end of a value", "put all of it into one pair of quotes", row, column
    if sign.startswith("mapping values") and not re.search(r":\s", before):
        message = "this line is indented too far, or the line above it has no space behind its colon"
        hint = "line it up with the line above it, and write  key: value"
    return "CX005", message, hint, row, column
