"""The file: parts, how they refer to each other, and a zip with the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package as WordPackage

from cxreport.render.theme import Theme
from cxreport.render.walk.pieces import Document
from cxreport.render.word.charts import WORKBOOK, ChartPart
from cxreport.render.word.embedding import font_table
from cxreport.render.word.house import settings_part, theme_part
from cxreport.render.word.markup import DECLARATION
from cxreport.render.word.pictures import PicturePart
from cxreport.render.word.properties import application_part, core_part
from cxreport.render.word.styles import styles_part

_OFFICE = "application/vnd.openxmlformats-officedocument."
_WORD = f"{_OFFICE}wordprocessingml."
_FONT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_TYPES, _TYPES_SPACE = "[Content_Types].xml", "http://schemas.openxmlformats.org/package/2006/content-types"
# What is compressed already.
_PACKED = (".xlsx", ".png", ".jpeg", ".jpg")
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Package:
    """Collects the parts of one document; each relationship is named by what it leads to.

    `more` are the characters, by their codes, that its faces need beside Latin.
    """

    def __init__(self, document: Document, theme: Theme, body: bytes, more: frozenset[int] = frozenset()) -> None:
        self._package = WordPackage()
        self._main = self._part("/word/document.xml", f"{_WORD}document.main+xml", body)
        self._package.relate_to(self._main, RT.OFFICE_DOCUMENT)
        core = self._part("/docProps/core.xml", _CORE, core_part(document))
        self._package.relate_to(core, RT.CORE_PROPERTIES)
        about = self._part("/docProps/app.xml", f"{_OFFICE}extended-properties+xml", application_part())
        self._package.relate_to(about, RT.EXTENDED_PROPERTIES)
        self.add("styles", RT.STYLES, styles_part(theme, document.lang))
        self.add("settings", RT.SETTINGS, settings_part(document.lang))
        palette = self._part("/word/theme/theme1.xml", f"{_OFFICE}theme+xml", theme_part(theme))
        _relate(self._main, "theme", RT.THEME, palette)
        self._add_faces(theme, more)

    def add(self, name: str, kind: str, content: bytes, links: Mapping[str, str] | None = None) -> None:
        """Add a part of WordprocessingML under its own name, and the addresses outside that it leads to."""
        part = self._part(f"/word/{name}.xml", f"{_WORD}{name.rstrip('0123456789')}+xml", content)
        _relate(self._main, name, kind, part)
        _lead(part, links or {})

    def add_charts(self, charts: Sequence[ChartPart]) -> None:
        """Add the charts, which the body knows as chart1, chart2, …, and their workbooks."""
        for number, chart in enumerate(charts, 1):
            part = self._part(f"/word/charts/chart{number}.xml", f"{_OFFICE}drawingml.chart+xml", chart.part)
            name = f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"
            workbook = self._part(name, f"{_OFFICE}spreadsheetml.sheet", chart.workbook)
            _relate(part, WORKBOOK, RT.PACKAGE, workbook)
            _relate(self._main, f"chart{number}", RT.CHART, part)

    def add_pictures(self, pictures: Sequence[PicturePart]) -> None:
        """Add the pictures, which the body knows as picture1, picture2, …, and as vector1, vector2, …, in SVG."""
        for number, picture in enumerate(pictures, 1):
            png = self._part(f"/word/media/picture{number}.png", "image/png", picture.png)
            svg = self._part(f"/word/media/picture{number}.svg", "image/svg+xml", picture.svg)
            _relate(self._main, f"picture{number}", RT.IMAGE, png)
            _relate(self._main, f"vector{number}", RT.IMAGE, svg)

    def add_links(self, links: Mapping[str, str]) -> None:
        """Add the addresses outside, each under the id that the body knows it by."""
        _lead(self._main, links)

    def add_data(self, content: bytes, properties: bytes) -> None:
        """Add a part of custom XML, which Word keeps as it is, with what Word knows it by."""
        part = self._part("/customXml/item1.xml", "application/xml", content)
        store = self._part("/customXml/itemProps1.xml", f"{_OFFICE}customXmlProperties+xml", properties)
        _relate(part, "store", RT.CUSTOM_XML_PROPS, store)
        _relate(self._main, "data", RT.CUSTOM_XML, part)

    def save(self) -> bytes:
        """Return the file: parts in a fixed order, on a fixed date, each compressed once."""
        parts = list(self._package.iter_parts())
        files = {_TYPES: _content_types(parts), "_rels/.rels": self._package.rels.xml}
        for part in parts:
            files[part.partname.membername] = part.blob
            if part.rels:
                files[part.partname.rels_uri.membername] = part.rels.xml
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            for name in _in_order(files):
                packed = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
                package.writestr(zipfile.ZipInfo(name, _EPOCH), files[name], packed, 6)
        return out.getvalue()

    def _add_faces(self, theme: Theme, more: frozenset[int]) -> None:
        content, faces = font_table(theme, more)
        table = self._part("/word/fontTable.xml", f"{_WORD}fontTable+xml", content)
        _relate(self._main, "fontTable", RT.FONT_TABLE, table)
        for name, face in faces.items():
            part = self._part(f"/word/fonts/{name}.odttf", f"{_OFFICE}obfuscatedFont", face)
            _relate(table, name, _FONT, part)

    def _part(self, name: str, kind: str, content: bytes) -> Part:
        return Part(PackURI(name), kind, content, self._package)


def _content_types(parts: Iterable[Part]) -> str:
    """Return `[Content_Types].xml`: what each part is."""
    kinds = sorted((str(part.partname), part.content_type) for part in parts)
    rows = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds)
    relations = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    xml = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'{DECLARATION}<Types xmlns="{_TYPES_SPACE}">{relations}{xml}{rows}</Types>'


def _lead(source: Part, links: Mapping[str, str]) -> None:
    for address, relation in links.items():
        source.rels.add_relationship(RT.HYPERLINK, address, relation, is_external=True)


def _relate(source: Part, name: str, kind: str, target: Part) -> None:
    source.rels.add_relationship(kind, target, name)


def _in_order(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (name != _TYPES, name != "_rels/.rels", name))
