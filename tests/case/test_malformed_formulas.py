"""Formulas and drivers that cannot be computed. A mark stands where the caret must point."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Refuses = Callable[[str], None]
Base = Callable[..., str]

GRAMMAR = {
    "a power": "visits <CX131 multiply it out>** 2",
    "a power of calculators": "visits<CX131 multiply it out>^2",
    "a whole division": "visits <CX131 write />// 2",
    "a percentage": "cost_each * 50<CX131 0.5 for 50%>%",
    "a remainder": "visits <CX131>% 2",
    "a comparison": "visits <CX131>> 2",
    "an equation": "total <CX131>= visits * cost_each",
    "an attribute": "visits<CX131>.real",
    "another function": "<CX131 min(a, b) and max(a, b)>round(visits)",
    "a function of Python's": "<CX131>__import__(visits)",
    "a driver that is called": "<CX131 only functions>visits(2)",
    "a function without brackets": "<CX131 write min(a, b)>min * cost_each",
    "a function of nothing": "max(<CX131>) * cost_each",
    "a named argument": "min(visits<CX131>=2)",
    "a keyword": "visits <CX131>if cost_each else 2",
    "a logical word": "visits <CX131>and cost_each",
    "a negation": "<CX131>not visits",
    "a lambda": "'<CX131>lambda x: x'",
    "a truth": "<CX131>True * cost_each",
    "a subscript": "visits<CX131>[0]",
    "a list": "(<CX131>[1, 2])",
    "two values": "<CX131>visits, cost_each",
    "arguments by a star": "min(<CX131 value is missing before>*visits)",
    "an exponent": "cost_each * <CX131 without exponents>1e3",
    "a number of base sixteen": "cost_each * <CX131>0x10",
    "an imaginary number": "cost_each * <CX131>2j",
    "a number with two dots": "cost_each * <CX131>1.2.3",
    "a number without decimals behind its dot": "cost_each * <CX131>2.",
    "a letter behind a number": "<CX131>2visits",
    "a currency": "visits * <CX131 without a sign>$400",
    "a times sign": "visits <CX131 write *>× cost_each",
    "a division sign": "visits <CX131 write />÷ 2",
    "a long minus": "visits <CX131 write ->− 2",
    "a letter with an accent": "co<CX131>ût * 2",
    "an operator at the end": "visits <CX131 value is missing behind>*",
    "two values side by side": "visits <CX131 write + - * or />cost_each",
    "a bracket never closed": "min<CX131 never closed>(visits, 2",
    "a bracket never opened": "visits<CX131 never opened>) * cost_each",
    "empty brackets": "visits * (<CX131 value is missing before>)",
    "an assignment": "(x <CX131>:= 2)",
    "a semicolon": "visits<CX131>; 2",
    "a backslash": "visits <CX131>\\ 2",
    "a unary tilde": "<CX131>~visits",
    "two operators in a row": "visits * <CX131 value is missing before>/ 2",
    "an operator at the start": "'<CX131 value is missing before>* visits'",
    "a bracket behind a number": "2 <CX131 write + - * or />(visits)",
    "an empty argument": "min(visits, <CX131 value is missing before>, 2)",
    "no argument behind a comma": "min(visits, <CX131 value is missing before>)",
    "too many characters": "<CX131 1000 characters>" + "visits + " * 120 + "1",
    "too many steps": "<CX131 too many steps>" + "1+" * 201 + "1",
    "too many signs": "'" + "-" * 201 + "<CX131 too many steps>1'",
    "too many brackets": "(" * 50 + "<CX131 too many steps>(1" + ")" * 51,
}

UNITS = {
    "money times money": "<CX135 money is multiplied by money>cost_each * cost_each",
    "money plus a number": "<CX135 added>cost_each + visits",
    "money compared with a number": "<CX135 compared>max(cost_each, visits)",
    "a number divided by money": "<CX135 divided by money>visits / cost_each",
    "a plain number where money is due": "<CX135 plain number, not money>cost_each / cost_each",
    "a mix within brackets": "visits * (<CX135>cost_each - visits)",
}

NAMES = {
    "a slip in a name": "<CX132 visits>vists * cost_each",
    "a name that nothing is like": "cost_each * <CX132 visits, cost_each>zzz",
    "a name within another": "cost_each * <CX132>cost",
    "a name twice": "(<CX132>agents + 1) * agents * cost_each",
    "two names": "<CX132>calls * <CX132>minutes * cost_each",
    "a name behind many spaces": "cost_each  *   <CX132>calls",
    "a name in single quotes": "'cost_each * <CX132>calls'",
    "a name in double quotes": '"cost_each * <CX132>calls"',
}

FORMULAS = GRAMMAR | UNITS | NAMES


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS.keys())
def test_a_formula_that_cannot_be_computed_is_refused_at_the_sign_at_fault(
    formula: str, business_case: Base, refuses: Refuses
) -> None:
    refuses(business_case(("formula: visits * cost_each", f"formula: {formula}")))


DRIVERS = {
    "neither value nor formula": "<CX137 no value and no formula>visits: {unit: visits}",
    "both value and formula": "<CX137 both>visits: {value: 3, formula: 2 * 3}",
    "nothing at all": "<CX103 not nothing>visits:",
    "a name with a hyphen": "visits: {value: 3}\n          <CX136 letters, digits and _>truck-rolls: {value: 3}",
    "a name that begins with a digit": "visits: {value: 3}\n          <CX136 a letter first>2nd: {value: 3}",
    "a name with an accent": "visits: {value: 3}\n          <CX136 letters>coût: {value: 3}",
    "the name of a function": "visits: {value: 3}\n          <CX136 meaning of its own>min: {value: 3}",
    "a word of Python's": "visits: {value: 3}\n          <CX136 choose another>lambda: {value: 3}",
    "a circle of one": "visits: {formula: <CX133 visits → visits>visits * 2}",
    "a circle of two": "visits: {formula: <CX133 visits → a → visits>a * 2}\n          a: {formula: visits}",
    "a circle of three": (
        "visits: {formula: <CX133 visits → a → b → visits>a}\n          a: {formula: b}\n          b: {formula: visits}"
    ),
    "two circles": (
        "visits: {formula: <CX133>a}\n          a: {formula: visits}\n"
        "          b: {formula: <CX133>c}\n          c: {formula: b + a}"
    ),
    "a circle beside a driver that builds on it": (
        "visits: {formula: a * 2}\n          a: {formula: <CX133 a → b → a>b}\n          b: {formula: a}"
    ),
    "a formula over an unknown driver": "visits: {formula: 2 * <CX132 cost_each>cost_ech}",
    "a formula that does not parse": "visits: {formula: 2 <CX131>** 2}",
    "money times money": "visits: {formula: <CX135>cost_each * cost_each}",
    "money plus a number": "visits: {formula: <CX135>cost_each + n}\n          n: {value: 3}",
}


@pytest.mark.parametrize("driver", DRIVERS.values(), ids=DRIVERS.keys())
def test_a_driver_that_cannot_be_computed_is_refused(driver: str, business_case: Base, refuses: Refuses) -> None:
    refuses(business_case(("visits: {value: 90_000}", driver)))


SOUND = {
    "a literal added to money": "cost_each + 5",
    "money divided by money times money": "cost_each / cost_each * cost_each",
    "leading zeros": "cost_each * 010",
    "min of one": "min(cost_each)",
    "numbers alone, which are in the case's currency": "3 * 5",
    "signs in a row": "cost_each * - + - visits",
}


@pytest.mark.parametrize("formula", SOUND.values(), ids=SOUND.keys())
def test_what_can_be_computed_is_not_refused(formula: str, business_case: Base, refuses: Refuses) -> None:
    refuses(business_case(("formula: visits * cost_each", f"formula: {formula}")))


def test_a_formula_on_several_lines_is_read(business_case: Base, refuses: Refuses) -> None:
    refuses(business_case(("formula: visits * cost_each", "formula: >\n          visits\n            * cost_each")))
    refuses(business_case(("formula: visits * cost_each", "formula: visits\n          * cost_each")))


def test_a_formula_that_names_a_broken_driver_is_not_refused_for_it(business_case: Base, refuses: Refuses) -> None:
    refuses(
        business_case(
            ("visits: {value: 90_000}", "visits: {value: <CX106>many}"),
            ("formula: visits * cost_each", "formula: cost_each / cost_each * visits"),
        )
    )


def test_case_wide_drivers_are_known_to_every_line(business_case: Base, refuses: Refuses) -> None:
    refuses(
        business_case(
            ("currency: USD", "currency: USD\ndrivers: {wage: {value: $50}, hours: {formula: 2 * <CX132>houres}}"),
            ("formula: visits * cost_each", "formula: visits * wage"),
            ("initial: $1.5M", "formula: 2 * <CX132 wage>wge"),
        )
    )


def test_a_line_s_own_driver_hides_the_case_wide_one_from_that_line_only(business_case: Base, refuses: Refuses) -> None:
    """`hours` reads the case-wide `visits`, so that the line's own `visits` makes no circle with it."""
    refuses(
        business_case(
            ("currency: USD", "currency: USD\ndrivers: {visits: {value: 3}, hours: {formula: visits * 2}}"),
            ("visits: {value: 90_000}", "visits: {formula: hours * 2}"),
        )
    )


def test_a_hundred_drivers_may_build_on_each_other_and_one_more_is_refused(
    value_report: Base, refuses: Refuses
) -> None:
    first = "a0: {value: 1}"
    chain = [f"a{n}: {{formula: a{n - 1}}}" for n in range(1, 100)]
    refuses(value_report(("currency: USD", f"currency: USD\ndrivers: {{{', '.join([first, *chain])}}}")))
    chain.append("a100: {formula: <CX131 100 drivers>a99}")
    refuses(value_report(("currency: USD", f"currency: USD\ndrivers: {{{', '.join([first, *chain])}}}")))


def test_drivers_that_double_at_every_step_are_checked_at_once(value_report: Base, refuses: Refuses) -> None:
    steps = [f"a{n}: {{formula: a{n - 1} + a{n - 2}}}" for n in range(2, 90)]
    drivers = ", ".join(["a0: {value: 1}", "a1: {value: 1}", *steps])
    refuses(value_report(("currency: USD", f"currency: USD\ndrivers: {{{drivers}}}")))
