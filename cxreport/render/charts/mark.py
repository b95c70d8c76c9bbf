"""Marks, of which all charts are made, and what has to hold of what a chart is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from cxreport.errors import RenderError

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A chart may be off by what the eye cannot see: a hundredth of its largest value.
_VISIBLE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Mark:
    """Holds one bar or point: its name, its value and what is printed beside it.

    `value` only places the mark: exact, in any scale, and signed as drawn, so what points down is negative.
    `label` is printed as it is; the caller has rounded it, once for the whole document. "" prints nothing.
    """

    name: str
    value: Decimal
    label: str

    def __post_init__(self) -> None:
        require_text(self.name, self.label)
        require(self.value.is_finite(), f"the mark {self.name!r} has the value {self.value}, which has no place")


def require(holds: bool, otherwise: str) -> None:
    """Raise a RenderError that says `otherwise`, unless it holds."""
    if not holds:
        raise RenderError(otherwise)


def require_text(*texts: str) -> None:
    """Raise a RenderError where a text has characters that XML cannot hold."""
    for text in texts:
        require(not _NOT_XML.search(text), f"a chart cannot print the control characters of {text!r}")


def require_alt(alt: str) -> None:
    """Raise a RenderError where a chart would have no alternative text."""
    require_text(alt)
    require(bool(alt.strip()), "a chart has an alternative text, for those who cannot see it")


def require_close(drawn: Decimal, said: Decimal, largest: Decimal, what: str) -> None:
    """Raise a RenderError where what is drawn visibly differs from what is said."""
    require(
        abs(drawn - said) <= largest * _VISIBLE,
        f"{what} add up to {drawn}, but the chart says {said}",
    )
