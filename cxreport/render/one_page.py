"""The one-page layout: a theme drawn closer together, and the fullest page that is one page still."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from cxreport.errors import RenderError
from cxreport.evaluate import Evaluation
from cxreport.render.theme import Logo, Theme

if TYPE_CHECKING:
    from cxreport.render.pdf import Layout
    from cxreport.render.printed import Printed

_TITLES = ((48, 0.58), (90, 0.48), (160, 0.4))  # up to so many letters: the share of the cover's size
_LONGEST_TITLE = 0.32
_LOGO_HEIGHT = 9  # millimetres
# What stays free at the foot, in millimetres: Word sets the same words a little longer, on a company's styles perhaps
# by much.
_SPARE, _SPARE_ON_TEMPLATE = 5, 30
_CHART = re.compile(r'<script type="application/json">(.*?)</script>', re.DOTALL)
_MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Brevity:
    """How much a page shows: the most rows of its table, the most texts beside each term, and its chart.

    `chart` is its share of the usual height, none at all where that is 0.
    """

    rows: int
    texts: int
    chart: float


STEPS = (
    Brevity(rows=8, texts=3, chart=1),
    Brevity(rows=8, texts=3, chart=0.75),
    Brevity(rows=8, texts=2, chart=0.75),
    Brevity(rows=6, texts=2, chart=0.75),
    Brevity(rows=6, texts=1, chart=0.75),
    Brevity(rows=4, texts=1, chart=0.65),
    Brevity(rows=4, texts=1, chart=0.5),
    Brevity(rows=4, texts=2, chart=0),
    Brevity(rows=3, texts=1, chart=0),
)


class Page(NamedTuple):
    """A page that fits: its look, its HTML, what it prints of each figure, and how it is laid out."""

    look: Theme
    html: str
    printed: Printed
    layout: Layout


def drawn_closer(look: Theme, title: str) -> Theme:
    """Return a theme as one page has it: its colours, faces and shapes, in smaller sizes and narrower margins."""
    share = next((share for length, share in _TITLES if len(title) <= length), _LONGEST_TITLE)
    return replace(
        look,
        title=round(look.title * share),
        sentence=look.sentence * 0.7,
        lead=look.lead * 0.8,
        text=max(9, look.text - 1),
        key=min(look.key, 16),
        margin_top=min(look.margin_top, 14),
        margin_right=min(look.margin_right, 18),
        margin_bottom=min(look.margin_bottom, 13),
        margin_left=min(look.margin_left, 18),
        gutter=min(look.gutter, 34),
        air=0.4,
        logo=_smaller(look.logo) if look.logo else None,
    )


def _smaller(logo: Logo) -> Logo:
    return replace(logo, height=min(logo.height, _LOGO_HEIGHT))


def fullest_page(evaluation: Evaluation, look: Theme, lay_out: Callable[[str], Layout]) -> Page:
    """Return the page that shows the most of all that are one page with room to spare, shortened step by step.

    Raises RenderError where even the shortest is longer: nothing is cut off, and there is no second page.
    """
    from cxreport.render.compose import compose

    spare = _SPARE_ON_TEMPLATE if look.word_template else _SPARE
    for brevity in STEPS:
        look = replace(look, chart=brevity.chart or look.chart)
        html, printed = compose(evaluation, look, brevity)
        layout = lay_out(html)
        if layout.page_count == 1 and layout.room >= spare + _more_in_word(html, look):
            return Page(look, html, printed, layout)
    raise RenderError(
        f"{evaluation.loaded.path} does not fit on one page, even without its chart and with the fewest rows",
        "shorten its title, its action and improvement, or the names of its lines; or build it with layout: full",
    )


def _more_in_word(html: str, look: Theme) -> float:
    """Return by how many millimetres the charts of a page are higher in Word than in print: they have legends there."""
    from cxreport.render.charts.carried import from_json
    from cxreport.render.charts.native import native_height
    from cxreport.render.charts.svg import height_of

    charts = [from_json(description) for description in _CHART.findall(html)]
    return sum(max(0.0, native_height(chart, look) - height_of(chart, look)) for chart in charts) * _MM_PER_POINT
