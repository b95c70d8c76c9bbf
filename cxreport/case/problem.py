"""What is wrong in a user's file: a value with a code, a place and the way out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]


class Place(NamedTuple):
    """Where something stands: the file as the user named it, line and column counted from 1, and its width."""

    file: str
    line: int
    column: int
    width: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Money(NamedTuple):
    """An amount that a document prints in its own format."""

    amount: Decimal


class Rate(NamedTuple):
    """A rate, as a fraction, that a document prints in its own format."""

    share: Decimal


class Day(NamedTuple):
    """A date that a document prints in its own format."""

    date: dt.date


class Term(NamedTuple):
    """Something that a document calls by a word of its language: the keys of the words."""

    keys: tuple[str, ...]


class Point(NamedTuple):
    """A warning as a document prints it: the key of the words, `point_…`, and what stands in their places."""

    key: str
    places: tuple[tuple[str, str | Money | Rate | Day | Term], ...] = ()


class Problem(NamedTuple):
    """One thing to mend (`error`) or to answer for (`warning`); `excerpt` is the line of the file it stands on.

    Every warning has a `point`: its message is for the terminal, in English; documents print it in their language.
    `path` leads to its node from the top of its file, and `answer` is what the case itself says to a warning.
    """

    code: str
    severity: Severity
    message: str
    hint: str
    place: Place
    excerpt: str = ""
    point: Point | None = None
    path: Path = ()
    answer: str = ""

    def __str__(self) -> str:
        return f"{self.place}  {self.code} {self.severity}  {self.message}"

    def as_data(self) -> dict[str, str | int]:
        """Return the problem as plain data, in the shape that `--json` promises (DESIGN §7), with its answer if any."""
        told: dict[str, str | int] = {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "hint": self.hint,
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
        }
        return told | {"answer": self.answer} if self.answer else told


class Finding(NamedTuple):
    """A problem before it is placed: `path` leads to its node from the top of the case, `offset` into its text.

    `typed` is a part of a text of several lines: the problem lies where it stands.
    """

    code: str
    path: Path
    message: str
    hint: str
    severity: Severity = "error"
    at_key: bool = False
    offset: int | None = None
    point: Point | None = None
    typed: str = ""


class Paths:
    """A set of paths that also knows what lies above and below them."""

    __slots__ = ("_prefixes", "exact")

    def __init__(self, exact: frozenset[Path] = frozenset()) -> None:
        self.exact = exact
        self._prefixes = frozenset(path[:end] for path in exact for end in range(len(path) + 1))

    def __contains__(self, path: Path) -> bool:
        return path in self.exact

    def __or__(self, others: Iterable[Path]) -> Paths:
        return Paths(self.exact | frozenset(others))

    def within(self, path: Path) -> bool:
        """Return whether one of the paths is `path` or lies below it."""
        return path in self._prefixes

    def touch(self, path: Path) -> bool:
        """Return whether one of the paths is `path`, lies below it or lies above it."""
        return path in self._prefixes or any(path[:end] in self.exact for end in range(len(path)))


def worst_first(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return errors before warnings, each in the order of the file; nothing is said twice."""
    unique = dict.fromkeys(problems)
    return tuple(
        sorted(unique, key=lambda p: (p.severity != "error", p.place.file, p.place.line, p.place.column, p.code))
    )
