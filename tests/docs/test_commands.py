from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from cxreport.cli.summaries import SUMMARIES

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "commands.md").read_text("utf-8")


def test_the_manual_is_what_the_commands_say_today() -> None:
    document = runpy.run_path(str(DOCS / "generate_commands.py"))["document"]
    assert document() == TEXT, "python docs/generate_commands.py writes it anew"


@pytest.mark.parametrize("name", SUMMARIES)
def test_every_command_has_its_section(name: str) -> None:
    assert f"\n## {name}\n" in TEXT
    assert f"\ncxreport {name} " in TEXT
