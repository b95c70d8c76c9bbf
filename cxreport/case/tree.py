"""YAML as text and positions: the nodes of a file, with no types implied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cxreport.case.problem import Path, Place


class Scalar(NamedTuple):
    """A text as written; `empty` marks a key with nothing behind it, `plain` a text without quotes on one line.

    One that is `made` stands in no file: a ready driver has brought it, and its place is the name of that.
    """

    text: str
    place: Place
    empty: bool = False
    plain: bool = False
    made: bool = False


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    place: Place


class Mapping(NamedTuple):
    """Keys, each with its own place, and what stands behind them."""

    keys: dict[str, Scalar]
    values: dict[str, Node]
    place: Place

    def items(self) -> Iterator[tuple[str, Node]]:
        """Yield (key, node) in the order of the file."""
        return iter(self.values.items())


Node = Scalar | Sequence | Mapping


def child(node: Node, step: str | int) -> Node | None:
    """Return the node one step down, or None where there is none."""
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.values.get(step)
    if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


def lookup(root: Node, path: Path) -> Node | None:
    """Return the node at `path`, or None."""
    node: Node | None = root
    for step in path:
        node = child(node, step) if node is not None else None
    return node


def place_of(root: Node, path: Path, *, at_key: bool = False) -> Place:
    """Return where `path` stands, or the nearest thing above it that does.

    With `at_key`, the key's own place is returned rather than its value's; so it is for a value that is missing or
    empty. What the top itself lacks is placed at the first key of its file.
    """
    node, key_place = root, None
    missing = False
    for step in path:
        below = child(node, step)
        if below is None:
            missing = True
            break
        key = node.keys.get(step) if isinstance(node, Mapping) and isinstance(step, str) else None
        node, key_place = below, key.place if key else None
    if key_place and (at_key or missing or (isinstance(node, Scalar) and node.empty)):
        return key_place
    if node is root and missing and isinstance(root, Mapping):
        return next((key.place for key in root.keys.values() if key.place.file == root.place.file), root.place)
    return node.place
