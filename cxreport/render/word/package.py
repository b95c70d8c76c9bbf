"""The file: parts, how they refer to each other, and a zip with the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package as WordPackage

from cxreport.render.walk.pieces import Document
from cxreport.render.word.charts import WORKBOOK, ChartPart
from cxreport.render.word.file_part import OFFICE, WORD, FilePart, Relation
from cxreport.render.word.house import House
from cxreport.render.word.markup import DECLARATION
from cxreport.render.word.pictures import PicturePart
from cxreport.render.word.properties import application_part, core_part

_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_TYPES, _TYPES_SPACE = "[Content_Types].xml", "http://schemas.openxmlformats.org/package/2006/content-types"
# What is compressed already.
_PACKED = (".xlsx", ".png", ".jpeg", ".jpg")
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Package:
    """Collects the parts of one document; each relationship is named by what it leads to."""

    def __init__(self, document: Document, house: House, body: bytes) -> None:
        self._package = WordPackage()
        self._there: dict[str, Part] = {}
        self._main = self._part("/word/document.xml", f"{WORD}document.main+xml", body)
        self._package.relate_to(self._main, RT.OFFICE_DOCUMENT)
        core = self._part("/docProps/core.xml", _CORE, core_part(document))
        self._package.relate_to(core, RT.CORE_PROPERTIES)
        about = self._part("/docProps/app.xml", f"{OFFICE}extended-properties+xml", application_part())
        self._package.relate_to(about, RT.EXTENDED_PROPERTIES)
        for relation in house.relations:
            self._lead_to(self._main, relation)

    def add(self, name: str, kind: str, content: bytes, links: Mapping[str, str] | None = None) -> None:
        """Add a part of WordprocessingML under its own name, and the addresses outside that it leads to."""
        part = self._part(f"/word/{name}.xml", f"{WORD}{name.rstrip('0123456789')}+xml", content)
        _relate(self._main, name, kind, part)
        _lead(part, links or {})

    def add_charts(self, charts: Sequence[ChartPart]) -> None:
        """Add the charts, which the body knows as chart1, chart2, …, and their workbooks."""
        for number, chart in enumerate(charts, 1):
            part = self._part(f"/word/charts/chart{number}.xml", f"{OFFICE}drawingml.chart+xml", chart.part)
            name = f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"
            workbook = self._part(name, f"{OFFICE}spreadsheetml.sheet", chart.workbook)
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
        store = self._part("/customXml/itemProps1.xml", f"{OFFICE}customXmlProperties+xml", properties)
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

    def add_lists(self, lists: FilePart) -> None:
        """Add the lists, and the pictures that their marks may be."""
        self._lead_to(self._main, Relation("numbering", RT.NUMBERING, lists))

    def _lead_to(self, source: Part, relation: Relation) -> None:
        """Add what a relation leads to, once, and all that this refers to in turn."""
        target = relation.target
        if isinstance(target, str):
            source.rels.add_relationship(relation.kind, target, relation.id, is_external=True)
            return
        if target.name not in self._there:
            part = self._there[target.name] = self._part(target.name, target.kind, target.content)
            for inner in target.relations:
                self._lead_to(part, inner)
        _relate(source, relation.id, relation.kind, self._there[target.name])

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
