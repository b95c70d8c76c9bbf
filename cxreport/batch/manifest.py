"""The manifest of an output folder: what was built there from what, when, and with which result.

A line of JSON for each document. A line is added as soon as its document lies there, so that a run that is cut off
loses nothing; of several lines for one document the last counts. The end of a run rewrites the file without the rest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cxreport.batch.records import ends_whole, read_record
from cxreport.batch.whole import write_whole

MANIFEST = "manifest.jsonl"
INDEX = "index.html"  # the page that is made of it
_LOCK = ".manifest.lock"


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one document.

    Paths are relative to the output folder. `inputs` are the files that it was made from, `folders` those of which
    every file counts, `patterns` those by which a portfolio gathers its members; `fingerprint` is theirs, empty where
    the document has to be made again. `size` and `changed` (nanoseconds) are those of the file that was written.
    `figures` are the key figures as it prints them.
    """

    target: str
    case: str
    format: str
    status: str
    edition: str = ""
    fingerprint: str = ""
    inputs: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    size: int = 0
    changed: int = 0
    built: str = ""
    seconds: float = 0.0
    kind: str = ""
    title: str = ""
    language: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    problems: tuple[str, ...] = ()


class Manifest:
    """The manifest of one output folder, as it stood when it was read, and a way to add to it."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.path = out / MANIFEST
        self.records = dict(_read(self.path))
        self._kept_back: dict[str, Record] = {}

    @property
    def begun(self) -> bool:
        """Whether the file lies there: no folder is made, or littered, for cases that are all refused."""
        return self.path.is_file()

    def of(self, target: Path) -> Record | None:
        """Return the record of a document."""
        return self.records.get(self.relative(target))

    def relative(self, path: Path) -> str:
        """Return a path as the manifest writes it."""
        return Path(os.path.relpath(path, self.out)).as_posix()

    def absolute(self, path: str) -> Path:
        """Return a path of the manifest as one of this machine."""
        return Path(os.path.abspath(self.out / path))  # noqa: PTH100 - links stay as the user named them

    def add(self, records: Iterable[Record]) -> None:
        """Add records at the end of the file, in one piece; the file begins with the first document. Raises OSError."""
        with self._locked() if self.out.is_dir() else nullcontext():
            # Records are made inside the lock: each tells what lies there now, whichever of two builds put it there.
            added = {record.target: record for record in records}
            self.records |= added
            self._kept_back |= added
            if not self.begun and all(record.status != "built" for record in self._kept_back.values()):
                return
            lines = "".join(map(_line, self._kept_back.values()))
            self._kept_back = {}
            with self.path.open("ab") as file:
                # A line that an earlier run was cut off in is ended first, so that ours begins one of its own.
                file.write(("" if ends_whole(self.path) else "\n").encode() + lines.encode())

    def tidy(self, lies: Callable[[Path], bool]) -> None:
        """Rewrite the file with the last record of each document that still `lies` there, or failed. Raises OSError."""
        with self._locked():
            self.records = {
                name: record
                for name, record in sorted(_read(self.path))
                if record.status != "built" or lies(self.absolute(name))
            }
            write_whole(self.path, "".join(map(_line, self.records.values())).encode())

    def _locked(self) -> AbstractContextManager[object]:
        """Return the lock that keeps two builds into one folder from writing at the same moment."""
        from filelock import FileLock

        return FileLock(self.out / _LOCK)


def _line(record: Record) -> str:
    told = {key: value for key, value in asdict(record).items() if value not in ("", (), {}, 0)}
    return json.dumps(told, ensure_ascii=False) + "\n"


def _read(path: Path) -> Iterator[tuple[str, Record]]:
    """Yield the records of a file by their documents; a line that is none, as one that was cut off, is left out."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return
    last: dict[str, Record] = {}
    for line in lines:
        record = read_record(Record, line)
        if record is not None:
            last[record.target] = record
    yield from last.items()
