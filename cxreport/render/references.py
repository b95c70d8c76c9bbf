"""References of the author's text to tables, charts and sections: printed as their labels once these are numbered."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from cxreport.case.problem import Finding, Problem
from cxreport.case.reading import nearest
from cxreport.errors import RenderError, UsageError
from cxreport.evaluate import Evaluation
from cxreport.render.coverage import has_doubtful_text
from cxreport.render.unfit import UnfitText

_REFERENCE = re.compile(r'<a href="#([^"]*)">(\s*)(</a>)?')
_ID = re.compile(r'\bid="([^"]+)"')
_TYPED = "](#"
_NOTE = re.compile(r"\[\^[^\]\s]+\](?!:)")


def resolved(html: str, labels: Mapping[str, str], evaluation: Evaluation) -> str:
    """Return the page with a label in every link inside it that has no words.

    Raises UnfitText where the case leads to what the page does not have, RenderError where a template does.
    """
    from html import unescape

    there = set(map(unescape, _ID.findall(html)))
    used = [unescape(link[1]) for link in _REFERENCE.finditer(html)]
    if lost := [target for target in dict.fromkeys(used) if target not in there]:
        problems = tuple(problem for target in lost for problem in _problems(target, labels, evaluation))
        if problems:
            raise UnfitText(problems)
        raise RenderError(f"a template leads to #{lost[0]}, which the page does not have", nearest(lost[0], labels))
    if problems := tuple(_unwritten_notes(evaluation)):
        raise UnfitText(problems)
    return _REFERENCE.sub(lambda link: _with_label(link, labels), html)


def _with_label(link: re.Match[str], labels: Mapping[str, str]) -> str:
    from html import escape, unescape

    label = labels.get(unescape(link[1]), "")
    return f'<a href="#{link[1]}">{escape(label or link[1])}</a>' if link[3] else link[0]


def _problems(target: str, labels: Collection[str], evaluation: Evaluation) -> Iterator[Problem]:
    """Yield an error for every line of the case that leads to `target`."""
    message = f'the text leads to "#{target}", which this document does not have'
    known = [label for label in labels if label]
    for name, typed in _typed(evaluation, f"{_TYPED}{target})"):
        yield _placed(evaluation, "CX138", name, typed, message, nearest(target, known))


def _unwritten_notes(evaluation: Evaluation) -> Iterator[Problem]:
    """Yield an error for every call of a footnote that has no text."""
    sections = evaluation.case.sections
    for name in sections.specs:
        text = sections.text(name)
        for call in dict.fromkeys(_NOTE.findall(text)):
            if f"{call}:" not in text:
                hint = f"write  {call}: and the text of the note  on a line of its own in this section"
                yield _placed(evaluation, "CX139", name, call, f"the footnote {call} has no text", hint)


def _typed(evaluation: Evaluation, text: str) -> Iterator[tuple[str, str]]:
    """Yield (name of the section, text) for every section that holds a text."""
    sections = evaluation.case.sections
    return ((name, text) for name in sections.specs if text in sections.text(name))


def _placed(evaluation: Evaluation, code: str, name: str, typed: str, message: str, hint: str) -> Problem:
    """Return a problem at the line of the section on which `typed` stands."""
    return evaluation.loaded.problem(Finding(code, ("sections", name), message, hint, typed=typed))


def text_problems(evaluation: Evaluation) -> tuple[Problem, ...]:
    """Return what the author's text leads to, or has of characters, and the document does not; quick for plain text."""
    if not evaluation.sound or not (any(_refers(evaluation)) or has_doubtful_text(evaluation)):
        return ()
    from cxreport.render.compose import compose
    from cxreport.render.themes import theme_of

    try:
        compose(evaluation, theme_of(evaluation))
    except UnfitText as lost:
        return lost.problems
    except (RenderError, UsageError):  # a theme that fails is told when a document is built
        return ()
    return ()


def _refers(evaluation: Evaluation) -> Iterator[bool]:
    sections = evaluation.case.sections
    return (_TYPED in text or "[^" in text for name in sections.specs if (text := sections.text(name)))
