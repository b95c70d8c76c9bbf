"""What every document of a case shares: its folders, its words and its formats."""

from __future__ import annotations

from pathlib import Path

from cxreport.evaluate import Evaluation
from cxreport.render.formats import Formats
from cxreport.render.words import load_words, template_folders


def case_formats(evaluation: Evaluation, own: tuple[Path, ...] = ()) -> Formats:
    """Return the formats of a case, in the words of its language: its own terms come first, then those of `own`."""
    case = evaluation.case
    return Formats(case.locale, case.currency, load_words(case.locale, template_folders(own), case.terms))
