"""What WeasyPrint does at length, and our documents need in short."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any


@contextmanager
def without_second_subsetter() -> Iterator[None]:
    """Have what WeasyPrint wants of fontTools imported when it is used: HarfBuzz makes the subsets of all our faces."""
    stand_ins = [
        _stand_in("fontTools.subset", "Options", "Subsetter"),
        _stand_in("fontTools.varLib.instancer", "instantiateVariableFont"),
    ]
    fresh = {module.__name__: module for module in stand_ins if module.__name__ not in sys.modules}
    sys.modules.update(fresh)
    try:
        yield
    finally:
        for name in fresh:
            del sys.modules[name]


def _stand_in(name: str, *functions: str) -> ModuleType:
    """Return a module whose functions import the real one when they are called."""
    module = ModuleType(name)
    for function in functions:
        setattr(module, function, partial(_called, name, function))
    return module


def _called(module: str, function: str, *arguments: Any, **options: Any) -> Any:
    return getattr(import_module(module), function)(*arguments, **options)


class _Line(str):
    """A text that hands itself out as one piece, where it would be taken letter by letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        return iter((str(self),))


def set_lines_of_pictures_whole(svg: Any) -> None:
    """Have WeasyPrint set a line of a picture as one text, with its kerning.

    It sets each letter as a text of its own, which a third of all texts of a proposal then are, since a picture may
    give each letter a place, an angle or a distance. Lines that do are left to it.
    """
    letter_by_letter = svg.text
    placed = ("dx", "dy", "rotate", "textLength", "letter-spacing")

    def text(picture: Any, node: Any, font_size: float) -> None:
        one_place = all(len(node.get(name, "").replace(",", " ").split()) <= 1 for name in ("x", "y"))
        if node.text and one_place and not any(node.get(name) for name in placed):
            node._etree_node.text = _Line(node.text)  # noqa: SLF001 - the property has no setter
        letter_by_letter(picture, node, font_size)

    svg.text = text  # compared with what stands in the table
    svg.TAGS.update({tag: text for tag, draw in svg.TAGS.items() if draw is letter_by_letter})


def take_undeclared_values_as_they_are() -> None:
    """Have WeasyPrint take a value that no rule declares from the element around, or from the start, at once.

    It asks for seventy thousand values in a proposal, of which five in six are such, and considers for each whether it
    may be a variable, a calculation or written in another direction. All others are left to it. No page changes.
    """
    from weasyprint.css import ComputedStyle
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

    at_length = ComputedStyle.__missing__
    dependent = {"page", "position", "float", "display"}  # on the elements around, and on each other
    free = {key for key in INITIAL_VALUES if key not in dependent and not key.startswith("text_decoration_")}
    passed_on = {key for key in free if key in INHERITED and key not in PHYSICAL_FUNCTIONS}
    # A side may also be declared by where it lies in the line: margin-left as margin-inline-start.
    initial = {key: (INITIAL_VALUES[key], _logical_names(PHYSICAL_FUNCTIONS.get(key)))
               for key in free if key not in INHERITED and key not in INITIAL_NOT_COMPUTED}  # fmt: skip

    def missing(style: Any, key: str) -> Any:
        declared = style.cascaded
        if key not in declared:
            if key in passed_on and style.parent_style is not None:
                value = style[key] = style.parent_style[key]
                return value
            value, names = initial.get(key, (None, None))
            if names is not None and declared.keys().isdisjoint(names):
                style[key] = value
                return value
        return at_length(style, key)

    ComputedStyle.__missing__ = missing


def _logical_names(function: Any) -> frozenset[str]:
    if function is None:
        return frozenset()
    return frozenset(function(block="ttb", inline=direction) for direction in ("ltr", "rtl"))
