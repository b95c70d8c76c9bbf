"""docs/themes.md tells every key of theme.yaml, and its example is a theme."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest

from cxreport.render.faces import FAMILIES
from cxreport.render.theme_file import (
    SHIPPED,
    Colours,
    LogoField,
    Page,
    Shapes,
    Sizes,
    ThemeFile,
    ThemeRefused,
    read_theme,
)
from cxreport.render.themes import shipped_theme

TEXT = (Path(__file__).parents[2] / "docs" / "themes.md").read_text("utf-8")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><path d="M0 0h4v1z"/></svg>'


def test_every_key_is_told() -> None:
    keys = [spec.key for model in (ThemeFile, Colours, Sizes, Shapes, Page, LogoField) for spec in model.specs.values()]
    assert [key for key in keys if not re.search(rf"\b{key}\b", TEXT)] == []


def test_every_shipped_theme_and_family_is_told() -> None:
    assert [name for name in (*SHIPPED, *FAMILIES) if name not in TEXT] == []


def test_the_example_is_a_theme(tmp_path: Path) -> None:
    [example] = re.findall(r"```\n(base: .*?)```", TEXT, re.DOTALL)
    (tmp_path / "theme.yaml").write_text(example, "utf-8")
    (tmp_path / "logo.svg").write_text(SVG, "utf-8")
    docx.Document().save(str(tmp_path / "letterhead.dotx"))
    found = read_theme(tmp_path, tmp_path, shipped_theme)
    assert (found.benefit, found.sans, found.page_width) == ("#7a1f3d", "Lato", 215.9)


def test_the_problem_in_the_text_is_the_one_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "theme.yaml").write_text('# ours\ncolours:\n    muted: "#a0a8ac"\n', "utf-8")
    with pytest.raises(ThemeRefused) as refused:
        read_theme(tmp_path, tmp_path, shipped_theme)
    told = str(refused.value.problems[0]).partition("theme.yaml")[2]
    assert " ".join(told.split()) in " ".join(TEXT.split())
