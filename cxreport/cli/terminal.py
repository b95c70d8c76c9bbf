"""Lines for people and for pipes: what the other end cannot show is replaced, and colours only go to terminals."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, TextIO

import click

# What a terminal without these signs gets to see instead; numbers must not lose their minus.
_PLAIN = {
    "\N{MINUS SIGN}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{NO-BREAK SPACE}": " ",
    "\N{NARROW NO-BREAK SPACE}": " ",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{DIVISION SIGN}": "/",
    "\N{GREEK CAPITAL LETTER SIGMA}": "sum of",
    "\N{SQUARE ROOT}": "sqrt",
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{EURO SIGN}": "EUR ",
    "\N{POUND SIGN}": "GBP ",
    "\N{YEN SIGN}": "JPY ",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHTWARDS ARROW}": "->",
}


def say(text: str = "", *, err: bool = False) -> None:
    """Print a line to standard output, or to standard error where it is progress or a problem."""
    stream = sys.stderr if err else sys.stdout
    click.echo(fitted(text, stream), err=err, color=False if is_colourless() else None)


def say_data(data: Any) -> None:
    """Print plain data as JSON; letters beyond ASCII stand as they are where the other end can take them."""
    import json

    click.echo(json.dumps(data, indent=2, ensure_ascii=not is_unicode(sys.stdout)))


def tell_error(message: str, hint: str = "") -> None:
    """Print what went wrong, and the way out, to standard error."""
    say(click.style("error:", fg="red", bold=True) + f" {printable(message)}", err=True)
    if hint:
        say(f"hint: {printable(hint)}", err=True)


def is_colourless() -> bool:
    """Return whether the user wants no colours, or the terminal has none."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def is_unicode(stream: TextIO) -> bool:
    """Return whether a stream takes every letter."""
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-").startswith("utf")


def is_terminal(stream: TextIO) -> bool:
    """Return whether somebody sits before the stream."""
    return stream.isatty()


def fitted(text: str, stream: TextIO) -> str:
    """Return the text with what the stream's encoding lacks replaced, by something legible where there is such."""
    if text.isascii() or is_unicode(stream):
        return text.encode("utf-8", "replace").decode("utf-8")
    coding = stream.encoding
    return "".join(letter if _fits(letter, coding) else _PLAIN.get(letter, "?") for letter in text)


def _fits(letter: str, coding: str) -> bool:
    try:
        letter.encode(coding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def printable(text: str) -> str:
    """Return a text from a user's file without what could command a terminal; tabs and line ends become spaces."""
    return text if text.isprintable() and text.isascii() else "".join(map(_visible, text))


def _visible(letter: str) -> str:
    if letter in "\t\r\n":
        return " "
    import unicodedata

    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else letter


def width(text: str) -> int:
    """Return how many columns a terminal needs for the text: two for wide letters, none for combining marks."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(letter: str) -> int:
    import unicodedata

    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """Return the text with blanks up to a count of columns."""
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: `1 case`, `2 cases`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(parts: Sequence[str]) -> str:
    """Return the parts that say something, joined by commas."""
    return ", ".join(part for part in parts if part)
