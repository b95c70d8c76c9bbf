"""What is to be made of which case, and where it will lie."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cxreport.batch.gather import Gathered, gather
from cxreport.case.edition import WHOLE, Edition
from cxreport.case.models import Layout
from cxreport.errors import UsageError
from cxreport.render.output import Format


class Shard(NamedTuple):
    """One of so many `parts` of the cases, `number` counting from 1; a case's name alone decides where it belongs."""

    number: int
    parts: int

    def holds(self, below: Path) -> bool:
        """Return whether the case that lies at `below` belongs to this part."""
        return int.from_bytes(sha256(below.as_posix().encode()).digest()[:8]) % self.parts == self.number - 1


@dataclass(frozen=True, slots=True)
class Planned:
    """One document to make."""

    case: Path
    target: Path
    format: Format
    edition: Edition = WHOLE


@dataclass(frozen=True, slots=True)
class Plan:
    """The documents to make, case by case, the files left out since they are no cases, and a layout asked for."""

    documents: tuple[Planned, ...]
    skipped: tuple[Path, ...]
    layout: Layout | None = None

    @property
    def by_edition(self) -> dict[tuple[Path, Edition], tuple[Planned, ...]]:
        """The documents of every case in each of its editions."""
        groups: dict[tuple[Path, Edition], tuple[Planned, ...]] = {}
        for document in self.documents:
            at = (document.case, document.edition)
            groups[at] = (*groups.get(at, ()), document)
        return groups


def plan(
    paths: Iterable[Path],
    out: Path,
    formats: Sequence[Format],
    shard: Shard | None = None,
    layout: Layout | None = None,
    edition: Edition = WHOLE,
) -> Plan:
    """Return the documents to make of the cases that `paths` name, or of those of a `shard` alone.

    The tree of a folder is mirrored below `out`; a file lands in `out` itself. A `layout` that is asked for, and an
    `edition`, stand in the names of the documents, so that they lie beside those of the case as it is. Raises
    UsageError where a path names no case, two documents would be the same file, or one cannot be written.
    """
    gathered = gather(paths)
    documents = tuple(_documents(gathered, out, dict.fromkeys(formats), layout, edition))
    _refuse_same_targets(documents)
    documents = tuple(document for document in documents if shard is None or shard.holds(_below(document, out)))
    return replace(possible_plan(documents, gathered.skipped), layout=layout)


def possible_plan(documents: tuple[Planned, ...], skipped: tuple[Path, ...] = ()) -> Plan:
    """Return the plan of documents that can all be written. Raises UsageError where one cannot, or two are one file."""
    _refuse_same_targets(documents)
    for folder in dict.fromkeys(document.target.parent for document in documents):
        _refuse_closed(folder)
    for document in documents:
        if document.target.is_dir():
            raise UsageError(
                f"{document.target} is a folder, where a document would lie", "move it, or choose another -o"
            )
    return Plan(documents, skipped)


def _below(document: Planned, out: Path) -> Path:
    return document.target.relative_to(out).with_suffix("")


def _documents(
    gathered: Gathered, out: Path, formats: Iterable[Format], layout: Layout | None, edition: Edition
) -> Iterable[Planned]:
    stem = ("" if layout is None else f".{layout}") + edition.suffix
    for item in gathered.cases:
        for kind in formats:
            yield Planned(item.path, out / item.below.with_name(f"{item.below.stem}{stem}.{kind}"), kind, edition)


def _refuse_same_targets(documents: Iterable[Planned]) -> None:
    taken: dict[str, Planned] = {}
    for document in documents:
        other = taken.setdefault(os.path.normcase(document.target), document)
        if other.case != document.case:
            message = f"{other.case} and {document.case} would both become {document.target}"
            raise UsageError(message, "give one of them another name, or build them into two folders with -o")


def _refuse_closed(folder: Path) -> None:
    """Raise UsageError where `folder` can neither be made nor written to."""
    existing = next(place for place in (folder, *folder.parents, Path()) if os.path.lexists(place))
    if not existing.is_dir():
        raise UsageError(f"{existing} is a file, where a folder is needed", "choose another folder with -o")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise UsageError(f"nothing can be written into {existing}", "choose another folder with -o")
