"""The pieces of a document, and what a writer does with them; neither HTML nor any format is known here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol, TypeVar

LINE_BREAK = "\n"

Out_co = TypeVar("Out_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Run:
    """Holds text of one look. White space is as it prints; `LINE_BREAK` alone is a break inside the paragraph.

    `path` is the address of the figure that the text prints, `href` where it leads: `#id`, a web or mail address.
    A run with a `note` is the call of a footnote and has no text: each writer sets its own number.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    small: bool = False
    raised: bool = False
    lowered: bool = False
    warn: bool = False
    lang: str = ""
    path: str = ""
    href: str = ""
    note: Note | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Holds a footnote: its number in the document, its words, and the id that a second call of it leads to."""

    number: int
    runs: Runs
    id: str = ""


def text_of(runs: Runs) -> str:
    """Return the words of `runs` alone."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True, slots=True)
class Document:
    """Holds what is known of the whole before its first piece.

    `labels` has the printed name of each caption by its ids: `{"tab-costs": "Table 5"}`; `numbers` the number of
    each section by its heading's id, and `notes` that of each footnote by its own.
    """

    lang: str
    title: str
    meta: Mapping[str, str]
    labels: Mapping[str, str]
    numbers: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heading:
    """Holds the title of the document (level 0) or of a section (1 to 3); `number` is "" where there is none."""

    level: int
    number: str
    runs: Runs
    id: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """Holds a term and the paragraphs that belong to it."""

    name: Runs
    texts: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """Holds one paragraph of a list; `level` counts from 0.

    `first` opens a list of its own, which counts from `start`; one that `continues` has no mark or number.
    """

    kind: str
    level: int
    runs: Runs
    first: bool = False
    continues: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """Holds one line of the contents; `id` is that of the heading it leads to, `level` counts from 1."""

    level: int
    id: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Caption:
    """Holds the heading of a table or chart: its label ("Table"), number, message and unit."""

    label: str
    number: str
    runs: Runs
    unit: Runs
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """Holds one cell; `head` is "", col, row or rowgroup, and `after_figure` that a figure stands to its left."""

    runs: Runs
    head: str = ""
    figure: bool = False
    after_figure: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """Holds one row of a `part` (thead, tbody, tfoot) and its kind: "", calc, sum, group or light."""

    part: str
    kind: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Holds a table: its kind ("", calc, keys, sign) and its columns' widths in millimetres, None where not given.

    `title` says what it shows; it may be cut over pages where `breaks`; it belongs to the narrative where
    `narrative`, and to the note right below it where `noted`.
    """

    kind: str
    widths: tuple[Decimal | None, ...]
    rows: tuple[Row, ...]
    title: str
    breaks: bool = False
    narrative: bool = False
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Holds a chart as its description in JSON, with the message of its caption and words for who cannot see it."""

    description: str
    message: str
    alt: str
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Holds a picture that is no chart: its SVG, the message of its caption and words for who cannot see it."""

    svg: str
    message: str
    alt: str
    noted: bool = False


class Writer(Protocol[Out_co]):
    """Makes one format out of the pieces, which arrive in the order of the text."""

    def start(self, document: Document) -> None: ...
    def cover_begin(self) -> None: ...
    def cover_end(self) -> None: ...
    def wide_begin(self) -> None:
        """Turn to pages that lie on their side, until `wide_end`."""

    def wide_end(self) -> None: ...
    def page_begin(self) -> None:
        """Begin a page with the heading that follows."""

    def anchor(self, target: str) -> None:
        """Mark the next piece as the place that links to `#target` lead to."""

    def heading(self, heading: Heading) -> None: ...
    def para(self, kind: str, runs: Runs) -> None:
        """Write a paragraph of a kind: "", kind, case, lead, source or quote."""

    def terms(self, kind: str, terms: tuple[Term, ...]) -> None:
        """Write a list of terms of a kind: "", ask, note or facts."""

    def items(self, items: tuple[Item, ...]) -> None:
        """Write a list with all that is nested in it, paragraph by paragraph."""

    def contents(self, entries: tuple[Entry, ...]) -> None: ...
    def caption(self, caption: Caption) -> None: ...
    def table(self, table: Table) -> None: ...
    def logo(self, alt: str) -> None:
        """Show the logo of the theme; `alt` says what it is."""

    def chart(self, picture: Picture) -> None: ...
    def drawing(self, drawing: Drawing) -> None: ...
    def figure_end(self) -> None: ...
    def end(self) -> Out_co: ...
