"""The checker of pages: axe, in Debian's Chromium or whichever is on the PATH."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from validators.node import run_node


def page_findings(pages: Sequence[Path]) -> dict[Path, list[str]]:
    """Return what axe has against each page, at two widths of the window; nothing, for good ones."""
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is missing; this brings it:  .ci/setup validators"
    found = run_node("accessibility.mjs", chromium, *map(str, pages))
    return {page: found[str(page)] for page in pages}
