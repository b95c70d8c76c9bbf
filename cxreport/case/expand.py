"""A benefit that asks for a ready driver becomes one that has drivers and a formula, before anything reads it.

What is added stands at the place of the driver's name. From there on nothing knows that it was not written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping as Texts
from typing import TYPE_CHECKING

from cxreport.case.tree import Mapping, Node, Scalar, Sequence, child, lookup

if TYPE_CHECKING:
    from cxreport.case.problem import Place
    from cxreport.case.ready import ReadyDriver


def expanded(root: Mapping) -> Mapping:
    """Return the case with its ready drivers written out; the case itself where it asks for none."""
    initiatives = root.values.get("initiatives")
    if not isinstance(initiatives, Sequence):
        return root
    items = tuple(_initiative(item, root) for item in initiatives.items)
    if all(new is old for new, old in zip(items, initiatives.items, strict=True)):
        return root
    return _with(root, {"initiatives": initiatives._replace(items=items)})


def _initiative(node: Node, root: Mapping) -> Node:
    benefits = child(node, "benefits")
    if not isinstance(node, Mapping) or not isinstance(benefits, Sequence):
        return node
    items = tuple(_benefit(item, root) for item in benefits.items)
    if all(new is old for new, old in zip(items, benefits.items, strict=True)):
        return node
    return _with(node, {"benefits": benefits._replace(items=items)})


def _benefit(node: Node, root: Mapping) -> Node:
    word = child(node, "driver")
    if not isinstance(node, Mapping) or not isinstance(word, Scalar) or word.empty:
        return node
    from cxreport.case.ready import names, ready_driver

    name = word.text.strip()
    if name not in names():
        return node
    ready, place = ready_driver(name), word.place
    added: dict[str, Node] = {key: _text(text, place) for key, text in ready.given.items() if _lacks(node, key)}
    if not _has_own_way(node):
        added["formula"] = _text(ready.formula, place)
    own = node.values.get("drivers")
    if isinstance(own, Mapping) or _lacks(node, "drivers"):
        drivers = own if isinstance(own, Mapping) else Mapping({}, {}, place)
        added["drivers"] = _drivers(drivers, ready, root, place)
    return _with(node, added)


def _has_own_way(node: Mapping) -> bool:
    """Return whether a benefit says by itself what it amounts to, which is refused beside a driver."""
    kind = node.values.get("type")
    described = isinstance(kind, Scalar) and kind.text.strip() == "advantage"
    return described or not (_lacks(node, "amount") and _lacks(node, "formula"))


def _drivers(own: Mapping, ready: ReadyDriver, root: Mapping, place: Place) -> Mapping:
    """Return the drivers of a benefit with labels, units and steps, and with defaults where nothing is given."""
    language, wide = _language(root), lookup(root, ("drivers",))
    values = dict(own.values)
    for key, item in ready.inputs.items():
        told = {"label": item.label, "unit": item.unit}
        if key in values:
            values[key] = _filled(values[key], told, language, place)
        elif item.default and (wide is None or child(wide, key) is None):
            given: Node = Mapping({}, {"value": _text(item.default, place)}, place)
            values[key] = _filled(given, told | {"source": item.source}, language, place)
    for key, step in ready.steps.items():
        made: Node = Mapping({}, {"formula": _text(step.formula, place)}, place)
        values.setdefault(key, _filled(made, {"label": step.label, "unit": step.unit}, language, place))
    return own._replace(values=values)


def _filled(node: Node, texts: dict[str, Texts[str, str]], language: str, place: Place) -> Node:
    """Return a driver with the texts that it does not have, in the language of the case or in English."""
    if not isinstance(node, Mapping):
        return node
    told = {key: text.get(language) or text.get("en") for key, text in texts.items() if _lacks(node, key)}
    return _with(node, {key: _text(text, place) for key, text in told.items() if text})


def _language(root: Mapping) -> str:
    locale = root.values.get("locale")
    return locale.text.strip()[:2].lower() if isinstance(locale, Scalar) and not locale.empty else "en"


def _lacks(node: Mapping, key: str) -> bool:
    below = node.values.get(key)
    return below is None or (isinstance(below, Scalar) and below.empty)


def _with(node: Mapping, values: dict[str, Node]) -> Mapping:
    return node._replace(values={**node.values, **values})


def _text(text: str, place: Place) -> Scalar:
    return Scalar(text, place, made=True)
