"""From a case, or the command line, to the theme of its documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cxreport.errors import UsageError
from cxreport.evaluate import Evaluation
from cxreport.render.theme import SOBER, Theme


def theme_of(evaluation: Evaluation, given: Path | None = None) -> Theme:
    """Return the theme that is `given`, else the case's own `theme`, from the file that names it.

    Raises UsageError where it is no folder.
    """
    named = evaluation.case.theme
    if given is None and named is None:
        return SOBER
    folder = given or Path(evaluation.loaded.place(("theme",)).file).parent / str(named)
    if not folder.is_dir():
        raise UsageError(f"the theme {folder} is no folder", "name the folder that holds your templates")
    return replace(SOBER, folders=(folder,))
