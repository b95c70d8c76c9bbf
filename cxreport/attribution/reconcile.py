"""Figures published elsewhere, held against ours."""

from __future__ import annotations

from decimal import Decimal


def discrepancy(stated: Decimal, computed: Decimal) -> Decimal:
    """Return by how much a stated figure is too high; below zero where it is too low."""
    return stated - computed
