"""The files that a mail carries: their names, their kinds, and how large they may be."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import NamedTuple

from cxreport.case.mailbox import is_unfit
from cxreport.render.output import Format

LARGEST = 20 * 1024 * 1024  # bytes of a whole message, encoded: common servers take 25 MB and some 20
NOTABLE = 7_000_000  # bytes of a whole message: Postfix as it comes takes 10,240,000
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
}
_LONGEST = 180  # bytes of a name in UTF-8; file systems take 255
_BARRED = re.compile(r'[\\/:*?"<>|]+')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)")


class Attachment(NamedTuple):
    """A file as a mail carries it."""

    name: str
    format: Format
    data: bytes


def file_name(title: str, date: dt.date, ending: str) -> str:
    """Return the name of an attached file, `Title 2026-11-22.docx`, as every file system takes it."""
    tail = f" {date.isoformat()}.{ending}"
    kept = "".join(letter for letter in _BARRED.sub(" ", title) if not is_unfit(letter) and letter != "\N{BULLET}")
    stem = " ".join(kept.split()).strip(". ")
    stem = _shortened(stem, _LONGEST - len(tail))
    return (f"_{stem}" if _DEVICES.match(stem) else stem or "document") + tail


def _shortened(text: str, most: int) -> str:
    """Return the text cut to `most` bytes of UTF-8, never between a letter and the marks that belong to it."""
    if len(text.encode()) <= most:
        return text
    kept = text.encode()[: most - 3].decode("utf-8", "ignore")
    rest = text[len(kept) :]
    while kept and rest and (_clings(rest[0]) or kept[-1] == "\N{ZERO WIDTH JOINER}"):
        kept, rest = kept[:-1], kept[-1] + rest
    return kept.rstrip(" .,;-") + "\N{HORIZONTAL ELLIPSIS}"


def _clings(letter: str) -> bool:
    return unicodedata.combining(letter) > 0 or letter in "\u200d\ufe0f" or "\U0001f3fb" <= letter <= "\U0001f3ff"
