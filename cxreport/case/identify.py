"""Ids: every initiative and line has one, made from its name where none is written."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath

from cxreport.case.problem import Finding, Path
from cxreport.case.tree import Mapping, Node, Scalar, Sequence, lookup
from cxreport.quantity.number import quoted

LISTS = {
    "initiatives": "initiative",
    "benefits": "benefit",
    "costs": "cost",
    "switched": "line",
    "expanded": "line",
    "acquired": "line",
    "savings": "saving",
    "tracked": "initiative",
}
RESERVED = frozenset(
    "finance drivers attribution revenue benefits costs flows results sentence ask npv roi irr mirr bcr "
    "converted cumulative sensitivity scenarios simulation rates delay "
    "hurdles cost_kinds alternatives".split()
)
RESERVED_IN_REPORTS = RESERVED | {"savings", "promises", "earlier", "year_before", "compared", "trailing"}


def slug(name: str) -> str:
    """Return `name` as an id: small letters, digits and hyphens; empty where it has none of these."""
    if not name.isascii():
        from unicodedata import normalize  # most names do without

        name = normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:60].strip("-")


def with_ids(node: Node, path: Path = ()) -> Node:
    """Return the tree with an id in every item of the lists that need one."""
    if isinstance(node, Sequence):
        items = tuple(with_ids(item, (*path, i)) for i, item in enumerate(node.items))
        named = path and path[-1] in LISTS
        return Sequence(_identified(items, str(path[-1])), node.place) if named else Sequence(items, node.place)
    if isinstance(node, Mapping):
        return Mapping(node.keys, {k: with_ids(v, (*path, k)) for k, v in node.items()}, node.place)
    return node


def _identified(items: tuple[Node, ...], kind: str) -> tuple[Node, ...]:
    taken = {node.text for node in map(_written_id, items) if isinstance(node, Scalar)}
    taken |= _reserved(kind)
    suffixes: Counter[str] = Counter()
    result: list[Node] = []
    for number, item in enumerate(items, 1):
        if not isinstance(item, Mapping) or _written_id(item) is not None:
            result.append(item)
            continue
        base = made = _basis(item, kind) or f"{LISTS[kind]}-{number}"
        while made in taken:
            suffixes[base] += 1
            made = f"{base}-{suffixes[base] + 1}"
        taken.add(made)
        result.append(Mapping(item.keys, {**item.values, "id": Scalar(made, item.place)}, item.place))
    return tuple(result)


def _reserved(kind: str) -> frozenset[str]:
    """Return the names that the items of a list cannot bear, since figures do."""
    return {"initiatives": RESERVED, "tracked": RESERVED_IN_REPORTS}.get(kind, frozenset())


def _written_id(item: Node) -> Node | None:
    """Return what stands behind the id of an item, or None where nothing does."""
    node = item.values.get("id") if isinstance(item, Mapping) else None
    return None if isinstance(node, Scalar) and node.empty else node


def _basis(item: Mapping, kind: str) -> str:
    keys = {"initiatives": ("name", "action"), "tracked": ("initiative", "case")}
    for key in keys.get(kind, ("name",)):
        value = item.values.get(key)
        if isinstance(value, Scalar) and not value.empty:
            words = value.text.split()
            if key == "case":
                return slug(PurePosixPath(value.text).stem)
            return slug(" ".join(words[:5]) if key == "action" else value.text)
    return ""


def find_id_problems(root: Node, path: Path = ()) -> list[Finding]:
    """Return repeated ids among siblings, and initiatives named like a figure."""
    findings: list[Finding] = []
    if isinstance(root, Mapping):
        for key, value in root.items():
            findings += find_id_problems(value, (*path, key))
    elif isinstance(root, Sequence):
        if path and path[-1] in LISTS:
            findings += _clashes(root, path)
        for index, item in enumerate(root.items):
            findings += find_id_problems(item, (*path, index))
    return findings


def _clashes(items: Sequence, path: Path) -> list[Finding]:
    findings: list[Finding] = []
    first: dict[str, int] = {}
    for index, item in enumerate(items.items):
        node = _written_id(item)
        if not isinstance(node, Scalar):
            continue
        where = (*path, index, "id")
        if node.text in first:
            message = f"the id {quoted(node.text)} is repeated: it already stands in line {first[node.text]}"
            findings.append(Finding("CX116", where, message, "choose another id"))
        elif node.text in _reserved(str(path[-1])):
            message = f"{quoted(node.text)} is the name of a figure and cannot be an id"
            findings.append(Finding("CX117", where, message, "choose another id"))
        first.setdefault(node.text, node.place.line)
    return findings


def owner_of(root: Node, path: Path) -> str:
    """Return the item that `path` lies in, as `benefit "truck-rolls"`; empty outside of lists."""
    for end in range(len(path) - 1, 0, -1):
        step, key = path[end], path[end - 1]
        if isinstance(step, int) and isinstance(key, str) and key in LISTS:
            item = lookup(root, path[: end + 1])
            node = item.values.get("id") if isinstance(item, Mapping) else None
            kind = f"{str(path[1]).upper()} line" if path[0] == "revenue" else LISTS[key]
            return f"{kind} {quoted(node.text)}" if isinstance(node, Scalar) else ""
    return ""
