"""The page for the screen, held against every rule of axe in Chromium, as wide as a desk's screen and as a hand's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from render.conftest import ALONE, LOOKS, SHIPPED_NAMES
from validators.page import page_findings

BARE = '<!doctype html><html><head></head><body><img src="data:,"><h3>Deep</h3></body></html>'


@pytest.mark.slow
def test_nothing_is_found_on_any_page_of_any_theme(
    built: Callable[..., Any], rich: Callable[[str, str], Any], tmp_path: Path
) -> None:
    """All pages in one Chromium: those that ship, odd ones, and the rich one in every theme."""
    pages = [built(name).file("html") for name in (*SHIPPED_NAMES, "odd-texts", "german")]
    pages += [built(name, "one-page").file("html") for name in ALONE]
    pages += [rich(*look).file("html") for look in LOOKS]
    bad = tmp_path / "bad.html"
    bad.write_text(BARE, "utf-8")
    found = page_findings([*pages, bad])
    assert {rule.split(": ")[1] for rule in found.pop(bad)} >= {"document-title", "html-has-lang", "image-alt"}
    assert [f"{page.name}: {line}" for page, lines in found.items() for line in lines] == []
