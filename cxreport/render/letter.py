"""Evaluation → the words of an e-mail: subject, plain text and HTML, with the figures as the document prints them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from cxreport.render.compose import View, fill_template, view_of
from cxreport.render.document import case_formats
from cxreport.render.formats import HARD_SPACE
from cxreport.render.logo import logo_png, logo_size
from cxreport.render.output import Document
from cxreport.render.printed import Printed
from cxreport.render.sentence import plain
from cxreport.render.theme import Logo
from cxreport.render.views.portfolio import RoundView
from cxreport.render.views.proposal import Proposal
from cxreport.render.words import Words, template_folders

LOGO = "logo"
_HIGHEST, _WIDEST = 48, 240  # pixels
_PIXELS_PER_MILLIMETRE = 96 / 25.4


@dataclass(frozen=True, slots=True)
class InlineLogo:
    """The logo inside of a mail: a PNG, how the HTML calls it, what it shows in words, its size in pixels."""

    data: bytes
    cid: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says: its subject, its text twice, and the logo in the HTML."""

    subject: str
    text: str
    html: str
    logo: InlineLogo | None


def compose_letter(document: Document, names: Sequence[str]) -> Letter:
    """Return the words of the mail that brings a document; `names` are those of the attached files.

    The templates of the theme, `mail/message.html.j2` and `mail/message.txt.j2`, come before the shipped ones. What
    the case writes under `mail:` stands in them. Raises RenderError where a template fails.
    """
    look, case, mail = document.look, document.evaluation.case, document.evaluation.case.mail
    formats = case_formats(document.evaluation, look.folders)
    say, view = formats.words, view_of(Printed(document.evaluation, formats), look)
    subject = mail.subject or subject_of(view, say)
    logo = inline_logo(look.logo) if look.logo else None
    shown = "summary" not in document.evaluation.loaded.hidden
    context = {
        "case": case,
        "theme": look,
        "words": say,
        "subject": subject,
        "logo": logo,
        "greeting": mail.greeting,
        "pieces": view.sentence,
        "sentence": plain(view.sentence),
        "paragraphs": [" ".join(text.split()) for text in re.split(r"\n\s*\n", mail.message or "") if text.strip()],
        "keys": view.keys() if shown else (),
        "attached": _attached(names, say),
        "ask": _ask(view, say) if shown else _question(view, say),
        "signed": [line for line in (case.prepared_by, case.organisation) if line],
    }
    folders = template_folders(look.folders)
    text = fill_template("mail/message.txt.j2", folders, context, escaped=False).replace(HARD_SPACE, " ")
    html = fill_template("mail/message.html.j2", folders, context)
    return Letter(subject, text, html, logo)


def subject_of(view: View, say: Words) -> str:
    """Return the subject of a mail for which none is written: the title, and the day by which to decide."""
    case = view.case
    if isinstance(view, Proposal) and view.case.ask and view.case.ask.decide_by:
        date = view.formats.date(view.case.ask.decide_by)
        return say.say("mail_subject_decide", title=case.title, date=date).replace(HARD_SPACE, " ")
    return say.say("mail_subject", title=case.title).replace(HARD_SPACE, " ")


def _ask(view: View, say: Words) -> str:
    asked = re.sub("<[^>]*>", "", view.ask()) if isinstance(view, Proposal) else ""
    return unescape(asked) or _question(view, say)


def _attached(names: Sequence[str], say: Words) -> str:
    return say.say("mail_attached" if len(names) > 1 else "mail_attached_one", names=", ".join(names)) if names else ""


def _question(view: View, say: Words) -> str:
    return say["mail_ask_proposal" if isinstance(view, Proposal | RoundView) else "mail_ask_report"]


def inline_logo(logo: Logo) -> InlineLogo:
    """Return a logo as mail programs show it: a PNG, as large as on paper but never larger than a letterhead's."""
    width, height = (side * _PIXELS_PER_MILLIMETRE for side in logo_size(logo))
    fit = min(1, _HIGHEST / height, _WIDEST / width)
    return InlineLogo(logo_png(logo), LOGO, logo.alt, max(round(width * fit), 1), max(round(height * fit), 1))
