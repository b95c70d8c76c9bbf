"""Where documents lie: in a folder of this machine, or at an address that fsspec knows, as s3://reports/2026-Q3."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from cxreport.batch.manifest import INDEX, MANIFEST
from cxreport.errors import MissingLibrary, UsageError


class Lies(NamedTuple):
    """What is known of a document where it lies: its size, and when it was changed (nanoseconds, 0 if untold)."""

    size: int
    changed: int


class Folder:
    """A folder of this machine; `root` is where the run writes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def lies(self, target: Path) -> Lies | None:
        """Return what is known of a document, None where there is none."""
        try:
            told = target.stat()
        except OSError:
            return None
        return Lies(told.st_size, told.st_mtime_ns)

    def keep(self, target: Path) -> None:
        """Take a document that was written below the root to where it is to lie. Raises OSError."""

    def close(self) -> None:
        """Take what a run leaves beside its documents to where they lie. Raises OSError."""

    def forget(self) -> None:
        """Drop what only a run that was cut off would have to find again."""

    def address(self, target: Path) -> str:
        """Return where a document lies, in words that others understand."""
        return str(target)


class Remote(Folder):
    """A folder elsewhere. Documents are written to one of this machine first, then put there whole.

    That folder is the same for every run to one address, so that the manifest, which is fetched before and put back
    after, says the same places each time. What a run that was cut off has noted in it stays here for the next.
    """

    def __init__(self, url: str) -> None:
        try:
            from fsspec.core import url_to_fs
            from platformdirs import user_cache_path
        except ImportError:
            raise MissingLibrary("fsspec is not here", "run  pip install 'cxreport[dask]'") from None
        try:
            self._files, base = url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise UsageError(
                f"nothing can be written to {url}: {error}", "install what it names, or choose another -o"
            ) from None
        except OSError as error:  # some file systems connect at once
            told = (error.strerror or str(error)).lower()
            raise UsageError(f"{url} cannot be reached: {told}", "see to the address and your access to it") from None
        self._url, self._base = url.rstrip("/"), base.rstrip("/")
        super().__init__(user_cache_path("cxreport") / hashlib.sha256(self._url.encode()).hexdigest()[:16])
        self.root.mkdir(parents=True, exist_ok=True)
        self._known = self._reach()

    def _reach(self) -> dict[str, int]:
        """Fetch the manifest, and return the sizes of all that lies there. Raises UsageError where none can be had."""
        manifest = self.root / MANIFEST
        cut_off = manifest.read_bytes() if manifest.is_file() else b""
        try:
            self._files.invalidate_cache()
            found: dict[str, Any] = self._files.find(self._base, detail=True) if self._files.exists(self._base) else {}
            if (named := f"{self._base}/{MANIFEST}") in found:
                manifest.write_bytes(self._files.cat_file(named) + cut_off)
        except Exception as error:  # noqa: BLE001 - each file system has errors of its own
            raise UsageError(
                f"{self._url} cannot be reached: {error}", "see to the address and your access to it"
            ) from None
        return {name: int(told.get("size") or 0) for name, told in found.items()}

    def lies(self, target: Path) -> Lies | None:
        """Return what is known of a document there."""
        size = self._known.get(self._place(target))
        return None if size is None else Lies(size, 0)

    def keep(self, target: Path) -> None:
        """Put a document there, and drop it here."""
        place = self._place(target)
        self._put(target, place)
        self._known[place] = target.stat().st_size
        target.unlink()

    def close(self) -> None:
        """Put the manifest and the page of the run there."""
        for name in (MANIFEST, INDEX):
            if (self.root / name).is_file():
                self._put(self.root / name, f"{self._base}/{name}")
        self.forget()

    def forget(self) -> None:
        """Drop the manifest here: the one that lies there says it all."""
        (self.root / MANIFEST).unlink(missing_ok=True)

    def _put(self, file: Path, place: str) -> None:
        try:
            with suppress(NotImplementedError):  # where there are no folders, none is made
                self._files.makedirs(place.rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(place, file.read_bytes())
        except OSError:
            raise
        except Exception as error:  # each file system has errors of its own
            raise OSError(f"it could not be put to {self._url}: {error}") from error

    def _place(self, target: Path) -> str:
        return f"{self._base}/{target.relative_to(self.root).as_posix()}"

    def address(self, target: Path) -> str:
        """Return the address of a document."""
        return f"{self._url}/{target.relative_to(self.root).as_posix()}"


def storage_of(out: Path | str) -> Folder:
    """Return where `out` says: a path, or an address with a scheme. Raises UsageError, MissingLibrary."""
    if isinstance(out, Path) or "://" not in out:
        return Folder(Path(out))
    parts = urlsplit(out)
    return Folder(Path(unquote(parts.path))) if parts.scheme == "file" else Remote(out)
