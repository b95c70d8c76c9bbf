"""Evaluation → HTML: the views of a case put through the template of its kind, sandboxed and strict."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from cxreport.case.models import BusinessCase, Portfolio, Sections
from cxreport.errors import CxreportError, RenderError
from cxreport.evaluate import Evaluation
from cxreport.render.coverage import check_coverage
from cxreport.render.document import case_formats
from cxreport.render.formats import HARD_SPACE, Formats
from cxreport.render.logo import placed_logo
from cxreport.render.narrative import to_html
from cxreport.render.one_page import Brevity
from cxreport.render.printed import Printed
from cxreport.render.references import resolved
from cxreport.render.sentence import Sentence, plain
from cxreport.render.theme import Theme
from cxreport.render.views.one_page import ProposalPage
from cxreport.render.views.one_page_report import ReportPage
from cxreport.render.views.portfolio import CompanyView, RoundView, portfolio_view
from cxreport.render.views.proposal import Proposal
from cxreport.render.views.register import answered_points, open_points
from cxreport.render.views.report import Report
from cxreport.render.views.said import linked
from cxreport.render.words import Words, template_folders

View = Proposal | Report | RoundView | CompanyView
FIGURE_SPACE = "\N{FIGURE SPACE}"
_QUOTES = str.maketrans({'"': r"\"", "\\": r"\\"})


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """A line of the contents."""

    id: str
    number: int
    title: str
    contents: Contents

    @property
    def label(self) -> str:
        """The number as the contents print it: as wide as the widest, so that titles stand in one column."""
        return str(self.number).rjust(len(str(len(self.contents.entries))), FIGURE_SPACE)


@dataclass(slots=True)
class Contents:
    """Sections, tables and charts, numbered as the template comes to them."""

    words: Words
    entries: list[Entry] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    notes: Iterator[int] = field(default_factory=lambda: count(1))

    def shows(self, *names: str) -> bool:
        """Return whether none of the sections is kept from the audience of this edition."""
        return self.hidden.isdisjoint(names)

    def section(self, name: str) -> Entry:
        """Number a section and return it; `name` is that of its words, `section_…`."""
        entry = Entry(f"section-{name}", len(self.entries) + 1, self.words["section_" + name], self)
        self.entries.append(entry)
        self.labels[entry.id] = f"{self.words['section']}{HARD_SPACE}{entry.number}"
        return entry

    def number(self, kind: str, identifier: str = "") -> str:
        """Return the next label of a kind, `table` or `figure`, as Table 3; a reference to `identifier` prints it."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        label = f"{self.words[kind]}{HARD_SPACE}{self.counts[kind]}"
        self.labels[identifier] = label
        return label


class Narrative:
    """The author's own text by section, as HTML; empty where there is none."""

    def __init__(self, sections: Sections, notes: Iterator[int]) -> None:
        self._sections, self._notes = sections, notes
        self._texts: dict[str, Markup] = {}

    def __getitem__(self, name: str) -> Markup:
        """Return the text of a section, made once, so that its footnotes are numbered once."""
        if name not in self._texts:
            self._texts[name] = to_html(self._sections.text(name), self._notes)
        return self._texts[name]


def compose(evaluation: Evaluation, look: Theme, brevity: Brevity | None = None, part: str = "") -> tuple[str, Printed]:
    """Return the document as HTML in the vocabulary of the writers, and what it printed of each figure.

    With `brevity` it is the summary of one page; `part` names a template for a part that stands alone. The templates
    and words of the theme come before the shipped ones.
    Raises RenderError, and UnfitText where the author's text leads to nothing or has characters that the faces lack.
    """
    formats = case_formats(evaluation, look.folders)
    printed = Printed(evaluation, formats)
    case = evaluation.case
    view = view_of(printed, look, brevity)
    contents = Contents(formats.words, hidden=evaluation.loaded.hidden)
    context = {
        "case": case,
        "theme": look,
        "logo": placed_logo(look.logo) if look.logo else None,
        "view": view,
        "words": formats.words,
        "contents": contents,
        "narrative": Narrative(case.sections, contents.notes),
        "open_points": _points(view, evaluation, formats),
        "answered_points": answered_points(evaluation, formats),
        "date": formats.date(case.date),
        "description": plain(view.sentence),
    }
    name = ".".join(filter(None, (case.kind, part or ("one-page" if brevity else ""))))
    html = fill_template(f"{name}.html.j2", template_folders(look.folders), context)
    page = resolved(html, contents.labels, evaluation)
    check_coverage(page, look, evaluation)
    return page, printed


def _points(view: View, evaluation: Evaluation, formats: Formats) -> tuple[str, ...]:
    """Return the warnings of a case as sentences; those of a portfolio name the case that they lie in."""
    return view.points() if isinstance(view, RoundView | CompanyView) else open_points(evaluation, formats)


def view_of(printed: Printed, look: Theme, brevity: Brevity | None = None) -> View:
    """Return the case as the template of its kind sees it; with `brevity`, as that of one page does."""
    case = printed.evaluation.case
    if isinstance(case, Portfolio):
        return portfolio_view(printed, look, case)
    if isinstance(case, BusinessCase):
        return Proposal(printed, look, case) if brevity is None else ProposalPage(printed, look, case, brevity)
    return Report(printed, look, case) if brevity is None else ReportPage(printed, look, case, brevity)


@dataclass(frozen=True, slots=True)
class TitleSize:
    """The size of the title on the cover and its line, in points."""

    size: int
    line: int


def title_size(title: str, look: Theme) -> TitleSize:
    """Return the size in which a title leaves room on the cover for what stands below it."""
    share, leading = (1.0, 1.1) if len(title) <= 60 else (0.8, 1.15) if len(title) <= 110 else (0.6, 1.2)
    size = round(look.title * share)
    return TitleSize(size, round(size * leading))


def stylesheet(name: str, look: Theme, words: Words, title: str = "") -> str:
    """Return a style sheet, which is a template of its own, filled with the measures and colours of `look`.

    What the folders of the theme add under the same name follows the shipped one, the base's first.
    """
    values = {"theme": look, "pages": page_count(words), "title": title_size(title, look), "footer": _footer(look)}
    shipped = template_folders()[-1]
    sheets = (shipped, *(folder for folder in reversed(look.folders) if (folder / name).is_file()))
    return "\n".join(fill_template(name, (folder,), values, escaped=False) for folder in sheets)


def _footer(look: Theme) -> str:
    """Return what stands at the foot of a page as the value of CSS's `content`: the theme's text, or the kind."""
    return f'"{look.footer.translate(_QUOTES)}"' if look.footer else "string(kind)"


def page_count(words: Words) -> str:
    """Return `Page 2 of 9` as the value of CSS's `content`."""
    before, rest = words["page_of_pages"].split("{page}")
    between, after = rest.split("{pages}")
    quoted = [f'"{text.translate(_QUOTES)}"' for text in (before, between, after)]
    return f"{quoted[0]} counter(page) {quoted[1]} counter(pages) {quoted[2]}"


def marked(sentence: Sentence) -> Markup:
    """Return a sentence as HTML, its figures strong and with their addresses."""
    return Markup("").join(
        Markup('<b data-path="{}">{}</b>').format(piece.address, piece.text) if piece.address else escape(piece.text)
        for piece in sentence
    )


def fill_template(name: str, folders: tuple[Path, ...], context: dict[str, Any], *, escaped: bool = True) -> str:
    """Return a template filled in, looked for in `folders` in turn. Raises RenderError with its name and line."""
    try:
        return environment_of(folders, escaped=escaped).get_template(name).render(context)
    except TemplateNotFound as error:
        raise RenderError(f'the template "{error.name}" is missing', "compare with the shipped templates") from None
    except (CxreportError, MemoryError):
        raise
    except Exception as error:
        place = _place(error, folders)
        if place is None:
            raise
        told = " ".join((getattr(error, "message", None) or str(error)).split())
        raise RenderError(
            f'the template "{place[0]}" fails in line {place[1]}: {told}', "compare with the shipped one"
        ) from None


class Sandbox(SandboxedEnvironment):
    """Fills templates that anyone may have written; whether a name is safe is found out once for a type."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._safe: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Return whether a template may read the attribute, which the type of the object alone decides."""
        kind = (type(obj), attr)
        if kind not in self._safe:
            self._safe[kind] = super().is_safe_attribute(obj, attr, value)
        return self._safe[kind]


class TemplateFolders(FileSystemLoader):
    """Finds templates in folders, the first that holds one; an override that comes or goes later counts too."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template, its file, and what tells whether both still hold."""
        stamp = self._stamp(template)
        text, file, _ = super().get_source(environment, template)
        return text, file, lambda: self._stamp(template) == stamp

    def _stamp(self, template: str) -> tuple[int, ...]:
        for folder in self.searchpath:
            with suppress(OSError):
                found = (Path(folder) / template).stat()
                return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
        return ()


@lru_cache(maxsize=32)
def environment_of(folders: tuple[Path, ...], *, escaped: bool) -> Sandbox:
    """Return what fills the templates of these folders; each is compiled once, and anew when its file changes."""
    environment = Sandbox(
        loader=TemplateFolders(folders),
        undefined=StrictUndefined,
        autoescape=escaped,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["marked"] = marked
    environment.filters["linked"] = linked
    return environment


def _place(error: Exception, folders: tuple[Path, ...]) -> tuple[str, int] | None:
    """Return the template and the line that an error comes from; None for a defect of ours."""
    if isinstance(error, TemplateSyntaxError):
        return error.name or "", error.lineno
    frames = [(Path(frame.filename), frame.lineno or 0) for frame in extract_tb(error.__traceback__)]
    templates = [(file, line) for file, line in frames if file.suffix in {".j2", ".css"}]
    ours = frames[-1][0].is_relative_to(Path(__file__).parents[1]) and frames[-1][0].suffix == ".py"
    if not templates or (ours and not isinstance(error, TemplateError)):
        return None
    file, line = templates[-1]
    folder = next((folder for folder in folders if file.is_relative_to(folder)), file.parent)
    return file.relative_to(folder).as_posix(), line
