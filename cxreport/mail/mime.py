"""The lines of a message: head lines in any script, and parts within parts. Pure ASCII, and the same input, same bytes.

Python's own writer of head lines is not used: in 3.11 it drops the quotes of long names (so that their commas make
new recipients), puts blanks into encoded ones, and reads `=?utf-8?q?x?=` in a name as the mark that it looks like.
RFC 5322, 2045, 2047 and 2231.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from cxreport.case.mailbox import Mailbox

CRLF = "\r\n"
_PLAIN_LENGTH = 60  # characters; longer texts are encoded, which lets them be folded anywhere
_WORD_BYTES = 45  # of a text in one encoded word: 72 characters of 75
_CHUNK = 60  # characters of one piece of a parameter
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+\Z")
_ENCODED = "=?"


def head_line(name: str, value: str) -> str:
    """Return a head line of a message; its value has been made for it."""
    return f"{name}: {value}{CRLF}"


def encoded_text(text: str) -> str:
    """Return a text as a head line has it: as it stands where it is short and plain, else in encoded words."""
    if text.isascii() and len(text) <= _PLAIN_LENGTH and _ENCODED not in text:
        return text
    return f"{CRLF} ".join(f"=?utf-8?b?{base64.b64encode(piece).decode()}?=" for piece in _pieces(text))


def _pieces(text: str) -> Iterator[bytes]:
    """Yield the text in UTF-8, cut between characters into pieces that fit an encoded word."""
    piece = b""
    for letter in text:
        more = letter.encode()
        if len(piece) + len(more) > _WORD_BYTES:
            yield piece
            piece = b""
        piece += more
    yield piece


def encoded_mailboxes(mailboxes: Sequence[Mailbox]) -> str:
    """Return addresses as a head line has them, one a line."""
    return f",{CRLF} ".join(map(_encoded_mailbox, mailboxes))


def _encoded_mailbox(mailbox: Mailbox) -> str:
    if not mailbox.name:
        return mailbox.address
    name = encoded_text(mailbox.name)
    if name == mailbox.name and not _ATOMS.match(name):
        name = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    folded = CRLF if CRLF in name or len(name) + len(mailbox.address) > _PLAIN_LENGTH else ""
    return f"{name}{folded} <{mailbox.address}>"


def file_parameter(key: str, name: str) -> str:
    """Return a file's name as a parameter of a head line, in any script and of any length."""
    if name.isascii() and len(name) <= _PLAIN_LENGTH and '"' not in name and "\\" not in name:
        return f';{CRLF} {key}="{name}"'
    pieces = [f"UTF-8''{piece}" if number == 0 else piece for number, piece in enumerate(_quoted_pieces(name))]
    if len(pieces) == 1:
        return f";{CRLF} {key}*={pieces[0]}"
    return "".join(f";{CRLF} {key}*{number}*={piece}" for number, piece in enumerate(pieces))


def _quoted_pieces(name: str) -> Iterator[str]:
    piece = ""
    for letter in name:
        more = quote(letter, safe="!#$&+^`|~")
        if len(piece) + len(more) > _CHUNK:
            yield piece
            piece = ""
        piece += more
    yield piece


def text_part(text: str, kind: str) -> str:
    """Return a part of text, `plain` or `html`, in quoted-printable."""
    lines = "\n".join(text.splitlines()) + "\n"
    body = binascii.b2a_qp(lines.encode(), istext=True).decode("ascii").replace("\n", CRLF)
    head = head_line("Content-Type", f'text/{kind}; charset="utf-8"')
    return head + head_line("Content-Transfer-Encoding", "quoted-printable") + CRLF + body


def file_part(data: bytes, kind: str, name: str, cid: str = "") -> str:
    """Return a part that holds a file: attached, or inline where the HTML calls it by `cid`."""
    head = head_line("Content-Type", kind)
    if cid:
        head += head_line("Content-ID", f"<{cid}>")
    disposition = "inline" if cid else "attachment"
    head += head_line("Content-Disposition", disposition + file_parameter("filename", name))
    head += head_line("Content-Transfer-Encoding", "base64")
    return head + CRLF + base64.encodebytes(data).decode("ascii").replace("\n", CRLF)


def multipart(kind: str, boundary: str, parts: Iterable[str], parameters: str = "") -> str:
    """Return parts as one: `mixed`, `alternative` or `related`.

    A boundary that begins with `=_` cannot stand in a part: neither encoding has an equals sign before a low line.
    """
    head = head_line("Content-Type", f'multipart/{kind}; boundary="{boundary}"{parameters}') + CRLF
    body = "".join(f"--{boundary}{CRLF}{part.removesuffix(CRLF)}{CRLF}" for part in parts)
    return f"{head}{body}--{boundary}--{CRLF}"
