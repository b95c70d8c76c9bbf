"""The guide and the README are followed from their first line to their last."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GENERATOR = runpy.run_path(str(ROOT / "docs" / "generate_guide.py"))
COMMANDS = "new check show explain build".split()


def without_sizes(paper: str) -> str:
    """Return a paper without the sizes of documents, which change with the version of Pango."""
    return re.sub(r"\d+ kB", "", paper)


@pytest.mark.parametrize("file", GENERATOR["PAPERS"], ids=lambda file: file.name)
def test_every_command_prints_what_the_paper_says(file: Path, tmp_path: Path) -> None:
    paper = file.read_text("utf-8")
    today = GENERATOR["followed"](paper, tmp_path)
    assert without_sizes(today) == without_sizes(paper), "make docs"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_guide_shows_each_command_of_the_daily_work(command: str) -> None:
    assert f"$ cxreport {command} " in (ROOT / "docs" / "guide.md").read_text("utf-8")


def test_no_paper_ends_in_a_traceback() -> None:
    assert not any("Traceback" in file.read_text("utf-8") for file in GENERATOR["PAPERS"])
