"""The pictures of the method: how revenue is split in three steps, and the four parts of the sentence."""

from __future__ import annotations

from markupsafe import Markup

from cxreport.render.charts.explainer import Panel, PanelRole, draw_steps
from cxreport.render.theme import Theme
from cxreport.render.views.header import PictureView
from cxreport.render.words import Words

_STEPS: dict[str, PanelRole] = {"cxm": "benefit", "csm": "muted", "sales": "ink"}
_PARTS: dict[str, PanelRole] = {"a": "ink", "b": "ink", "c": "benefit", "d": "cost"}


def method_picture(words: Words, look: Theme) -> PictureView:
    """Return the three steps in which revenue is split."""
    panels = [
        Panel(words.say("step", number=number), words["key_" + bucket], words["step_" + bucket], role)
        for number, (bucket, role) in enumerate(_STEPS.items(), 1)
    ]
    return _picture("fig-steps", words["picture_steps"], words["unit_steps"], panels, look)


def sentence_picture(words: Words, look: Theme) -> PictureView:
    """Return the four parts of the sentence that every proposal begins with."""
    panels = [
        Panel(words["mark_" + part], words["name_" + part], words["says_" + part], role)
        for part, role in _PARTS.items()
    ]
    return _picture("fig-sentence", words["picture_sentence"], words["unit_sentence"], panels, look)


def _picture(identifier: str, title: str, unit: str, panels: list[Panel], look: Theme) -> PictureView:
    alt = " ".join(f"{panel.mark}: {panel.name}. {panel.text}" for panel in panels)
    return PictureView(identifier, title, unit, Markup(draw_steps(panels, alt, look)))  # noqa: S704 - the pen escapes
