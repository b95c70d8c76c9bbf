"""What has to hold for ranges, scenarios and alternatives: ends around the value, and names of what the case has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cxreport.case.finance_checks import flow_lines
from cxreport.case.models import BusinessCase, Driver, Scenario, Sourced
from cxreport.case.problem import Finding, Path, Paths
from cxreport.case.reading import nearest
from cxreport.quantity import DriverValue, Series
from cxreport.quantity.number import quoted

_FORMS = {"percent": "a percentage", "money": "money", "number": "a plain number"}
_AS_WRITTEN = {"percent": "18%", "money": "$400", "number": "200_000"}


def find_certainty_problems(case: BusinessCase, broken: Paths) -> list[Finding]:
    """Return what is wrong with the ranges, scenarios and alternatives of `case`."""
    findings = [finding for path, item in ranged(case) for finding in _range(item, (*path, "range"))]
    for key, scenario in case.scenarios.items():
        findings += _scenario(case, scenario, ("scenarios", key), broken)
    findings += _alternatives(case)
    findings += _two_way(case)
    return [finding for finding in findings if finding.path not in broken]


def _alternatives(case: BusinessCase) -> Iterator[Finding]:
    ids = [item.id for item in case.initiatives]
    for key, alternative in case.alternatives.items():
        for number, name in enumerate(alternative.initiatives):
            if name not in ids:
                message = f"the alternative keeps {quoted(name)}, which is no initiative of this case"
                yield Finding("CX146", ("alternatives", key, "initiatives", number), message, nearest(name, ids))
        if set(alternative.initiatives) == set(ids):
            message = "the alternative keeps every initiative: it is the proposal itself"
            hint = "leave out what it would do without, or delete the alternative"
            yield Finding("CX146", ("alternatives", key, "initiatives"), message, hint)


def named_inputs(case: BusinessCase) -> dict[tuple[str, ...], Path]:
    """Return the path of every driver and every line by the parts of its full name."""
    return {**named_lines(case), **named_drivers(case)}


def _two_way(case: BusinessCase) -> Iterator[Finding]:
    known, found = named_inputs(case), []
    for place, key in enumerate(case.two_way):
        paths = fitting(key, known)
        found += paths[:1]
        names = [".".join(parts) for parts in known]
        if not paths:
            message = f"{quoted(key)} is neither a driver nor a line of this case"
            yield Finding("CX148", ("two_way", place), message, nearest(key, names))
        elif len(paths) > 1:
            fit = [name for name in names if name == key or name.endswith(f".{key}")]
            hint = "write one of: " + ", ".join(fit[:6])
            yield Finding("CX148", ("two_way", place), f"{quoted(key)} may mean {len(paths)} inputs", hint)
    if case.two_way and len(set(found)) != 2 and len(found) == len(case.two_way):
        message = (
            f"a table of two inputs needs two of them, and here {'is one' if len(set(found)) == 1 else 'are more'}"
        )
        yield Finding("CX148", ("two_way",), message, "name two different drivers or lines")


def ranged(case: BusinessCase) -> Iterator[tuple[Path, Driver | Sourced]]:
    """Yield every driver and line of the proposal with its path: all that may have a range."""
    for name, driver in _rangeable(case.drivers):
        yield ("drivers", name), driver
    for path, line in flow_lines(case):
        yield path, line
        for name, driver in _rangeable(line.drivers):
            yield (*path, "drivers", name), driver


def _rangeable(drivers: Mapping[str, Driver]) -> Iterator[tuple[str, Driver]]:
    """Yield all drivers but what is left of cohorts: who leaves has the range."""
    return ((name, driver) for name, driver in drivers.items() if driver.survival is None)


def is_uncertain(case: BusinessCase) -> bool:
    """Return whether a case writes any range or scenario."""
    return bool(case.scenarios) or any(item.range is not None for _, item in ranged(case))


def named_drivers(case: BusinessCase) -> dict[tuple[str, ...], Path]:
    """Return the path of every driver by the parts of its full name: initiative, line, driver."""
    found: dict[tuple[str, ...], Path] = {(name,): ("drivers", name) for name in case.drivers}
    for names, path in named_lines(case).items():
        line = dict(flow_lines(case))[path]
        found |= {(*names, name): (*path, "drivers", name) for name in line.drivers}
    return found


def named_lines(case: BusinessCase) -> dict[tuple[str, ...], Path]:
    """Return the path of every line by the parts of its full name: initiative, line."""
    found: dict[tuple[str, ...], Path] = {}
    for path, line in flow_lines(case):
        found[case.initiatives[int(path[1])].id, line.id] = path
    return found


def fitting(wanted: str, known: Mapping[tuple[str, ...], Path]) -> list[Path]:
    """Return the paths of what a name may mean: the last parts of the full name, or all of them."""
    parts = tuple(wanted.split("."))
    if parts in known:
        return [known[parts]]
    return [path for names, path in known.items() if names[-len(parts) :] == parts]


def _range(item: Driver | Sourced, path: Path) -> Iterator[Finding]:
    if item.range is None:
        return
    low, high = item.range
    if not low <= 1 <= high:
        message = "the range does not hold the value itself, which is 100%"
        yield Finding("CX144", path, message, "correct the range, or the value")
    elif item.distribution == "lognormal" and low == 0:
        message = "a lognormal range cannot begin at 0%"
        yield Finding("CX144", path, message, "write a low end above 0%, or another distribution")


def _scenario(case: BusinessCase, scenario: Scenario, path: Path, broken: Paths) -> Iterator[Finding]:
    drivers, lines = named_drivers(case), named_lines(case)
    for key, value in scenario.drivers.items():
        where = (*path, "drivers", key)
        found = fitting(key, drivers)
        yield from _one(found, where, key, [".".join(names) for names in drivers], "driver")
        if len(found) == 1 and found[0] not in broken:
            yield from _same_form(case, found[0], value, where)
    for key in scenario.ramps:
        found, where = fitting(key, lines), (*path, "ramps", key)
        yield from _one(found, where, key, [".".join(names) for names in lines], "line")
    ids = {(item.id,): ("initiatives", number) for number, item in enumerate(case.initiatives)}
    for key in scenario.delays:
        found = [ids[key,]] if (key,) in ids else []
        yield from _one(found, (*path, "delays", key), key, [names[0] for names in ids], "initiative")


def _one(found: list[Path], path: Path, key: str, names: list[str], what: str) -> Iterator[Finding]:
    if not found:
        yield Finding(
            "CX142", path, f"the scenario names {quoted(key)}, which is no {what}", nearest(key, names), at_key=True
        )
    elif len(found) > 1:
        message = f"{quoted(key)} may mean {len(found)} {what}s"
        fit = [name for name in names if name.endswith(f".{key}") or name == key]
        yield Finding("CX142", path, message, "write one of: " + ", ".join(fit[:6]), at_key=True)


def _same_form(case: BusinessCase, path: Path, value: Series[DriverValue], where: Path) -> Iterator[Finding]:
    driver = dict(ranged(case)).get(path)
    if not isinstance(driver, Driver) or driver.value is None:
        return
    wanted, given = (
        "money" if "money" in forms else next(iter(sorted(forms)))
        for forms in ({item.form for item in series} for series in (driver.value, value))
    )
    if wanted != given:
        message = f"the driver is {_FORMS[wanted]}, and the scenario writes {_FORMS[given]}"
        yield Finding("CX143", where, message, f"write it as {_AS_WRITTEN[wanted]}")
