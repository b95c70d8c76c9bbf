"""Finding a figure by its address, and the tree of what it was computed from."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from cxreport.errors import UsageError
from cxreport.evaluate.evaluation import Evaluation
from cxreport.evaluate.ledger import Figure, Written
from cxreport.evaluate.risk.assessment import ROOTS


class Trace(NamedTuple):
    """A node of the tree: a figure or a written value, under the `name` by which its parent's rule knows it.

    `repeated` marks a figure whose branches stand further up already.
    """

    name: str
    source: Figure | Written
    branches: tuple[Trace, ...] = ()
    repeated: bool = False


def find_figure(evaluation: Evaluation, wanted: str) -> Figure:
    """Return the figure at an address, or the one figure that a short form fits.

    A short form is some of the address's parts in their order, the last among them: `truck-rolls.pv` for
    `portal.benefits.truck-rolls.pv`. Raises UsageError where none fits, or more than one.
    """
    figures = evaluation.figures
    if not figures:
        raise UsageError(f'there is no figure "{wanted}": the case has errors', "mend what  cxreport check  finds")
    if wanted in figures:
        return figures[wanted]
    parts = wanted.split(".")
    plain = parts[0] not in ROOTS
    fitting = [at for at in figures if _fits(parts, at.split(".")) and not (plain and _is_assessed(at))]
    if len(fitting) == 1:
        return figures[fitting[0]]
    if fitting:
        raise UsageError(f'"{wanted}" fits {len(fitting)} figures', "write one of: " + _listed(fitting))
    near = get_close_matches(wanted, figures, n=3, cutoff=0.5)
    hint = (
        "did you mean " + " or ".join(near) + "?" if near else "for example: " + _listed(_outermost(figures) or figures)
    )
    raise UsageError(f'there is no figure "{wanted}" in this case', hint)


def _is_assessed(address: str) -> bool:
    """Return whether a figure tells how sure the case is: those are meant only where the first part says so."""
    return address.partition(".")[0] in ROOTS


def _fits(parts: list[str], address: list[str]) -> bool:
    if parts[-1] != address[-1]:
        return False
    rest = iter(address)
    return all(part in rest for part in parts)


def _listed(addresses: Iterable[str], most: int = 6) -> str:
    found = list(addresses)
    return ", ".join(found[:most]) + (", …" if len(found) > most else "")


def _outermost(addresses: Iterable[str]) -> list[str]:
    return [address for address in addresses if "." not in address]


def trace(evaluation: Evaluation, figure: Figure) -> Trace:
    """Return the tree of a figure: its inputs, theirs, and so on down to what the user wrote."""
    return _branch(evaluation, "", figure, set())


def _branch(evaluation: Evaluation, name: str, figure: Figure, seen: set[str]) -> Trace:
    if figure.address in seen:
        return Trace(name, figure, repeated=bool(figure.inputs))
    seen.add(figure.address)
    branches = []
    for key, source in figure.sources():
        if isinstance(source, Written):
            branches.append(Trace(key, source))
        else:
            branches.append(_branch(evaluation, key, evaluation.figures[source], seen))
    return Trace(name, figure, tuple(branches))
