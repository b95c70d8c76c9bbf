"""The house of a document: the template that its theme names, else our own."""

from __future__ import annotations

from cxreport.render.theme import Theme
from cxreport.render.word.house import House, our_house


def word_look(theme: Theme) -> Theme:
    """Return the look of a theme's Word documents: its own, or with the page, faces and colours of its template.

    Raises RenderError for a template that cannot be used.
    """
    if theme.word_template is None:
        return theme
    from cxreport.render.word.template_file import read_template
    from cxreport.render.word.template_look import look_of

    return look_of(read_template(theme.word_template), theme)


def house_of(look: Theme, lang: str, more: frozenset[int] = frozenset()) -> House:
    """Return what a document in `lang` is built upon; `more` are the characters that our faces need beside Latin.

    Raises RenderError for a template that cannot be used.
    """
    if look.word_template is None:
        return our_house(look, lang, more)
    from cxreport.render.word.template_file import read_template
    from cxreport.render.word.template_house import template_house

    return template_house(read_template(look.word_template), look, lang)
