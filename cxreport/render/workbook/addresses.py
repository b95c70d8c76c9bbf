"""Cells by their letters and numbers, as formulas write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

LONGEST_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")


class Spot(NamedTuple):
    """A cell: the title of its sheet, its row and its column, both counted from 0."""

    sheet: str
    row: int
    column: int


@lru_cache(maxsize=2048)
def letters(column: int) -> str:
    """Return the letters of a column: A to Z, then AA, AB and on."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


@lru_cache(maxsize=64)
def prefix(sheet: str) -> str:
    """Return a sheet's title as it stands before a cell of it."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!"


def reference(spot: Spot, home: str) -> str:
    """Return a cell as a formula on the sheet `home` writes it: fixed and with its sheet where it is on another."""
    if spot.sheet == home:
        return f"{letters(spot.column)}{spot.row + 1}"
    return fixed(spot)


def fixed(spot: Spot) -> str:
    """Return a cell with its sheet, in a form that does not move when a formula is copied."""
    return f"{prefix(spot.sheet)}${letters(spot.column)}${spot.row + 1}"


def span(first: Spot, last: Spot, home: str) -> str:
    """Return the range between two cells of one sheet."""
    if first.sheet == home:
        return f"{letters(first.column)}{first.row + 1}:{letters(last.column)}{last.row + 1}"
    return f"{fixed(first)}:${letters(last.column)}${last.row + 1}"


def is_run(spots: Sequence[Spot]) -> bool:
    """Return whether cells follow each other in one row or one column of a sheet."""
    first, second = spots[0], spots[1]
    step = (second.row - first.row, second.column - first.column)
    if step not in {(0, 1), (1, 0)}:
        return False
    return all(
        after.sheet == before.sheet and (after.row - before.row, after.column - before.column) == step
        for before, after in pairwise(spots)
    )


def sheet_title(text: str, taken: Sequence[str] = ()) -> str:
    """Return `text` as Excel takes it for the title of a sheet: none of its signs, 31 characters, no title twice."""
    plain = " ".join(_NOT_IN_TITLES.sub(" ", text).split()).strip(" '")[:LONGEST_TITLE].strip(" '") or "-"
    found, number = plain, 1
    while found.casefold() in {title.casefold() for title in taken}:
        number += 1
        found = f"{plain[: LONGEST_TITLE - len(str(number)) - 1]} {number}"
    return found
