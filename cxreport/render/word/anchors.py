"""Places that can be led to, and what leads out of the document: bookmarks, ids, relationships."""

from __future__ import annotations

import re
from hashlib import sha256

from cxreport.errors import RenderError
from cxreport.render.word.markup import element

_LONGEST = 40


class Links(dict[str, str]):
    """Holds the addresses outside that one part of the file leads to, each with the id of its relationship."""

    def outside(self, address: str) -> str:
        """Return the id of the relationship to a web or mail address."""
        return self.setdefault(address, f"link{len(self) + 1}")


class Anchors:
    """Gives out bookmark names and ids, in the order of the text."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._marked: set[str] = set()
        self._used: set[str] = set()
        self._count = 0

    def next_id(self) -> int:
        """Return a number that nothing else in this document has."""
        self._count += 1
        return self._count

    def name(self, target: str) -> str:
        """Return the bookmark of an id: Word takes letters, digits and underscores, 40 of them."""
        if target not in self._names:
            name = re.sub(r"\W", "_", target, flags=re.ASCII)
            name = name if name[:1].isalpha() else f"a{name}"
            if len(name) > _LONGEST or name.casefold() in self._used:
                name = f"{name[: _LONGEST - 9]}_{sha256(target.encode()).hexdigest()[:8]}"
            self._used.add(name.casefold())
            self._names[target] = name
        return self._names[target]

    def mark(self, target: str, content: str = "") -> str:
        """Return `content` as the place that `target` leads to; as it is, where `target` is ""."""
        if not target or target in self._marked:
            return content
        self._marked.add(target)
        number = self.next_id()
        start = element("bookmarkStart", id=number, name=self.name(target))
        return f"{start}{content}{element('bookmarkEnd', id=number)}"

    def check(self) -> None:
        """Raise RenderError when something leads to a place that Word cannot be led to."""
        if lost := sorted(self._names.keys() - self._marked):
            raise RenderError(
                f"a link leads to #{lost[0]}, which is inside a line or a table",
                "give the id to a heading, a caption or a paragraph",
            )
