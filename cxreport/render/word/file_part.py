"""The parts of a Word file as values: their bytes, and what they refer to."""

from __future__ import annotations

from dataclasses import dataclass

OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = f"{OFFICE}wordprocessingml."


@dataclass(frozen=True, slots=True)
class FilePart:
    """Holds one part: its name in the file, its content type, its bytes, and all that it refers to."""

    name: str
    kind: str
    content: bytes
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """Leads from one part to another, or to an address outside, under the id that the first knows it by."""

    id: str
    kind: str
    target: FilePart | str
