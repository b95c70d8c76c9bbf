"""The same work done by a Dask cluster: parcels go out, documents come back, and lost workers cost nothing but time."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cxreport.batch.make import Built, Task, prepare, put
from cxreport.batch.parcel import pack, program, unpack
from cxreport.batch.workers import Lost, too_long
from cxreport.errors import MissingLibrary, RenderError, UsageError
from cxreport.render.output import Document

_PATIENCE = 10.0  # seconds for a scheduler to answer and a worker to be there
_RETRIES = 2
_AHEAD = 2  # parcels under way for each thread, so that none waits for the next


def made_by_cluster(
    address: str, tasks: Sequence[Task], time_limit: float | None
) -> Iterator[tuple[int, Built | Lost]]:
    """Yield (index of the task, what became of one of its documents), as it comes from the cluster at `address`.

    A worker that is lost has its parcels done by others. Raises MissingLibrary without Dask; UsageError where no
    scheduler or worker is there, or one has another cxreport.
    """
    with _client(address) as client:
        _refuse_other_programs(client)
        yield from _Mail(client, tasks, time_limit).run()


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        import distributed
    except ImportError:
        raise MissingLibrary("Dask is not here", "run  pip install 'cxreport[dask]'") from None
    _refuse_no_address(address)
    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(
            f"no Dask scheduler answers at {address}: {error or 'it took too long'}",
            "start one with  dask scheduler  and give the address that it prints",
        ) from None
    with client, client.as_current():
        yield client


def _refuse_no_address(address: str) -> None:
    """Raise UsageError for what is no address: Dask's client would be left half made, and be told of by a traceback."""
    from distributed.comm.registry import backends

    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    try:
        whole = parts.scheme in backends and bool(parts.hostname) and parts.port is not None
    except ValueError:  # a port that is no number
        whole = False
    if not whole and parts.scheme != "inproc":
        raise UsageError(
            f"{address} is no address of a Dask scheduler", "write it with its port, as tcp://10.0.0.5:8786"
        )


def _refuse_other_programs(client: Any) -> None:
    with suppress(TimeoutError):
        client.wait_for_workers(1, timeout=_PATIENCE)
    try:
        programs = client.run(program, on_error="return")
    except ImportError:
        programs = {}
    if not programs:
        raise UsageError("the Dask scheduler has no workers", "start some with  dask worker ADDRESS")
    other = sorted(worker for worker, found in programs.items() if found != program())
    if other:
        raise UsageError(
            f"{', '.join(other)} {'has' if len(other) == 1 else 'have'} another cxreport than this machine, or none",
            "install the same on all, libraries included:  pip install 'cxreport[dask]'",
        )


@dataclass(slots=True)
class _Sent:
    """A parcel under way: which task it is, what it was packed from, and when it is too late."""

    index: int
    document: Document
    deadline: float


@dataclass(slots=True)
class _Mail:
    client: Any
    tasks: Sequence[Task]
    time_limit: float | None
    under_way: dict[Any, _Sent] = field(default_factory=dict)

    def run(self) -> Iterator[tuple[int, Built | Lost]]:
        """Yield results until nothing waits and nothing is under way."""
        waiting = iter(enumerate(self.tasks))
        while True:
            yield from self._send(waiting)
            if not self.under_way:
                return
            for future in self._arrived():
                sent = self.under_way.pop(future)
                for made in self._opened(future, sent):
                    yield sent.index, made
                future.release()
            for future in [future for future, sent in self.under_way.items() if time.monotonic() > sent.deadline]:
                sent = self.under_way.pop(future)
                self._break_off(future)
                yield sent.index, Lost(too_long(self.time_limit or 0)[0], 0)

    def _send(self, waiting: Iterator[tuple[int, Task]]) -> Iterator[tuple[int, Built]]:
        """Send parcels until enough are under way; cases that are refused here never travel."""
        most = max(1, sum(self.client.nthreads().values())) * _AHEAD
        while len(self.under_way) < most and (following := next(waiting, None)) is not None:
            index, task = following
            document = prepare(task)
            if isinstance(document, tuple):
                yield from ((index, built) for built in document)
                continue
            future = self.client.submit(
                unpack, pack(document, task.documents), key=f"cxreport-{index}-{time.time_ns()}", retries=_RETRIES,
                pure=False,
            )  # fmt: skip
            self.under_way[future] = _Sent(index, document, self._deadline(len(task.documents)))

    def _deadline(self, documents: int) -> float:
        """Return when a parcel is too late: others go before it, and a lost worker may have it begin again."""
        if self.time_limit is None:
            return math.inf
        return time.monotonic() + self.time_limit * documents * _AHEAD

    def _arrived(self) -> set[Any]:
        from distributed import wait

        first = min(sent.deadline for sent in self.under_way.values())
        patience = None if first == math.inf else max(first - time.monotonic(), 0) + 0.1
        with suppress(TimeoutError):
            return set(wait(list(self.under_way), timeout=patience, return_when="FIRST_COMPLETED").done)
        return set()

    def _opened(self, future: Any, sent: _Sent) -> Iterator[Built | Lost]:
        """Put the documents of an answer where they belong, and yield what became of each."""
        document = sent.document
        try:
            answers = future.result()
        except RenderError as error:
            yield Lost(str(error), 0)
        except Exception as error:  # noqa: BLE001 - whatever befalls one parcel, the others are made
            yield Lost(f"the workers that had it were lost ({type(error).__name__})", 0)
        else:
            for built, data in answers:
                folders = tuple(map(Path.absolute, document.look.folders))
                yield put(replace(built, inputs=document.files, folders=folders) if data else built, data)

    def _break_off(self, future: Any) -> None:
        """Give up a parcel, and start its worker anew, which would go on with it for ever."""
        where = [worker for worker, keys in self.client.processing().items() if future.key in keys]
        future.cancel(force=True)
        with suppress(Exception):  # a worker that nobody looks after cannot be started anew
            self.client.restart_workers(where, timeout=_PATIENCE, raise_for_error=False)
