from __future__ import annotations

import json
from collections.abc import Callable

from click.testing import Result

from cxreport import ready_drivers


def test_the_ready_drivers_are_listed_one_a_line(run: Callable[..., Result]) -> None:
    lines = run("drivers").stdout.splitlines()
    names = [ready.name for ready in ready_drivers()]
    assert [line.split()[0] for line in lines if line.split() and line.split()[0] in names] == names


def test_one_is_explained_with_a_benefit_to_be_pasted(run: Callable[..., Result]) -> None:
    ready = next(ready for ready in ready_drivers() if ready.name == "retention")
    printed = run("drivers", "retention").stdout
    for text in (ready.what, ready.formula, ready.guidance, ready.source, ready.snippet, *ready.inputs):
        assert text in printed


def test_both_are_told_as_data(run: Callable[..., Result]) -> None:
    one = json.loads(run("drivers", "win_back", "--json").stdout)
    assert one in json.loads(run("drivers", "--json").stdout)
    assert one["inputs"][-1] == {
        "name": "part_of_period",
        "label": "Part of the period in which they buy",
        "form": "percent",
        "unit": "%",
        "ask": "Customers come back all through the period, so one brings half a period's revenue on average.",
        "default": "50%",
        "example": "50%",
    }


def test_a_name_that_is_none_is_answered_with_the_nearest(run: Callable[..., Result]) -> None:
    result = run("drivers", "retentions")
    assert result.exit_code == 2
    assert 'did you mean "retention"?' in result.stderr


def test_the_benefit_to_be_pasted_is_in_the_currency_that_is_asked_for(run: Callable[..., Result]) -> None:
    printed = run("drivers", "avoided_licences", "--currency", "eur").stdout
    assert "price_each: {value: EUR 420, source: }" in printed
    assert "$" not in printed
    refused = run("drivers", "avoided_licences", "--currency", "euro")
    assert refused.exit_code == 2
    assert "three letters" in refused.stderr
