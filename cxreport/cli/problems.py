"""Problems as people read them: place, message, the line with a caret below it, the way out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from cxreport import Problem
from cxreport.cli.terminal import padded, printable, say, width

WIDEST = 160  # columns of an excerpt; a longer line is cut around its caret
_BEFORE = 60


def tell_problems(problems: Iterable[Problem], *, brief: bool = False) -> None:
    """Print problems to standard error; the `brief` form is one line each."""
    for problem in problems:
        say(_headline(problem), err=True)
        if not brief:
            for line in (*excerpt(problem), *_hint(problem)):
                say(line, err=True)


def tell_skipped(files: Iterable[Path]) -> None:
    """Print which YAML files were left out since they are no cases."""
    for file in files:
        say(f"skipped {printable(str(file))}: it has no top-level  kind:", err=True)


def _headline(problem: Problem) -> str:
    severity = click.style(problem.severity, fg="red" if problem.severity == "error" else "yellow", bold=True)
    place = printable(str(problem.place))
    return f"{place}  {problem.code} {severity}  {printable(problem.message)}"


def excerpt(problem: Problem) -> list[str]:
    """Return the line of the file and a line of carets below the place; nothing where there is no such line."""
    if not problem.excerpt.strip():
        return []
    start = problem.place.column - 1
    line, start, end = _cut(problem.excerpt, start, start + max(problem.place.width, 1))
    before, marked = printable(line[:start]), printable(line[start:end])
    number = padded(str(problem.place.line), 5, right=True)
    carets = "^" * max(width(marked), 1)
    return [f"{number} | {printable(line).rstrip()}", f"{' ' * 5} | {' ' * width(before)}{carets}"]


def _cut(line: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the part of a long line around start and end, and where these are in it."""
    if len(line) <= WIDEST:
        return line, start, min(end, max(len(line), start + 1))
    first = max(start - _BEFORE, 0)
    lead = "\N{HORIZONTAL ELLIPSIS}" if first else ""
    last = first + WIDEST
    trail = "\N{HORIZONTAL ELLIPSIS}" if last < len(line) else ""
    shift = len(lead) - first
    return lead + line[first:last] + trail, start + shift, min(end, last) + shift


def _hint(problem: Problem) -> list[str]:
    return [f"   hint: {printable(problem.hint)}"] if problem.hint else []
