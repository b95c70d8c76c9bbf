"""Figures by their addresses, whole and short, and the tree of what each was computed from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cxreport.case.load import load_case
from cxreport.errors import UsageError
from cxreport.evaluate import Evaluation, Figure, Written, evaluate
from cxreport.evaluate.trace import Trace, find_figure, trace

CASES = Path(__file__).parents[2] / "cases"


@pytest.fixture(scope="module")
def service() -> Evaluation:
    return evaluate(load_case(CASES / "effortless-service.yaml"))


@pytest.fixture(scope="module")
def split() -> Evaluation:
    return evaluate(load_case(CASES / "revenue-split.yaml"))


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "npv",
        "portal.npv",
        "portal.benefits.truck-rolls.pv",
        "portal.benefits.truck-rolls.flows.1",
        "attribution.sales.total",
        "drivers.revenue_each.2",
    ],
)
def test_a_whole_address_is_its_figure(service: Evaluation, address: str) -> None:
    assert find_figure(service, address).address == address


def test_a_whole_address_wins_over_the_longer_ones_that_end_like_it(service: Evaluation) -> None:
    assert [address for address in service.figures if address.endswith(".npv")]
    assert find_figure(service, "npv").address == "npv"


@pytest.mark.parametrize(
    ("short", "address"),
    [
        ("truck-rolls.pv", "portal.benefits.truck-rolls.pv"),
        ("portal.truck-rolls.pv", "portal.benefits.truck-rolls.pv"),
        ("truck-rolls.flows.1", "portal.benefits.truck-rolls.flows.1"),
        ("sales.total", "attribution.sales.total"),
        ("avoided.3", "portal.benefits.truck-rolls.drivers.avoided.3"),
        ("tested.share", "grades.tested.share"),
    ],
)
def test_a_short_form_is_the_one_figure_that_it_fits(service: Evaluation, short: str, address: str) -> None:
    assert find_figure(service, short).address == address


def test_a_short_form_that_fits_several_figures_is_refused_with_their_names(service: Evaluation) -> None:
    with pytest.raises(UsageError, match=r'"portal\.pv" fits 4 figures') as refused:
        find_figure(service, "portal.pv")
    assert refused.value.hint == (
        "write one of: portal.benefits.truck-rolls.pv, portal.costs.build.pv, portal.costs.hosting.pv, "
        "portal.costs.content.pv"
    )


def test_of_many_that_fit_only_some_are_named(service: Evaluation) -> None:
    with pytest.raises(UsageError) as refused:
        find_figure(service, "flows.1")
    assert refused.value.hint.endswith(", …")
    assert refused.value.hint.count(",") == 6


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("nvp", "npv"), ("portal.payback_month", "portal.payback_months"), ("truckrolls.pv", "truck-rolls.pv")],
)
def test_a_slip_brings_the_nearest_names(service: Evaluation, slip: str, meant: str) -> None:
    with pytest.raises(UsageError, match="there is no figure") as refused:
        find_figure(service, slip)
    assert refused.value.hint.startswith("did you mean ")
    assert meant in refused.value.hint


@pytest.mark.parametrize("wanted", ["", ".", "zzzzzzzzzz", "npv.", "..", "portal.benefits"])
def test_what_is_near_nothing_brings_names_that_exist(service: Evaluation, split: Evaluation, wanted: str) -> None:
    for evaluation in (service, split):
        with pytest.raises(UsageError, match=r"there is no figure|fits") as refused:
            find_figure(evaluation, wanted)
        assert any(address in refused.value.hint for address in evaluation.figures)


def test_a_case_with_errors_has_no_figures_and_says_so(evaluated: Callable[[str], Evaluation]) -> None:
    with pytest.raises(UsageError, match="the case has errors") as refused:
        find_figure(evaluated("kind: business-case\n"), "npv")
    assert "cxreport check" in refused.value.hint


# Trees


def leaves(tree: Trace) -> Iterator[Written]:
    if isinstance(tree.source, Written):
        yield tree.source
    for branch in tree.branches:
        yield from leaves(branch)


def figures_in(tree: Trace) -> Iterator[str]:
    if isinstance(tree.source, Figure):
        yield tree.source.address
        assert tree.branches or tree.repeated or not tree.source.inputs
    for branch in tree.branches:
        yield from figures_in(branch)


def test_the_tree_reaches_the_file_and_the_line(service: Evaluation) -> None:
    tree = trace(service, find_figure(service, "truck-rolls.flows.1"))
    places = {(leaf.what, leaf.place.line) for leaf in leaves(tree) if leaf.place is not None}
    rows = (CASES / "effortless-service.yaml").read_text("utf-8").splitlines()
    wanted = {
        "Truck rolls to business clients today": "visits: {",
        "Share that clients can avoid on the new portal": "avoidable: {",
        "Cost of one truck roll": "cost_each: {",
        "ramp": "ramp: [45%",
        "risk adjustment": "risk_adjustment: 15%",
    }
    assert {what for what, _ in places} == set(wanted)
    for what, row in places:
        assert wanted[what] in rows[row - 1]
    assert {leaf.place.file for leaf in leaves(tree) if leaf.place} == {str(CASES / "effortless-service.yaml")}


def test_the_tree_of_the_result_holds_all_that_is_in_the_money(service: Evaluation) -> None:
    reached = set(figures_in(trace(service, find_figure(service, "npv"))))
    flows = {address for address in service.figures if ".flows." in address}
    assert flows <= reached
    rows = {leaf.place.line for leaf in leaves(trace(service, find_figure(service, "npv"))) if leaf.place}
    plan, _, _ = (CASES / "effortless-service.yaml").read_text("utf-8").partition("\nscenarios:")
    for number, row in enumerate(plan.splitlines(), 1):
        if (
            any(key in row for key in ("{label: ", "initial:", "risk_adjustment:", "discount_rate:"))
            and "formula:" not in row
        ):
            assert number in rows, row


def test_a_branch_is_drawn_once_and_then_named(service: Evaluation) -> None:
    tree = trace(service, find_figure(service, "roi"))
    drawn: list[str] = []

    def walk(node: Trace) -> None:
        if isinstance(node.source, Figure):
            assert node.repeated == (node.source.address in drawn)
            drawn.append(node.source.address)
        for branch in node.branches:
            walk(branch)

    walk(tree)
    assert len(drawn) > len(set(drawn))


def test_a_branch_bears_the_name_by_which_the_rule_knows_it(split: Evaluation) -> None:
    tree = trace(split, find_figure(split, "sales.total"))
    assert [(branch.name, branch.source.address) for branch in tree.branches if isinstance(branch.source, Figure)] == [
        ("total", "attribution.total"),
        ("cxm", "attribution.cxm.total"),
        ("csm", "attribution.csm.total"),
    ]
