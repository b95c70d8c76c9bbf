"""The files of a folder as a commit of git holds them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cxreport.case.reader import SourceFile, decoded, read_source
from cxreport.quantity import QuantityError

if TYPE_CHECKING:
    from subprocess import CompletedProcess

WHOLE_HASH = 40  # digits; twelve of them tell it apart
PATIENCE = 20  # seconds; git answers in milliseconds, but a folder on the network may hang


class Shelf(Protocol):
    """Where files are read from."""

    def has(self, path: Path) -> bool:
        """Return whether there is such a file."""

    def read(self, path: Path) -> tuple[SourceFile, str]:
        """Return the file and its text. Raises Refused."""


class Disk:
    """The files as they are now."""

    def has(self, path: Path) -> bool:
        """Return whether there is such a file; a closed folder has none."""
        import os

        return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises where a folder is closed

    def read(self, path: Path) -> tuple[SourceFile, str]:
        """Return the file and its text. Raises Refused where it is no UTF-8 text of at most 1 MiB."""
        return read_source(path)


DISK = Disk()


class Revision(NamedTuple):
    """The files of a repository as of one commit; `top` is the repository's own folder."""

    top: Path
    commit: str

    def has(self, path: Path) -> bool:
        """Return whether the commit holds the file."""
        return self._spec(path) != "" and _git(self.top, "cat-file", "-e", self._spec(path)).returncode == 0

    def read(self, path: Path) -> tuple[SourceFile, str]:
        """Return the file and its text, its name with the commit behind it. Raises Refused and QuantityError."""
        found = _git(self.top, "cat-file", "blob", self._spec(path)) if self._spec(path) else None
        if found is None or found.returncode:
            message = f"the commit {self.commit} does not hold {path}"
            hint = f"git log --follow --name-only -- {path}  lists its commits, and the name that it had in each"
            raise QuantityError("CX252", message, hint)
        return decoded(f"{path}@{self.commit[:12] if len(self.commit) == WHOLE_HASH else self.commit}", found.stdout)

    def _spec(self, path: Path) -> str:
        whole = path.absolute().parent.resolve() / path.name
        return f"{self.commit}:{whole.relative_to(self.top).as_posix()}" if whole.is_relative_to(self.top) else ""


def revision_of(file: Path, commit: str) -> Revision:
    """Return the commit of the repository that a file lies in. Raises QuantityError where there is none."""
    folder = file.absolute().parent
    while not folder.is_dir():
        folder = folder.parent
    found = _git(folder, "rev-parse", "--show-toplevel")
    if found.returncode:
        told = found.stderr.decode(errors="replace").strip().removeprefix("fatal: ").partition("\n")[0]
        raise QuantityError(
            "CX252", f"git does not answer for {file.parent}: {told}", "keep the case in git, or leave out revision"
        )
    top = Path(found.stdout.decode().rstrip("\n")).resolve()
    if _git(top, "cat-file", "-e", f"{commit}^{{commit}}").returncode:
        hint = "git log --oneline -- FILE  lists them;  git fetch --unshallow  brings what a shallow clone lacks"
        raise QuantityError("CX252", f"the repository has no commit {commit}", hint)
    return Revision(top, commit)


def _git(folder: Path, *words: str) -> CompletedProcess[bytes]:
    """Return what git answers. Raises QuantityError where git is not installed or does not answer in time."""
    import subprocess

    command = ["git", "-C", str(folder), *words]
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        raise QuantityError(
            "CX252", "git is not installed, and the case is to be read from git", "install git, or leave out revision"
        ) from None
    except (OSError, subprocess.TimeoutExpired):
        raise QuantityError("CX252", "git does not answer", "try  git status  in the folder of the case") from None
