"""Lists: one instance of numbering for each, so that each counts from its own beginning."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from cxreport.render.theme import Theme
from cxreport.render.word.file_part import WORD, FilePart
from cxreport.render.word.markup import NAMESPACES, element, root, twips, value
from cxreport.render.word.measures import gutter_of

DEEPEST = 8
_W = f"{{{NAMESPACES['w']}}}"
_STEP = 280


@dataclass(frozen=True, slots=True)
class _List:
    kind: str
    level: int
    start: int


class Numbering:
    """Collects the lists of a document; those of a template, in the part `theirs`, stay beside them."""

    def __init__(self, theme: Theme, theirs: FilePart | None = None) -> None:
        self._left = twips(gutter_of(theme))
        self._theirs = theirs or FilePart("/word/numbering.xml", f"{WORD}numbering+xml", root("numbering", ""))
        self._tree = etree.fromstring(self._theirs.content)
        self._kinds = _first_free(self._tree, "abstractNum", "abstractNumId")
        self._first = max(1, _first_free(self._tree, "num", "numId"))
        self._lists: list[_List] = []

    def open(self, kind: str, level: int, start: int) -> int:
        """Return the number of a new list."""
        self._lists.append(_List(kind, level, start))
        return self._first + len(self._lists) - 1

    def mark(self, level: int, number: int) -> str:
        """Return the property of an item of the list `number`."""
        return element("numPr", value("ilvl", level), value("numId", number))

    def indent(self, level: int) -> str:
        """Return the property of a paragraph that continues an item."""
        return element("ind", left=self._left + _STEP * (level + 1))

    def part(self) -> FilePart | None:
        """Return `word/numbering.xml`, None where there are no lists at all."""
        if not self._lists:
            return self._theirs if len(self._tree) else None
        marks = [self._level(n, "bullet", "–") for n in range(DEEPEST + 1)]
        counts = [self._level(n, "decimal", f"%{n + 1}.") for n in range(DEEPEST + 1)]
        kinds = (
            element("abstractNum", value("multiLevelType", "multilevel"), *levels, abstractNumId=n)
            for n, levels in enumerate((marks, counts), self._kinds)
        )
        lists = (self._instance(n, one) for n, one in enumerate(self._lists, self._first))
        ours = etree.fromstring(root("numbering", "".join((*kinds, *lists))))
        return replace(self._theirs, content=_joined(self._tree, ours))

    def _instance(self, number: int, one: _List) -> str:
        start = element("lvlOverride", value("startOverride", one.start), ilvl=one.level)
        return element("num", value("abstractNumId", self._kinds + (one.kind == "ol")), start, numId=number)

    def _level(self, level: int, kind: str, text: str) -> str:
        place = element("pPr", element("ind", left=self._left + _STEP * (level + 1), hanging=_STEP))
        looks = (value("start", 1), value("numFmt", kind), value("lvlText", text), value("lvlJc", "left"))
        return element("lvl", *looks, place, ilvl=level)


def _first_free(tree: etree._Element, name: str, key: str) -> int:
    return max((int(one.get(f"{_W}{key}", "0")) for one in tree.iter(f"{_W}{name}")), default=-1) + 1


def _joined(theirs: etree._Element, ours: etree._Element) -> bytes:
    """Return both as one part: all kinds of lists come before the lists, and what may follow those stays last."""
    place = {f"{_W}{name}": rank for rank, name in enumerate(("numPicBullet", "abstractNum", "num"))}
    together = sorted([*theirs, *ours], key=lambda one: place.get(str(one.tag), len(place)))
    whole = etree.Element(theirs.tag, nsmap=NAMESPACES)
    whole.extend(together)
    return etree.tostring(whole, xml_declaration=True, encoding="UTF-8", standalone=True)
