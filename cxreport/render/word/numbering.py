"""Lists: one instance of numbering for each, so that each counts from its own beginning."""

from __future__ import annotations

from dataclasses import dataclass

from cxreport.render.theme import Theme
from cxreport.render.word.markup import element, root, twips, value

DEEPEST = 8
_STEP = 280


@dataclass(frozen=True, slots=True)
class _List:
    kind: str
    level: int
    start: int


class Numbering:
    """Collects the lists of a document."""

    def __init__(self, theme: Theme) -> None:
        self._left = twips(theme.gutter)
        self._lists: list[_List] = []

    def __bool__(self) -> bool:
        return bool(self._lists)

    def open(self, kind: str, level: int, start: int) -> int:
        """Return the number of a new list."""
        self._lists.append(_List(kind, level, start))
        return len(self._lists)

    def mark(self, level: int, number: int) -> str:
        """Return the property of an item of the list `number`."""
        return element("numPr", value("ilvl", level), value("numId", number))

    def indent(self, level: int) -> str:
        """Return the property of a paragraph that continues an item."""
        return element("ind", left=self._left + _STEP * (level + 1))

    def part(self) -> bytes:
        """Return `word/numbering.xml`."""
        marks = [self._level(n, "bullet", "–") for n in range(DEEPEST + 1)]
        counts = [self._level(n, "decimal", f"%{n + 1}.") for n in range(DEEPEST + 1)]
        kinds = (
            element("abstractNum", value("multiLevelType", "multilevel"), *levels, abstractNumId=n)
            for n, levels in enumerate((marks, counts))
        )
        return root("numbering", "".join((*kinds, *(_instance(n, one) for n, one in enumerate(self._lists, 1)))))

    def _level(self, level: int, kind: str, text: str) -> str:
        place = element("pPr", element("ind", left=self._left + _STEP * (level + 1), hanging=_STEP))
        looks = (value("start", 1), value("numFmt", kind), value("lvlText", text), value("lvlJc", "left"))
        return element("lvl", *looks, place, ilvl=level)


def _instance(number: int, one: _List) -> str:
    start = element("lvlOverride", value("startOverride", one.start), ilvl=one.level)
    return element("num", value("abstractNumId", int(one.kind == "ol")), start, numId=number)
