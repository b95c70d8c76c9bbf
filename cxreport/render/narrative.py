"""Narrative in Markdown, as the HTML that the writers know: no raw HTML, no pictures, no code blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import count

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.footnote import footnote_plugin

_ALLOWED = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_STRONG = (Token("strong_open", "strong", 1), Token("strong_close", "strong", -1))
_OFF = ("html_block", "html_inline", "fence", "code", "hr", "image", "lheading", "reference")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin).disable(list(_OFF))
    parser.validateLink = lambda url: bool(_ALLOWED.match(url))  # type: ignore[method-assign]  # its documented hook
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    return parser


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Find a table, where it may stand: not in a list or a quotation, whose lines stay text."""
    return state.level == 0 and table(state, start, end, silent)


def to_html(text: str | None, numbers: Iterator[int] | None = None) -> Markup:
    """Return Markdown as HTML in our vocabulary; empty for nothing. Footnotes take the next of `numbers`.

    Headings of any depth become subsections: a section's own heading is the document's. In a list or a quotation
    they become strong words, and quotations in these plain paragraphs, which is all that the writers have room for.
    """
    if not text:
        return Markup("")
    parser = _parser()
    tokens = list(_in_vocabulary(_with_notes(parser, parser.parse(text), numbers or count(1))))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h3" if token.tag in {"h1", "h2", "h3"} else "h4"
        elif token.type in {"th_open", "td_open"}:
            _cell(token)
    html: str = parser.renderer.render(tokens, parser.options, {})
    # The parser has escaped everything else, so these tags can only be its own.
    html = html.replace("<table>", '<figure class="plain" tabindex="0"><table>').replace(
        "</table>", "</table></figure>"
    )
    return Markup(html)  # noqa: S704 - made by the parser from text, with raw HTML off


def _with_notes(parser: MarkdownIt, tokens: list[Token], numbers: Iterator[int]) -> list[Token]:
    """Return `tokens` with each footnote where it is called first; a later call leads to it by its number."""
    start = next((at for at, token in enumerate(tokens) if token.type == "footnote_block_open"), len(tokens))
    texts = dict(_texts_of_notes(parser, tokens[start:]))
    known: dict[int, int] = {}
    for token in tokens[:start]:
        for call in token.children or ():
            if call.type == "footnote_ref":
                note, number = call.meta["id"], known.get(call.meta["id"])
                call.type = "html_inline"
                if number is None:
                    known[note] = number = next(numbers)
                    call.content = f'<span class="fn" id="note-{number}">{texts[note]}</span>'
                else:
                    call.content = f'<sup><a href="#note-{number}">{number}</a></sup>'
    return tokens[:start]


def _texts_of_notes(parser: MarkdownIt, tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """Yield the text of every footnote by its id: its paragraphs as lines. A footnote in it stays as it was typed."""
    note, lines = 0, [""]
    for token in tokens:
        if token.type == "footnote_open":
            note, lines = token.meta["id"], []
        elif token.type == "inline":
            children = [child for child in token.children or () if child.type != "footnote_anchor"]
            for child in children:
                if child.type == "footnote_ref":
                    child.type, child.content = "text", f"[^{child.meta.get('label') or ''}]"
            lines.append(parser.renderer.render([Token("inline", "", 0, children=children)], parser.options, {}))
        elif token.type == "footnote_close":
            yield note, "<br>".join(lines)


def _in_vocabulary(tokens: list[Token]) -> Iterator[Token]:
    """Yield tokens without those blocks that would stand in a list or a quotation, and not be known there."""
    for token in tokens:
        if token.level and token.type.startswith("blockquote"):
            continue
        if token.level and token.type in {"heading_open", "heading_close"}:
            token.type, token.tag = token.type.replace("heading", "paragraph"), "p"
            yield from (token, _STRONG[0]) if token.nesting > 0 else (_STRONG[1], token)
        else:
            yield token


def _cell(token: Token) -> None:
    """Turn Markdown's alignment into our class for figures, and give heads their scope."""
    style = str(token.attrs.pop("style", ""))
    if "right" in style:
        token.attrs["class"] = "n"
    if token.type == "th_open":
        token.attrs["scope"] = "col"
