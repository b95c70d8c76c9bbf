"""What a line comes to for every coalition of changes: computed once for each change, and replayed for the others.

A change alone shows which written values are its own. Where each value belongs to one change at most, and no change
alters how figures follow from each other, a coalition takes its own values and goes the same way: exactly what the
versions between would come to, without making them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from cxreport.case.formula import Formula, evaluate_formula, parse_formula
from cxreport.evaluate.ledger import Figure, Input, Source, Written
from cxreport.evaluate.risk.replay import needed_for
from cxreport.evaluate.rules import RULES
from cxreport.evaluate.versions.inputs import Key
from cxreport.evaluate.versions.mixing import Mixer, NotBetween, Taken

FEWEST = 4  # changes from which on the way is worth finding

Worth = Callable[[int], Decimal]
Slots = dict[int, Decimal]


def worth_of(mixer: Mixer, line: Key, players: Sequence[Taken]) -> Worth:
    """Return what a line adds to the net present value for each coalition of `players`, given as a mask."""

    @cache
    def between(mask: int) -> Decimal:
        taken: Taken = frozenset().union(*(keys for k, keys in enumerate(players) if mask >> k & 1))
        return mixer.present_value(line, taken)

    if len(players) < FEWEST:
        return between
    found = _replay(mixer, line, players)
    everything = (1 << len(players)) - 1
    return found if found is not None and found(everything) == between(everything) else between


def _replay(mixer: Mixer, line: Key, players: Sequence[Taken]) -> Worth | None:
    """Return what replays a line; None where a change does more than to put values of its own into their places."""
    base = mixer.computed(line, frozenset())
    singles = [mixer.computed(line, keys) for keys in players]
    if base is None or any(one is None or one[1:] != base[1:] for one in singles):
        return None
    needed = needed_for(base.figures, [base.target])
    others = [_alike(needed, one.figures) for one in singles if one is not None]
    way = _Way(needed)
    places = [way.values_of(other) if other is not None else None for other in others]
    own: list[Slots] = []
    for values in places:
        if values is None:
            return None
        pairs = zip(values, way.known, strict=True)
        own.append({slot: value for slot, (value, known) in enumerate(pairs) if value is not None and value != known})
    if sum(map(len, own)) != len(set().union(*own)):
        return None
    return lambda mask: base.sign * way.run(slots for k, slots in enumerate(own) if mask >> k & 1)


def _alike(needed: Mapping[str, Figure], others: Mapping[str, Figure]) -> list[Figure] | None:
    """Return the same figures of another version, if they follow from each other in the same way."""
    found = [others.get(address) for address in needed]
    pairs = zip(needed.values(), found, strict=True)
    if all(other is not None and _shape(figure) == _shape(other) for figure, other in pairs):
        return [figure for figure in found if figure is not None]
    return None


def _shape(figure: Figure) -> tuple[Any, ...]:
    """Return how a figure follows from others, without the values that are written."""
    sources = [(name, None if isinstance(source, Written) else source) for name, source in figure.sources()]
    return figure.rule, figure.formula, sources


class _Step(NamedTuple):
    """How a figure follows: by a rule or a formula, from slots by name; a slot, or a tuple of them for a series."""

    slot: int
    apply: Callable[..., Any]
    inputs: tuple[tuple[str, int | tuple[int, ...]], ...]


class _Way:
    """The steps to a present value; `known` has the value of each slot, of figures first and then of written values."""

    def __init__(self, needed: Mapping[str, Figure]) -> None:
        self._needed = list(needed.values())
        self._slots = {address: number for number, address in enumerate(needed)}
        self._formulas: dict[str, Callable[..., Any]] = {}
        self.known = self.values_of(self._needed)
        written = iter(range(len(needed), len(self.known)))
        self._steps = [self._step(figure, written) for figure in self._needed if not _is_written(figure)]

    def values_of(self, figures: Sequence[Figure]) -> list[Decimal | None]:
        """Return the values of all slots in a version: figures that are no leaves have none of their own."""
        leaves = [figure.value if _is_written(figure) else None for figure in figures]
        sources = [source for figure in figures if not _is_written(figure) for _, source in figure.sources()]
        return leaves + [source.value for source in sources if isinstance(source, Written)]

    def _step(self, figure: Figure, written: Iterator[int]) -> _Step:
        inputs = tuple((name, self._slots_of(given, written)) for name, given in figure.inputs.items())
        apply = self._formula(figure.formula) if figure.rule == "formula" else RULES[figure.rule].apply
        return _Step(self._slots[figure.address], apply, inputs)

    def _formula(self, text: str) -> Callable[..., Any]:
        if text not in self._formulas:
            self._formulas[text] = _remembered(parse_formula(text))
        return self._formulas[text]

    def _slots_of(self, given: Input, written: Iterator[int]) -> int | tuple[int, ...]:
        if isinstance(given, tuple):
            return tuple(self._slot(source, written) for source in given)
        return self._slot(given, written)

    def _slot(self, source: Source, written: Iterator[int]) -> int:
        return next(written) if isinstance(source, Written) else self._slots[source]

    def run(self, changed: Iterator[Slots]) -> Decimal:
        """Return the present value with the values of some slots changed. Raises NotBetween for a division by zero."""
        values: list[Any] = self.known.copy()
        for slots in changed:
            for slot, value in slots.items():
                values[slot] = value
        for step in self._steps:
            arguments = {
                name: tuple(values[slot] for slot in slots) if isinstance(slots, tuple) else values[slots]
                for name, slots in step.inputs
            }
            try:
                values[step.slot] = step.apply(**arguments)
            except ZeroDivisionError:
                raise NotBetween from None
        result: Decimal = values[self._steps[-1].slot]
        return result


def _is_written(figure: Figure) -> bool:
    """Whether a figure is a written value and nothing else, so that it need not be computed."""
    sources = [source for _, source in figure.sources()]
    return len(sources) == 1 and isinstance(sources[0], Written)


def _remembered(formula: Formula) -> Callable[..., Decimal]:
    """Return what computes a formula; of periods with the same values, only the first."""
    last: list[Any] = [None, None]

    def computed(**values: Decimal) -> Decimal:
        if last[0] != values:
            last[:] = values, evaluate_formula(formula, values)
        found: Decimal = last[1]
        return found

    return computed
