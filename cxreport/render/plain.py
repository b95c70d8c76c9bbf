"""Pieces → plain text, for the body of an e-mail."""

from __future__ import annotations

from cxreport.render.walk import Walk
from cxreport.render.walk.pieces import (
    Caption,
    Document,
    Drawing,
    Entry,
    Heading,
    Item,
    Note,
    Picture,
    Run,
    Runs,
    Table,
    Term,
)

_UNDERLINES = "=-"


def write_text(html: str) -> str:
    """Return the words of `html` as plain text: tables a row per line, charts by their alternative text."""
    return Walk(_Text()).document(html)


class _Text:
    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._counts: dict[int, int] = {}
        self._notes: list[Note] = []

    def _add(self, block: str, *, tight: bool = False) -> None:
        if tight and self._blocks:
            self._blocks[-1] += "\n" + block
        elif block:
            self._blocks.append(block)

    def start(self, document: Document) -> None: ...
    def cover_begin(self) -> None: ...
    def cover_end(self) -> None: ...
    def wide_begin(self) -> None: ...
    def page_begin(self) -> None: ...
    def wide_end(self) -> None: ...
    def anchor(self, target: str) -> None: ...
    def contents(self, entries: tuple[Entry, ...]) -> None: ...
    def figure_end(self) -> None: ...

    def heading(self, heading: Heading) -> None:
        words = f"{heading.number} {self._words(heading.runs)}".strip()
        self._add(words)
        if heading.level < len(_UNDERLINES):
            self._add(_UNDERLINES[heading.level] * len(words), tight=True)

    def para(self, kind: str, runs: Runs) -> None:
        self._add("> " + self._words(runs) if kind == "quote" else self._words(runs))

    def terms(self, kind: str, terms: tuple[Term, ...]) -> None:
        for term in terms:
            words = f"{self._words(term.name)}: " + "\n\n".join(self._words(text) for text in term.texts)
            self._add(words, tight=kind == "facts" and term is not terms[0])

    def items(self, items: tuple[Item, ...]) -> None:
        for item in items:
            self._item(item)

    def _item(self, item: Item) -> None:
        count = item.start if item.first else self._counts.get(item.level, 0) + (not item.continues)
        self._counts[item.level] = count
        mark = f"{count}. " if item.kind == "ol" else "- "
        indent = "   " * item.level
        words = " " * len(mark) + self._words(item.runs) if item.continues else mark + self._words(item.runs)
        self._add(indent + words, tight=not (item.first and item.level == 0))

    def caption(self, caption: Caption) -> None:
        unit = f" ({self._words(caption.unit)})" if caption.unit else ""
        label = f"{caption.label} {caption.number}".strip()
        self._add(f"{label}. {self._words(caption.runs)}{unit}" if label else self._words(caption.runs) + unit)

    def table(self, table: Table) -> None:
        self._add("\n".join(" | ".join(self._words(cell.runs) for cell in row.cells) for row in table.rows))

    def logo(self, alt: str) -> None:
        self._add(f"[{alt}]")

    def chart(self, picture: Picture) -> None:
        self._add(f"[{picture.alt}]")

    def drawing(self, drawing: Drawing) -> None:
        self._add(f"[{drawing.alt}]")

    def end(self) -> str:
        notes = (f"[{note.number}] {_words(note.runs)}" for note in self._notes)
        return "\n\n".join((*self._blocks, *notes)) + "\n"

    def _words(self, runs: Runs) -> str:
        """Return the words of a line, and keep the notes that it calls for the end."""
        self._notes += [run.note for run in runs if run.note]
        return _words(runs)


def _words(runs: Runs) -> str:
    return "".join(_with_address(runs, place) for place in range(len(runs)))


def _with_address(runs: Runs, place: int) -> str:
    """Return the text of a run, and after the last one of a link out of the document its address."""
    run: Run = runs[place]
    if run.note:
        return f"[{run.note.number}]"
    last = place + 1 == len(runs) or runs[place + 1].href != run.href
    address = run.href.removeprefix("mailto:")
    return f"{run.text} ({address})" if last and not address.startswith("#") and address not in run.text else run.text
