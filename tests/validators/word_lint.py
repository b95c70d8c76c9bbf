"""What a reader of a Word file needs and no validator asks for: alternative texts, heads, places that links reach."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_HEADING = re.compile(r"heading (\d)")
_REFERENCE = re.compile(r"\s*(?:PAGE)?REF\s+(\S+)")
_SAYS_NOTHING = re.compile(r"\s*((click )?here|https?://\S+)\s*", re.IGNORECASE)

Tree = etree._Element


def word_findings(file: Path) -> Iterator[str]:
    """Yield what is wrong with a Word file, in words."""
    word = _Word(file)
    for rule in (_language, _pictures, _headings, _tables, _bookmarks, _references, _links, _fields, _contents):
        yield from rule(word)


@dataclass(frozen=True)
class _Word:
    file: Path

    @cached_property
    def parts(self) -> dict[str, Tree]:
        with zipfile.ZipFile(self.file) as package:
            names = [name for name in package.namelist() if re.fullmatch(r"word/\w+\.xml", name)]
            return {name: etree.fromstring(package.read(name)) for name in names}

    @property
    def body(self) -> Tree:
        return self.parts["word/document.xml"]

    @cached_property
    def marks(self) -> list[str]:
        return [mark.get(f"{W}name", "") for mark in self.body.iter(f"{W}bookmarkStart")]

    @cached_property
    def codes(self) -> list[str]:
        return [code.text or "" for code in self.body.iter(f"{W}instrText")]

    @cached_property
    def style_names(self) -> dict[str, str]:
        """The names of styles by their ids, in lower case."""
        named = ((style.get(f"{W}styleId", ""), style.find(f"{W}name")) for style in self._styles())
        return {key: name.get(f"{W}val", "").lower() for key, name in named if name is not None}

    def _styles(self) -> Iterator[Tree]:
        return self.parts["word/styles.xml"].iter(f"{W}style")


def _words(element: Tree) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def _language(word: _Word) -> Iterator[str]:
    default = f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang"
    if word.parts["word/styles.xml"].find(default) is None:
        yield "it has no language"


def _pictures(word: _Word) -> Iterator[str]:
    for about in (about for part in word.parts.values() for about in part.iter(f"{WP}docPr")):
        decorative = any(mark.get("val") == "1" for mark in about.iter(_DECORATIVE))
        if not about.get("descr") and not decorative:
            yield f"picture or chart {about.get('id')} has no alternative text"


def _headings(word: _Word) -> Iterator[str]:
    last = 0
    for line in word.body.iter(f"{W}p"):
        style = line.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else word.style_names.get(style.get(f"{W}val", ""), "")
        if match := _HEADING.fullmatch(name):
            level = int(match[1])
            if level > last + 1:
                yield f"headings jump from {last} to {level}: {_words(line)[:40]}"
            if not _words(line).strip():
                yield f"a heading of level {level} is empty"
            last = level


def _tables(word: _Word) -> Iterator[str]:
    for number, table in enumerate(word.body.iter(f"{W}tbl"), 1):
        rows = table.findall(f"{W}tr")
        if len(rows) > 2 and rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            yield f"table {number} has no head that repeats"
        if any(row.find(f"{W}trPr/{W}cantSplit") is None for row in rows):
            yield f"table {number} has rows that may break"
        if table.find(f"{W}tblPr/{W}tblCaption") is None:
            yield f"table {number} has no title"


def _bookmarks(word: _Word) -> Iterator[str]:
    yield from (
        f"the bookmark {mark} is there {times} times" for mark, times in Counter(word.marks).items() if times > 1
    )


def _references(word: _Word) -> Iterator[str]:
    for code in word.codes:
        if (match := _REFERENCE.match(code)) and match[1] not in word.marks:
            yield f"a field leads to {match[1]}, which is no bookmark"


def _links(word: _Word) -> Iterator[str]:
    for link in word.body.iter(f"{W}hyperlink"):
        target = link.get(f"{W}anchor")
        if target and target not in word.marks:
            yield f"a link leads to {target}, which is no bookmark"
        if _SAYS_NOTHING.fullmatch(_words(link)):
            yield f"a link does not say where it leads: {_words(link)}"


def _fields(word: _Word) -> Iterator[str]:
    for name, part in word.parts.items():
        kinds = Counter(mark.get(f"{W}fldCharType") for mark in part.iter(f"{W}fldChar"))
        if not kinds["begin"] == kinds["separate"] == kinds["end"]:
            yield f"{name} has fields that are not closed"


def _contents(word: _Word) -> Iterator[str]:
    listed = any(code.strip().startswith("TOC") for code in word.codes)
    if listed and not any("PAGEREF" in code for code in word.codes):
        yield "its contents have no page numbers"
