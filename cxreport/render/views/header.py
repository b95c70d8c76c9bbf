"""What every document has: facts of the cover, and charts with their picture and their description."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from cxreport.render.charts import Chart, to_json
from cxreport.render.charts.svg import draw
from cxreport.render.theme import Theme

_LETTERS = 18  # of a term in one line of the gutter


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what is said of it."""

    term: str
    text: str

    @property
    def height(self) -> str:
        """How many lines the term may take beside its text, which are kept on one page: empty for one, two or three."""
        return ("", "two", "three")[min(len(self.term) // _LETTERS, 2)]


@dataclass(frozen=True, slots=True)
class ChartView:
    """A captioned chart: its message, its unit, its picture, and its description for other writers."""

    id: str
    title: str
    unit: str
    svg: Markup
    data: Markup


@dataclass(frozen=True, slots=True)
class PictureView:
    """A captioned picture that is no chart."""

    id: str
    title: str
    unit: str
    svg: Markup


def chart_view(identifier: str, title: str, unit: str, chart: Chart, look: Theme) -> ChartView:
    """Return a chart ready for a template; both texts have been escaped by those who wrote them."""
    return ChartView(identifier, title, unit, Markup(draw(chart, look)), Markup(to_json(chart)))  # noqa: S704 - see above
