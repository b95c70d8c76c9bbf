"""From laid-out boxes to a structure tree that follows the HTML: one element for one element, over all its pages.

WeasyPrint builds a tree of its own from the boxes of each page, so that a table over three pages is three tables with
three heads, each line is an element, and what only looks (leaders, running titles) is read aloud. Ours holds what the
author wrote; whatever of a page it does not hold is an artifact.
"""

from __future__ import annotations

from typing import Any

from cxreport.render.pdf.node import Annotation, Content, Node

_SVG = "{http://www.w3.org/2000/svg}"
_KINDS = {
    "header": "Div",
    "footer": "Div",
    "nav": "Div",
    "div": "Div",
    "figure": "Div",
    "main": "Part",
    "article": "Art",
    "section": "Sect",
    "aside": "Sect",
    "blockquote": "BlockQuote",
    "p": "P",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "figcaption": "Caption",
    "caption": "Caption",
    "img": "Figure",
    _SVG + "svg": "Figure",
    "a": "Link",
}


class Tree:
    """Grows page by page; `document` is its root. `scale` is points per unit of the layout."""

    def __init__(self, boxes: Any, scale: float) -> None:
        self.document = Node("Document", None, 0)
        self._boxes = boxes
        self._scale = scale
        self._inner: dict[tuple[Any, str], Node] = {}
        self._calls: dict[Any, Node] = {}
        self._page = 0
        self._height = 0.0
        self._marks: dict[Any, int] = {}

    def grow(self, number: int, page_box: Any, marks: dict[Any, int]) -> None:
        """Add a page; takes out of `marks`, the numbers of its pieces by their boxes, those that the tree holds."""
        self._page, self._marks = number, marks
        self._height = page_box.margin_height()
        for child in page_box.children:
            self._walk(child, self.document)

    def _walk(self, box: Any, node: Node) -> None:
        box = getattr(box, "_box", box)
        if isinstance(box, self._boxes.TextBox):
            self._hold(box, node)
            return
        inner = self._enter(box, node)
        if box.link_annotation:
            _link_around(inner or node, self._page).kids.append(Annotation(self._page, box.link_annotation))
        if inner is None:
            return
        if isinstance(box, self._boxes.ReplacedBox):
            self._hold(box, inner)
        for child in box.children:
            self._walk(child, inner)

    def _hold(self, box: Any, node: Node) -> None:
        mark = self._marks.pop(box, None)
        if mark is not None:
            holder = node.holder_of_text(self._page)
            holder.kids.append(Content(self._page, mark))
            holder.text.append(getattr(box, "text", ""))

    def _enter(self, box: Any, node: Node) -> Node | None:
        """Return the node that holds what is in `box`; None where that only looks, or is said a second time."""
        tag = box.element_tag
        if tag is None:
            return self._outside(box, node)
        known = self._inner.get((box.element, tag))
        if known is not None:
            repeated = known.page != self._page and (
                getattr(box, "is_header", False) or getattr(box, "is_footer", False)
            )
            return None if repeated else known
        if box.is_leader:
            return None
        if "::" in tag:
            return self._pseudo(box, node)
        made = self._made(box, tag, node)
        if made is not node:
            self._inner[box.element, tag] = made
        return made

    def _outside(self, box: Any, node: Node) -> Node | None:
        """Return the node for a box of the page itself: notes are read where they are called, margins not at all."""
        if isinstance(box, self._boxes.MarginBox):
            return None
        if isinstance(box, self._boxes.FootnoteAreaBox):
            for child in box.children:
                note = self._inner.get((child.element, child.element_tag))
                if note is None:
                    note = Node("Note", self._calls.get(child.element, self.document), self._page, child.element)
                    self._inner[child.element, child.element_tag] = note
        return node

    def _pseudo(self, box: Any, node: Node) -> Node:
        pseudo = box.element_tag.partition("::")[2]
        if pseudo == "footnote-call":
            self._calls[box.element] = node
        if pseudo not in {"marker", "footnote-marker"}:
            return node
        item = node.parent if node.kind == "LBody" else node
        assert item is not None  # noqa: S101 - a body stands in an item
        label = Node("Lbl", None, self._page)
        label.parent = item
        label.parent = item
        item.kids.insert(0, label)
        self._inner[box.element, box.element_tag] = label
        return label

    def _made(self, box: Any, tag: str, node: Node) -> Node:
        """Return a new node for an element; `node` itself where the element says nothing of its own."""
        element = box.element
        kind = _KINDS.get(tag, "")
        if tag == "li":
            made = self._item(element, node)
        elif tag in {"dt", "dd"} or (tag == "div" and node.kind == "L"):
            made = self._term(element, tag, node)
        elif kind:
            made = self._block(box, tag, kind, node)
        else:
            made = self._inline(element, tag, node)
        if made is not node and tag != "html" and (language := element.get("lang")):
            made.extra["Lang"] = language
        return made

    def _block(self, box: Any, tag: str, kind: str, node: Node) -> Node:
        if kind == "L" and (node.kind == "TOCI" or _tag(node) == "nav"):
            return Node("TOC", node, self._page, box.element)
        if kind == "Link" and node.kind == "TOCI":
            node = Node("Reference", node, self._page)
        made = Node(kind, node, self._page, box.element)
        if kind in {"TH", "TD"}:
            made.span = (box.colspan, box.rowspan)
        elif kind == "Figure":
            self._describe(made, box)
        elif tag in {"ul", "ol"}:
            made.attributes = {"O": "/List", "ListNumbering": "/Decimal" if tag == "ol" else "/Disc"}
        return made

    def _item(self, element: Any, node: Node) -> Node:
        if node.kind == "TOC":
            return Node("TOCI", node, self._page, element)
        item = Node("LI", node if node.kind == "L" else Node("L", node, self._page), self._page, element)
        return Node("LBody", item, self._page)

    def _term(self, element: Any, tag: str, node: Node) -> Node:
        """Return the place of a term or of its meaning; both stand in one item, whether a `div` holds them or not."""
        if tag == "div":
            return Node("LI", node, self._page, element)
        last = node.kids[-1] if node.kids else None
        if node.kind != "LI":
            follows = tag == "dd" and type(last) is Node
            node = last if follows else Node("LI", node, self._page)  # type: ignore[assignment]  # `follows` says so
        return Node("Lbl" if tag == "dt" else "LBody", node, self._page, element)

    def _inline(self, element: Any, tag: str, node: Node) -> Node:
        title = element.get("title") if tag == "abbr" else None
        if not title and (tag in {"html", "body"} or not element.get("lang")):
            return node
        made = Node("Span", node.holder_of_text(self._page), self._page, element)
        if title:
            made.extra["E"] = title
        return made

    def _describe(self, figure: Node, box: Any) -> None:
        """Give a picture its alternative text and its place on the page."""
        element = box.element
        if element.tag == _SVG + "svg":
            figure.extra["Alt"] = (element.findtext(_SVG + "title") or "").strip()
        else:
            figure.extra["Alt"] = element.get("alt", "")
        left, top = box.content_box_x(), box.content_box_y()
        corners = (left, self._height - top - box.height, left + box.width, self._height - top)
        figure.attributes = {"O": "/Layout", "BBox": [self._scale * side for side in corners]}


def _tag(node: Node) -> str:
    return getattr(node.element, "tag", "")


def _link_around(node: Node, page: int) -> Node:
    """Return the link that a node is or stands in; a new one inside it where there is none."""
    found: Node | None = node
    while found is not None and found.kind != "Link":
        found = found.parent
    return found or Node("Link", node, page)
