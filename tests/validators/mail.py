"""Messages as other programs see them: read by postal-mime, and shown by Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from validators.node import run_node


def read_mails(files: Sequence[Path]) -> list[Any]:
    """Return what postal-mime, which shares no code with Python, reads in each message."""
    found = run_node("mail.mjs", *map(str, files))
    return [found[str(file)] for file in files]


def letter_findings(pages: Sequence[Path], pictures: str = "-") -> dict[Path, list[str]]:
    """Return what is wrong with the HTML of mails, on a desk and in a hand, by day and by night."""
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is missing; this brings it:  .ci/setup validators"
    found = run_node("letters.mjs", chromium, pictures, *map(str, pages))
    return {page: found[str(page)] for page in pages}
