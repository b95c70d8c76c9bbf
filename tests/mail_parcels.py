"""Small mails, ready to send without any document being built, and a world whose clock and pauses tests set."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cxreport.case.mailbox import Mailbox
from cxreport.mail.attachment import Attachment
from cxreport.mail.courier import Patience
from cxreport.mail.ledger import Entry, Ledger
from cxreport.mail.message import Envelope, Message
from cxreport.mail.plan import Outgoing
from cxreport.mail.send import Dispatch, World, send_mail
from cxreport.mail.server import Server
from cxreport.render.letter import Letter

LARGE = b"x" * 3_000_000
ZOE, KEN, ANNA = "zoe@client.example", "ken@client.example", "anna@client.example"
NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)


def outgoing(
    server: Server, *people: str, key: str = "portal", text: str = "Good morning", data: bytes = b""
) -> Outgoing:
    """Return a mail to people, about `key`."""
    to = tuple(Mailbox("", *address.split("@")) for address in people or (ZOE,))
    letter = Letter("Proposal", f"{text}\n.\n..two dots\n", f"<p>{text}</p>", None)
    files = (Attachment("Proposal 2026-11-22.docx", "docx", data or b"PK\x03\x04 not a document" * 50),)
    message = Message(Envelope(Mailbox("CX", "cx", "northwind.example"), to), letter, files, f"{text} {len(data)}")
    size = len(message.as_draft(NOW.date()))
    return Outgoing(Path(f"{key}.yaml"), key, Path(f"{key}.eml"), message, NOW.date(), size, server)


def on_loopback(port: int) -> Server:
    """Return a server of this machine without TLS."""
    return Server("127.0.0.1", port, "none")


def send(
    mails: list[Outgoing], out: Path, *, again: bool = False, pauses: tuple[float, ...] = (2, 8)
) -> list[Dispatch]:
    """Send with a clock that stands still and pauses that take no time."""
    world = World({}, lambda: NOW, lambda _: None, pauses, Patience(answer=1, verdict=1))
    return [*send_mail(mails, out, again=again, world=world)]


def standing(out: Path, address: str, key: str = "portal") -> str:
    """Return what the ledger knows last of a mail for somebody."""
    last: Entry | None = Ledger(out).last(key, address)
    return last.status if last else "nothing"
