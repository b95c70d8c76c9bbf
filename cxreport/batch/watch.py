"""Building again whenever something changes that a document was made from."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from cxreport.batch.build import BuildReport, changed_at
from cxreport.batch.manifest import MANIFEST, Manifest


def watch(
    paths: Iterable[Path], out: Path, build: Callable[[], BuildReport], stop: Callable[[], bool] = lambda: False
) -> Iterator[BuildReport]:
    """Yield the report of a first build, and of another after each change, until `stop` says so.

    Folders are watched, not files, since editors replace files: those that `paths` name or lie in, and those of
    everything that the documents of `out` were made from. What lands in `out` is no change. What was saved while a
    build went on is built at once.
    """
    from watchfiles import watch as changes

    named = [path if path.is_dir() else path.parent for path in paths]
    begun = time.time_ns()
    yield build()
    while not stop():
        if _saved_since(begun, out):
            begun = time.time_ns()
            yield build()
            continue
        seen = changes(
            *_watched(named, out), watch_filter=_outside(out), stop_event=_Stop(stop), rust_timeout=250,
            yield_on_timeout=True,
        )  # fmt: skip
        if any(found for found in seen if found or stop()):
            begun = time.time_ns()
            yield build()


class _Stop:
    """A `stop` in the shape that watchfiles asks for."""

    def __init__(self, stop: Callable[[], bool]) -> None:
        self.is_set = stop


def _saved_since(begun: int, out: Path) -> bool:
    """Return whether an input was saved after `begun`: nobody watched meanwhile. A time to come is no saving."""
    manifest, now = Manifest(out), time.time_ns()
    return any(begun <= changed_at(file) <= now for file in _inputs(manifest))


def _inputs(manifest: Manifest) -> set[Path]:
    return {manifest.absolute(name) for record in manifest.records.values() for name in record.inputs}


def _watched(named: list[Path], out: Path) -> set[Path]:
    manifest = Manifest(out)
    folders = (manifest.absolute(name) for record in manifest.records.values() for name in record.folders)
    parents = (file.parent for file in _inputs(manifest))
    return {folder.resolve() for folder in (*named, *parents, *folders) if folder.is_dir()}


def _outside(out: Path) -> Callable[[object, str], bool]:
    """Return what tells a change that matters from what the build itself writes, or an editor for a moment."""
    own = out.resolve()

    def matters(_: object, name: str) -> bool:
        file = Path(name)
        quiet = file.name.startswith((".", "~", "#")) or file.name.endswith(("~", ".part", ".swp", MANIFEST))
        return not quiet and not file.is_relative_to(own)

    return matters
