"""What a case says of the e-mail that brings it: from whom, to whom, with which words, and through which server."""

from __future__ import annotations

import re
from typing import Literal

from cxreport.case import fields as f
from cxreport.case import tree
from cxreport.case.mailbox import Mailbox, parse_header_text, parse_mailbox, parse_mailboxes
from cxreport.case.problem import Path
from cxreport.case.reading import (
    Model,
    Reader,
    Report,
    either,
    list_reader,
    model_reader,
    optional,
    read_model,
    required,
    text_reader,
)

Attachable = Literal["docx", "pdf", "xlsx"]
Security = Literal["tls", "starttls", "none"]

_EXAMPLE = {"examples": ["Zoë Martin <zoe@client.example>"]}
_SECRETS = ("password", "passwort", "pass", "token", "secret")
mailbox = text_reader(parse_mailbox, f.TEXT_SCHEMA | _EXAMPLE)
_listed = list_reader(mailbox, least=1)
_in_one_text = text_reader(parse_mailboxes, f.TEXT_SCHEMA | _EXAMPLE)
mailboxes: Reader[tuple[Mailbox, ...]] = either(
    lambda node: _listed if isinstance(node, tree.Sequence) else _in_one_text, (_listed, _in_one_text)
)
header_text = text_reader(parse_header_text, f.TEXT_SCHEMA)
port = f.bounded(f.whole, lambda v: 1 <= v <= 65535, "from 1 to 65535", minimum=1, maximum=65535)
one_attachable: Reader[Attachable] = f.choice("docx", "pdf", "xlsx")
attachable = list_reader(one_attachable, least=1)


class Smtp(Model):
    """The server that takes the mail; its password is never written in a file."""

    host: str = required(f.line, "The server's name, as smtp.office365.com.", stand_in="?")
    port: int | None = optional(port, "Its port; 465 for tls, 587 for starttls where not given.")
    security: Security | None = optional(
        f.choice("tls", "starttls", "none"),
        "tls from the first byte, starttls, or none, which only a server on this machine may have.",
    )
    user: str | None = optional(f.line, "The name to sign in with; nobody signs in where it is not given.")
    ca: str | None = optional(
        f.line, "A file with the certificate of your own authority, beside the file that names it."
    )

    @property
    def secured(self) -> Security:
        """How the connection is secured: as written, or as the port implies."""
        return self.security or ("tls" if self.port == 465 else "starttls")

    @property
    def reached(self) -> int:
        """The port, as written or as the security implies."""
        return self.port or {"tls": 465, "starttls": 587, "none": 25}[self.secured]

    @property
    def is_here(self) -> bool:
        """Whether the server is this machine itself, so that nobody between can listen."""
        return self.host in {"localhost", "::1"} or re.fullmatch(r"127(\.\d{1,3}){3}", self.host) is not None


def _read_smtp(node: tree.Node, path: Path, report: Report) -> Smtp:
    """Read the server; a password is refused by its own name, and a connection that others can read."""
    if isinstance(node, tree.Mapping):
        for key in [key for key in node.values if key.lower() in _SECRETS]:
            hint = "delete it, change it, and put the new one into CXREPORT_SMTP_PASSWORD or the keyring of the system"
            message = f'"{key}" cannot stand in a file: whoever has the file has the mailbox'
            report.refuse("CX503", (*path, key), message, hint, at_key=True)
            values = {name: value for name, value in node.values.items() if name != key}
            node = node._replace(values=values)
    smtp = read_model(Smtp, node, path, report)
    if smtp.security == "none" and not smtp.is_here and (*path, "host") not in report.broken:
        message = f"without tls everybody between you and {smtp.host} could read mail and password"
        report.refuse("CX504", (*path, "security"), message, "write  security: starttls  or  security: tls")
    return smtp


_smtp: Reader[Smtp] = Reader(_read_smtp, model_reader(Smtp).schema)


class Mail(Model):
    """The e-mail that the documents are attached to."""

    sender: Mailbox | None = optional(mailbox, "From whom it comes.", key="from")
    to: tuple[Mailbox, ...] = optional(mailboxes, "To whom it goes: one address, or a list of them.", ())
    cc: tuple[Mailbox, ...] = optional(mailboxes, "Who gets a copy.", ())
    reply_to: Mailbox | None = optional(mailbox, "Who gets the answers, if not who sends it.")
    subject: str | None = optional(header_text, "The subject; made from the title where not given.")
    greeting: str | None = optional(f.line, "What it begins with, as Dear Zoë.")
    message: str | None = optional(f.text, "Words of your own, behind the sentence; an empty line ends a paragraph.")
    attach: tuple[Attachable, ...] = optional(
        attachable, "Which documents are attached, as [docx, pdf]; the Word document where not given.", ("docx",)
    )
    smtp: Smtp | None = optional(_smtp, "The server that cxreport mail --send sends through.")
