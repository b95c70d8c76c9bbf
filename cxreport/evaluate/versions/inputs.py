"""The inputs of a case by address, and which of them differ between two versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from cxreport.case import tree
from cxreport.case.load import LoadedCase
from cxreport.case.models import Benefit, BusinessCase, Cost, Driver
from cxreport.case.problem import Path as NodePath
from cxreport.case.problem import Place
from cxreport.case.reading import Model
from cxreport.evaluate.amounts import label_of

Key = tuple[str, ...]  # an address in its parts, in which initiatives and lines go by their ids

# What is written together is one input: half of it from either version would mean nothing.
_TOGETHER = (
    ("period", "periods"),
    ("amount", "formula", "driver"),
    ("amount", "formula"),
    ("type", "margin"),
    ("value", "formula", "survival"),
)
TIMING = ("live", "delay")  # what an initiative has of its own that moves its lines
# What says something about a figure and is in no flow before tax within the horizon.
_WORDS = frozenset(
    "id name label unit source owner evidence accept how claims cash cost_class range distribution drivers labour "
    "finance_rate reinvestment_rate tax terminal fiscal_year_start".split()
)


class Field(NamedTuple):
    """An input as one version has it: its values by the names of the model, and where they stand."""

    values: Mapping[str, Any]
    path: NodePath
    subject: str
    name: str = ""


class Side(NamedTuple):
    """An input as a version writes it, and where; no text and no place where the version does not have it."""

    text: str = ""
    place: Place | None = None


class Change(NamedTuple):
    """An input that is not the same in both versions: a `field` of a `subject`, or the subject itself."""

    key: Key
    subject: str
    field: str
    old: Side
    new: Side

    @property
    def address(self) -> str:
        """The address of the input."""
        return ".".join(self.key)

    @property
    def place(self) -> Place | None:
        """Where the new version writes it, else where the old one did."""
        return self.new.place or self.old.place


def fields_of(model: Model, key: Key, path: NodePath, subject: str) -> Iterator[tuple[Key, Field]]:
    """Yield the inputs that a model itself has, those written together as one."""
    names = [name for name in model.specs if name not in _WORDS and not (isinstance(model, Cost) and name == "type")]
    while names:
        group = next((pair for pair in _TOGETHER if names[0] in pair and set(pair) <= set(names)), (names[0],))
        names = [name for name in names if name not in group]
        shown = "value" if isinstance(model, Driver) else "periods" if "periods" in group else group[0]
        values = {name: getattr(model, name) for name in group}
        yield (key if isinstance(model, Driver) else (*key, shown)), Field(values, path, subject, shown)


def inputs_of(case: BusinessCase) -> dict[Key, Field]:
    """Return every input of a case, initiatives and lines themselves among them."""
    found = dict(fields_of(case.finance, ("finance",), ("finance",), ""))
    for code, rate in case.rates.items():
        found["rates", code] = Field({"rate": rate.rate}, ("rates", code), code)
    found |= _drivers(case.drivers, (), ())
    for index, item in enumerate(case.initiatives):
        key, path = (item.id,), ("initiatives", index)
        found[key] = Field({}, path, item.name or item.id)
        for name in TIMING:
            found[*key, name] = Field({name: getattr(item, name)}, path, item.name or item.id, name)
        for side in ("benefits", "costs"):
            lines: Iterable[Benefit | Cost] = getattr(item, side)
            for number, line in enumerate(lines):
                at, where = (*key, side, line.id), (*path, side, number)
                found[at] = Field({}, where, line.name)
                found |= dict(fields_of(line, at, where, line.name))
                found |= _drivers(line.drivers, at, where)
    return found


def _drivers(drivers: Mapping[str, Driver], key: Key, path: NodePath) -> dict[Key, Field]:
    found: dict[Key, Field] = {}
    for name, driver in drivers.items():
        at, where = (*key, "drivers", name), (*path, "drivers", name)
        found |= dict(fields_of(driver, at, where, label_of(name, driver)))
    return found


def find_changes(old: LoadedCase, new: LoadedCase) -> tuple[Change, ...]:
    """Return every input that differs, in the order of the new file; what came or went whole stands for its parts."""
    assert isinstance(old.case, BusinessCase) and isinstance(new.case, BusinessCase)  # noqa: S101 PT018 - the caller has looked
    before, after = inputs_of(old.case), inputs_of(new.case)
    found: list[Change] = []
    whole: set[Key] = set()
    for key in dict.fromkeys((*after, *before)):
        was, now = before.get(key), after.get(key)
        if (was and now and was.values == now.values) or any(key[:end] in whole for end in range(len(key))):
            continue
        if was is None or now is None:
            whole.add(key)
        told = now or was
        assert told is not None  # noqa: S101 - the key is of one of them
        found.append(Change(key, told.subject, told.name, _side(old, was), _side(new, now)))
    return tuple(found)


def _side(loaded: LoadedCase, field: Field | None) -> Side:
    if field is None or loaded.root is None:
        return Side()
    if not field.values:
        return Side(_line_text(loaded.root, field.path), loaded.place(field.path))
    paths = [(*field.path, name) for name in field.values]
    written = [(path, node) for path in paths if (node := tree.lookup(loaded.root, path)) is not None]
    if not written:
        return Side()
    return Side(" ".join(_text(node) for _, node in written), loaded.place(written[0][0]))


def _line_text(root: tree.Mapping, path: NodePath) -> str:
    """Return what a line comes to as it is written; an initiative is told by what it does."""
    parts = (tree.lookup(root, (*path, name)) for name in ("initial", "amount", "formula", "action"))
    return " + ".join(_text(node) for node in parts if node is not None)


def _text(node: tree.Node) -> str:
    if isinstance(node, tree.Scalar):
        return " ".join(node.text.split())
    nodes = node.items if isinstance(node, tree.Sequence) else tuple(node.values.values())
    return "[" + ", ".join(map(_text, nodes)) + "]"


def find_others(old: LoadedCase, new: LoadedCase, changes: Iterable[Change]) -> tuple[str, ...]:
    """Return the addresses of all that is written otherwise and is in no flow: narrative, evidence, ranges, names."""
    assert old.root is not None and new.root is not None  # noqa: S101 PT018 - both could be read
    before, after = dict(_leaves(old.root)), dict(_leaves(new.root))
    counted = _leaf_keys(changes)
    told = [key for key in dict.fromkeys((*after, *before)) if key[0] != "compared_with"]
    differing = [key for key in told if before.get(key) != after.get(key)]
    return tuple(".".join(key) for key in differing if not any(key[:end] in counted for end in range(1, len(key) + 1)))


def _leaf_keys(changes: Iterable[Change]) -> set[Key]:
    """Return the keys of the written text that changed inputs stand for."""
    found: set[Key] = set()
    for change in changes:
        key = change.key[:-1] if change.field and change.field != "value" else change.key
        group = next((pair for pair in _TOGETHER if change.field in pair), (change.field,))
        found.update((*key, name) if name else key for name in group)
        if change.key[0] == "rates":
            found.add((*change.key, "rate"))
    return found


def _leaves(node: tree.Node, key: Key = ()) -> Iterator[tuple[Key, str]]:
    if isinstance(node, tree.Scalar):
        yield key, node.text
        return
    items = node.items() if isinstance(node, tree.Mapping) else enumerate(node.items)
    for step, below in items:
        named = tree.lookup(below, ("id",)) if isinstance(node, tree.Sequence) else None
        name = named.text if isinstance(named, tree.Scalar) else str(step)
        yield from _leaves(below, () if name == "initiatives" and not key else (*key, name))
