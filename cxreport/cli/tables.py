"""Tables in the terminal: by rich where somebody looks at them, plain and unwrapped in a pipe."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from shutil import get_terminal_size

from cxreport.cli.terminal import fitted, is_colourless, is_terminal, padded, printable, say, width


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts: `names` columns of words, then numbers. The last rows are `totals`."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: int = 0
    names: int = 1


def say_table(table: Table) -> None:
    """Print a table after an empty line; nothing where it has no rows."""
    if not table.rows:
        return
    say()
    lines = plain_lines(table)
    if is_terminal(sys.stdout):
        if max(map(width, lines)) + len(table.head) < get_terminal_size().columns:
            _say_rich(table)
            return
        lines = record_lines(table)
    say(table.title)
    for line in lines:
        say(line)


def plain_lines(table: Table) -> list[str]:
    """Return the rows as lines, each column as wide as its widest cell."""
    rows = [tuple(map(printable, row)) for row in ((table.head, *table.rows) if any(table.head) else table.rows)]
    columns = [max(width(row[k]) for row in rows) for k in range(len(rows[0]))]
    return [
        "  " + "  ".join(padded(cell, columns[k], right=k >= table.names) for k, cell in enumerate(row)).rstrip()
        for row in rows
    ]


def record_lines(table: Table) -> list[str]:
    """Return each row as lines of its own, for a terminal too narrow for columns: no figure may be broken."""
    lines = []
    for row in table.rows:
        lines.append("  " + printable(" ".join(row[: table.names])).strip())
        figures = list(zip(table.head, row, strict=True))[table.names :]
        lines += [f"    {printable(f'{name} {cell}').strip()}" for name, cell in figures if cell]
    return lines


def _say_rich(table: Table) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable

    drawn = RichTable(
        box=box.SIMPLE_HEAD,
        show_header=any(table.head),
        title=_text(table.title),
        title_justify="left",
        title_style="bold",
    )
    for k, name in enumerate(table.head):
        drawn.add_column(_text(name), justify="left" if k < table.names else "right", no_wrap=True)
    first_total = len(table.rows) - table.totals
    for k, row in enumerate(table.rows):
        style = "bold" if k >= first_total else ""
        drawn.add_row(*map(_text, row), style=style, end_section=k == first_total - 1)
    Console(color_system=None if is_colourless() else "auto").print(drawn)


def _text(cell: str) -> str:
    from rich.markup import escape

    return escape(fitted(printable(cell), sys.stdout))
