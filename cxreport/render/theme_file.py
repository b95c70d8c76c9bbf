"""theme.yaml: the fields of a theme as a user writes them, each with its place, all problems at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

from cxreport.case import fields as f
from cxreport.case import tree
from cxreport.case.problem import Finding, Problem, worst_first
from cxreport.case.problem import Path as NodePath
from cxreport.case.reader import EMPTY, Refused, SourceFile, read_source, read_tree
from cxreport.case.reading import Model, Reader, Report, checked, model_reader, near, optional, read_model, text_reader
from cxreport.errors import RenderError
from cxreport.quantity import QuantityError
from cxreport.quantity.number import quoted
from cxreport.render import theme as shapes
from cxreport.render.contrast import Pair, pairs
from cxreport.render.faces import FAMILIES
from cxreport.render.logo import UnfitPicture, read_logo
from cxreport.render.theme import CHARTS, PAPERS, Theme

FILE = "theme.yaml"
SHIPPED = ("sober", "modern", "public-sector")
LEAST_WIDTH, LEAST_HEIGHT, LEAST_MEASURE = 140, 180, 90  # millimetres that tables and lines of text need
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


class ThemeRefused(RenderError):
    """Stands for a theme with errors; `problems` say where."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(str(problems[0]), problems[0].hint)
        self.problems = problems


def _colour(text: str) -> str:
    if not _COLOUR.match(text.strip()):
        hint = 'write # and six hexadecimal digits, in quotes, as "#0b5a66"'
        raise QuantityError("CX402", f"{quoted(text)} is no colour", hint)
    return text.strip().lower()


def _within(low: int, high: int, unit: str) -> Reader[Decimal]:
    told = f"from {low} to {high} {unit}"
    return f.bounded(f.number, lambda value: low <= value <= high, told, minimum=low, maximum=high)


colour = text_reader(_colour, {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"})
family = f.choice(*FAMILIES)
file_name = checked(
    f.line, lambda text: ("CX403", "a file of the theme is named from its folder", f"write  {Path(text).name}")
    if Path(text).is_absolute() else None,
)  # fmt: skip


class Colours(Model):
    """The colours of a theme, as "#0b5a66"."""

    ink: str | None = optional(colour, "Text.")
    muted: str | None = optional(colour, "Text that stands back: units, sources, heads of pages.")
    benefit: str | None = optional(colour, "The colour of the house: benefits, terms, links.")
    cost: str | None = optional(colour, "Costs in charts.")
    second: str | None = optional(colour, "A second series in charts.")
    remainder: str | None = optional(colour, "What is left over in charts.")
    rule: str | None = optional(colour, "Thin lines.")
    pale: str | None = optional(colour, "The ground of the ask.")
    tint: str | None = optional(colour, "The ground of notes and of every second row.")
    band: str | None = optional(colour, "The ground of filled covers and heads of tables.")
    on_band: str | None = optional(colour, "Text on that ground.")


class Faces(Model):
    """The families that text is set in."""

    sans: str | None = optional(family, "Text and tables.")
    serif: str | None = optional(family, "Titles, the sentence and key figures; it may be the same.")


class Sizes(Model):
    """Sizes of text, in points."""

    title: Decimal | None = optional(_within(16, 60, "points"), "The title on the cover.")
    section: Decimal | None = optional(_within(11, 32, "points"), "Titles of sections.")
    sentence: Decimal | None = optional(_within(10, 24, "points"), "The sentence on the cover.")
    lead: Decimal | None = optional(_within(9, 18, "points"), "The sentence that a section begins with.")
    text: Decimal | None = optional(_within(8, 13, "points"), "Text. Tables keep to 9 points.")
    key: Decimal | None = optional(_within(12, 32, "points"), "Key figures.")


class Shapes(Model):
    """What the parts of a document look like."""

    cover: str | None = optional(f.choice(*get_args(shapes.Cover)), "bar, panel or band.")
    sections: str | None = optional(f.choice(*get_args(shapes.Sections)), "Above a section: rule, bar or plain.")
    weight: str | None = optional(f.choice(*get_args(shapes.Weight)), "Titles: regular or bold.")
    heads: str | None = optional(f.choice(*get_args(shapes.Heads)), "Heads of tables: lines or filled.")
    rows: str | None = optional(f.choice(*get_args(shapes.Rows)), "Rows of tables: lines or bands.")
    panels: str | None = optional(f.choice(*get_args(shapes.Panels)), "The ask and notes: bar, filled or box.")


class Page(Model):
    """The page, in millimetres."""

    size: str | None = optional(f.choice(*PAPERS), "A4 or Letter.")
    top: Decimal | None = optional(_within(10, 60, "mm"), "The margin above.", key="margin_top")
    right: Decimal | None = optional(_within(10, 60, "mm"), "The margin on the right.", key="margin_right")
    bottom: Decimal | None = optional(_within(10, 60, "mm"), "The margin below.", key="margin_bottom")
    left: Decimal | None = optional(_within(10, 60, "mm"), "The margin on the left.", key="margin_left")
    gutter: Decimal | None = optional(_within(20, 60, "mm"), "The column for terms and numbers beside the text.")


class LogoField(Model):
    """The picture on the cover."""

    file: str | None = optional(file_name, "A PNG or SVG file in the theme's folder.")
    alt: str | None = optional(f.line, "What it shows, for who cannot see it.")
    height: Decimal = optional(_within(4, 40, "mm"), "Its height on paper, in millimetres.", Decimal(12))


class ThemeFile(Model):
    """A theme as it is written; what is left out is taken from `base`."""

    base: str = optional(f.choice(*SHIPPED), "The shipped theme that this one starts from.", SHIPPED[0])
    colours: Colours = optional(model_reader(Colours), "Colours.", Colours())
    faces: Faces = optional(model_reader(Faces), "Families.", Faces())
    sizes: Sizes = optional(model_reader(Sizes), "Sizes of text.", Sizes())
    shapes: Shapes = optional(model_reader(Shapes), "The look of parts.", Shapes())
    page: Page = optional(model_reader(Page), "Paper and margins.", Page())
    logo: LogoField | None = optional(model_reader(LogoField), "The picture on the cover.")
    footer: str | None = optional(f.line, "Text at the foot of every page.")
    word_template: str | None = optional(file_name, "A Word file (.docx, .dotx) whose styles are used.")


@dataclass(slots=True)
class _Draft:
    """A theme as far as it could be read, with the folder that it comes from."""

    folder: Path
    ground: Path
    root: tree.Mapping
    report: Report

    def refuse(self, code: str, path: NodePath, message: str, hint: str) -> None:
        self.report.refuse(code, path, message, hint)

    def file(self, path: NodePath, name: str, endings: tuple[str, ...]) -> Path | None:
        """Return a file that the theme names; None, and a problem, where it cannot be had or lies elsewhere."""
        found = self.folder / name
        ways = " or ".join(endings)
        if not any(found.resolve().is_relative_to(place) for place in (self.folder.resolve(), self.ground.resolve())):
            self.refuse("CX404", path, f"{quoted(name)} lies outside of the project", "copy it into the theme's folder")
        elif found.suffix.lower() not in endings:
            self.refuse("CX403", path, f"{quoted(name)} is no {ways} file", f"name a {ways} file")
        elif not found.is_file():
            self.refuse("CX403", path, f"there is no file {quoted(name)} in {self.folder}", _beside(found, endings))
        else:
            return found
        return None


def read_theme(folder: Path, ground: Path, base: Callable[[str], Theme]) -> Theme:
    """Return the theme that a folder makes; `ground` is the project, `base` gives a shipped theme by its name.

    Raises ThemeRefused with everything that is wrong in its theme.yaml. A folder without one changes files alone.
    """
    path = folder / FILE
    if not path.exists():
        start = base(SHIPPED[0])
        return replace(start, folders=(folder, *start.folders))
    try:
        source, text = read_source(path)
        root, problems = read_tree(source, text, "a theme", "colours:")
    except Refused as refused:
        if refused.problem.code == EMPTY:
            start = base(SHIPPED[0])
            return replace(start, folders=(folder, *start.folders))
        raise ThemeRefused((refused.problem,)) from None
    report = Report()
    written = read_model(ThemeFile, root, (), report)
    made = _made(written, base(written.base), _Draft(folder, ground, root, report))
    if found := worst_first((*problems, *_placed(report, root, source))):
        raise ThemeRefused(found)
    return made


def _made(written: ThemeFile, start: Theme, draft: _Draft) -> Theme:
    values: dict[str, Any] = {"folders": (draft.folder, *start.folders)}
    for part in (written.colours, written.faces, written.shapes):
        values |= {name: value for name in part.specs if (value := getattr(part, name)) is not None}
    values |= {name: float(value) for name in Sizes.specs if (value := getattr(written.sizes, name)) is not None}
    values |= _page(written.page)
    if "benefit" in values and "band" not in values and start.band == start.benefit:
        values["band"] = values["benefit"]
    if written.footer is not None:
        values["footer"] = written.footer
    if written.logo is not None:
        values["logo"] = _logo(written.logo, draft)
    if written.word_template is not None:
        values["word_template"] = _word_template(written.word_template, draft)
    made = replace(start, **values)
    _check_room(made, draft)
    for pair in pairs(made):
        if not pair.suffices:
            _refuse_pair(pair, made, draft)
    return made


def _page(page: Page) -> dict[str, float]:
    found: dict[str, float] = {}
    if page.size is not None:
        found["page_width"], found["page_height"] = PAPERS[page.size]
        found["chart"] = CHARTS[page.size]
    sides = {f"margin_{side}": getattr(page, side) for side in ("top", "right", "bottom", "left")}
    given = sides | {"gutter": page.gutter}
    return found | {name: float(length) for name, length in given.items() if length is not None}


def _word_template(name: str, draft: _Draft) -> Path | None:
    from cxreport.render.word.template_file import SAVE_AGAIN, fault_of

    found = draft.file(("word_template",), name, (".docx", ".dotx"))
    if found is not None and (fault := fault_of(found)):
        draft.refuse("CX403", ("word_template",), f"{quoted(name)} {fault}", SAVE_AGAIN)
    return found


def _logo(written: LogoField, draft: _Draft) -> shapes.Logo | None:
    if ("logo", "file") in draft.report.broken:
        return None
    if written.file is None or written.alt is None:
        missing = "file" if written.file is None else "alt"
        why = "nobody can find it" if missing == "file" else "who cannot see it is told nothing"
        draft.refuse("CX407", ("logo", missing), f'the logo has no "{missing}"; {why}', f"write  {missing}: …")
        return None
    path = draft.file(("logo", "file"), written.file, (".png", ".svg"))
    if path is None:
        return None
    try:
        return read_logo(path, written.alt, float(written.height))
    except UnfitPicture as unfit:
        draft.refuse(
            "CX403", ("logo", "file"), f"{quoted(written.file)} {unfit}", "export it again as PNG or plain SVG"
        )
        return None


def _check_room(theme: Theme, draft: _Draft) -> None:
    height = theme.page_height - theme.margin_top - theme.margin_bottom
    told = "widen the text: smaller margins, or a smaller gutter"
    if theme.text_width < LEAST_WIDTH:
        message = f"the margins leave {theme.text_width} mm for the text, and tables need {LEAST_WIDTH} mm"
        draft.refuse("CX406", ("page",), message, told)
    elif theme.text_width - theme.gutter < LEAST_MEASURE:
        measure = theme.text_width - theme.gutter
        message = f"the gutter leaves {measure:g} mm beside it, and lines of text need {LEAST_MEASURE} mm"
        draft.refuse("CX406", ("page", "gutter"), message, told)
    if height < LEAST_HEIGHT:
        message = f"the margins leave {height:g} mm of height, and a page needs {LEAST_HEIGHT} mm"
        draft.refuse("CX406", ("page",), message, "make the margins above and below smaller")


def _refuse_pair(pair: Pair, theme: Theme, draft: _Draft) -> None:
    """Note a pair that cannot be read, at the colour of the two that this theme gives."""
    given = [name for name in (pair.front, pair.ground) if tree.lookup(draft.root, ("colours", name)) is not None]
    name = given[0] if given else pair.front
    if ("colours", name) in draft.report.broken and given:
        return
    shown = [f"{each} {getattr(theme, each, shapes.PAPER)}" for each in (pair.front, pair.ground)]
    message = f"{shown[0]} on {shown[1]} has a contrast of {pair.ratio:.2f} to 1, and {pair.needed:g} to 1 is needed"
    hint = f"make {pair.front} {'darker' if pair.ground != 'band' else 'lighter, or band darker'} (WCAG 2.1)"
    draft.report.findings.append(Finding("CX405", ("colours", name), message, hint))


def _placed(report: Report, root: tree.Mapping, source: SourceFile) -> Iterator[Problem]:
    for finding in report.findings:
        place = tree.place_of(root, finding.path, at_key=finding.at_key)
        yield source.problem(finding.code, finding.message, finding.hint, place)


def _beside(missing: Path, endings: tuple[str, ...]) -> str:
    try:
        there = sorted(file.name for file in missing.parent.iterdir() if file.suffix.lower() in endings)
    except OSError:
        there = []
    meant = near(missing.name, there)
    return f'did you mean "{meant}"?' if meant else f"put it there; there is {', '.join(there) or 'no such file'} now"
