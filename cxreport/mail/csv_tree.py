"""CSV as the nodes that YAML gives: every cell with its line and column, empty ones left out (RFC 4180)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import zip_longest
from typing import NamedTuple

from cxreport.case import tree
from cxreport.case.problem import Place, Problem
from cxreport.case.reader import Refused, SourceFile


class _Cell(NamedTuple):
    text: str
    place: Place


def read_csv(
    source: SourceFile, text: str, name: str, columns: Collection[str]
) -> tuple[tree.Mapping, tuple[Problem, ...]]:
    """Return the rows below the head as a list under `name`, and what is wrong with their shape.

    Commas, semicolons or tabs stand between the cells, whichever comes first in the head. Raises Refused where the
    first row names none of the `columns`.
    """
    head, *rows = list(_rows(source.name, text)) or [[]]
    start = Place(source.name, 1, 1)
    if not {cell.text.strip().lower() for cell in head} & {*columns}:
        message = "the first row names no column" if head else "the file is empty"
        hint = f"begin with a row of names, of these: {','.join(columns)}"
        raise Refused(source.problem("CX508", message, hint, head[0].place if head else start))
    problems: list[Problem] = []
    items: list[tree.Node] = []
    for row in rows:
        if extra := [cell for cell in row[len(head) :] if cell.text.strip()]:
            hint = "put a text that holds the sign between cells into quotes"
            problems.append(source.problem("CX507", "this row has more cells than the head", hint, extra[0].place))
        cells = [(key, cell) for key, cell in zip(head, row, strict=False) if cell.text.strip()]
        keys = {key.text.strip().lower(): tree.Scalar(key.text, key.place) for key, _ in cells}
        values: dict[str, tree.Node] = {
            key.text.strip().lower(): tree.Scalar(cell.text.strip(), cell.place) for key, cell in cells
        }
        items.append(tree.Mapping(keys, values, row[0].place))
    listed = tree.Sequence(tuple(items), start)
    return tree.Mapping({name: tree.Scalar(name, start)}, {name: listed}, start), tuple(problems)


def _rows(file: str, text: str) -> Iterator[list[_Cell]]:
    """Yield every row that is not blank."""
    row: list[_Cell] = []
    for cell, ends in _cells(file, text):
        row.append(cell)
        if ends:
            if any(one.text.strip() for one in row):
                yield row
            row = []


def _cells(file: str, text: str) -> Iterator[tuple[_Cell, bool]]:
    """Yield every cell, and whether its row ends with it; quotes hold signs and line ends, and doubled ones quotes."""
    between = _sign_between(text)
    line, column, place = 1, 1, Place(file, 1, 1)
    found, quoted, begun, skip = "", False, False, False
    letters = text.replace("\r\n", "\n").replace("\r", "\n")
    for letter, following in zip_longest(letters, letters[1:], fillvalue="\n"):
        if not begun:
            place, begun = Place(file, line, column), True
        if skip:
            skip = False
        elif quoted and letter == following == '"':
            found, skip = found + letter, True
        elif letter == '"' and (quoted or not found.strip()):
            quoted = not quoted
        elif not quoted and letter in {between, "\n"}:
            yield _Cell(found, place._replace(width=max(column - place.column, 1))), letter == "\n"
            found, begun = "", False
        else:
            found += letter
        line, column = (line + 1, 1) if letter == "\n" else (line, column + 1)
    if begun:
        yield _Cell(found, place._replace(width=max(column - place.column, 1))), True


def _sign_between(text: str) -> str:
    head = text.partition("\n")[0]
    return min(",;\t", key=lambda sign: head.find(sign) if sign in head else len(head) + 1)
