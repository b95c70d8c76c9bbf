"""Defined names: a figure's address in the form that Excel takes."""

from __future__ import annotations

import re
from hashlib import sha256

LONGEST = 255
_OUTSIDE = re.compile(r"[^A-Za-z0-9_.]")
# What Excel reads as a cell, in either of its two notations, or as a truth; LibreOffice has more columns than Excel.
_TAKEN = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*(c[0-9]*)?|c[0-9]*|true|false", re.IGNORECASE)


def defined_name(address: str) -> str:
    """Return the name under which a workbook knows the figure at `address`: `portal.benefits.truck_rolls.pv`.

    What may not begin a name, or would be read as a cell, gets an underscore before it. A name beyond Excel's 255
    characters is cut and ends with a hash of the whole, so that it is still the same in every workbook.
    """
    name = _OUTSIDE.sub("_", address)
    if _TAKEN.fullmatch(name) or not (name[0].isalpha() or name[0] == "_"):
        name = f"_{name}"
    if len(name) > LONGEST:
        name = f"{name[: LONGEST - 13]}.{sha256(address.encode()).hexdigest()[:12]}"
    return name
