"""Ready drivers asked for in every wrong way. A mark stands where the caret must point."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Refuses = Callable[[str], None]
Base = Callable[..., str]

BY_HAND = """\
        drivers:
          visits: {value: 90_000}
          cost_each: {value: $400}
        formula: visits * cost_each
"""
INPUTS = "licences_before: {value: 850}, licences_after: {value: 600}, price_each: {value: $420}"

BENEFITS = {
    "a list of names": "driver: <CX103>[avoided_licences]",
    "keys in place of a name": "driver: <CX103>{name: avoided_licences}",
    "no name": "driver: \n        amount: $5",
    "a number": "driver: <CX104 it is one of: acquisition_by_referral>5",
    "a hyphen": "driver: <CX104 avoided_licences>avoided-licences\n        drivers: {}",
    "capitals": "driver: <CX104 avoided_licences>Avoided_Licences",
    "a path": "driver: <CX104 avoided_licences>../ready/avoided_licences",
    "a text in place of inputs": "driver: avoided_licences\n        drivers: <CX103>all",
    "a list in place of inputs": "driver: avoided_licences\n        drivers: <CX103>[licences_before]",
    "an advantage": f"type: <CX154 saving>advantage\n        driver: avoided_licences\n        drivers: {{{INPUTS}}}",
    "a formula of one's own": (
        f"driver: avoided_licences\n        drivers: {{{INPUTS}}}\n        <CX154 delete formula>formula: price_each * 2"
    ),
    "sound": f"driver: avoided_licences\n        drivers: {{{INPUTS}}}",
    "sound, with an outlay": f"driver: avoided_licences\n        drivers: {{{INPUTS}}}\n        initial: $5",
}


@pytest.mark.parametrize("benefit", BENEFITS.values(), ids=BENEFITS.keys())
def test_a_benefit_that_asks_in_a_wrong_way_is_refused_once(
    benefit: str, business_case: Base, refuses: Refuses
) -> None:
    refuses(business_case((BY_HAND, f"        {benefit}\n")))


VALUES = {
    "a bare number in place of keys": "<CX103>850",
    "nothing": "",
    "neither value nor formula": "{unit: licences}",
    "both": "{value: 850, formula: 2 * 3}",
    "what cannot be read": "{value: <CX106>many}",
    "what reads two ways": "{value: <CX106>'1,50'}",
    "a percentage": "{value: <CX153 a plain number>85%}",
    "money": "{value: <CX153 write it as 850>$850}",
    "money in one period": "{value: [850, <CX153>$850, 850]}",
    "less than nothing": "{value: <CX153 0 or more>-850}",
    "too few periods": "{value: <CX107>[850, 850]}",
    "a formula over itself": "{formula: <CX133>licences_before + 1}",
    "a formula over what follows from it": "{formula: <CX133>licences_ended + 1}",
    "a formula over what is not there": "{formula: <CX132>licenses * 2}",
    "a formula over a driver of one's own": "{formula: seats * 2}, seats: {value: 425}",
    "a driver that nothing uses": "{value: 850}, <CX152 its inputs are>seats: {value: 425}",
    "what the driver computes": "{value: 850}, <CX154>licences_ended: {value: 250}",
}
AT_THE_KEY = {"nothing": "CX103", "neither value nor formula": "CX137", "both": "CX137"}


@pytest.mark.parametrize("name", VALUES)
def test_an_input_that_cannot_be_is_refused_once(name: str, business_case: Base, refuses: Refuses) -> None:
    mark = f"<{AT_THE_KEY[name]}>" if name in AT_THE_KEY else ""
    inputs = f"{mark}licences_before: {VALUES[name]}, {INPUTS.partition(', ')[2]}"
    refuses(business_case((BY_HAND, f"        driver: avoided_licences\n        drivers: {{{inputs}}}\n")))


WIDE = {
    "a bare number in place of keys": "<CX103>850",
    "a percentage": "{value: <CX153 avoided_licences needs>85%}",
    "sound": "{value: 850}",
}


@pytest.mark.parametrize("driver", WIDE.values(), ids=WIDE.keys())
def test_an_input_of_the_whole_case_is_held_against_the_driver_as_well(
    driver: str, business_case: Base, refuses: Refuses
) -> None:
    wide = ("currency: USD", f"currency: USD\ndrivers: {{licences_before: {driver}}}")
    own = INPUTS.partition(", ")[2]
    refuses(business_case(wide, (BY_HAND, f"        driver: avoided_licences\n        drivers: {{{own}}}\n")))
