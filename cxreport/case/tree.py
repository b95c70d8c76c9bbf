"""YAML as text and positions: the nodes of a file, with no types implied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cxreport.case.problem import Path, Place


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written; `empty` marks a key with nothing behind it, `plain` a text without quotes on one line."""

    text: str
    place: Place
    empty: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys, each with its own place, and what stands behind them."""

    keys: dict[str, Scalar]
    values: dict[str, Node]
    place: Place

    def items(self) -> Iterator[tuple[str, Node]]:
        """Yield (key, node) in the order of the file."""
        return iter(self.values.items())


Node = Scalar | Sequence | Mapping


def plain(node: Node) -> Any:
    """Return the node as dict, list, text, or None where nothing was written."""
    if isinstance(node, Scalar):
        return None if node.empty else node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.values.items()}


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

    Steps that no node has are skipped: they are the tags of unions. With `at_key`, the key's own place is
    returned rather than its value's; so it is for a value that is missing or empty.
    """
    node, key_place = root, None
    missing = False
    for step in path:
        below = child(node, step)
        if below is None:
            missing = True
            continue
        key_place = node.keys[step].place if isinstance(node, Mapping) and isinstance(step, str) else None
        node, missing = below, False
    if key_place and (at_key or missing or (isinstance(node, Scalar) and node.empty)):
        return key_place
    if node is root and missing and isinstance(root, Mapping) and root.keys:
        return next(iter(root.keys.values())).place
    return node.place


def without(root: Node, path: Path) -> Node | None:
    """Return the tree less the node at `path`; None where the root itself would go."""
    if not path:
        return None
    step, rest = path[0], path[1:]
    below = child(root, step)
    if below is None:
        return without(root, rest) if rest else root
    pruned = without(below, rest) if rest else None
    if isinstance(root, Mapping) and isinstance(step, str):
        values = {k: pruned if k == step else v for k, v in root.values.items() if k != step or pruned is not None}
        return Mapping(root.keys, values, root.place)  # type: ignore[arg-type]  # None is filtered out above
    if isinstance(root, Sequence):
        items = tuple(pruned if i == step else v for i, v in enumerate(root.items) if i != step or pruned is not None)
        return Sequence(items, root.place)  # type: ignore[arg-type]  # None is filtered out above
    return root
