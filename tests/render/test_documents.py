"""Every figure that the design prints stands in the PDF, in the Word file and in the page, as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

import pytest
from lxml import etree

from cxreport.case.formula import parse_formula
from cxreport.case.models import BusinessCase
from cxreport.errors import CaseRefused, UsageError
from cxreport.evaluate import Evaluation
from cxreport.evaluate.hurdles import hurdles_of
from cxreport.render.output import FORMATS, Document, render

PART = {"cxm": ("switched", "expanded"), "csm": ("expanded", "acquired")}
GRADES = ("none", "assumed", "benchmark", "observed", "tested")
WHOLE = (
    "npv roi bcr payback_months break_even benefits_total costs_total benefits_pv costs_pv "
    "cost_flows.0 net_flows.0 cumulative.0"
).split()
WHERE_DEFINED = "first_year_roi irr mirr discounted_payback_months".split()

# Addresses in groups: of each group one figure at least has to be printed. Nearly all are groups of one.
Groups = Iterator[tuple[str, ...]]


def each(addresses: Iterator[str]) -> Groups:
    return ((address,) for address in addresses)


def to_be_printed(evaluation: Evaluation) -> Groups:
    """Yield all that DESIGN §6 prints of an evaluation, from its own list of figures."""
    if isinstance(evaluation.case, BusinessCase):
        yield from each(results(evaluation))
        yield from lines(evaluation, evaluation.case)
        yield from each(certainty(evaluation, evaluation.case))
        yield from each(assessed(evaluation))
        yield from each(hurdle.address for hurdle in hurdles_of(evaluation.figures))
    if evaluation.case.revenue is not None:
        yield from each(revenue(evaluation))


def assessed(evaluation: Evaluation) -> Iterator[str]:
    """Yield what tells how sure the case is: both ends of ten ranges, scenarios, rates, pairs, a month, the draws."""
    assert evaluation.assessment is not None
    for item in evaluation.assessment.ranged[:10]:
        yield from (f"sensitivity.{item.address}.{end}" for end in ("low", "high"))
    for result in evaluation.assessment.scenarios:
        yield from (f"scenarios.{result.key}.{name}" for name in ("benefits_pv", "npv", "roi"))
    yield from (address for address in evaluation.figures if address.startswith(("rates.", "two_way.")))
    yield "delay.cost"
    if evaluation.assessment.simulated is not None:
        yield from (f"simulation.{name}" for name in ("roi.p10", "roi.p90", "payback"))


def results(evaluation: Evaluation) -> Iterator[str]:
    yield from WHOLE
    yield from (name for name in WHERE_DEFINED if evaluation.value(name) is not None)
    if evaluation.value("irr") is None:
        yield from (name for name in evaluation.figures if name.startswith("irr.roots."))
    if evaluation.case.ask is not None:  # type: ignore[union-attr]  # only business cases come here
        yield "ask"
    step = evaluation.periods_per_year
    for year in range(1, -(-evaluation.periods // step) + 1):
        yield from (f"{side}_years.{year}" for side in ("benefit", "cost", "net"))
        yield f"cumulative.{min(year * step, evaluation.periods)}"
    if evaluation.amount("cost_flows.0") and evaluation.amount("later_costs"):
        yield "later_costs"
    initiatives = evaluation.case.initiatives  # type: ignore[union-attr]  # the same
    if len(initiatives) > 1:
        for item in initiatives:
            names = ("benefits_pv", "costs_pv", "npv", "roi", "bcr", "payback_months")
            yield from (f"{item.id}.{name}" for name in names)


def lines(evaluation: Evaluation, case: BusinessCase) -> Groups:
    for item in case.initiatives:
        for side, models in (("benefits", item.benefits), ("costs", item.costs)):
            for model in models:
                line = f"{item.id}.{side}.{model.id}"
                if model.type == "advantage":
                    assert f"{line}.total" not in evaluation.figures
                    continue
                yield from each(iter((f"{line}.total", f"{line}.pv")))
                yield from each(name for name in evaluation.figures if name.startswith(f"{line}.years."))
                if side == "benefits" or model.formula is not None:
                    yield from calculation(evaluation, line, model)
                if evaluation.amount(f"{line}.flows.0"):
                    yield (f"{line}.flows.0",)


def calculation(evaluation: Evaluation, line: str, model: Any) -> Groups:
    """Yield the steps of a line in each period; periods in a row that are alike in every step share a column.

    Its start, total and present value stand here and in the table of all lines, and are yielded once for each.
    """
    yield from each(iter((f"{line}.total", f"{line}.pv")))
    if evaluation.amount(f"{line}.flows.0"):
        yield (f"{line}.flows.0",)
    periods = list(range(1, evaluation.periods + 1))
    kinds = ["flows", *(["effects", "risks"] if model.risk_adjustment else [])]
    if model.formula is None and (model.ramp or model.growth or model.attribution != 1 or model.type == "revenue"):
        kinds.append("amounts")
    if model.growth:
        kinds.append("growth")
    used = sorted(drivers(evaluation, line, model))

    def steps(t: int) -> tuple[str, ...]:
        return (*(f"{line}.{kind}.{t}" for kind in kinds), *(f"{driver}.{t}" for driver in used))

    def look(t: int) -> tuple[object, ...]:
        exact = (f"{line}.{kind}.{t}" for kind in ("amounts", "growth", "effects", "flows"))
        ramp = model.ramp.at(t) if model.ramp else None
        return (*map(evaluation.value, (*exact, *steps(t))), ramp)

    many = len(periods) + bool(evaluation.amount(f"{line}.flows.0")) > 6
    for run in (tuple(found) for _, found in groupby(periods, look)) if many else ((t,) for t in periods):
        yield from zip(*map(steps, run), strict=True)


def drivers(evaluation: Evaluation, line: str, model: Any) -> set[str]:
    """Return the addresses of the drivers that a line is computed from, without the period."""
    found: set[str] = set()
    waiting = list(parse_formula(model.formula).names) if model.formula else []
    while waiting:
        name = waiting.pop()
        own = name in model.drivers
        driver = model.drivers[name] if own else evaluation.case.drivers[name]
        found.add(f"{line}.drivers.{name}" if own else f"drivers.{name}")
        waiting += parse_formula(driver.formula).names if driver.formula else ()
    return found


def certainty(evaluation: Evaluation, case: BusinessCase) -> Iterator[str]:
    for item in case.initiatives:
        for benefit in item.benefits:
            if benefit.type != "advantage":
                names = ("pv", "share", "npv_without")
                yield from (f"{item.id}.benefits.{benefit.id}.{name}" for name in names)
    given = [grade for grade in GRADES if evaluation.amount(f"grades.{grade}.pv")]
    for grade in given if len(given) > 1 else ():
        yield f"grades.{grade}.pv"
        yield f"grades.{grade}.share"


def revenue(evaluation: Evaluation) -> Iterator[str]:
    root, split = "attribution", evaluation.case.revenue
    assert split is not None
    yield f"{root}.total"
    for bucket in ("cxm", "csm", "sales"):
        yield from (f"{root}.{bucket}.total", f"{root}.{bucket}.share")
    surveyed = split.csm.survey is not None
    for bucket, parts in PART.items():
        for part in () if bucket == "csm" and surveyed else parts:
            found = getattr(getattr(split, bucket), part)
            yield from (f"{root}.{bucket}.{part}.{line.id}" for line in found)
            if len(found) > 1:
                yield f"{root}.{bucket}.{part}"
    teams = [line.team for line in (*split.csm.expanded, *split.csm.acquired)]
    for team in ("success", "support", "unassigned") if any(teams) else ():
        if evaluation.amount(f"{root}.csm.teams.{team}"):
            yield f"{root}.csm.teams.{team}"
    groups = [name for name in evaluation.figures if name.startswith(f"{root}.contributors.")]
    yield from groups
    if groups:
        yield f"{root}.claimed"
        yield from [f"{root}.unnamed"] if evaluation.amount(f"{root}.unnamed") else []
    yield from (name for name in evaluation.figures if name.startswith((f"{root}.stated.", f"{root}.csm.survey.")))


def count(text: str, words: str) -> int:
    """Return how often a figure stands in a text by itself, not as a part of a longer figure."""
    words = re.sub(r"\s", " ", words)
    return len(re.findall(rf"(?<![\w.,−]){re.escape(words)}(?![\w%])(?![.,]\d)", text))


def not_found(document: Document, text: str, charts: str = "") -> list[str]:
    """Return what should stand in `text`, or stand there more often, beyond what it has from its charts.

    What is said in words is said once, in prose or in the message of a chart, however many tables have the figure.
    """
    shown, said = document.printed.shown, set[str]()
    wanted: Counter[str] = Counter()
    lost = []
    for group in to_be_printed(document.evaluation):
        printed = [address for address in group if address in shown]
        if printed:
            value = document.evaluation.value(printed[0]) or Decimal(0)
            in_words = document.printed.formats.spoken(value) if printed[0] in said else ""
            wanted.update(text for text in shown[printed[0]] if text != in_words)
            said.add(printed[0])
        else:
            lost.append(f"{group[0]} is not printed at all")
    for words, times in wanted.items():
        there = count(text, words) - count(charts, words)
        if there < times:
            lost.append(f"{words!r} stands there {there} times, not {times}")
    return lost


def test_every_figure_of_the_design_is_in_every_document(built: Callable[[str], Any], each_case: str) -> None:
    case = built(each_case)
    lost = {kind: not_found(case.document, case.text(kind), case.chart_text * (kind == "pdf")) for kind in FORMATS}
    assert lost == {kind: [] for kind in FORMATS}


@pytest.mark.parametrize("name", ["effortless-service", "quarterly", "four-ways"])
def test_no_table_of_figures_could_be_dropped_unnoticed(built: Callable[[str], Any], name: str) -> None:
    case = built(name)
    # Classes and alternatives are added up in tests/render/footing.py; hurdles are read in tests/render/test_hurdles.py.
    # The grant came once, and stands among the flows after tax again. What decides stands among all ranges again.
    without_figures = {
        "tab-deciding",
        "tab-alternatives",
        "tab-tax",
        "tab-knowledge-benefits-grant",
        "tab-cost-kinds",
        "tab-hurdles",
        "tab-measures",
        "tab-evidence",
        "tab-sources",
        "tab-plan",
        "tab-sign",
    }
    ids = [at for caption in case.page.iter("figcaption") if (at := caption.get("id", "")).startswith("tab-")]
    ids = [at for at in ids if not at.startswith("tab-flows-")]
    kept = [
        at
        for at in ids
        if at not in without_figures and not not_found(case.document, text_without(case.document.html, at))
    ]
    assert len(ids) > 4
    assert kept == []


def text_without(html: str, identifier: str) -> str:
    """Return the words of a page without those of one table, of all charts, and of the flows, which say it again."""
    page = etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8"))
    [caption] = page.iterfind(f".//figcaption[@id='{identifier}']")
    again = page.iterfind(".//section[@class='wide']")
    for element in [*page.iter("svg", "script", "head"), *again, caption.getparent()]:
        element.getparent().remove(element)
    return re.sub(r"\s+", " ", " ".join(str(text) for text in page.itertext()))


def test_what_the_author_wrote_stands_in_every_document_as_it_was_written(built: Callable[[str], Any]) -> None:
    case = built("odd-texts")
    written = case.evaluation.case
    benefit = written.initiatives[0].benefits[0]
    texts = [benefit.name, benefit.owner, benefit.source, "{{ x }}", "<b>bold</b>", "![image]"]
    for kind in ("docx", "html"):
        text = case.text(kind)
        assert [words for words in (written.title, written.organisation, *texts) if words and words not in text] == [
            "![image]"
        ], kind
    assert 'Less & "fewer"</b> {{ 7 * 7 }}' in case.text("pdf")
    assert b"<script>alert" not in case.html


def test_a_case_with_errors_has_no_document(evaluated: Callable[[str], Evaluation]) -> None:
    broken = evaluated("kind: value-report\ntitle: T\n")
    for make in (lambda: Document(broken), lambda: render(broken, "html")):
        with pytest.raises(CaseRefused, match=r"case\.yaml has errors") as refused:
            make()
        assert "cxreport check" in refused.value.hint


def test_a_format_that_there_is_not_is_refused(built: Callable[[str], Any]) -> None:
    with pytest.raises(UsageError, match='"odt" is no format') as refused:
        built("smallest").document.write("odt")
    assert refused.value.hint == "the formats are pdf, docx, xlsx, html"


def test_render_writes_what_the_document_does(built: Callable[[str], Any]) -> None:
    case = built("smallest")
    assert render(case.evaluation, "html") == case.html
