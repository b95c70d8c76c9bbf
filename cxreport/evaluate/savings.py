"""What a period saved: by lines of its own, and by the initiatives that it tracks."""

from __future__ import annotations

from collections.abc import Sequence

from cxreport.case.models import Saving
from cxreport.case.problem import Path as NodePath
from cxreport.evaluate.amounts import Drivers, enter_amount
from cxreport.evaluate.scope import Scope
from cxreport.evaluate.tracked import PERIOD, TrackedLine

SAVINGS = "savings"


def enter_savings(scope: Scope, savings: Sequence[Saving], wide: Drivers, tracked: Sequence[TrackedLine]) -> None:
    """Enter every saving of the report, their sum, what tracked benefits saved, and both together; if there are any."""
    if not savings and not tracked:
        return
    lines = []
    for index, saving in enumerate(savings):
        path: NodePath = (SAVINGS, index)
        address = f"{SAVINGS}.lines.{saving.id}"
        drivers = Drivers(scope, f"{address}.drivers", (*path, "drivers"), saving.drivers, wide)
        amount = enter_amount(scope, address, path, saving, drivers, 1)
        lines.append(scope.ledger.enter(address, saving.name, "money", "written", amount=amount))
    own = scope.total(f"{SAVINGS}.own", "Other savings", tuple(lines))
    known = tuple(at for line in tracked if scope.ledger.value(at := f"{line.address}.{PERIOD}.actual") is not None)
    realised = scope.total(f"{SAVINGS}.tracked", "Savings of tracked initiatives", known)
    scope.total(f"{SAVINGS}.total", "All savings", (own, realised))
