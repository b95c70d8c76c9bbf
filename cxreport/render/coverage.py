"""Whether the faces of a theme have every character that a page prints: no document leaves with empty boxes in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cxreport.case import tree
from cxreport.case.problem import Place, Problem
from cxreport.errors import RenderError
from cxreport.evaluate import Evaluation
from cxreport.render.unfit import UnfitText

if TYPE_CHECKING:  # every check of a case looks for doubtful text, and few have to ask faces and themes
    from cxreport.render.theme import Theme

_UNPRINTED = re.compile(r"<script\b.*?</script>|<[^>]*>", re.DOTALL)
_INVISIBLE = {"Zs", "Zl", "Zp", "Cc", "Cf"}  # spaces and marks of direction and joining, which leave no box
_VARIANTS = range(0xFE00, 0xFE10)  # they choose between forms of the character before them
_SURE = frozenset((*map(chr, range(0x20, 0x100)), *"–—‘’‚“”„†‡•…‰‹›€™−≈≤≥"))  # what every carried face has
_MOST_NAMED = 5
_HINT = "write it in other characters, or choose a theme whose faces have them"


def check_coverage(html: str, look: Theme, evaluation: Evaluation) -> None:
    """Refuse a page with characters that a face of the theme lacks; of faces that are not carried nothing is known.

    Raises UnfitText with every place of the case that has such characters, RenderError where a template has them.
    """
    from html import unescape

    missing = _missing(unescape(_UNPRINTED.sub("", html)), look)
    if not missing:
        return
    if problems := tuple(_problems(missing, evaluation)):
        raise UnfitText(problems)
    raise RenderError(_message(missing), "correct the template or the words that have them")


def beyond_latin(text: str) -> frozenset[int]:
    """Return the visible characters of a text, as codes, that are not among those which every carried face has."""
    return frozenset(ord(character) for character in set(text) - _SURE if _is_seen(character))


def has_doubtful_text(evaluation: Evaluation) -> bool:
    """Return whether a case has any character beyond Latin, for which the faces have to be asked."""
    root = evaluation.loaded.root
    return root is not None and any(beyond_latin(scalar.text) for scalar in _scalars(root))


def _missing(text: str, look: Theme) -> frozenset[str]:
    from cxreport.render.faces import advances, is_carried

    families = [family for family in (look.sans, look.serif) if is_carried(family)]
    asked = beyond_latin(text) if families else frozenset()
    return frozenset(chr(code) for code in asked if any(code not in advances(one, "Regular") for one in families))


def _is_seen(character: str) -> bool:
    from unicodedata import category  # few texts have characters for which it is asked

    return category(character) not in _INVISIBLE and ord(character) not in _VARIANTS


def _problems(missing: frozenset[str], evaluation: Evaluation) -> Iterator[Problem]:
    root = evaluation.loaded.root
    assert root is not None  # noqa: S101 - a page is made of a case that was read
    for scalar in _scalars(root):
        if found := missing.intersection(scalar.text):
            source = evaluation.loaded.sources[scalar.place.file]
            yield source.problem("CX141", _message(found), _HINT, _place(scalar, found, source.lines))


def _place(scalar: tree.Scalar, found: frozenset[str], lines: tuple[str, ...]) -> Place:
    """Return where the first of the characters stands; where they are written as escapes, where the text does."""
    start = scalar.place
    for number, line in enumerate(lines[start.line - 1 :], start.line):
        after = start.column - 1 if number == start.line else 0
        if columns := [at for at, character in enumerate(line) if at >= after and character in found]:
            return start._replace(line=number, column=columns[0] + 1, width=1)
    return start


def _message(characters: Iterable[str]) -> str:
    ordered = sorted(characters)
    named = [f"{character} (U+{ord(character):04X})" for character in ordered[:_MOST_NAMED]]
    more = f" and {len(ordered) - _MOST_NAMED} more" if len(ordered) > _MOST_NAMED else ""
    return f"the faces of the document do not have {', '.join(named)}{more}"


def _scalars(node: tree.Node) -> Iterator[tree.Scalar]:
    """Yield every text of a case, and every key: the names of contributing groups are keys."""
    if isinstance(node, tree.Scalar):
        yield node
    elif isinstance(node, tree.Sequence):
        for item in node.items:
            yield from _scalars(item)
    else:
        yield from node.keys.values()
        for value in node.values.values():
            yield from _scalars(value)
