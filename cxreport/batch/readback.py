"""What someone has changed in a Word file: its figures now against those that were printed, and against the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from cxreport.case.load import load_case
from cxreport.case.models import LAYOUTS
from cxreport.errors import UsageError
from cxreport.evaluate import evaluate
from cxreport.evaluate.risk import assess
from cxreport.render.figure_text import Kind, difference_text, read_figure
from cxreport.render.formats import Formats
from cxreport.render.output import Document
from cxreport.render.word.opened import OpenedDocument, open_document, paired
from cxreport.render.word.origin import PrintedFigure
from cxreport.render.words import load_words, template_folders


@dataclass(frozen=True, slots=True)
class Edited:
    """A figure that no longer says what was printed: `now` is None where it was taken out.

    `difference` is there where both texts read as a number of one `kind`; a percentage is a fraction.
    """

    address: str
    label: str
    printed: str
    now: str | None
    kind: Kind | None = None
    difference: Decimal | None = None
    difference_text: str = ""

    def as_data(self) -> dict[str, str | None]:
        """Return the figure as plain data."""
        return {
            "address": self.address,
            "label": self.label,
            "printed": self.printed,
            "now": self.now,
            "kind": self.kind,
            "difference": None if self.difference is None else f"{self.difference:f}",
        }


@dataclass(frozen=True, slots=True)
class Readback:
    """What became of the figures of a Word file. `notes` say what else the reader should know of the case."""

    document: Path
    case: str
    count: int
    edited: tuple[Edited, ...]
    notes: tuple[str, ...] = ()

    @property
    def untouched(self) -> bool:
        """Whether every figure still says what was printed."""
        return not self.edited

    def as_data(self) -> dict[str, Any]:
        """Return the whole as plain data, as `readback --json` prints it."""
        return {
            "document": str(self.document),
            "case": self.case,
            "figures": self.count,
            "edited": [figure.as_data() for figure in self.edited],
            "notes": list(self.notes),
        }


def readback(document: Path, case: Path | None = None) -> Readback:
    """Return which figures of a Word file were edited since cxreport made it, or taken out.

    Everything needed is in the file. With a `case`, it is also said whether the case has changed since, and which
    figures it prints differently today. Raises UsageError where the file is not one of ours or cannot be read.
    """
    opened = open_document(document)
    formats = _formats(opened, document)
    edited = tuple(
        _edited(figure, now, formats) for figure, now in paired(opened) if now is None or not _same(figure.text, now)
    )
    notes = tuple(_notes(opened, case)) if case is not None else ()
    return Readback(document, opened.origin.file, len(opened.printed), edited, notes)


def _formats(opened: OpenedDocument, document: Path) -> Formats:
    origin = opened.origin
    try:
        return Formats(origin.locale, origin.currency, load_words(origin.locale, template_folders()))
    except ValueError:
        raise UsageError(
            f"{document} names the locale {origin.locale!r}, which is none", "make the document again"
        ) from None


def _same(before: str, now: str) -> bool:
    """Return whether two texts read the same; the kind of their spaces does not matter."""
    return " ".join(before.split()) == " ".join(now.split())


def _edited(figure: PrintedFigure, now: str | None, formats: Formats) -> Edited:
    before = read_figure(figure.text, formats)
    after = read_figure(now, formats) if now is not None else None
    if before is None or after is None or before.kind != after.kind:
        return Edited(figure.address, figure.label, figure.text, now)
    told = difference_text(before, after, formats)
    return Edited(figure.address, figure.label, figure.text, now, before.kind, after.value - before.value, told)


def _notes(opened: OpenedDocument, path: Path) -> Iterator[str]:
    loaded = load_case(path)
    if path.name != Path(opened.origin.file).name:
        yield f"the document came from {opened.origin.file}, not from {path}"
    if loaded.digest == opened.origin.digest:
        return
    yield f"{path} has changed since the document was made"
    evaluation = assess(evaluate(loaded))
    if not evaluation.sound:
        yield f"{path} has errors now: run  cxreport check {path}"
        return
    from cxreport.render.figures import figures_of

    layout = next((name for name in LAYOUTS if name == opened.origin.layout), None)
    today = figures_of(Document(evaluation, layout=layout).html)
    seen = dict.fromkeys((figure.address, figure.label, figure.text) for figure in opened.printed)
    for address, label, text in seen:
        if address not in today:
            yield f"{label} ({address}) is no longer printed"
        elif text not in today[address]:
            yield f"{label} ({address}) was printed as {text}, and would be {' or '.join(today[address])} now"
