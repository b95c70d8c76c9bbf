"""One line of a case between two versions: some of its inputs as they were, the others as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from cxreport.case.circles import circles
from cxreport.case.formula import parse_formula
from cxreport.case.load import LoadedCase
from cxreport.case.models import Benefit, BusinessCase, Cost, Driver, Initiative
from cxreport.case.reading import Model
from cxreport.evaluate.flows import enter_amounts, enter_flows, lines_of, wide_drivers
from cxreport.evaluate.ledger import Figure
from cxreport.evaluate.scope import Scope
from cxreport.evaluate.versions.inputs import TIMING, Key, fields_of
from cxreport.quantity import Series

M = TypeVar("M", bound=Model)
Taken = frozenset[Key]  # the inputs that are as in the new version


class NotBetween(Exception):
    """Says that a line cannot be computed between two versions: a formula there divides by zero or needs itself."""


class Home(NamedTuple):
    """A line in one version, and the initiative that it belongs to."""

    initiative: Initiative
    line: Benefit | Cost


class Computed(NamedTuple):
    """The figures of a line, the address of its present value, and the sign with which that counts."""

    figures: Mapping[str, Figure]
    target: str
    sign: int

    @property
    def value(self) -> Decimal:
        """What the line adds to the net present value."""
        found = self.figures[self.target].value
        assert found is not None  # noqa: S101 - amounts are always defined
        return self.sign * found


class Mixer:
    """Two versions of a case, line by line."""

    def __init__(self, loaded: LoadedCase, old: BusinessCase, new: BusinessCase) -> None:
        self.loaded = loaded._replace(root=None)  # places are of no use between versions, and take time
        self.old, self.new = old, new
        self._before, self._after = dict(_homes(old)), dict(_homes(new))
        self.lines = tuple(dict.fromkeys((*self._after, *self._before)))

    def touching(self, key: Key, changed: Taken) -> list[Key]:
        """Return which of the changed inputs a line may depend on, in either version or between."""
        needs = self._needs(key)
        if any(True for _ in circles(needs)):
            raise NotBetween
        reached, waiting = {""}, [""]
        while waiting:
            new = [name for name in needs.get(waiting.pop(), ()) if name not in reached]
            reached.update(new)
            waiting += new
        return sorted(one for one in changed if self._touches(one, key, reached))

    @staticmethod
    def _touches(one: Key, key: Key, reached: set[str]) -> bool:
        if one[0] == "drivers":
            return one[1] in reached
        return (
            one[0] in {"finance", "rates"}
            or one == key[:1]
            or one in {(key[0], name) for name in TIMING}
            or one[:3] == key
        )

    def _needs(self, key: Key) -> dict[str, list[str]]:
        """Return which names each formula uses in either version; the formula of the line itself is nameless."""
        needs: dict[str, list[str]] = {}
        for case, homes in ((self.old, self._before), (self.new, self._after)):
            line = homes[key].line if key in homes else None
            drivers = [*case.drivers.items(), *(line.drivers.items() if line else ())]
            own = parse_formula(line.formula).names if line and line.formula else ()
            for name, names in [("", own), *((name, one.needs) for name, one in drivers)]:
                needs.setdefault(name, []).extend(names)
        return needs

    def present_value(self, key: Key, taken: Taken) -> Decimal:
        """Return what a line adds to the net present value, with the inputs `taken` as they are in the new version."""
        found = self.computed(key, taken)
        return found.value if found else Decimal(0)

    def computed(self, key: Key, taken: Taken) -> Computed | None:
        """Return a line's figures with the inputs `taken` as they are in the new version; None where it counts nothing.

        Raises NotBetween.
        """
        home = self._home(key, taken)
        if home is None:
            return None
        scope = Scope(self.loaded, self._case(home, key, taken))
        assert isinstance(scope.case, BusinessCase)  # noqa: S101 - it was made so
        (line,) = lines_of(scope, 0, scope.case.initiatives[0], wide_drivers(scope))
        if not line.counted:
            return None
        enter_amounts(scope, line)
        enter_flows(scope, line)
        if scope.has_errors:
            raise NotBetween
        return Computed(scope.ledger.figures, f"{line.address}.pv", 1 if line.is_benefit else -1)

    def _home(self, key: Key, taken: Taken) -> Home | None:
        before, after = self._before.get(key), self._after.get(key)
        whole = {key, key[:1]}
        if before is None or after is None:
            return after if whole & taken else before
        initiative = _mixed(before.initiative, after.initiative, key[:1], taken, TIMING)
        line = _mixed(before.line, after.line, key, taken)
        drivers = _mixed_drivers(before.line.drivers, after.line.drivers, key, taken, self._wide_names)
        return Home(initiative, _with(line, drivers=drivers))

    @property
    def _wide_names(self) -> frozenset[str]:
        return frozenset((*self.old.drivers, *self.new.drivers))

    def _case(self, home: Home, key: Key, taken: Taken) -> BusinessCase:
        old, new = self.old, self.new
        finance = _mixed(old.finance, new.finance, ("finance",), taken)
        if finance.margin is None:
            finance = _with(finance, margin=new.finance.margin or old.finance.margin)
        codes = dict.fromkeys((*old.rates, *new.rates))
        rates = {code: _either(old.rates.get(code), new.rates.get(code), ("rates", code) in taken) for code in codes}
        drivers = _mixed_drivers(old.drivers, new.drivers, (), taken, frozenset())
        line = home.line
        if old.finance.periods != new.finance.periods:
            line, drivers = _fitted(line, finance.periods or 1), _fitted(drivers, finance.periods or 1)
        sides = {"benefits": (), "costs": (), key[1]: (line,)}
        return _with(new, finance=finance, rates=rates, drivers=drivers, initiatives=(_with(home.initiative, **sides),))


def _homes(case: BusinessCase) -> Iterator[tuple[Key, Home]]:
    for item in case.initiatives:
        for side in ("benefits", "costs"):
            for line in getattr(item, side):
                yield (item.id, side, line.id), Home(item, line)


def _with(model: M, **values: Any) -> M:
    return type(model)(**{**model.__dict__, **values})


def _either(old: Any, new: Any, is_new: bool) -> Any:
    """Return one of two values; the only one where a version has none."""
    return (new if is_new else old) or new or old


def _mixed(old: M, new: M, key: Key, taken: Taken, only: tuple[str, ...] = ()) -> M:
    """Return a model of both versions, its inputs those of the new one where they are `taken`."""
    values: dict[str, Any] = {}
    for at, field in fields_of(new, key, (), ""):
        if at in taken and (not only or field.name in only):
            values |= field.values
    return _with(old, **values) if values else old


def _mixed_drivers(
    old: Mapping[str, Driver], new: Mapping[str, Driver], key: Key, taken: Taken, elsewhere: frozenset[str]
) -> dict[str, Driver]:
    """Return the drivers of both versions.

    One that only one version has is there for the formulas of that version; where another of its name would stand in
    its place, it comes and goes like any input.
    """
    mixed = {}
    for name in dict.fromkeys((*old, *new)):
        is_new = (*key, "drivers", name) in taken
        if name in elsewhere and name not in (new if is_new else old):
            continue
        mixed[name] = _either(old.get(name), new.get(name), is_new)
    return mixed


def _fitted(value: Any, periods: int) -> Any:
    """Return a value whose lists have as many items as there are periods: cut, or with their last one going on."""
    if isinstance(value, Series):
        rest = value.values[-1:] * (periods - len(value.values))
        return Series((*value.values, *rest)[:periods], listed=True) if value.listed else value
    if isinstance(value, Model):
        moved = {name: _fitted(below, periods) for name, below in value.__dict__.items()}
        return _with(value, **moved)
    return {name: _fitted(below, periods) for name, below in value.items()} if isinstance(value, Mapping) else value
