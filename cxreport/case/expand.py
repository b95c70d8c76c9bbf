"""What stands for drivers and a formula becomes these, before anything reads it.

A benefit may ask for a ready driver; a cost may give labour as hours and a rate. What is added stands at the place of
the driver's name, or of the labour. From there on nothing knows that it was not written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping as Texts
from typing import TYPE_CHECKING

from cxreport.case.tree import Mapping, Node, Scalar, Sequence, child, lookup

if TYPE_CHECKING:
    from cxreport.case.problem import Place
    from cxreport.case.ready import ReadyDriver

LABOUR = ("hours", "rate")


def expanded(root: Mapping) -> Mapping:
    """Return the case with its ready drivers and its labour written out; the case itself where it has neither."""
    initiatives = root.values.get("initiatives")
    if not isinstance(initiatives, Sequence):
        return root
    items = tuple(_initiative(item, root) for item in initiatives.items)
    if all(new is old for new, old in zip(items, initiatives.items, strict=True)):
        return root
    return _with(root, {"initiatives": initiatives._replace(items=items)})


def _initiative(node: Node, root: Mapping) -> Node:
    if not isinstance(node, Mapping):
        return node
    changed: dict[str, Node] = {}
    for side, written_out in (("benefits", _benefit), ("costs", _cost)):
        lines = child(node, side)
        if isinstance(lines, Sequence):
            items = tuple(written_out(item, root) for item in lines.items)
            if any(new is not old for new, old in zip(items, lines.items, strict=True)):
                changed[side] = lines._replace(items=items)
    return _with(node, changed) if changed else node


def _cost(node: Node, root: Mapping) -> Node:
    """Return a cost with the hours and the rate of its labour as drivers; a name there is that of a driver."""
    labour = child(node, "labour")
    if not isinstance(node, Mapping) or not isinstance(labour, Mapping) or not _has_no_amount(node):
        return node
    own = node.values.get("drivers")
    if any(_lacks(labour, part) for part in LABOUR) or not (isinstance(own, Mapping) or _lacks(node, "drivers")):
        return node
    drivers = own if isinstance(own, Mapping) else Mapping({}, {}, labour.place)
    names, values = [], dict(drivers.values)
    for part in LABOUR:
        given = labour.values[part]
        if isinstance(given, Scalar) and given.text.strip().isidentifier():
            names.append(given.text.strip())
            continue
        names.append(f"labour_{part}")
        source = {} if _lacks(node, "source") else {"source": node.values["source"]}
        values.setdefault(names[-1], _with(_labour(part, given, root, labour.place), source))
    formula = _text(" * ".join(names), labour.place)
    return _with(node, {"drivers": drivers._replace(values=values), "formula": formula})


def _labour(part: str, given: Node, root: Mapping, place: Place) -> Mapping:
    """Return the driver of the hours or of the rate: its value as it is given, its label in the case's language."""
    from cxreport.case.terms import read_texts, shipped_templates

    folder = shipped_templates() / "words"
    file = folder / f"{_language(root)}.yaml"
    say = read_texts(file if file.is_file() else folder / "en.yaml")
    told = {"label": _text(say[f"labour_{part}"], place)}
    unit = {"unit": _text(say["labour_unit"], place)} if part == "hours" else {}
    return Mapping({}, {"value": given, **told, **unit}, place)


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


def _has_no_amount(node: Mapping) -> bool:
    return _lacks(node, "amount") and _lacks(node, "formula")


def _has_own_way(node: Mapping) -> bool:
    """Return whether a benefit says by itself what it amounts to, which is refused beside a driver."""
    kind = node.values.get("type")
    described = isinstance(kind, Scalar) and kind.text.strip() == "advantage"
    return described or not _has_no_amount(node)


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
