"""The shipped themes, and contrast as WCAG 2.1 counts it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cxreport.render.contrast import contrast, pairs
from cxreport.render.theme import SOBER
from cxreport.render.theme_file import SHIPPED, read_theme
from cxreport.render.themes import shipped_theme
from cxreport.render.words import template_folders

THEMES = template_folders()[-1] / "themes"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#808080", "#808080", 1),
        ("#777777", "#ffffff", 4.48),  # the grey just below the bound, as the W3C's own examples have it
        ("#767676", "#ffffff", 4.54),
    ],
)
def test_the_formula_gives_known_ratios(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_pair_of_colours_of_a_shipped_theme_can_be_read(name: str) -> None:
    assert [pair for pair in pairs(shipped_theme(name)) if not pair.suffices] == []


def test_the_themes_that_ship_are_the_folders_that_ship() -> None:
    assert {folder.name for folder in THEMES.iterdir()} == set(SHIPPED)


def test_what_is_written_of_the_sober_theme_is_the_default() -> None:
    written = read_theme(THEMES / "sober", THEMES, lambda _: replace(SOBER, ink="#000000", gutter=20, sans="Lato"))
    assert replace(written, folders=()) == SOBER


def test_the_themes_differ_in_colours_faces_sizes_and_shapes() -> None:
    themes = [shipped_theme(name) for name in SHIPPED]
    for name in ("benefit", "sans", "title", "cover", "sections", "panels", "gutter"):
        assert len({getattr(theme, name) for theme in themes}) == len(themes), name


def test_a_filled_head_has_its_own_pair_of_colours() -> None:
    names = {(pair.front, pair.ground) for pair in pairs(replace(SOBER, heads="filled"))}
    assert names - {(pair.front, pair.ground) for pair in pairs(SOBER)} == {("on_band", "band"), ("band", "paper")}


def test_the_text_block_is_whole_millimetres_wide_on_every_paper() -> None:
    assert SOBER.text_width == 164
    assert replace(SOBER, page_width=215.9).text_width == 169
    assert [SOBER.share(place, 4) for place in range(4)] == [41, 41, 41, 41]
    assert sum(replace(SOBER, page_width=215.9).share(place, 4) for place in range(4)) == 169


def test_a_theme_folder_needs_no_theme_yaml(tmp_path: Path) -> None:
    assert read_theme(tmp_path, tmp_path, shipped_theme) == replace(SOBER, folders=(tmp_path,))
