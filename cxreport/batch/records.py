"""Files of records that only grow: a line of JSON each, of which the last may have been cut off."""

from __future__ import annotations

import json
import os
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

Kept = TypeVar("Kept")


def read_record(kind: type[Kept], line: bytes) -> Kept | None:
    """Return the record that a line holds, as a dataclass of this `kind`; None where it holds none.

    A key that is not known, as a later version may have written it, is left out.
    """
    try:
        told: dict[str, Any] = json.loads(line)
        names = {item.name for item in fields(kind)}  # type: ignore[arg-type] # the callers give dataclasses
        known = {key: tuple(value) if isinstance(value, list) else value for key, value in told.items()}
        return kind(**{key: value for key, value in known.items() if key in names})
    except (ValueError, TypeError, AttributeError):
        return None


def ends_whole(path: Path) -> bool:
    """Return whether the last line of a file was written to its end, or there is none."""
    try:
        with path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"
    except OSError:
        return True
