"""What the command line asks of the mails; it comes before what the cases write under `mail:`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from cxreport.case.mailbox import Mailbox, parse_header_text, parse_mailbox, parse_mailboxes
from cxreport.case.models import Attachable, Mail
from cxreport.errors import UsageError
from cxreport.quantity import QuantityError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What every mail of a run is to have; what is empty is left to the case."""

    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    sender: Mailbox | None = None
    reply_to: Mailbox | None = None
    subject: str = ""
    greeting: str = ""
    attach: tuple[Attachable, ...] = ()

    def over(self, mail: Mail) -> Mail:
        """Return what a case writes under `mail:` with these wishes in its place."""
        given = {name: value for name in self.__slots__ if (value := getattr(self, name))}
        return Mail(**(vars(mail) | given))

    def under(self, other: Wishes) -> Wishes:
        """Return these wishes with those of `other` before them."""
        return replace(self, **{name: value for name in self.__slots__ if (value := getattr(other, name))})


def read_wishes(
    to: Iterable[str] = (),
    cc: Iterable[str] = (),
    sender: str | None = None,
    reply_to: str | None = None,
    subject: str | None = None,
    attach: Iterable[Attachable] = (),
) -> Wishes:
    """Return the wishes that options write. Raises UsageError that names the option and the column."""
    return Wishes(
        to=tuple(one for text in to for one in _read(parse_mailboxes, text, "--to")),
        cc=tuple(one for text in cc for one in _read(parse_mailboxes, text, "--cc")),
        sender=_read(parse_mailbox, sender, "--from") if sender is not None else None,
        reply_to=_read(parse_mailbox, reply_to, "--reply-to") if reply_to is not None else None,
        subject=_read(parse_header_text, subject, "--subject") if subject is not None else "",
        attach=tuple(dict.fromkeys(attach)),
    )


def _read(parse: Callable[[str], T], text: str, option: str) -> T:
    try:
        return parse(text)
    except QuantityError as error:
        raise UsageError(f"{option}: {error.message}", error.hint) from None
