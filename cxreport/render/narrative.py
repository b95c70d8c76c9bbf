"""Narrative in Markdown, as the HTML that the writers know: no raw HTML, no pictures, no code blocks."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_ALLOWED = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_OFF = ("html_block", "html_inline", "fence", "code", "hr", "image", "lheading", "reference")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(list(_OFF))
    parser.validateLink = lambda url: bool(_ALLOWED.match(url))  # type: ignore[method-assign]  # its documented hook
    return parser


def to_html(text: str | None) -> Markup:
    """Return Markdown as HTML in our vocabulary; empty for nothing.

    Headings of any depth become subsections: a section's own heading is the document's.
    """
    if not text:
        return Markup("")
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h3" if token.tag in {"h1", "h2", "h3"} else "h4"
        elif token.type in {"th_open", "td_open"}:
            _cell(token)
    html: str = parser.renderer.render(tokens, parser.options, {})
    # The parser has escaped everything else, so these tags can only be its own.
    html = html.replace("<table>", '<figure class="plain"><table>').replace("</table>", "</table></figure>")
    return Markup(html)  # noqa: S704 - made by the parser from text, with raw HTML off


def _cell(token: Token) -> None:
    """Turn Markdown's alignment into our class for figures, and give heads their scope."""
    style = str(token.attrs.pop("style", ""))
    if "right" in style:
        token.attrs["class"] = "n"
    if token.type == "th_open":
        token.attrs["scope"] = "col"
