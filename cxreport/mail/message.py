"""A whole message: head lines, the letter twice, the logo, the attached files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from hashlib import sha256

from cxreport.case.mailbox import Mailbox, parse_header_text
from cxreport.errors import RenderError
from cxreport.mail.attachment import KINDS, Attachment
from cxreport.mail.mime import (
    CRLF,
    encoded_mailboxes,
    encoded_text,
    file_part,
    head_line,
    multipart,
    text_part,
)
from cxreport.quantity import QuantityError
from cxreport.render.letter import Letter

_NOWHERE = "cxreport.invalid"


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom a message comes, and to whom it goes."""

    sender: Mailbox | None
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...] = ()
    reply_to: Mailbox | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Every address that the message goes to, each once."""
        return tuple(dict.fromkeys(mailbox.address for mailbox in (*self.to, *self.cc)))


@dataclass(frozen=True, slots=True)
class Message:
    """A message before it has a date: who, what, and which files. Raises RenderError for a subject of two lines.

    `content` is the digest of what all of it says; a message of the same content is the same message.
    """

    envelope: Envelope
    letter: Letter
    attachments: tuple[Attachment, ...]
    content: str

    def __post_init__(self) -> None:
        try:
            parse_header_text(self.letter.subject)
        except QuantityError as error:
            raise RenderError(f"the subject of the mail: {error.message}", error.hint) from None

    def identity(self, turn: int = 0) -> str:
        """Return the Message-ID: the same for the same content to the same people, but in another `turn`."""
        who = [str(mailbox) for mailbox in (*self.envelope.to, *self.envelope.cc)]
        digest = sha256("\n".join((self.content, *who, *([str(turn)] if turn else ()))).encode())
        domain = self.envelope.sender.domain if self.envelope.sender else _NOWHERE
        return f"<{digest.hexdigest()[:32]}@{domain}>"

    def as_bytes(self, date: dt.datetime, identity: str, *, draft: bool) -> bytes:
        """Return the message as it travels, or as a `draft` that mail programs open ready to send."""
        head = "".join(head_line(name, value) for name, value in self._head(date, identity, draft=draft))
        return (head + self._body(identity.strip("<>").partition("@")[0])).encode("ascii")

    def as_draft(self, day: dt.date) -> bytes:
        """Return the draft: dated by its document, as the mail program that sends it gives it a date of its own."""
        noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
        return self.as_bytes(noon, self.identity(), draft=True)

    def _head(self, date: dt.datetime, identity: str, *, draft: bool) -> Iterator[tuple[str, str]]:
        envelope = self.envelope
        single: list[tuple[str, Sequence[Mailbox]]] = [
            ("From", [envelope.sender] if envelope.sender else ()),
            ("To", envelope.to),
            ("Cc", envelope.cc),
            ("Reply-To", [envelope.reply_to] if envelope.reply_to else ()),
        ]
        yield from ((name, encoded_mailboxes(mailboxes)) for name, mailboxes in single if mailboxes)
        yield "Subject", encoded_text(self.letter.subject)
        yield "Date", format_datetime(date)
        yield "Message-ID", f"{CRLF} {identity}" if len(identity) > 60 else identity
        if draft:
            yield "X-Unsent", "1"  # Outlook opens the file in its window for writing
        yield "MIME-Version", "1.0"

    def _body(self, seed: str) -> str:
        letter = self.letter
        html = text_part(letter.html, "html")
        if letter.logo is not None:
            picture = file_part(letter.logo.data, KINDS["png"], f"{letter.logo.cid}.png", letter.logo.cid)
            html = multipart("related", f"=_{seed}_r", (html, picture), '; type="text/html"')
        both = multipart("alternative", f"=_{seed}_a", (text_part(letter.text, "plain"), html))
        files = (file_part(file.data, KINDS[file.format], file.name) for file in self.attachments)
        return multipart("mixed", f"=_{seed}_m", (both, *files)) if self.attachments else both
