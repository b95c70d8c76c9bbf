"""What stands inside a line: text with its looks, links and addresses of figures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cxreport.render.walk.page import NOTE, NUMBER, Element, collapse, unknown
from cxreport.render.walk.pieces import LINE_BREAK, Note, Run, Runs, text_of

_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "a": {},
    "abbr": {},
    "b": {"bold": True},
    "code": {"code": True},
    "em": {"italic": True},
    "i": {"italic": True},
    "small": {"small": True},
    "span": {},
    "strong": {"bold": True},
    "sub": {"lowered": True},
    "sup": {"raised": True},
}
WARN = "warn"  # what a reader must not miss; its words say so too
_PLAIN = Run("")
_SCHEMES = ("#", "https://", "http://", "mailto:", "tel:")


def runs_of(element: Element, skip: Callable[[Element], bool] = lambda _: False) -> Runs:
    """Return the line that `element` holds, without the children that `skip` picks out."""
    return _tidy([piece for piece in _pieces(element, _addressed(element, _PLAIN), (), skip) if isinstance(piece, Run)])


def flow(element: Element, *blocks: str) -> list[Runs | Element]:
    """Return the lines in `element` and, where they stand, its children that are `blocks`."""
    parts: list[Runs | Element] = []
    line: list[Run] = []
    for piece in _pieces(element, _addressed(element, _PLAIN), blocks, lambda _: False):
        if isinstance(piece, Run):
            line.append(piece)
        else:
            parts += [_tidy(line), piece]
            line = []
    return [part for part in (*parts, _tidy(line)) if not isinstance(part, tuple) or part]


def _pieces(
    element: Element, look: Run, blocks: Collection[str], skip: Callable[[Element], bool]
) -> Iterator[Run | Element]:
    if element.text:
        yield _saying(look, element.text)
    for child in element:
        if child.tag in blocks:
            yield child
        elif child.tag == "br":
            yield replace(look, text=LINE_BREAK)
        elif child.get("class") == NOTE:
            yield Run("", note=_note(child))
        elif not skip(child):
            if child.tag not in _LOOKS:
                raise unknown(child, "stands inside a line")
            yield from _pieces(child, _look(child, look), (), lambda _: False)
        if child.tail:
            yield _saying(look, child.tail)


def _saying(look: Run, text: str) -> Run:
    """Return a run of text; what has no look of its own, as most cells have not, is made anew, which is quicker."""
    return Run(collapse(text)) if look is _PLAIN else replace(look, text=collapse(text))


def _note(element: Element) -> Note:
    runs = runs_of(element)
    if not text_of(runs) or any(run.note for run in runs):
        raise unknown(element, "is a footnote without words, or with another one inside", "write its text alone")
    return Note(int(element.get(NUMBER) or 0), runs, element.get("id") or "")


def _look(element: Element, outer: Run) -> Run:
    look = replace(outer, **_LOOKS.get(str(element.tag), {}))
    if element.get("class") == WARN:
        look = replace(look, warn=True)
    if element.tag == "a" and (href := element.get("href")):
        if not href.startswith(_SCHEMES):
            raise unknown(element, f"leads to {href!r}", "link to #id, or to a whole web or mail address")
        look = replace(look, href=href)
    return _addressed(element, look)


def _addressed(element: Element, look: Run) -> Run:
    path, lang = element.get("data-path") or look.path, element.get("lang") or look.lang
    return look if (path, lang) == (look.path, look.lang) else replace(look, path=path, lang=lang)


def _tidy(line: Sequence[Run]) -> Runs:
    """Return `line` with one space where HTML has one, and none at its ends and breaks."""
    tidy: list[Run] = []
    for run in line:
        at_start = not tidy or tidy[-1].text.endswith((" ", LINE_BREAK))
        if run.text == LINE_BREAK or run.note:
            _strip_end(tidy)
            tidy.append(run)
        elif text := run.text.lstrip(" ") if at_start else run.text:
            tidy.append(run if text == run.text else replace(run, text=text))
    _strip_end(tidy)
    return tuple(tidy)


def _strip_end(line: list[Run]) -> None:
    if line and line[-1].text != LINE_BREAK and not line[-1].note:
        last = line.pop()
        line += [last if text == last.text else replace(last, text=text)] if (text := last.text.rstrip(" ")) else []
