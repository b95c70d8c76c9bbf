"""What has gone to whom: a line of JSON for each fact, on disk before the next step is taken.

A message is `doubtful` from the moment before its last line leaves until the server's answer is written down. So
whatever ends a run, the ledger knows which messages a server may have taken without our hearing of it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from cxreport.batch.records import ends_whole, read_record
from cxreport.errors import CxreportError, UsageError

Status = Literal["doubtful", "sent", "refused", "waiting"]
LEDGER = "mail-ledger.jsonl"
_LOCK = ".mail.lock"


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact: what became, at `time`, of the message about `key` for some recipients.

    `content` is the digest of what the message and its documents say, `documents` has that of each file in it, `reply`
    is the server's own answer.
    """

    time: str
    status: Status
    message_id: str
    key: str
    recipients: tuple[str, ...]
    content: str
    subject: str = ""
    server: str = ""
    documents: Mapping[str, str] = field(default_factory=dict)
    reply: str = ""


class Ledger:
    """The ledger of one output folder. Raises CxreportError where it cannot be read."""

    def __init__(self, out: Path) -> None:
        self.path = out / LEDGER
        self._last: dict[tuple[str, str], Entry] = {}
        self._alike: dict[tuple[str, str], Entry] = {}
        self._sent: dict[tuple[str, str], int] = {}
        for entry in _read(self.path):
            self._note(entry)

    def last(self, key: str, address: str) -> Entry | None:
        """Return the last fact about a message for one recipient."""
        return self._last.get((key, address))

    def alike(self, content: str, address: str) -> Entry | None:
        """Return the last fact about a message that says the same, whatever it is about, for one recipient."""
        return self._alike.get((content, address))

    def times_sent(self, content: str, address: str) -> int:
        """Return how often a message that says the same has gone to one recipient."""
        return self._sent.get((content, address), 0)

    def doubtful(self) -> Iterator[Entry]:
        """Yield the facts that are in doubt still, each once."""
        found = {id(entry): entry for entry in self._last.values() if entry.status == "doubtful"}
        yield from found.values()

    def add(self, entry: Entry) -> None:
        """Write a fact down; it is on disk when this returns. Raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            # A line that an earlier run was cut off in is ended first, so that ours begins one of its own.
            file.write(("" if ends_whole(self.path) else "\n").encode() + _line(entry))
            file.flush()
            os.fsync(file.fileno())
        self._note(entry)

    def settle(self, message_id: str, now: dt.datetime, *, arrived: bool) -> tuple[str, ...]:
        """Note whether a message in doubt has arrived, and return for whom it is.

        One that has not waits from now on, so that the next run sends it. Raises UsageError where none is in doubt.
        """
        found = [entry for entry in self.doubtful() if entry.message_id.strip("<>") == message_id.strip("<> ")]
        if not found:
            raise UsageError(f"no message {message_id} is in doubt", f"{self.path} has the Message-IDs that are")
        told = "told by hand that it arrived" if arrived else "told by hand that it did not arrive"
        for entry in found:
            self.add(replace(entry, status="sent" if arrived else "waiting", time=stamp(now), reply=told))
        return tuple(address for entry in found for address in entry.recipients)

    def _note(self, entry: Entry) -> None:
        for address in entry.recipients:
            self._last[entry.key, address] = entry
            at = (entry.content, address)
            self._alike[at] = entry
            self._sent[at] = self._sent.get(at, 0) + (entry.status == "sent")


def stamp(now: dt.datetime) -> str:
    """Return a moment as the ledger writes it."""
    return now.astimezone(dt.UTC).isoformat(timespec="seconds")


@contextmanager
def sole_sender(out: Path) -> Iterator[None]:
    """Let one run at a time send from an output folder. Raises UsageError where another one does."""
    from filelock import FileLock, Timeout

    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise UsageError(f"another cxreport is sending from {out}", "wait until it is done") from None
    try:
        yield
    finally:
        lock.release()


def _line(entry: Entry) -> bytes:
    told = {name: value for name, value in asdict(entry).items() if value}
    return (json.dumps(told, ensure_ascii=False) + "\n").encode()


def _read(path: Path) -> Iterator[Entry]:
    """Yield the facts of a file; a line that a run was cut off in has no end and is none, any other has to be one."""
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return
    except OSError as error:
        raise CxreportError(f"{path} cannot be read: {error.strerror}", "it says what has been sent already") from None
    for number, line in enumerate(lines, 1):
        if not line.rstrip().endswith(b"}"):
            continue
        entry = _entry(line)
        if entry is None:
            hint = "correct or delete the line; without it, what it says would be sent again"
            raise CxreportError(f"{path}:{number}: this line of the ledger cannot be read", hint)
        yield entry


def _entry(line: bytes) -> Entry | None:
    entry = read_record(Entry, line)
    return entry if entry is not None and entry.status in get_args(Status) else None
