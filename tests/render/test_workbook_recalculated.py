"""LibreOffice computes every workbook anew, over cached values that were made wrong, and comes to our figures."""

from __future__ import annotations

import io
from collections.abc import Callable, Container, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxreport.case.load import load_case
from cxreport.evaluate import Evaluation, evaluate
from cxreport.evaluate.revenue import ROOT
from cxreport.evaluate.risk import assess
from cxreport.render.document import case_formats
from cxreport.render.workbook import lay_out, write_workbook
from cxreport.render.workbook.addresses import Spot
from cxreport.render.workbook.book import Book
from cxreport.render.workbook.scenarios import PLANNED, TABLE
from recalculated import POISON, poisoned, recalculated
from render.conftest import FILES, SHIPPED

MADE = 8
READY = Path(__file__).parents[1] / "evaluate" / "cases" / "ready.yaml"
pytestmark = pytest.mark.slow


class Model(NamedTuple):
    """A case, its book, and its workbook with every cached value wrong."""

    evaluation: Evaluation
    book: Book
    workbook: bytes


def model_of(evaluation: Evaluation) -> Model:
    formats = case_formats(evaluation)
    return Model(evaluation, lay_out(evaluation, formats), poisoned(write_workbook(evaluation, formats)))


def model_from(path: Path, text: str, whole: Callable[[Evaluation], Evaluation] = lambda found: found) -> Model:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return model_of(whole(evaluate(load_case(path))))


# Cases made up: three lines of whole amounts, with every factor


def line(name: str) -> st.SearchStrategy[str]:
    return st.builds(
        lambda initial, amounts, ramp, risk, growth, share: (
            f"{{id: {name}, name: {name}, initial: {initial}, amount: {amounts}, ramp: {[f'{r}%' for r in ramp]}, "
            f"risk_adjustment: {risk}%, growth: {growth}%, attribution: {share}%}}"
        ).replace("'", ""),
        st.integers(0, 10**7),
        st.lists(st.integers(-(10**6), 10**8), min_size=4, max_size=4),
        st.lists(st.integers(0, 100), min_size=4, max_size=4),
        st.integers(0, 60),
        st.integers(-20, 30),
        st.integers(1, 100),
    )


CASES = st.builds(
    "kind: business-case\ntitle: Made\norganisation: O\ndate: 2026-11-22\ncurrency: EUR\n"
    "finance: {{discount_rate: {}%, period: {}, periods: 4, start: 2027-01}}\n"
    "initiatives: [{{id: one, action: a, improvement: b, benefits: [{}], costs: [{}]}},\n"
    "  {{id: two, action: a, improvement: b, live: 2027-02, benefits: [{}], costs: [{}]}}]\n".format,
    st.integers(0, 40), st.sampled_from(["year", "quarter", "month"]), line("b"), line("c"), line("d"), line("e"),
)  # fmt: skip


# The internal rate is so near to -100% that three digits of it are -1.00, which is no rate to begin a search from.
ALL_BUT_LOST = """\
kind: business-case
title: All but lost
organisation: O
date: 2026-11-22
currency: EUR
finance: {discount_rate: 10%, period: year, periods: 3, start: 2027-01}
initiatives: [{id: one, action: a, improvement: b, benefits: [{name: B, amount: [0, 0, 0.001]}],
  costs: [{name: C, initial: 1bn}]}]
"""


COHORT = """\
kind: business-case
title: Clients kept
organisation: O
date: 2026-11-22
currency: EUR
finance: {discount_rate: 10%, period: quarter, periods: 6, start: 2027-01, margin: 40%}
drivers: {leaving: {value: 5%, range: [90%, 110%]}}
initiatives: [{id: one, action: a, improvement: b, benefits: [{id: kept, name: Kept, type: revenue,
  drivers: {clients: {value: 9_000}, less: {value: [4%, 4%, 3%, 3%, 3%, 3%]}, before: {survival: leaving},
    after: {survival: less}, each: {value: 80}}, formula: clients * (after - before) * each}],
  costs: [{name: C, initial: 20k}]}]
"""


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Model]:
    folder = tmp_path_factory.mktemp("made")
    found = {name: model_of(assess(evaluate(load_case(path)))) for name, path in FILES.items()}
    texts: list[str] = []

    @settings(max_examples=MADE, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(CASES)
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    found["all-but-lost"] = model_from(folder / "all-but-lost.yaml", ALL_BUT_LOST)
    found["cohort"] = model_from(folder / "cohort.yaml", COHORT, assess)
    found["ready"] = model_of(assess(evaluate(load_case(READY))))
    return found | {f"made-{n}": model_from(folder / f"made-{n}.yaml", text) for n, text in enumerate(texts)}


@pytest.fixture(scope="module")
def computed(
    models: dict[str, Model], changed: Changed, turned: Turned, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Return every workbook of this module as LibreOffice computes it, in one call: it takes seconds to start."""
    whole = {name: model.workbook for name, model in models.items()}
    return recalculated({**whole, **changed.workbooks, **turned.workbooks}, tmp_path_factory.mktemp("office"))


def kept_cells(book: Book) -> set[Spot]:
    """Return the cells that hold what cxreport computed, which no input moves."""
    return {sheet.spot(c.row, c.column) for sheet in book.sheets for c in sheet.cells if c.style.role == "kept"}


def differences(model: Model, workbook: Any, without: Container[Spot] = ()) -> list[tuple[str, object, object]]:
    """Return every figure that the workbook does not give to 1e-9 of it; cells `without` are not looked at.

    What is left when large amounts cancel is known to the fifteen digits of the largest.
    """
    figures = model.evaluation.figures
    largest = max((abs(f.value) for f in figures.values() if f.unit == "money" and f.value is not None), default=0)
    found: list[tuple[str, object, object]] = []
    for address, spot in model.book.places.items():
        if spot in without or address not in figures:
            continue
        figure = figures[address]
        cell = workbook[spot.sheet].cell(spot.row + 1, spot.column + 1).value
        known = Decimal("1e-14") * largest if figure.unit == "money" else Decimal(0)
        if figure.value is None:
            same = isinstance(cell, str) and not cell.startswith("#")
        else:
            same = isinstance(cell, int | float) and (
                abs(Decimal(cell) - figure.value) <= max(abs(figure.value) * Decimal("1e-9"), known)
            )
        if not same:
            found.append((address, figure.value, cell))
    return found


def test_every_figure_of_every_case_is_computed_to_one_billionth(
    models: dict[str, Model], computed: dict[str, Any]
) -> None:
    assert {name: wrong for name, model in models.items() if (wrong := differences(model, computed[name]))} == {}


def test_every_figure_has_a_cell(models: dict[str, Model]) -> None:
    """Where no line names a group, there is no table of groups; what a portfolio gathers stands in its own workbook.

    What a report takes from other files stands in the sheet of promises as far as it is shown there.
    """
    unnamed = {f"{ROOT}.named", f"{ROOT}.unnamed"}
    missing = {name: m.book.evaluation.figures.keys() - m.book.places.keys() for name, m in models.items()
               if m.evaluation.portfolio is None}  # fmt: skip
    assert {name: left for name, left in missing.items() if left - unnamed} == {}


def test_the_sheet_of_promises_computes_variances_and_value(models: dict[str, Model]) -> None:
    at = "right-first-time"
    shown = {f"{at}.benefits.repeat-visits.period.variance", f"{at}.to_date.costs.share", f"{at}.revised.npv"}
    assert shown <= models["enterprise"].book.places.keys()


def test_no_cell_of_any_sheet_is_an_error(models: dict[str, Model], computed: dict[str, Any]) -> None:
    errors = [
        (name, sheet.title, cell.coordinate, cell.value)
        for name, workbook in computed.items()
        if name in models
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("#")
    ]
    assert errors == []


def test_what_is_not_computed_anew_stays_wrong(models: dict[str, Model], tmp_path: Path) -> None:
    """Were LibreOffice to believe the cached values, the other tests would fail: they do bite."""
    model = models["portal"]
    believed = recalculated({"portal": model.workbook}, tmp_path, always=False)["portal"]
    spot = model.book.places["npv"]
    assert believed[spot.sheet].cell(spot.row + 1, spot.column + 1).value == float(POISON)
    assert len(differences(model, believed)) > 100


def test_our_own_figures_stand_in_the_cells_before_anything_computes_them(models: dict[str, Model]) -> None:
    evaluation = models["effortless-service"].evaluation
    fresh = openpyxl.load_workbook(io.BytesIO(write_workbook(evaluation, case_formats(evaluation))), data_only=True)
    assert differences(models["effortless-service"], fresh) == []


def test_what_charts_show_is_computed_too(models: dict[str, Model], computed: dict[str, Any]) -> None:
    model = models["effortless-service"]
    (room,) = model.book.charts
    data = computed["effortless-service"][room.data]
    heads = {row[0].value: row[0].row for row in data.iter_rows(max_col=1) if row[0].value}
    for drawn in room.drawn:
        for (column, row), (sign, addresses) in drawn.behind.items():
            value = float(sum(map(model.evaluation.amount, addresses))) * (-1 if sign else 1)
            assert data.cell(heads[drawn.title] + 2 + row, column + 2).value == pytest.approx(value, rel=1e-9)


# An input changed in the workbook, and the same changed in the case

CASE = """\
kind: business-case
title: Change me
organisation: O
date: 2026-11-22
currency: USD
finance: {discount_rate: 10%, period: year, periods: 3, start: 2027-01, margin: 40%}
rates: {EUR: {rate: 1.25}}
initiatives:
  - id: portal
    action: a
    improvement: b
    benefits:
      - id: rolls
        name: Rolls
        risk_adjustment: 15%
        range: [60%, 120%]
        ramp: [50%, 100%, 100%]
        drivers:
          contacts: {value: [200_000, 250_000, 250_000]}
          avoided: {formula: "min(contacts * 0.5, 120_000) - (contacts - contacts / 2) * 0"}
          cost: {value: $40}
        formula: avoided * cost
      - {id: sold, name: Sold, type: revenue, amount: €1M, growth: 3%}
    costs:
      - {id: build, name: Build, initial: $1.5M, risk_adjustment: 10%, range: [95%, 110%]}
      - {id: run, name: Run, amount: $200k}
"""
CHANGES: dict[str, tuple[str, str, tuple[str, str], float]] = {
    "a-driver": ("cost: {value: $40}", "cost: {value: $31.70}",
                 ("portal.benefits.rolls.drivers.cost.1", "amount"), 31.7),
    "one-period": ("[200_000, 250_000, 250_000]", "[200_000, 90_001, 250_000]",
                   ("portal.benefits.rolls.drivers.contacts.2", "amount"), 90_001),
    "the-discount-rate": ("discount_rate: 10%", "discount_rate: 7.25%", ("npv", "rate"), 0.0725),
    "the-rate-of-a-currency": ("rate: 1.25", "rate: 1.1", ("converted", "rate"), 1.1),
    "an-amount": ("amount: $200k", "amount: $6M", ("portal.costs.run.amounts.1", "amount"), 6_000_000),
    "an-initial": ("initial: $1.5M", "initial: $7M", ("portal.costs.build.amounts.0", "amount"), 7_000_000),
    "a-ramp": ("ramp: [50%", "ramp: [5%", ("portal.benefits.rolls.effects.1", "ramp"), 0.05),
    "a-risk": ("risk_adjustment: 15%", "risk_adjustment: 45%", ("portal.benefits.rolls.flows.1", "risk"), 0.45),
    "a-default": ("amount: $200k", "amount: $200k, growth: 50%", ("portal.costs.run.growth.2", "growth"), 0.5),
    "the-margin": ("margin: 40%", "margin: 12.5%", ("portal.benefits.sold.effects.1", "margin"), 0.125),
}  # fmt: skip


def spot_of(book: Book, user: tuple[str, str]) -> Any:
    if user == ("npv", "rate"):
        return book.inputs["benefits_pv", "rate"]
    if user[0] == "converted":
        return next(spot for (address, name), spot in book.inputs.items() if (address[:9], name) == user)
    return book.inputs[user]


class Changed(NamedTuple):
    """Workbooks in which one input was changed by hand, and what the case comes to in which it was changed as well."""

    workbooks: dict[str, bytes]
    wanted: dict[str, Model]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Changed:
    folder = tmp_path_factory.mktemp("changed")
    given: dict[str, bytes] = {}
    wanted: dict[str, Model] = {}
    for name, (before, after, user, value) in CHANGES.items():
        assert CASE.count(before) == 1, before
        model = model_from(folder / f"{name}.yaml", CASE, assess)
        book = openpyxl.load_workbook(io.BytesIO(model.workbook))
        spot = spot_of(model.book, user)
        book[spot.sheet].cell(spot.row + 1, spot.column + 1).value = value
        buffer = io.BytesIO()
        book.save(buffer)
        given[name] = buffer.getvalue()
        other = model_from(folder / f"{name}.yaml", CASE.replace(before, after), assess)
        wanted[name] = other._replace(book=model.book)
    return Changed(given, wanted)


def test_a_changed_input_gives_what_the_changed_case_gives(changed: Changed, computed: dict[str, Any]) -> None:
    """What cannot follow looks so. Another discount rate is tried in another place among those that are tried."""
    elsewhere = {"the-discount-rate": "rates."}
    found = {
        (name, *wrong)
        for name, model in changed.wanted.items()
        for wrong in differences(model, computed[name], kept_cells(model.book))
        if not wrong[0].startswith(elsewhere.get(name, "-"))
    }
    assert found == set()


def test_an_assessment_is_computed_by_formulas_wherever_a_cell_can(tmp_path: Path) -> None:
    """Of a product, both ends, the swing, the break-even and the pairs follow the inputs; draws never do."""
    book = model_from(tmp_path / "case.yaml", CASE, assess).book
    kept = kept_cells(book)
    lively: tuple[str, ...] = ("sensitivity.portal.costs.build.", "two_way.", "rates.", "delay.")
    lively += tuple(f"sensitivity.portal.benefits.rolls.{tail}" for tail in ("low", "high", "swing", "break_even"))
    assert [at for at, spot in book.places.items() if at.startswith(lively) and spot in kept] == []
    # Beside a bound of 120,000, twice the contacts are not twice the benefit.
    assert book.places["sensitivity.portal.benefits.rolls.drivers.contacts.break_even"] in kept
    still = [at for at, spot in book.places.items() if at.startswith(("scenarios.", "simulation."))]
    assert len(still) > 20
    assert [at for at in still if book.places[at] not in kept] == []


# Sums


def test_exact_amounts_add_up(models: dict[str, Model], computed: dict[str, Any]) -> None:
    for name, model in models.items():
        value = cells(model, computed[name])
        if "net_flows.0" not in model.book.places:  # a report, or a portfolio, whose calendar has no time 0
            continue
        periods = range(model.evaluation.periods + 1)
        for t in periods:
            assert value(f"net_flows.{t}") == pytest.approx(value(f"benefit_flows.{t}") - value(f"cost_flows.{t}"))
        total = sum(value(f"net_flows.{t}") for t in periods)
        assert value("benefits_total") - value("costs_total") == pytest.approx(total, rel=1e-9, abs=1e-6)


def cells(model: Model, workbook: Mapping[str, Any]) -> Callable[[str], float]:
    def value(address: str) -> float:
        spot = model.book.places[address]
        found: float = workbook[spot.sheet].cell(spot.row + 1, spot.column + 1).value
        return found

    return value


# Scenarios


SCENARIOS = (
    ("effortless-service", SHIPPED / "effortless-service.yaml"),
    ("quarterly", Path(__file__).parents[1] / "evaluate" / "cases" / "quarterly.yaml"),
)
SWITCHED = ("npv", "roi", "payback_months", "benefits_total", "costs_total", "benefits_pv", "costs_pv")


class Turned(NamedTuple):
    """Workbooks with one of their scenarios chosen, and what the evaluation has of it."""

    workbooks: dict[str, bytes]
    wanted: dict[str, tuple[Book, Evaluation]]


@pytest.fixture(scope="module")
def turned() -> Turned:
    found = Turned({}, {})
    for name, path in SCENARIOS:
        evaluation = assess(evaluate(load_case(path)))
        formats = case_formats(evaluation)
        book = lay_out(evaluation, formats)
        assert evaluation.assessment is not None
        for number, result in enumerate(evaluation.assessment.scenarios, 2):
            workbook = openpyxl.load_workbook(io.BytesIO(write_workbook(evaluation, formats)))
            spot = book.marks["scenario"]
            sheet = workbook[spot.sheet]
            sheet.cell(spot.row + 1, spot.column + 1).value = sheet.cell(TABLE + 1, PLANNED + number).value
            buffer = io.BytesIO()
            workbook.save(buffer)
            key = f"{name}-{result.key}"
            found.workbooks[key], found.wanted[key] = buffer.getvalue(), (book, result.evaluation)
    return found


def test_a_scenario_chosen_in_its_cell_is_computed_as_the_evaluation_has_it(
    turned: Turned, computed: dict[str, Any]
) -> None:
    assert len(turned.wanted) == 6
    found = []
    for key, (book, evaluation) in turned.wanted.items():
        workbook = computed[key]
        for address in SWITCHED:
            spot, wanted = book.places[address], evaluation.value(address)
            cell = workbook[spot.sheet].cell(spot.row + 1, spot.column + 1).value
            if wanted is None:
                assert isinstance(cell, str), (key, address, cell)
            elif cell != pytest.approx(float(wanted), rel=1e-9):
                found.append((key, address, cell, float(wanted)))
    assert found == []
