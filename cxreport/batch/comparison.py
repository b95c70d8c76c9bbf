"""The page on what changed between two versions, put into a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cxreport.batch.whole import write_whole
from cxreport.errors import UsageError
from cxreport.evaluate.versions import Difference
from cxreport.render.output import Format, render_difference


def write_difference(found: Difference, formats: Iterable[Format], out: Path, theme: Path | None = None) -> list[Path]:
    """Return the files of the page, `<stem>-changes.<format>` in `out`; each appears whole or not at all.

    Raises UsageError where a file cannot be written, and what `render_difference` raises.
    """
    written = []
    for each in dict.fromkeys(formats):
        target = out / f"{found.new.loaded.path.stem}-changes.{each}"
        data = render_difference(found, each, theme)
        try:
            write_whole(target, data)
        except OSError as error:
            told = (error.strerror or str(error)).lower()
            raise UsageError(f"{target} cannot be written: {told}", "name another folder with  -o") from None
        written.append(target)
    return written
