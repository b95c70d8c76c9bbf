"""Figures of another evaluation in a ledger of ours: copied with all that they were computed from."""

from __future__ import annotations

from collections.abc import Mapping

from cxreport.evaluate.ledger import Figure, Input, Ledger, Source, Written


def enter_imported(ledger: Ledger, figures: Mapping[str, Figure], address: str, prefix: str) -> str:
    """Copy a figure and everything that it rests on into `ledger`, each below `prefix`; return its address there."""
    ours = prefix + address
    if ours in ledger.figures:
        return ours
    figure = figures[address]

    def moved(source: Source) -> Source:
        return source if isinstance(source, Written) else enter_imported(ledger, figures, source, prefix)

    def all_moved(given: Input) -> Input:
        return tuple(map(moved, given)) if isinstance(given, tuple) else moved(given)

    inputs = {name: all_moved(given) for name, given in figure.inputs.items()}
    return ledger.keep(figure._replace(address=ours, inputs=inputs))
