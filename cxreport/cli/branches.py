"""The trace of a figure as the lines of a tree."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from cxreport import Evaluation, Figure, Formats, Trace, Written, case_formats, plain_number
from cxreport.cli.terminal import is_unicode, printable

MOST = 12  # members of a series that are printed one by one
FIRST, LAST = 3, 2


@dataclass(frozen=True, slots=True)
class Twigs:
    """The strokes that a tree is drawn with."""

    bar: str
    fork: str
    end: str
    gap: str = "   "


LINES = Twigs("│  ", "├─ ", "└─ ")
ASCII = Twigs("|  ", "|- ", "`- ")


def tree_lines(evaluation: Evaluation, tree: Trace, *, whole: bool = False) -> Iterator[str]:
    """Yield the lines of a trace; a `whole` one has every member of its series."""
    drawing = _Drawing(case_formats(evaluation), LINES if is_unicode(sys.stdout) else ASCII, whole)
    yield from drawing.lines(tree, "", "")


@dataclass(slots=True)
class _Drawing:
    formats: Formats
    twigs: Twigs
    whole: bool
    drawn: set[str] = field(default_factory=set)

    def lines(self, node: Trace, lead: str, below: str) -> Iterator[str]:
        """Yield the line of a node, its rule, and its branches: `lead` before the first, `below` before the rest."""
        yield lead + self._told(node)
        source = node.source
        if isinstance(source, Written) or node.repeated:
            return
        self.drawn.add(source.address)
        branches = () if _plainly_written(node) else self._folded(node.branches)
        bar = self.twigs.bar if branches else self.twigs.gap
        if source.rule != "written":
            yield f"{below}{bar}= {printable(source.formula)}"
        if source.note:
            yield f"{below}{bar}{printable(source.note)}"
        for number, branch in enumerate(branches, 1):
            last = number == len(branches)
            fork, rest = (self.twigs.end, self.twigs.gap) if last else (self.twigs.fork, self.twigs.bar)
            if isinstance(branch, str):
                yield below + fork + branch
            else:
                yield from self.lines(branch, below + fork, below + rest)

    def _folded(self, branches: Sequence[Trace]) -> list[Trace | str]:
        """Return the branches; long series are cut in their middle, and what nobody wrote stands in one line."""
        found: list[Trace | str] = []
        unwritten = [branch for branch in branches if _is_unwritten(branch)]
        for _, group in groupby((b for b in branches if not _is_unwritten(b)), lambda branch: branch.name):
            members = list(group)
            if self.whole or len(members) <= MOST:
                found += members
            else:
                hidden = len(members) - FIRST - LAST
                found += [*members[:FIRST], f"({hidden} more; --all prints them)", *members[-LAST:]]
        return found + ([", ".join(map(self._told, unwritten))] if unwritten else [])

    def _told(self, node: Trace) -> str:
        source = node.source
        name = f"{node.name}: " if node.name else ""
        exact = plain_number(source.value)
        value = f"{self._value(source)} ({exact})" if exact is not None else "undefined"
        if isinstance(source, Written):
            where = f"  {source.place}" if source.place is not None else ""
            return printable(f"{name}{source.what} = {value}{where}")
        where = f"  {_place(node)}" if _plainly_written(node) else ""
        return printable(f"{name}{source.label} = {value}  [{source.address}]{where}{self._again(node, source)}")

    def _again(self, node: Trace, figure: Figure) -> str:
        if not node.repeated:
            return ""
        return "  (above)" if figure.address in self.drawn else "  (above, in what was left out; --all prints it)"

    def _value(self, source: Figure | Written) -> str:
        assert source.value is not None  # noqa: S101 - the caller has looked
        if isinstance(source, Written) and source.unit == "percent":
            return self.formats.percent_as_written(source.value)
        forms = {"money": self.formats.price, "percent": self.formats.percent, "months": self.formats.months}
        return forms.get(source.unit, self.formats.number)(source.value)


def _is_unwritten(branch: Trace) -> bool:
    """Return whether a branch is a default or a convention, which stands in no file."""
    return isinstance(branch.source, Written) and branch.source.place is None


def _plainly_written(node: Trace) -> bool:
    """Return whether a figure is one written value as it stands; then its place says all."""
    return not isinstance(node.source, Written) and node.source.rule == "written" and _place(node) != ""


def _place(node: Trace) -> str:
    sources = [branch.source for branch in node.branches]
    if len(sources) == 1 and isinstance(sources[0], Written) and sources[0].place is not None:
        return str(sources[0].place)
    return ""
