"""Fields: what Word counts itself and a reader can update, each with its result filled in."""

from __future__ import annotations

import re

from cxreport.render.word.markup import element, run, value

_PLACES = re.compile(r"(\{pages?\})")


def field(code: str, shown: str, *look: str) -> str:
    """Return a field with `shown` as its result; it is not dirty, so Word asks nothing on opening."""
    return open_field(code, *look) + run(shown, *look) + close_field(*look)


def open_field(code: str, *look: str) -> str:
    """Return the beginning of a field; its result and `close_field` follow."""
    return _mark("begin", *look) + _code(code, *look) + _mark("separate", *look)


def close_field(*look: str) -> str:
    """Return the end of a field."""
    return _mark("end", *look)


def sequence(label: str, number: str, count: int, *look: str) -> str:
    """Return the number of a caption; where it is not the next in `count`, the field is set to it."""
    reset = "" if number == str(count) else f" \\r {number}"
    name = re.sub(r"\W", "_", label)
    return field(f"SEQ {name} \\* ARABIC{reset}", number, *look)


def page_words(words: str) -> str:
    """Return words such as "Page {page} of {pages}" with Word's own counts in their places."""
    codes = {"{page}": field("PAGE", "1"), "{pages}": field("NUMPAGES", "1")}
    return "".join(codes.get(part) or run(part) for part in _PLACES.split(words) if part)


def styled(name: str) -> str:
    """Return the property that gives a run a character style."""
    return value("rStyle", name)


def _mark(kind: str, *look: str) -> str:
    return _run(element("fldChar", fldCharType=kind), *look)


def _code(code: str, *look: str) -> str:
    return _run(f'<w:instrText xml:space="preserve"> {code} </w:instrText>', *look)


def _run(content: str, *look: str) -> str:
    return element("r", element("rPr", *look) if look else "", content)
