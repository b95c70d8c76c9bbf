"""From a case, or the command line, to the theme of its documents."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cxreport.case.problem import Problem
from cxreport.case.reading import nearest
from cxreport.errors import UsageError
from cxreport.evaluate import Evaluation
from cxreport.quantity.number import quoted
from cxreport.render.theme import SOBER, Theme
from cxreport.render.theme_file import SHIPPED, ThemeRefused, read_theme
from cxreport.render.words import template_folders


def theme_of(evaluation: Evaluation, given: Path | None = None) -> Theme:
    """Return the theme that is `given`, else the case's own, from the file that names it.

    Raises UsageError where what is given is no theme, ThemeRefused where the case names none or its files are wrong.
    """
    project = evaluation.loaded.project
    if given is not None:
        return load_theme(given, project)
    named = evaluation.case.theme
    if named is None:
        return SOBER
    place = evaluation.loaded.place(("theme",))
    folder = Path(place.file).parent / named
    if not folder.is_dir() and named not in SHIPPED:
        message = f"{quoted(named)} is neither a folder nor a theme that ships"
        source = evaluation.loaded.sources[place.file]
        raise ThemeRefused((source.problem("CX401", message, nearest(named, SHIPPED), place),))
    return load_theme(folder if folder.is_dir() else Path(named), project)


def load_theme(name: Path, project: Path) -> Theme:
    """Return the theme of a folder, or the shipped one of that name; its files lie in it or below `project`.

    Raises UsageError where there is neither, ThemeRefused where the folder's theme.yaml is wrong.
    """
    if name.is_dir():
        return read_theme(name, project, shipped_theme)
    if str(name) in SHIPPED:
        return shipped_theme(str(name))
    hint = "name a folder that holds a theme, or one that ships: " + ", ".join(SHIPPED)
    raise UsageError(f"the theme {name} is no folder", hint)


@lru_cache
def shipped_theme(name: str) -> Theme:
    """Return a theme that ships with cxreport."""
    if name == SHIPPED[0]:
        return SOBER
    folder = template_folders()[-1] / "themes" / name
    return read_theme(folder, folder, shipped_theme)


def theme_problems(evaluation: Evaluation) -> tuple[Problem, ...]:
    """Return what is wrong with the theme that a case names."""
    try:
        theme_of(evaluation)
    except ThemeRefused as refused:
        return refused.problems
    return ()
