"""Addresses of e-mail and texts of its head lines: in any script, with nothing in them that begins another line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cxreport.quantity import QuantityError
from cxreport.quantity.number import quoted

LONGEST_LINE = 900  # characters; mail servers take lines of 998 bytes
_WRITE = "write it as  zoe@client.example  or  Zoë Martin <zoe@client.example>"
# Compiled when the first address is met: most cases have none.
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\Z"
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters that the older rules for names of domains, those of Python, turn into others: mail would go astray.
_AMBIGUOUS = frozenset("ßẞς\u200c\u200d")


class Mailbox(NamedTuple):
    """Whom mail goes to or comes from: a name in any script, perhaps empty, and the address in ASCII."""

    name: str
    local: str
    domain: str

    @property
    def address(self) -> str:
        """The address alone."""
        return f"{self.local}@{self.domain}"

    def __str__(self) -> str:
        name = f'"{self.name}"' if any(sign in self.name for sign in ",;<>@") else self.name
        return f"{name} <{self.address}>" if name else self.address


def parse_header_text(text: str) -> str:
    """Return a text that may stand in one head line of a message. Raises QuantityError for anything else."""
    line = text.removesuffix("\n").strip(" \t")
    if not line:
        raise QuantityError("CX120", "a text is needed here, and this one is empty", "write it, or delete the key")
    if bad := next(filter(is_unfit, line), ""):
        message = f"{_named(bad)} cannot stand in the head of a message: it could begin a line of its own"
        raise QuantityError("CX502", message, "write one line of plain text")
    if len(line) > LONGEST_LINE:
        raise QuantityError("CX502", f"this line is longer than {LONGEST_LINE} characters", "shorten it")
    return line


def is_unfit(letter: str) -> bool:
    """Return whether a letter may not stand in a head line: it ends lines, controls, or turns the order of reading."""
    if letter in _TURNING:
        return True
    if letter.isprintable():
        return False
    from unicodedata import category  # hardly a text has such a letter

    return category(letter) in {"Cc", "Cs", "Zl", "Zp"}


def _named(letter: str) -> str:
    kind = "a line end" if letter in "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029" else "a control character"
    return f"{kind} (U+{ord(letter):04X})"


def parse_mailbox(text: str) -> Mailbox:
    """Return the name and the address that a text gives. Raises QuantityError where it gives none, or more."""
    if bad := next(filter(is_unfit, text.strip(" \t")), ""):
        raise QuantityError("CX501", f"{_named(bad)} cannot stand in an address or beside it", _WRITE)
    if len([*split_mailboxes(text)]) != 1:
        raise QuantityError("CX501", f"{quoted(text)} is not one address", "write one address, or a list of them")
    name, opened, rest = text.strip().rpartition("<")
    if not opened:
        return _mailbox("", rest, text)
    if not rest.endswith(">"):
        raise QuantityError("CX501", f"{quoted(text)} has a < without its >", _WRITE)
    return _mailbox(_unquoted(name.strip(), text), rest[:-1], text)


def _unquoted(name: str, text: str) -> str:
    if len(name) >= 2 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1]).strip()
    elif any(sign in name for sign in '<>"@'):
        hint = 'put the name in quotes, as "Zoë (CFO)" <zoe@client.example>'
        raise QuantityError("CX501", f"the name in {quoted(text)} cannot stand without quotes", hint)
    if len(name) > LONGEST_LINE:
        raise QuantityError("CX501", f"the name is longer than {LONGEST_LINE} characters", "shorten it")
    return name


def _mailbox(name: str, address: str, text: str) -> Mailbox:
    local, at, domain = address.strip().rpartition("@")
    if not at:
        raise QuantityError("CX501", f"{quoted(text)} is no address: it has no @", _WRITE)
    if not local.isascii():
        hint = "ask for an address in plain letters; the name beside it may be in any script"
        raise QuantityError("CX501", f"{quoted(text)} has letters before its @ that not every server can deliver", hint)
    if not re.match(_LOCAL, local) or len(local) > 64:
        raise QuantityError("CX501", f"{quoted(text)} is no address: {quoted(local)} cannot stand before the @", _WRITE)
    return Mailbox(name, local, _ascii_domain(domain, text))


def _ascii_domain(domain: str, text: str) -> str:
    """Return a domain as mail servers know it, other scripts in the form that begins with xn--."""
    if any(letter in _AMBIGUOUS for letter in domain):
        hint = "write the domain in its form that begins with xn--"
        raise QuantityError("CX501", f"the domain in {quoted(text)} has a letter that is read in two ways", hint)
    try:
        plain = domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        plain = ""
    labels = plain.split(".")
    good = (
        len(labels) > 1
        and len(plain) <= 253
        and all(re.match(_LABEL, label) for label in labels)
        and not labels[-1].isdigit()
    )
    if not good:
        raise QuantityError(
            "CX501", f"{quoted(text)} is no address: {quoted(domain)} is no domain", "compare it, letter by letter"
        )
    return plain


def parse_mailboxes(text: str) -> tuple[Mailbox, ...]:
    """Return the addresses of one text, between commas or semicolons. Raises QuantityError for the first bad one."""
    return tuple(map(parse_mailbox, split_mailboxes(text)))


def split_mailboxes(text: str) -> Iterator[str]:
    """Yield the parts of a text between its commas and semicolons, but for those inside of quotes or < >."""
    part, quote, angle, escaped = "", False, False, False
    for letter in text:
        if letter in ",;" and not quote and not angle:
            yield from [part.strip(" \t")] if part.strip() else []
            part = ""
            continue
        part += letter
        quote ^= letter == '"' and not escaped and not angle
        angle = not quote and (letter == "<" or (angle and letter != ">"))
        escaped = letter == "\\" and not escaped
    if part.strip():
        yield part.strip(" \t")
