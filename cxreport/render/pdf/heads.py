"""Which heads speak for which cell: scope and headers of every table, so that a cell can be read by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cxreport.render.pdf.node import Node

_SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}


@dataclass(slots=True)
class _Heads:
    """The heads met so far: those of columns, of the rows of a group by row, and the one above a group of rows."""

    columns: list[tuple[range, str]] = field(default_factory=list)
    rows: dict[int, list[str]] = field(default_factory=dict)
    group: tuple[Node | None, str] = (None, "")

    def add(self, cell: Node, name: str, across: range, down: range) -> None:
        if cell.attributes["Scope"] == "/Column":
            self.columns.append((across, name))
        elif cell.element.get("scope") == "rowgroup":
            self.group = (_group_of(cell), name)
        else:
            for row in down:
                self.rows.setdefault(row, []).append(name)

    def of(self, cell: Node, across: range, down: range) -> list[str]:
        above = [name for columns, name in self.columns if columns.start < across.stop and across.start < columns.stop]
        before = dict.fromkeys(name for row in down for name in self.rows.get(row, ()))
        group, name = self.group
        return [*above, *([name] if group is _group_of(cell) and name else []), *before]


def join_heads(table: Node, number: int) -> None:
    """Give each head its scope and a name, and each cell the names of its heads (ISO 32000-1, 14.8.5.7)."""
    heads = _Heads()
    placed = list(_placed(_rows(table)))
    for cell, across, down in placed:
        spans = {"ColSpan": len(across), "RowSpan": len(down)}
        cell.attributes = {"O": "/Table"} | {name: span for name, span in spans.items() if span > 1}
        if cell.kind == "TH":
            cell.attributes["Scope"] = f"/{_scope(cell)}"
            cell.extra["ID"] = f"{number}-{down.start}-{across.start}"
    by_row: dict[int, list[tuple[Node, range, range]]] = {}
    for place in placed:
        by_row.setdefault(place[2].start, []).append(place)
    for row in by_row.values():
        for cell, across, down in row:
            if cell.kind == "TH":
                heads.add(cell, cell.extra["ID"], across, down)
        for cell, across, down in row:
            if cell.kind == "TD" and (names := heads.of(cell, across, down)):
                cell.attributes["Headers"] = names


def _rows(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.kind == "TR":
            yield child
        elif child.kind in {"THead", "TBody", "TFoot"}:
            yield from _rows(child)


def _placed(rows: Iterator[Node]) -> Iterator[tuple[Node, range, range]]:
    """Yield each cell with the columns and the rows that it covers."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row.children:
            while (number, column) in taken:
                column += 1
            across, down = range(column, column + cell.span[0]), range(number, number + cell.span[1])
            if len(down) > 1:
                taken.update((below, beside) for below in down for beside in across)
            yield cell, across, down
            column = across.stop


def _scope(cell: Node) -> str:
    """Return what a head speaks for: as it says, else a column in the head of the table and a row below it."""
    group = _group_of(cell)
    return _SCOPES.get(cell.element.get("scope", ""), "Column" if group and group.kind == "THead" else "Row")


def _group_of(cell: Node) -> Node | None:
    return cell.parent.parent if cell.parent else None
