"""An element of the structure tree while it grows: what kind it is, what it holds, what is said about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# What must hold blocks: text that stands in one of these by itself becomes a paragraph.
_GROUPS = {"Document", "Part", "Sect", "Art", "Div", "BlockQuote"}
_STAY_EMPTY = {"TH", "TD"}


class Node:
    """A structure element (ISO 32000-1, 14.7.2): `kids` are nodes, content of pages and link annotations."""

    __slots__ = ("attributes", "element", "extra", "kids", "kind", "page", "parent", "span", "text")

    def __init__(self, kind: str, parent: Node | None, page: int, element: Any = None) -> None:
        self.kind = kind
        self.parent = parent
        self.page = page
        self.element = element
        self.kids: list[Node | Content | Annotation] = []
        self.text: list[str] = []
        self.span = (1, 1)
        self.attributes: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}
        if parent is not None:
            parent.kids.append(self)

    @property
    def children(self) -> list[Node]:
        """The nodes right below."""
        return [kid for kid in self.kids if type(kid) is Node]

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in the order of reading."""
        yield self
        for child in self.children:
            yield from child.walk()

    def holder_of_text(self, page: int) -> Node:
        """Return where text goes that stands in this node: itself, or a paragraph where it may hold blocks only."""
        if self.kind not in _GROUPS:
            return self
        last = self.kids[-1] if self.kids else None
        return last if type(last) is Node and last.kind == "P" and last.element is None else Node("P", self, page)

    def prune(self) -> bool:
        """Drop all that holds nothing, but no cell; return whether something is left."""
        self.kids = [kid for kid in self.kids if type(kid) is not Node or kid.prune()]
        return bool(self.kids) or self.kind in _STAY_EMPTY

    def take_first(self, child: Node) -> None:
        """Have `child` leave where it is and stand first in this node."""
        assert child.parent is not None  # noqa: S101 - only the document has none
        child.parent.kids.remove(child)
        child.parent = self
        self.kids.insert(0, child)


class Content:
    """A marked piece of a page: its page and its number there."""

    __slots__ = ("mark", "page")

    def __init__(self, page: int, mark: int) -> None:
        self.page = page
        self.mark = mark


class Annotation:
    """A link's sensitive area on a page, in the words of WeasyPrint's writer."""

    __slots__ = ("entry", "page")

    def __init__(self, page: int, entry: Any) -> None:
        self.page = page
        self.entry = entry
