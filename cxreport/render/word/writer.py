"""Pieces → Word: which style, field or part each piece becomes."""

from __future__ import annotations

from collections.abc import Mapping

from docx.opc.constants import RELATIONSHIP_TYPE as RT

from cxreport.errors import RenderError
from cxreport.render.charts import Chart
from cxreport.render.faces import text_width
from cxreport.render.logo import logo_png, logo_size, logo_svg
from cxreport.render.theme import Theme
from cxreport.render.walk.pieces import (
    Caption,
    Document,
    Drawing,
    Entry,
    Heading,
    Item,
    Picture,
    Run,
    Runs,
    Table,
    Term,
    text_of,
)
from cxreport.render.word.anchors import Anchors, Links
from cxreport.render.word.charts import chart_run, native_parts, read_chart
from cxreport.render.word.fields import close_field, field, open_field, sequence, styled
from cxreport.render.word.houses import house_of
from cxreport.render.word.inline import Inline, number_of
from cxreport.render.word.markup import (
    KEEP_NEXT,
    TAB,
    edge,
    element,
    kept_with_next,
    paragraph,
    root,
    run,
    spacing,
    twips,
)
from cxreport.render.word.measures import TABLE_GAP, gutter_of, space_above, term_hang
from cxreport.render.word.notes import Notes
from cxreport.render.word.numbering import DEEPEST, Numbering
from cxreport.render.word.origin import Origin, origin_part, store_part
from cxreport.render.word.package import Package
from cxreport.render.word.pictures import PicturePart, picture_part, picture_run
from cxreport.render.word.sections import footers, headers, section
from cxreport.render.word.tables import table_xml

_PARAGRAPHS = {
    "": "BodyText",
    "kind": "Subtitle",
    "case": "Case",
    "lead": "Lead",
    "source": "Source",
    "quote": "Quote",
}
_TERMS = {"": "Term", "facts": "Term", "ask": "Ask", "note": "Note"}
_COLOURED = {"case", "lead"}
# What stays on the page of a figure that follows it: so many paragraphs of these kinds, as in page.css.
_INTRODUCE, _INTRODUCTION = {"", "lead"}, 2
_PAGE_WORDS = "Page {page} of {pages}"
# Styles of what needs no gap after a table: a note belongs to it, and the others have space above them.
_STAND_APART = ("Source", "Caption", "Ask", "Note")
# What a term leaves free before its text, in points.
_TERM_GAP = 6
# The space after a list, between the paragraphs of a panel, and after terms, in points.
_AFTER_LIST, _IN_PANEL, _AFTER_TERMS = 10, 4, 12
# Word wants a paragraph after a last table and where pages turn; it takes no room, lest it begin a page of its own.
_HAIR = spacing(line=1, rule="exact")
# The space below a caption that has no unit below it, in points.
_CAPTION_GAP = 5


class Word:
    """Writes one document; a `Writer` of bytes."""

    def __init__(self, theme: Theme, pages: Mapping[str, int] | None, origin: Origin, more: frozenset[int]) -> None:
        self._theme = self._upright = theme
        self._pages, self._origin, self._more = pages or {}, origin, more
        self._anchors, self._links = Anchors(), Links()
        self._open(Document("", "", {}, {}))
        self._body: list[str] = []
        self._charts: list[Chart] = []
        self._pictures: list[PicturePart] = []
        self._shapes = 0
        self._counts: dict[str, int] = {}
        self._open_lists: dict[int, int] = {}
        self._waiting: list[str] = []
        self._new_page = False
        self._after_table = False
        # How many paragraphs the last pieces are that may introduce a figure.
        self._introducing = 0
        self._after_heading = False
        # Whether any section has a number and a title that the heads of pages can name.
        self._parted = False
        # Whether pages lie on their side: those written now, those that the next piece asks for, and any at all.
        self._wide = self._wide_next = self._ever_wide = False
        self._first_section, self._at_top = True, False

    def start(self, document: Document) -> None:
        if not document.title or not document.lang:
            raise RenderError("the page has no title or no language", 'write <html lang="en"> and a <title>')
        self._open(document)

    def _open(self, document: Document) -> None:
        self._document = document
        self._house = house_of(self._theme, document.lang, self._more)
        self._numbering = Numbering(self._theme, self._house.lists)
        self._notes = Notes(self._anchors, document)
        self._inline = Inline(self._anchors, self._links, document, self._notes.call)

    def cover_begin(self) -> None:
        """Write nothing: the cover is the first page, and the page that follows is opened by its end."""

    def cover_end(self) -> None:
        self._new_page = True

    def wide_begin(self) -> None:
        self._wide_next = self._ever_wide = True

    def wide_end(self) -> None:
        self._wide_next = False

    def page_begin(self) -> None:
        self._new_page = True

    def _turn(self) -> None:
        """End the section where the pages turn; the last one of a document ends with it."""
        if self._wide_next == self._wide:
            return
        if self._body:
            self._body.append(paragraph("Gap", "", _HAIR, self._ending()))
            self._first_section = self._after_table = self._new_page = False
            self._at_top = True
        self._wide = self._wide_next
        self._theme = self._upright.turned if self._wide else self._upright

    def _ending(self) -> str:
        return section(self._upright, self._house.frame, wide=self._wide, first=self._first_section)

    def anchor(self, target: str) -> None:
        self._waiting.append(target)

    def heading(self, heading: Heading) -> None:
        if heading.level == 0:
            self._add("Title", self._anchors.mark(heading.id, self._inline.line(heading.runs)))
            return
        self._turn()
        parts = []
        number = ""
        if heading.number:
            mark = number_of(heading.id) if heading.id else ""
            number = self._anchors.mark(mark, run(heading.number, styled("Number"))) + TAB
        if heading.level == 1 and gutter_of(self._theme):
            # The rule above a section runs over the gutter, so that its title is stepped in and not indented.
            number = number or TAB
        elif not number and gutter_of(self._theme):
            parts.append(element("ind", left=twips(gutter_of(self._theme)), firstLine=0))
        if self._new_page:
            # Word keeps the space before at the head of a page.
            parts += ["<w:pageBreakBefore/>", spacing(before=0)]
            self._new_page = False
        elif self._at_top:
            parts.append(spacing(before=0))
        elif self._after_table and not self._theme.word_template:
            # The empty line between them is part of the space: without it LibreOffice leaves a title at a page's foot.
            parts.append(spacing(before=max(0, space_above(heading.level) * self._theme.air - TABLE_GAP)))
        content = self._anchors.mark(heading.id, number + self._title(heading))
        self._add(f"Heading{heading.level}", content, *parts)

    def _title(self, heading: Heading) -> str:
        """Return the words of a heading; a section's have the style that the heads of pages look for."""
        if heading.level > 1 or not heading.number or any(part != Run(part.text) for part in heading.runs):
            return self._inline.line(heading.runs)
        self._parted = True
        return run(text_of(heading.runs), styled("SectionTitle"))

    def para(self, kind: str, runs: Runs) -> None:
        before, keep = self._introducing, KEEP_NEXT if self._after_heading else ""
        self._add(_PARAGRAPHS[kind], self._inline.line(runs, "TermName" if kind in _COLOURED else "Strong"), keep)
        self._introducing = before + 1 if kind in _INTRODUCE else 0

    def terms(self, kind: str, terms: tuple[Term, ...]) -> None:
        lines = [line for term in terms for line in self._term_lines(term)]
        for place, content in enumerate(lines):
            inside = (0 if place else None, _IN_PANEL if content is not lines[-1] else None)
            apart = spacing(*inside) if _TERMS[kind] != "Term" and inside != (None, None) else ""
            if not kind and content is lines[-1]:
                apart = spacing(after=_AFTER_TERMS * self._theme.air)
            # Neither end of a list of terms is left alone on a page, as in page.css.
            keep = KEEP_NEXT if len(lines) > 1 and place in (0, len(lines) - 2) else ""
            self._add(_TERMS[kind], content, apart, keep)

    def _term_lines(self, term: Term) -> list[str]:
        """Return the paragraphs of a term: the first begins with its name, all with the step over the gutter.

        A name that is wider than the gutter has a line of its own; the next line hangs where the text does.
        """
        name = "".join(run(part.text, styled("TermName")) for part in term.name)
        room = term_hang(self._theme) * 72 / 25.4 - _TERM_GAP
        wide = text_width(text_of(term.name), self._theme.sans, "Bold", self._theme.text) > room
        first, *others = term.texts
        step = element("r", "<w:br/>") if wide else TAB
        return [name + step + self._inline.line(first), *(TAB + self._inline.line(text) for text in others)]

    def items(self, items: tuple[Item, ...]) -> None:
        for item in items:
            level = min(item.level, DEEPEST)
            if item.first:
                self._open_lists[level] = self._numbering.open(item.kind, level, item.start)
            mark = self._numbering.mark(level, self._open_lists[level])
            place = self._numbering.indent(level) if item.continues else mark
            apart = spacing(after=_AFTER_LIST) if item is items[-1] else ""
            self._add("ListItem", self._inline.line(item.runs), place, apart)

    def contents(self, entries: tuple[Entry, ...]) -> None:
        if not entries:
            return
        deepest = min(max(entry.level for entry in entries), 3)
        lines = [self._entry(entry) for entry in entries]
        lines[0] = open_field(f'TOC \\o "1-{deepest}" \\h \\z') + lines[0]
        lines[-1] += close_field()
        for place, (entry, line) in enumerate(zip(entries, lines, strict=True)):
            rule = element("pBdr", edge("top", 0.6, self._theme.ink, 4))
            apart = (rule, spacing(before=14 if self._theme.close_cover else 24)) if place == 0 else ()
            self._add(f"TOC{min(entry.level, 3)}", line, *apart)

    def _entry(self, entry: Entry) -> str:
        name = self._anchors.name(entry.id)
        words = run(f"{entry.number}\t{entry.text}" if entry.number or entry.level == 1 else entry.text)
        page = self._pages.get(entry.id)
        number = TAB + field(f"PAGEREF {name} \\h", str(page)) if page is not None else ""
        return element("hyperlink", words, number, anchor=name, history=1)

    def caption(self, caption: Caption) -> None:
        for place in range(1, min(self._introducing, _INTRODUCTION) + 1):
            self._body[-place] = kept_with_next(self._body[-place])
        label = ""
        if caption.label:
            count = self._counts[caption.label] = self._next_number(caption)
            look = styled("TermName")
            label = run(caption.label + (" " if caption.number else ""), look)
            if caption.number.isdecimal():
                label += sequence(caption.label, caption.number, count, look)
            elif caption.number:
                label += run(caption.number, look)
            for target in caption.ids:
                label = self._anchors.mark(target, label)
            label += run("\u2002")
        self._add(
            "Caption", label + self._inline.line(caption.runs), "" if caption.unit else spacing(after=_CAPTION_GAP)
        )
        if caption.unit:
            self._add("Unit", self._inline.line(caption.unit))

    def _next_number(self, caption: Caption) -> int:
        return self._counts.get(caption.label, 0) + 1

    def table(self, table: Table) -> None:
        self._turn()
        self._close_table()
        self._body.append("".join(self._anchors.mark(target) for target in self._waiting))
        self._waiting.clear()
        self._body.append(table_xml(table, self._inline, self._theme))
        self._after_table, self._introducing = True, 0

    def logo(self, alt: str) -> None:
        logo = self._theme.logo
        if logo is not None:
            width, height = logo_size(logo)
            self._pictures.append(PicturePart(logo_svg(logo), logo_png(logo), height / width))
            drawing = Drawing("", alt, alt)
            shown = picture_run(drawing, self._next_shape(), len(self._pictures), height / width, width)
            self._add("ChartLine", shown, spacing(after=14))

    def chart(self, picture: Picture) -> None:
        chart, height_pt = read_chart(picture, self._theme)
        self._charts.append(chart)
        place = f"chart{len(self._charts)}"
        shown = chart_run(picture, self._next_shape(), place, height_pt, self._theme)
        self._add("ChartLine", shown, KEEP_NEXT if picture.noted else "")

    def drawing(self, drawing: Drawing) -> None:
        part = picture_part(drawing, self._theme)
        self._pictures.append(part)
        shown = picture_run(drawing, self._next_shape(), len(self._pictures), part.ratio, self._theme.text_width)
        self._add("ChartLine", shown, KEEP_NEXT if drawing.noted else "")

    def _next_shape(self) -> int:
        self._shapes += 1
        return self._shapes

    def figure_end(self) -> None:
        """Write nothing: what follows knows what it needs after a table."""

    def end(self) -> bytes:
        if self._after_table:
            self._body.append(paragraph("Gap", "", _HAIR))
        self._anchors.check()
        body = root("document", element("body", *self._body, self._ending()))
        package = Package(self._document, self._house, body)
        self._add_heads_and_feet(package)
        if (lists := self._numbering.part()) is not None:
            package.add_lists(lists)
        package.add("footnotes", RT.FOOTNOTES, self._notes.part(), self._notes.links)
        package.add_pictures(self._pictures)
        package.add_charts(native_parts(self._charts, self._upright))
        package.add_links(self._links)
        package.add_data(origin_part(self._origin, self._inline.figures), store_part())
        return package.save()

    def _add_heads_and_feet(self, package: Package) -> None:
        meta, turned = self._document.meta, self._ever_wide
        title = meta.get("cxreport.header") or self._document.title
        words = meta.get("cxreport.page") or _PAGE_WORDS
        if self._house.frame.lacks("header"):
            for name, head in headers(self._upright, title, parted=self._parted, turned=turned).items():
                package.add(name, RT.HEADER, root("hdr", head))
        if self._house.frame.lacks("footer"):
            told = self._upright.footer or meta.get("cxreport.footer", "")
            for name, foot in footers(self._upright, told, words, turned=turned).items():
                package.add(name, RT.FOOTER, root("ftr", foot))

    def _add(self, style: str, content: str, *parts: str) -> None:
        self._turn()
        self._at_top = False
        if not style.startswith(_STAND_APART):
            self._close_table()
        self._after_table, self._introducing, self._after_heading = False, 0, style.startswith("Heading")
        marks = "".join(self._anchors.mark(target) for target in self._waiting)
        self._waiting.clear()
        self._body.append(paragraph(style, marks + content, *parts))

    def _close_table(self) -> None:
        """Put a gap after a table: two that touch become one in Word, and text needs room."""
        if self._after_table:
            self._body.append(paragraph("Gap", ""))
        self._after_table = False
