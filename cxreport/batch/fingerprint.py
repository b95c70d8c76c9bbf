"""What a document was made from, as one text that changes when any of it does."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from glob import glob
from pathlib import Path

from cxreport.case.load import SHARED_FILE

PACKAGE = Path(__file__).parents[1]
MISSING = "missing"


class Fingerprints:
    """Fingerprints of files and folders; each is read once, so that one value lasts for one run."""

    def __init__(self) -> None:
        self._files: dict[Path, str] = {}
        self._folders: dict[Path, str] = {}
        self._shared: dict[Path, tuple[Path, ...]] = {}

    def of(
        self,
        files: Iterable[Path],
        folders: Iterable[Path],
        options: Iterable[str] = (),
        patterns: Iterable[str] = (),
    ) -> str:
        """Return the fingerprint of what a document was made from: files, whole folders, options, and the program.

        Of `patterns` it counts which files fit, and which shared files each of these draws from.
        """
        digest = hashlib.sha256(program_fingerprint().encode())
        for option in options:
            _add(digest, "option", option)
        for file in sorted(set(files)):
            _add(digest, str(file), self.of_file(file))
        for folder in sorted(set(folders)):
            _add(digest, str(folder), self.of_folder(folder))
        for pattern in sorted(set(patterns)):
            for name in sorted(glob(pattern, recursive=True)):  # noqa: PTH207 - as the portfolio reads it
                _add(digest, pattern, " ".join(map(str, (name, *self.shared_files(Path(name))))))
        return digest.hexdigest()

    def of_file(self, file: Path) -> str:
        """Return the digest of a file's bytes; `missing` where it cannot be read."""
        found = self._files.get(file)
        if found is None:
            found = self._files[file] = _digest(file)
        return found

    def of_folder(self, folder: Path) -> str:
        """Return the digest of every file below a folder, names included."""
        found = self._folders.get(folder)
        if found is None:
            digest = hashlib.sha256()
            for file in files_below(folder):
                _add(digest, os.path.relpath(file, folder), _digest(file))
            found = self._folders[folder] = digest.hexdigest()
        return found

    def shared_files(self, case: Path) -> tuple[Path, ...]:
        """Return the shared files that a case draws from: those in its folder and in all above it."""
        return self._shared_from(Path(os.path.abspath(case)).parent)  # noqa: PTH100 - links stay as the user named them

    def _shared_from(self, folder: Path) -> tuple[Path, ...]:
        found = self._shared.get(folder)
        if found is None:
            outer = () if folder.parent == folder else self._shared_from(folder.parent)
            own = folder / SHARED_FILE
            found = self._shared[folder] = (own, *outer) if os.path.isfile(own) else outer  # noqa: PTH113 - see load.py
        return found


@lru_cache(maxsize=1)
def program_fingerprint() -> str:
    """Return what tells this program from another: its version, and the size and time of each of its own files.

    Libraries and faces are pinned by the version. The shipped templates, which a checkout keeps outside of the
    package, belong to the program's files.
    """
    from cxreport import __version__

    digest = hashlib.sha256(f"{__version__} {sys.version}".encode())
    for folder in (PACKAGE, PACKAGE.parent / "templates"):
        for file in files_below(folder):
            told = file.stat()
            _add(digest, os.path.relpath(file, folder), f"{told.st_size} {told.st_mtime_ns}")
    return digest.hexdigest()


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return MISSING


def files_below(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder in a steady order, without what is hidden, compiled or half-written."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__" and not name.startswith("."))
        yield from (Path(where, name) for name in sorted(names) if not name.endswith((".pyc", ".part")))


def _add(digest: hashlib._Hash, name: str, told: str) -> None:
    digest.update(f"{len(name)} {name} {told}\n".encode())
