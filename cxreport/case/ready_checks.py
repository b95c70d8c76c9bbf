"""What has to hold for a benefit that asks for a ready driver: its inputs by name, each in its own unit."""

from __future__ import annotations

from collections.abc import Iterator

from cxreport.case.finance_checks import flow_lines
from cxreport.case.formula import FormulaError, parse_formula
from cxreport.case.models import Benefit, BusinessCase, Driver
from cxreport.case.problem import Finding, Path, Paths
from cxreport.case.reading import near
from cxreport.case.ready import Form, Input, ReadyDriver, asked
from cxreport.quantity import DriverValue
from cxreport.quantity.number import quoted

MOST_PERCENT = 100
_FORMS: dict[Form, str] = {"percent": "a percentage", "money": "money", "number": "a plain number"}


def find_ready_problems(case: BusinessCase, broken: Paths) -> list[Finding]:
    """Return what is wrong with the benefits that ask for ready drivers; the path of each is one that is broken."""
    findings: list[Finding] = []
    for path, line in flow_lines(case):
        ready = asked(line)
        if ready is not None and isinstance(line, Benefit):
            findings += _own_way(ready, line, path)
            findings += _missing(ready, line, path, case)
            findings += _unknown(ready, line, path)
            for key, item in ready.inputs.items():
                if key in line.drivers:
                    findings += _input(ready, item, line.drivers[key], (*path, "drivers", key), case.currency)
                elif key in case.drivers:
                    findings += _input(ready, item, case.drivers[key], ("drivers", key), case.currency)
    return [finding for finding in findings if not broken.touch(finding.path)]


def _own_way(ready: ReadyDriver, line: Benefit, path: Path) -> Iterator[Finding]:
    """Yield what the benefit says of itself and the driver says otherwise."""
    if line.type != ready.type:
        message = f"{ready.name} is of type {ready.type}, and this benefit of type {line.type}"
        yield Finding("CX154", (*path, "type"), message, f"write  type: {ready.type}, or delete it")
    for key in ("amount", "formula"):
        given = getattr(line, key)
        if given is not None and given != ready.formula:
            message = f"{key} is given, and {ready.name} computes the amount by itself"
            yield Finding("CX154", (*path, key), message, f"delete {key}, or driver", at_key=True)
    for key, step in ready.steps.items():
        if key in line.drivers and line.drivers[key].formula != step.formula:
            message = f"{ready.name} computes {quoted(key)} by itself, as {step.formula}"
            hint = "delete it, and give the inputs: " + ", ".join(ready.inputs)
            yield Finding("CX154", (*path, "drivers", key), message, hint, at_key=True)


def _missing(ready: ReadyDriver, line: Benefit, path: Path, case: BusinessCase) -> Iterator[Finding]:
    for key, item in ready.inputs.items():
        if key not in line.drivers and key not in case.drivers:
            message = f"{ready.name} needs {quoted(key)}: {item.label['en']}, {_told(item)}"
            value = _sample(item, case.currency)
            hint = f"write under  drivers:  {key}: {{value: {value}, source: …}}  with a value of your own"
            yield Finding("CX151", (*path, "drivers", key), message, hint)


def _told(item: Input) -> str:
    return f"counted in {item.unit['en']}" if item.unit else _FORMS[item.form]


def _unknown(ready: ReadyDriver, line: Benefit, path: Path) -> Iterator[Finding]:
    """Yield drivers that are no inputs, and that no formula of the benefit's own uses."""
    used = {name for driver in line.drivers.values() for name in _names(driver)}
    for key in line.drivers:
        if key not in ready.inputs and key not in ready.steps and key not in used:
            free = [name for name in ready.inputs if name not in line.drivers] or list(ready.inputs)
            meant = near(key, free) or near(key, ready.inputs)
            hint = f'did you mean "{meant}"?' if meant else "its inputs are: " + ", ".join(ready.inputs)
            message = f"{ready.name} has no input {quoted(key)}"
            yield Finding("CX152", (*path, "drivers", key), message, hint, at_key=True)


def _names(driver: Driver) -> tuple[str, ...]:
    try:
        return parse_formula(driver.formula).names if driver.formula is not None else ()
    except FormulaError:
        return ()


def _input(ready: ReadyDriver, item: Input, driver: Driver, path: Path, currency: str) -> Iterator[Finding]:
    """Yield what is wrong with the value of an input, and with the unit that it is said to be in."""
    for number, value in enumerate(driver.value or ()):
        where = (*path, "value", number) if driver.value is not None and driver.value.listed else (*path, "value")
        if value.form != item.form:
            message = f"{item.key} is {_FORMS[value.form]} here, and {ready.name} needs {_FORMS[item.form]}"
            yield Finding("CX153", where, message, f"write it as {_meant(value, item, currency)}")
        elif not _is_possible(value):
            told = "from 0% to 100%" if item.form == "percent" else "0 or more"
            yield Finding("CX153", where, f"{item.key} is out of bounds: it must be {told}", "correct the value")
    if item.fixed and driver.unit is not None and driver.unit.casefold() not in map(str.casefold, item.unit.values()):
        message = f"{item.key} is in {driver.unit} here, and {ready.name} needs {item.unit['en']}"
        yield Finding("CX153", (*path, "unit"), message, f"give the value in {item.unit['en']}, and delete unit")


def _sample(item: Input, currency: str) -> str:
    """Return a value of the right form, money in the currency of the case."""
    return item.sample.replace("$", f"{currency} ")


def _meant(value: DriverValue, item: Input, currency: str) -> str:
    """Return the value as the user probably meant it: 15 and 0.15 as 15%, 420 as USD 420; else a sample."""
    if value.form == "number" and item.form == "money":
        return f"{currency} {value.amount:f}"
    percent = value.amount if value.amount > 1 else value.amount * 100
    if value.form == "number" and item.form == "percent" and 0 <= percent <= MOST_PERCENT:
        return f"{percent.normalize():f}%"
    return _sample(item, currency)


def _is_possible(value: DriverValue) -> bool:
    return value.amount >= 0 and (value.form != "percent" or value.amount <= 1)
