"""The last hand on the PDF, inside WeasyPrint's own writing: the structure tree, artifacts, links, what it conforms to.

Done on the objects before they are written, it costs no second pass over the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from cxreport.render.pdf.heads import join_heads
from cxreport.render.pdf.node import Annotation, Content, Node
from cxreport.render.pdf.structure import Tree

POINTS_PER_PIXEL = 0.75

# PDF/A allows a property of XMP only where its schema is told (ISO 19005-3, 6.6.2.3).
_UA = (
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
)


class Sheet:
    """A page of WeasyPrint that keeps what is marked on it to itself, so that the structure tree is ours to build."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._page_box = page._page_box.copy_with_children([])  # noqa: SLF001 - the tree is read from there
        self.stream: Any = None
        self.marks: dict[Any, int] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    @property
    def boxes(self) -> Any:
        """The laid-out boxes of the page."""
        return self._page._page_box  # noqa: SLF001 - WeasyPrint offers no other way to them

    def paint(self, stream: Any, scale: float) -> None:
        """Draw the page, and take the numbers of its marked pieces."""
        self._page.paint(stream, scale)
        tags = stream._tags  # noqa: SLF001 - the numbers are kept nowhere else
        self.stream, self.marks = stream, {box: tag["mcid"] for box, tag in tags.items()}
        tags.clear()


def finish(sheets: Sequence[Sheet], pdf: Any) -> None:
    """Complete a PDF/A-3a before it is written, so that it is PDF/UA-1 as well."""
    from weasyprint.formatting_structure import boxes

    tree = Tree(boxes, POINTS_PER_PIXEL)
    sizes = [len(sheet.marks) for sheet in sheets]
    for number, sheet in enumerate(sheets):
        tree.grow(number, sheet.boxes, sheet.marks)
        _as_artifacts(sheet.stream, set(sheet.marks.values()))
    document = tree.document
    document.prune()
    _improve(document)
    _Writer(pdf, sizes).write(document)
    _declare(pdf)


def settle(pdf: Any) -> None:
    """Write every object once and keep its bytes: the identifier would have all of them written a second time."""
    from pydyf import Object

    class Settled(Object):  # type: ignore[misc]  # pydyf ships no types
        data = b""
        compressible = True

    for number, known in enumerate(pdf.objects):
        kept = Settled()
        kept.number, kept.generation, kept.free = known.number, known.generation, known.free
        kept.data = known.data if known.free != "f" else b""
        kept.compressible = known.compressible
        pdf.objects[number] = kept


def _declare(pdf: Any) -> None:
    """Say in the XMP that this is PDF/UA-1 too; WeasyPrint knows one promise at a time."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])].stream
    metadata[:] = [part.replace(b"</rdf:RDF>", _UA + b"</rdf:RDF>") for part in metadata]


def _improve(document: Node) -> None:
    numbers, notes = count(1), count(1)
    for node in list(document.walk()):
        if node.kind == "Table":
            join_heads(node, next(numbers))
            _take_caption(node)
            _have_body(node)
        elif node.kind == "Link":
            _name_link(node)
        elif node.kind == "Note":
            node.extra["ID"] = f"note-{next(notes)}"


def _take_caption(table: Node) -> None:
    """Have a table's caption stand in it, where readers look for it (ISO 32000-1, 14.8.4.3.4)."""
    around = table.parent.children if table.parent else []
    for caption in around:
        if caption.kind == "Caption":
            table.take_first(caption)
            return


def _have_body(table: Node) -> None:
    """Have the foot of a table without other rows be its body; a head and a foot need one between them."""
    parts = {part.kind: part for part in table.children}
    if "TFoot" in parts and "TBody" not in parts:
        parts["TFoot"].kind = "TBody"


def _name_link(link: Node) -> None:
    """Say of each sensitive area what is to be read there, and where a link to the outside leads."""
    from pydyf import String

    shown = " ".join(" ".join(part for node in link.walk() for part in node.text).split())
    for kid in link.kids:
        if isinstance(kid, Annotation) and shown:
            target = kid.entry.get("A", {}).get("URI")
            kid.entry["Contents"] = String(f"{shown} ({target.string})" if target else shown)


def _as_artifacts(stream: Any, marks: set[int]) -> None:
    """Turn the marked pieces that no structure element holds into artifacts."""
    parts = stream.stream
    for place, part in enumerate(parts):
        if part == b"BDC" and parts[place - 1]["MCID"] in marks:
            parts[place - 2 : place + 1] = ["/Artifact", b"", b"BMC"]


class _Writer:
    """Writes a tree of nodes as objects of the PDF, and the way back from pages and annotations to it."""

    def __init__(self, pdf: Any, sizes: Sequence[int]) -> None:
        import pydyf

        self._make = pydyf
        self._pdf = pdf
        self._pages = pdf.page_references
        self._owners: list[list[Any]] = [[b"null"] * size for size in sizes]
        self._links: list[Any] = []
        self._names: list[tuple[str, Any]] = []

    def write(self, document: Node) -> None:
        root = self._object(self._pdf.catalog["StructTreeRoot"])
        written = self._object(root["K"][0])
        written["K"] = self._kids(document, written)
        numbers = self._object(root["ParentTree"])["Nums"]
        arrays = [self._make.Array(owners) for owners in self._owners]
        numbers[:] = [part for number, owner in enumerate([*arrays, *self._links]) for part in (number, owner)]
        if self._names:
            names = (part for name, owner in sorted(self._names) for part in (self._make.String(name), owner))
            root["IDTree"] = self._make.Dictionary({"Names": self._make.Array(names)})

    def _object(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    def _kids(self, node: Node, written: Any) -> Any:
        kids = self._make.Array()
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(self._node(kid, written.reference))
            elif isinstance(kid, Content):
                kids.append(self._content(kid, node, written.reference))
            else:
                kids.append(self._annotation(kid, written.reference))
        return kids

    def _node(self, node: Node, parent: bytes) -> Any:
        entry = self._make.Dictionary({"S": f"/{node.kind}", "P": parent, "Pg": self._pages[node.page]})
        self._pdf.add_object(entry)
        reference = entry.reference
        entry["K"] = self._kids(node, entry)
        for name, text in node.extra.items():
            entry[name] = self._make.String(text)
        if node.attributes:
            entry["A"] = self._attributes(node)
        if "ID" in node.extra:
            self._names.append((node.extra["ID"], reference))
        return reference

    def _attributes(self, node: Node) -> Any:
        entry = self._make.Dictionary(node.attributes)
        if headers := entry.get("Headers"):
            entry["Headers"] = self._make.Array([self._make.String(name) for name in headers])
        if box := entry.get("BBox"):
            entry["BBox"] = self._make.Array(box)
        return entry

    def _content(self, kid: Content, node: Node, owner: bytes) -> Any:
        self._owners[kid.page][kid.mark] = owner
        if kid.page == node.page:
            return kid.mark
        return self._make.Dictionary({"Type": "/MCR", "Pg": self._pages[kid.page], "MCID": kid.mark})

    def _annotation(self, kid: Annotation, owner: bytes) -> Any:
        kid.entry["StructParent"] = len(self._owners) + len(self._links)
        self._links.append(owner)
        return self._make.Dictionary({"Type": "/OBJR", "Obj": kid.entry.reference, "Pg": self._pages[kid.page]})
