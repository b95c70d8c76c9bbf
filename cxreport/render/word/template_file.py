"""A company's Word file, read as far as a document of ours needs it: its parts, and the sections of its body."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.package import OpcPackage
from docx.opc.part import Part
from lxml import etree

from cxreport.errors import RenderError
from cxreport.render.word.file_part import FilePart, Relation
from cxreport.render.word.markup import NAMESPACES

W = f"{{{NAMESPACES['w']}}}"
R = f"{{{NAMESPACES['r']}}}"
REFERENCES = (f"{W}headerReference", f"{W}footerReference")

_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LARGEST = 100 * 2**20
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_READ = {RT.STYLES, RT.NUMBERING, RT.THEME, RT.SETTINGS, RT.FONT_TABLE, RT.HEADER, RT.FOOTER}
SAVE_AGAIN = "open it in Word, save it as a Word document (.docx) or template (.dotx), and name that file"

Tree = etree._Element  # noqa: SLF001  # lxml names its one type of element so


@dataclass(frozen=True)
class Template:
    """Holds the root of a template's body, its styles, and all its parts by the ids that the body knows them by."""

    body: Tree
    style_sheet: bytes
    relations: tuple[Relation, ...]

    def part(self, kind: str) -> FilePart | None:
        """Return the one part of a kind, None where the template has none."""
        found = (one.target for one in self.relations if one.kind == kind)
        return next((target for target in found if isinstance(target, FilePart)), None)

    def tree(self, kind: str) -> Tree | None:
        """Return the root of the one part of a kind; each call parses it anew, so it may be changed."""
        part = self.part(kind)
        return None if part is None else parsed(part.content)

    @property
    def styles(self) -> Tree:
        """The root of its styles, parsed anew."""
        return parsed(self.style_sheet)


def read_template(file: Path) -> Template:
    """Return the template that `file` holds. Raises RenderError, which names it, where it is no Word file of today."""
    try:
        return _read(file.read_bytes())
    except OSError as error:
        raise RenderError(f"the Word template {file} cannot be read: {error.strerror}", SAVE_AGAIN) from error
    except _RefusedError as refused:
        raise RenderError(f"the Word template {file} {refused}", SAVE_AGAIN) from None


def fault_of(file: Path) -> str:
    """Return what is wrong with a template, as the end of a sentence that begins with its name; "" for a good one."""
    try:
        _read(file.read_bytes())
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except _RefusedError as refused:
        return str(refused)
    return ""


class _RefusedError(Exception):
    """Says what is wrong with a file, as the end of a sentence that begins with its name."""


@lru_cache(maxsize=4)
def _read(data: bytes) -> Template:
    if data.startswith(_OLD_WORD):
        raise _RefusedError("has a password, or is of the old .doc format")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _LARGEST:
                raise _RefusedError("holds more than 100 MB")
            if package.testzip() is not None:
                raise _RefusedError("is damaged")
        main = OpcPackage.open(io.BytesIO(data)).part_related_by(RT.OFFICE_DOCUMENT)
        template = _template(main)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, etree.XMLSyntaxError, NotImplementedError) as error:
        raise _RefusedError("is no Word file, or is damaged") from error
    return template


def _template(main: Part) -> Template:
    body, relations = parsed(main.blob), tuple(_relations(main, (main,)))
    if "macroEnabled" in main.content_type:
        raise _RefusedError("holds macros")
    if body.tag == f"{{{_STRICT}}}document":
        raise _RefusedError('is saved as "Strict Open XML"')
    if body.tag != f"{W}document":
        raise _RefusedError("is no Word file")
    parts = {one.kind: one.target for one in relations if isinstance(one.target, FilePart)}
    if RT.STYLES not in parts:
        raise _RefusedError("has no styles")
    for kind in _READ & parts.keys():
        parsed(parts[kind].content)
    return Template(body, parts[RT.STYLES].content, relations)


def last_section(template: Template) -> Tree | None:
    """Return the section that a template ends with; each takes the heads and feet it lacks from the one before."""
    sections = list(template.body.iter(f"{W}sectPr"))
    if not sections:
        return None
    last = deepcopy(sections[-1])
    for earlier in reversed(sections[:-1]):
        there = {_place(one) for one in last.iter(*REFERENCES)}
        for reference in earlier.iter(*REFERENCES):
            if _place(reference) not in there:
                last.insert(0, deepcopy(reference))
    return last


def _place(reference: Tree) -> tuple[str, str | None]:
    return str(reference.tag), reference.get(f"{W}type")


def parsed(content: bytes) -> Tree:
    """Return the root of a part; entities and the network are left alone."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))


def _relations(part: Part, above: tuple[Part, ...]) -> Iterator[Relation]:
    """Yield what a part refers to; a part that refers back to one `above` it is left out."""
    for key, one in sorted(part.rels.items()):
        if one.is_external:
            yield Relation(key, one.reltype, one.target_ref)
        elif one.target_part not in above:
            target = one.target_part
            inner = tuple(_relations(target, (*above, target)))
            yield Relation(key, one.reltype, FilePart(str(target.partname), target.content_type, target.blob, inner))
