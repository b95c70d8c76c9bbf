"""The page for the screen, held against every rule of axe in Chromium, as wide as a desk's screen and as a hand's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from validators.page import page_findings

SHIPPED = sorted(file.stem for file in (Path(__file__).parents[2] / "cases").glob("*.yaml"))
BARE = '<!doctype html><html><head></head><body><img src="data:,"><h3>Deep</h3></body></html>'


def test_nothing_is_found_on_any_shipped_page(built: Callable[[str], Any], tmp_path: Path) -> None:
    pages = []
    for name in [*SHIPPED, "odd-texts", "german"]:
        pages.append(tmp_path / f"{name}.html")
        pages[-1].write_bytes(built(name).html)
    bad = tmp_path / "bad.html"
    bad.write_text(BARE, "utf-8")
    found = page_findings([*pages, bad])
    assert {rule.split(": ")[1] for rule in found.pop(bad)} >= {"document-title", "html-has-lang", "image-alt"}
    assert [f"{page.name}: {line}" for page, lines in found.items() for line in lines] == []
