"""What of the flows after tax adds up: each row over its years, and what is taxed over what it is made of."""

from __future__ import annotations

from collections.abc import Iterator

from cxreport.evaluate import Evaluation
from cxreport.evaluate.beyond import TAX
from cxreport.render.rounding import Edge


def tax_edges(evaluation: Evaluation) -> Iterator[tuple[list[Edge], str]]:
    """Yield the figures that are rounded together, with the name of the one that is rounded first."""
    if f"{TAX}.npv" not in evaluation.figures:
        return
    yield (
        [edge for kind in ("operating", "depreciation", "taxable") for edge in _taxed(evaluation, kind)],
        _total("taxable"),
    )
    for kind in ("due", "net"):
        total = Edge(_total(kind), "total", "parts", evaluation.amount(_total(kind)))
        parts = [Edge(name, "parts", "total", evaluation.amount(name)) for name, _ in _columns(evaluation, kind)]
        yield [total, *parts], total.name


def _taxed(evaluation: Evaluation, kind: str) -> Iterator[Edge]:
    """Yield a row: from its total into its columns, from these into what is taxed; what is taxed goes the other way."""
    ends = [(_total(kind), "total", kind)]
    ends += [(name, kind, f"column {column}") for name, column in _columns(evaluation, kind)]
    for name, start, end in ends:
        value = evaluation.amount(name)
        yield Edge(name, start, end, value) if kind == "operating" else Edge(name, end, start, value)


def _columns(evaluation: Evaluation, kind: str) -> Iterator[tuple[str, int]]:
    yield f"{TAX}.net_flows.0" if kind == "net" else f"{TAX}.{kind}.0", 0
    for year in range(1, -(-evaluation.periods // evaluation.periods_per_year) + 1):
        yield f"{TAX}.{kind}_years.{year}", year


def _total(kind: str) -> str:
    return f"{TAX}.{kind}_total"
