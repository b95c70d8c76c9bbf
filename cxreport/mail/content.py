"""What a mail and its documents say, apart from how they look: by it a second run knows what has changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from cxreport.render.compose import compose
from cxreport.render.letter import Letter
from cxreport.render.output import Document

_UNSAID = re.compile(r"<(style|title)\b.*?</\1>|<[^>]*>", re.DOTALL)


def content_of(document: Document, letter: Letter, names: Iterable[str]) -> str:
    """Return the digest of all words and figures of a mail and its document, and the `names` of its files.

    Colours, faces, a comment in the case, or another version of cxreport that writes other bytes change nothing in
    it. It is that of the full layout, as how much fits one page depends on the faces.
    """
    page, _ = compose(document.evaluation, document.look)
    said = (letter.subject, words_of(letter.text), words_of(letter.html), document.layout, *names, words_of(page))
    return sha256("\n".join(said).encode()).hexdigest()


def words_of(html: str) -> str:
    """Return the words of a page, a blank between them."""
    return " ".join(_UNSAID.sub(" ", html).split())
