"""Reading a Word file that someone has had in their hands: its figures, and what it says of where it came from.

The file may be anything: only what is needed is read, with bounds, and what cannot be read is said in words.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from cxreport.errors import UsageError
from cxreport.render.word.inline import control_tag
from cxreport.render.word.markup import NAMESPACES
from cxreport.render.word.origin import NAMESPACE, Origin, PrintedFigure

LARGEST_PART = 64 * 1024 * 1024
_MOST_PARTS = 5_000
_MAIN = "word/document.xml"
_OLE = b"\xd0\xcf\x11\xe0"
_W = f"{{{NAMESPACES['w']}}}"
_DAMAGED = "open it in Word, save it under a new name and try again"

Tree = etree._Element  # noqa: SLF001 - lxml has no public name for it


@dataclass(frozen=True, slots=True)
class Control:
    """One content control as it stands in the file; `tag` is "" where a program has dropped it."""

    tag: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """What a Word file of ours says: where it came from, what was printed in it, and what stands there now."""

    origin: Origin
    printed: tuple[PrintedFigure, ...]
    controls: tuple[Control, ...]


def open_document(path: Path) -> OpenedDocument:
    """Return what a Word file says. Raises UsageError for what is none, is damaged, or was not made by us."""
    try:
        with path.open("rb") as file:
            if file.read(4) == _OLE:
                raise UsageError(
                    f"{path} is protected by a password, or of the time before .docx",
                    "save it in Word as a .docx without a password",
                )
            return _opened(path, zipfile.ZipFile(file))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}", "check the name") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError):
        raise UsageError(f"{path} is no Word document, or a damaged one", _DAMAGED) from None


def _opened(path: Path, package: zipfile.ZipFile) -> OpenedDocument:
    names = [entry.filename for entry in package.infolist()]
    if len(names) > _MOST_PARTS:
        raise UsageError(f"{path} has {len(names):,} parts, which no document of ours has", "name another file")
    if _MAIN not in names:
        raise UsageError(f"{path} is no Word document", "name a .docx that cxreport has made")
    data = _our_data(path, package, names)
    if data is None:
        raise UsageError(
            f"{path} does not say which case it came from",
            "name a .docx that cxreport has made; one that was copied into another document cannot be read back",
        )
    printed = tuple(
        PrintedFigure(row.get("address") or "", row.get("label") or row.get("address") or "", _words(row))
        for row in data
    )
    file, digest, locale, currency, theme, layout = (
        data.get(name) or "" for name in ("file", "digest", "locale", "currency", "theme", "layout")
    )
    origin = Origin(file, digest, locale, currency, theme, layout=layout)
    return OpenedDocument(origin, printed, tuple(_controls(_tree(path, package, _MAIN))))


def _our_data(path: Path, package: zipfile.ZipFile, names: list[str]) -> Tree | None:
    """Return the part in which the document says where it came from; other programs may have renamed it."""
    for name in sorted(names):
        if name.startswith("customXml/item") and name.endswith(".xml"):
            tree = _tree(path, package, name)
            if tree.tag == f"{{{NAMESPACE}}}case":
                return tree
    return None


def _tree(path: Path, package: zipfile.ZipFile, name: str) -> Tree:
    """Return a part as a tree. Bounded, whatever the directory of the file says of its size; no entities."""
    with package.open(name) as part:
        content = part.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise UsageError(
            f"{path} unfolds to more than {LARGEST_PART >> 20} MiB, which no document of ours does", _DAMAGED
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(f"{path} is damaged: {name} is no XML ({error.msg})", _DAMAGED) from None
    if tree.getroottree().docinfo.internalDTD is not None:
        raise UsageError(f"{path} declares a document type, which no document of ours does", _DAMAGED)
    return tree


def _controls(body: Tree) -> Iterator[Control]:
    """Yield every content control in a line; those that hold whole blocks, as contents do, are none of ours."""
    for control in body.iter(f"{_W}sdt"):
        about = control.find(f"{_W}sdtPr")
        held = control.find(f"{_W}sdtContent")
        if about is None or held is None or about.find(f"{_W}docPartObj") is not None:
            continue
        marks = [mark for name in ("tag", "alias") if (mark := about.find(f"{_W}{name}")) is not None]
        tag = next((tag for mark in marks if (tag := mark.get(f"{_W}val"))), "")
        empty = about.find(f"{_W}showingPlcHdr") is not None
        yield Control(tag, "" if empty else "".join(text.text or "" for text in held.iter(f"{_W}t")))


def _words(element: Tree) -> str:
    return "".join(str(text) for text in element.itertext())


def paired(document: OpenedDocument) -> Iterator[tuple[PrintedFigure, str | None]]:
    """Yield each printed figure with the text that stands there now, None where its control is gone.

    Figures with a tag are found by it, the nth by the nth. LibreOffice drops tags when it saves: such a file is
    read in its order, in which equal texts hold the rest in place.
    """
    by_tag: dict[str, list[str]] = {}
    for control in document.controls:
        by_tag.setdefault(control.tag, []).append(control.text)
    if not any(control_tag(figure.address) in by_tag for figure in document.printed):
        yield from _in_order(document)
        return
    wanted: dict[str, list[PrintedFigure]] = {}
    for figure in document.printed:
        wanted.setdefault(control_tag(figure.address), []).append(figure)
    for tag, figures in wanted.items():
        yield from _aligned(figures, by_tag.get(tag, []))


def _in_order(document: OpenedDocument) -> Iterator[tuple[PrintedFigure, str | None]]:
    yield from _aligned(list(document.printed), [control.text for control in document.controls if not control.tag])


def _aligned(figures: list[PrintedFigure], texts: list[str]) -> Iterator[tuple[PrintedFigure, str | None]]:
    """Yield figures with their texts, in order; where the counts differ, equal texts are matched first."""
    if len(figures) == len(texts):
        yield from zip(figures, texts, strict=True)
        return
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, [figure.text for figure in figures], texts, autojunk=False)
    for _, start, end, first, last in matcher.get_opcodes():
        now: list[str | None] = [*texts[first:last], *([None] * (end - start))]
        yield from zip(figures[start:end], now[: end - start], strict=True)
