"""The documents of a case: composed once, laid out once, written in every format that is asked for."""

from __future__ import annotations

import gc
import os
from dataclasses import replace
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from cxreport.case.members import patterns_of
from cxreport.case.models import Layout as LayoutName
from cxreport.case.models import Portfolio
from cxreport.errors import CaseRefused, RenderError, UsageError
from cxreport.evaluate import Evaluation
from cxreport.evaluate.risk import assess
from cxreport.render.document import case_formats
from cxreport.render.themes import theme_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cxreport.evaluate.versions import Difference
    from cxreport.render.one_page import Page
    from cxreport.render.pdf import Layout
    from cxreport.render.printed import Printed
    from cxreport.render.theme import Theme
    from cxreport.render.word.origin import Origin

Format = Literal["pdf", "docx", "xlsx", "html"]
Shape = LayoutName | Literal["changes"]
CERTAINTY = "section-certainty"
_OWN_PAGE = '<section class="page">'
FORMATS: tuple[Format, ...] = get_args(Format)


class Document:
    """The document of one evaluation, in the `layout` that its case names where none is given.

    The layout `changes` is the page on what changed since another version, for which `since` has to be there.
    `theme` is the folder of a theme, `look` one that has been read already and fits the layout.
    Raises CaseRefused for a case with errors, UsageError where a portfolio, which has one layout, is asked for
    another, RenderError where a template or a writer cannot go on.
    """

    def __init__(
        self,
        evaluation: Evaluation,
        theme: Path | None = None,
        look: Theme | None = None,
        layout: Shape | None = None,
    ) -> None:
        if not evaluation.sound:
            raise CaseRefused(f"{evaluation.loaded.path} has errors", f"run  cxreport check {evaluation.loaded.path}")
        if isinstance(evaluation.case, Portfolio) and layout == "one-page":
            raise UsageError("a portfolio has no page of its own", "build it without  --layout one-page")
        self.evaluation = evaluation
        self.layout: Shape = "full" if isinstance(evaluation.case, Portfolio) else layout or evaluation.case.layout
        self.look = look or self._own_look(theme)

    def _own_look(self, theme: Path | None) -> Theme:
        from cxreport.render.one_page import drawn_closer

        look = theme_of(self.evaluation, theme)
        return look if self.layout == "full" else drawn_closer(look, self.evaluation.case.title)

    @cached_property
    def _one_page(self) -> Page:
        from cxreport.render.one_page import fullest_page

        return fullest_page(self.evaluation, self.look, self._laid_out)

    @cached_property
    def _composed(self) -> tuple[str, Printed]:
        from cxreport.render.compose import compose

        if self.layout == "one-page":
            return self._one_page.html, self._one_page.printed
        return compose(self.evaluation, self.look, part="changes" if self.layout == "changes" else "")

    @property
    def html(self) -> str:
        """The page in the vocabulary of the writers, without style."""
        return self._composed[0]

    @property
    def printed(self) -> Printed:
        """What the document prints of each figure."""
        return self._composed[1]

    @property
    def key_figures(self) -> dict[str, str]:
        """The figures that decide, by their names, as the document prints them."""
        from cxreport.render.compose import view_of

        return {figure.title: figure.text for figure in view_of(self.printed, self.look).keys()}  # noqa: SIM118 - no mapping

    @property
    def files(self) -> tuple[Path, ...]:
        """The files it is made from: all that the case was read from, logo and Word template."""
        look = (self.look.logo.file if self.look.logo else None, self.look.word_template)
        named = (*self.evaluation.loaded.files, *(file for file in look if file is not None))
        return tuple(Path(os.path.abspath(file)) for file in named)  # noqa: PTH100 - links stay as they are named

    @property
    def patterns(self) -> tuple[str, ...]:
        """The patterns of files that it gathers its members by."""
        return patterns_of(self.evaluation.loaded)

    @cached_property
    def _layout(self) -> Layout:
        if self.layout == "one-page":
            return self._one_page.layout
        if not self._flows:
            return self._as_composed
        self.__dict__.pop("_as_composed", None)
        gc.collect()  # its pages take as much memory as those that take their place, and are full of cycles
        return self._laid_out(self._flowing(self.html))

    @cached_property
    def _as_composed(self) -> Layout:
        return self._laid_out(self.html)

    @cached_property
    def _flows(self) -> bool:
        """Whether the section with a page to itself gives that up, as the page before it would be near empty."""
        return self.layout == "full" and _OWN_PAGE in self.html and self._as_composed.is_sparse_before(CERTAINTY)

    @staticmethod
    def _flowing(html: str) -> str:
        return html.replace(_OWN_PAGE, "<section>")

    @cached_property
    def _page_numbers(self) -> Mapping[str, int]:
        return self._layout.page_numbers()

    def forget_layout(self) -> None:
        """Let go of the pages, which take much memory; what they are numbered is kept, a PDF would be laid out anew."""
        if self.layout == "full" and self._page_numbers:
            self.__dict__.pop("_as_composed", None)
            del self._layout

    def _laid_out(self, html: str) -> Layout:
        from cxreport.render.lint import refuse_unreadable
        from cxreport.render.pdf import Layout

        refuse_unreadable(html)
        folders = (self.evaluation.loaded.project, *reversed(self.look.folders))
        return Layout(html, self._print_style(), self.look, tuple(folder.resolve() for folder in folders))

    @cached_property
    def _workbook(self) -> bytes:
        from cxreport.render.workbook import write_workbook

        return write_workbook(self.evaluation, case_formats(self.evaluation, self.look.folders), self.look)

    def _print_style(self) -> str:
        more = "\n" + self._style("one-page.css") if self.layout != "full" else ""
        return self._style("page.css") + more

    def _style(self, name: str) -> str:
        from cxreport.render.compose import stylesheet

        words = case_formats(self.evaluation, self.look.folders).words
        # The sizes of one page are made for its title already.
        return stylesheet(name, self.look, words, self.evaluation.case.title if self.layout == "full" else "")

    def write(self, kind: Format) -> bytes:
        """Return the document in one format; the same input gives the same bytes."""
        if kind == "pdf":
            from cxreport.render.pdf.attachments import model_of

            # The model has every figure, also those of sections that are kept from this audience.
            hides = bool(self.evaluation.loaded.hidden) or self.layout == "changes"
            return self._layout.pdf(() if hides else model_of(self.evaluation.loaded, self._workbook))
        if kind == "docx":
            return self._docx()
        if kind == "xlsx":
            self._refuse_hidden()
            return self._workbook
        if kind == "html":
            return self._whole_page().encode()
        raise UsageError(f'"{kind}" is no format', "the formats are " + ", ".join(FORMATS))

    def _refuse_hidden(self) -> None:
        """Raise RenderError where the workbook, which has every figure, would show what is kept from the audience."""
        if hidden := self.evaluation.loaded.hidden:
            audience, names = self.evaluation.loaded.audience, ", ".join(sorted(hidden))
            told = f"the workbook would show the audience {audience} what is kept from it: {names}"
            raise RenderError(told, "leave the format xlsx out for this audience")

    def _docx(self) -> bytes:
        """Return the Word file, composed anew where a template gives it another page and other faces than the PDF."""
        from cxreport.render.faces import with_carried_faces
        from cxreport.render.word import word_look, write_docx

        look = word_look(self.look)
        page = self if look is self.look else Document(self.evaluation, look=look, layout=self.layout)
        # A face that only the reader's machine has cannot be laid out here: one of ours stands in for its measures.
        laid_out = (
            page if look is self.look else Document(self.evaluation, look=with_carried_faces(look), layout=self.layout)
        )
        if self.layout == "one-page":  # what fits was found where it was laid out
            page, look = laid_out, replace(look, chart=laid_out._one_page.look.chart)  # noqa: SLF001  # one of us
        html = self._flowing(page.html) if laid_out._flows else page.html  # noqa: SLF001  # one of us
        return write_docx(html, look, laid_out._page_numbers, self._origin())  # noqa: SLF001  # one of us

    def _origin(self) -> Origin:
        from cxreport.render.word.origin import Origin

        loaded, case = self.evaluation.loaded, self.evaluation.case
        return Origin(
            file=Path(os.path.relpath(loaded.path.resolve(), loaded.project.resolve())).as_posix(),
            digest=loaded.digest,
            locale=case.locale,
            currency=case.currency,
            layout=self.layout,
            theme=self.look.folders[0].name if self.look.folders else "",
            labels={address: figure.label for address, figure in self.evaluation.figures.items()},
        )

    def _whole_page(self) -> str:
        """Return the page with its style and its faces inside, so that one file is all there is to send."""
        from cxreport.render.coverage import beyond_latin
        from cxreport.render.faces import face_rules

        faces = face_rules(self.look, beyond_latin(unescape(self.html)))
        style = f"{faces}\n{self._print_style()}\n{self._style('screen.css')}"
        return self.html.replace("</head>", f"<style>\n{style}\n</style>\n</head>", 1)


def render(evaluation: Evaluation, kind: Format, theme: Path | None = None, layout: LayoutName | None = None) -> bytes:
    """Return the document of an evaluation in one format; its `layout` is that of the case where none is given.

    A proposal is assessed first, where it has not been: what it says of how sure it is belongs to the document.
    """
    whole = evaluation if evaluation.assessment is not None else assess(evaluation)
    return Document(whole, theme, layout=layout).write(kind)


def render_difference(difference: Difference, kind: Format, theme: Path | None = None) -> bytes:
    """Return the page on what changed between two versions, in the theme and the language of the new one.

    Raises UsageError for a workbook: `xlsx` has the model of one version.
    """
    if kind == "xlsx":
        raise UsageError("a comparison is no workbook", "the formats are pdf, docx, html")
    return Document(difference.new._replace(since=difference), theme, layout="changes").write(kind)
