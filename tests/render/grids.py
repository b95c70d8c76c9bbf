"""The tables of a document as each format has them: rows of the words of their cells, in the order of the text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from lxml import etree

# The words of the cells by column; a cell over several columns stands in the first of them.
Row = tuple[str, ...]
Grid = list[Row]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHARACTER = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_MAP = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)


def bare(grid: Grid) -> Grid:
    """Return a grid without any spaces: how words are parted at the end of a line is the format's own matter."""
    return [tuple("".join(words.split()) for words in row) for row in grid]


def names_of_tables(html: str) -> list[str]:
    """Return the id of the caption of every table of a page, "" where it has none."""
    page = etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8"))
    captions = (table.getparent().find("figcaption") for table in page.iter("table"))  # type: ignore[union-attr]
    return [str(caption.get("id")) if caption is not None else "" for caption in captions]


def grids_of_page(html: bytes) -> list[Grid]:
    """Return the tables of a page."""
    page = etree.fromstring(html, etree.HTMLParser(encoding="utf-8"))
    return [[_row(map(_cell_of_page, row)) for row in table.iter("tr")] for table in page.iter("table")]


def _cell_of_page(cell: Any) -> tuple[str, int]:
    return "".join(map(str, cell.itertext())), int(cell.get("colspan") or 1)


def _row(cells: Iterable[tuple[str, int]]) -> Row:
    return tuple(words for text, span in cells for words in (text.strip(), *[""] * (span - 1)))


def grids_of_docx(data: bytes) -> list[Grid]:
    """Return the tables of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    return [
        [_row(map(_cell_of_word, row.iter(f"{W}tc"))) for row in table.iter(f"{W}tr")] for table in body.iter(f"{W}tbl")
    ]


def _cell_of_word(cell: Any) -> tuple[str, int]:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    lines = ("".join(text.text or "" for text in line.iter(f"{W}t")) for line in cell.iter(f"{W}p"))
    return " ".join(lines), 1 if span is None else int(span.get(f"{W}val"))


def grids_of_pdf(data: bytes) -> list[Grid]:
    """Return the tables of a PDF as a screen reader meets them: cells by the structure, words by the glyphs on the pages."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        words = {page.obj.objgen: _words_by_mark(page) for page in pdf.pages}
        found = _elements(pdf.Root.StructTreeRoot.K[0], "/Table")
        return [
            [_row(_cell_of_pdf(cell, words) for cell in _kids(row)) for row in _elements(table, "/TR")]
            for table in found
        ]


def words_of_pdf(data: bytes) -> str:
    """Return all words that a PDF says aloud, page by page."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return " ".join(words for page in pdf.pages for words in _words_by_mark(page).values())


def _elements(entry: Any, kind: str) -> Iterator[Any]:
    """Yield the topmost elements of a kind below an element."""
    for kid in _kids(entry):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kind == kid.S:
                yield kid
            else:
                yield from _elements(kid, kind)


def _kids(entry: Any) -> list[Any]:
    kids = entry.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _cell_of_pdf(cell: Any, words: dict[Any, dict[int, str]]) -> tuple[str, int]:
    return _text(cell, words), int(cell.get("/A", {}).get("/ColSpan", 1))


def _text(entry: Any, words: dict[Any, dict[int, str]]) -> str:
    """Return all words of an element; lines that follow each other are parted by a space."""
    said: list[str] = []
    for kid in _kids(entry):
        if isinstance(kid, int):
            said.append(words[entry.Pg.objgen][kid])
        elif kid.get("/Type") == "/MCR":
            said.append(words[kid.Pg.objgen][int(kid.MCID)])
        elif "/S" in kid:
            said.append(_text(kid, words))
    return " ".join(said)


def _words_by_mark(page: Any) -> dict[int, str]:
    """Return what each marked piece of a page shows, by its number: the glyphs, through the maps of their fonts."""
    fonts = {name: _characters(font) for name, font in page.Resources.get("/Font", {}).items()}
    found: dict[int, str] = {}
    mark, font = -1, {}
    for order in pikepdf.parse_content_stream(page, "BDC EMC Tf TJ Tj"):
        match str(order.operator), list(order.operands):
            case "BDC", [_, about]:
                mark = int(about.MCID)
            case "EMC", _:
                mark = -1
            case "Tf", [name, _]:
                font = fonts[str(name)]
            case "TJ" | "Tj", [shown]:
                pieces = shown if isinstance(shown, pikepdf.Array) else [shown]
                glyphs = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
                codes = (int.from_bytes(glyphs[at : at + 2]) for at in range(0, len(glyphs), 2))
                found[mark] = found.get(mark, "") + "".join(font[code] for code in codes)
    return found


def _characters(font: Any) -> dict[int, str]:
    """Return which characters the glyphs of a font stand for."""
    pairs = (pair for part in _MAP.findall(font.ToUnicode.read_bytes()) for pair in _CHARACTER.findall(part))
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}
