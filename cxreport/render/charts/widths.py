"""How wide words are, and how they break into lines, measured in the advance widths of their face."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from cxreport.render.faces import advances

SIZE = 8.5
ASCENT, DESCENT = 0.74, 0.22
_LEADING = 1.18
_MOST_LINES = 6
_TAIL = 3  # no word leaves fewer letters behind
_SMALLER = (SIZE, 8.0, 7.5, 7.0)
# Ordinary white space parts words; no-break spaces do not. A hyphen or slash between letters may end a line.
_SPACE = re.compile("[ \t\n\r]+")
_PLAIN = re.compile("[^ \t\n\r]+(?: [^ \t\n\r]+)*")
_JOINT = re.compile(r"(?<=[^\W\d_][-–/])(?=[^\W\d_])")


class Block(NamedTuple):
    """Holds lines of text in one size; lengths are points."""

    lines: tuple[str, ...]
    size: float
    bold: bool
    width: float  # of the longest line
    height: float  # from the first line's ascenders to the last line's descenders

    @property
    def leading(self) -> float:
        """The distance from one base line to the next."""
        return self.size * _LEADING


def width(text: str, family: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Return the width of `text` in points, without kerning, which would only narrow it."""
    return _width(text, family, size, bold)


@lru_cache(maxsize=4096)
def _width(text: str, family: str, size: float, bold: bool) -> float:  # a keyword would double the search
    known = advances(family, "Semibold" if bold else "Regular")
    return size * sum(known[code] if (code := ord(c)) in known else _foreign(c) for c in text)


def fit(text: str, room: float, family: str, *, bold: bool = False) -> Block:
    """Return `text` broken into lines no wider than `room`, in the largest size that breaks no word."""
    return _in_one_line(text, room, family, SIZE, bold) or fit_all([text], room, family, bold=bold)[0]


def fit_all(
    texts: Sequence[str], room: float, family: str, *, bold: bool = False, largest: float = SIZE
) -> list[Block]:
    """Return all `texts` broken into lines no wider than `room`, in the largest size that breaks no word of any.

    Where even the smallest size does not serve, words break too; an ellipsis ends what has too many lines.
    """
    whole = [block for text in texts if (block := _in_one_line(text, room, family, largest, bold))]
    if len(whole) == len(texts):
        return whole
    pieces = {piece for text in texts for _, piece in _pieces(text)}
    fitting = (
        size
        for size in _SMALLER
        if size <= largest and all(_width(piece, family, size, bold) <= room for piece in pieces)
    )
    size = next(fitting, _SMALLER[-1])
    cut = (_cut(wrap(text, room, family, size, bold=bold), room, family, size, bold=bold) for text in texts)
    return [_block(lines, family, size, bold=bold) for lines in cut]


def _in_one_line(text: str, room: float, family: str, size: float, bold: bool) -> Block | None:
    """Return `text` as one line, as nearly every text is; None where it has to be broken."""
    wide = _width(text, family, size, bold)
    if wide > room or not _PLAIN.fullmatch(text):
        return None
    return Block((text,), size, bold, wide, size * (ASCENT + DESCENT))


def _block(lines: tuple[str, ...], family: str, size: float, *, bold: bool) -> Block:
    """Return `lines` with their measures, which are asked for again and again while a label seeks its place."""
    widest = max([_width(line, family, size, bold) for line in lines], default=0.0)
    return Block(lines, size, bold, widest, (len(lines) - 1) * size * _LEADING + size * (ASCENT + DESCENT))


def _cut(lines: tuple[str, ...], room: float, family: str, size: float, *, bold: bool) -> tuple[str, ...]:
    if len(lines) <= _MOST_LINES:
        return lines
    return (*lines[: _MOST_LINES - 1], _shortened(lines[_MOST_LINES - 1], room, family, size, bold=bold))


def wrap(text: str, room: float, family: str, size: float = SIZE, *, bold: bool = False) -> tuple[str, ...]:
    """Return the lines of `text`, each as long as `room` allows."""
    lines = [""]
    for glue, piece in _pieces(text):
        longer = lines[-1] + (glue if lines[-1] else "") + piece
        if width(longer, family, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines += _broken(piece, room, family, size, bold=bold)
    return tuple(line for line in lines if line)


@lru_cache(maxsize=1024)
def _pieces(text: str) -> tuple[tuple[str, str], ...]:
    """Return what may not be parted, each with what joins it to the piece before it on a line."""
    words = [_JOINT.split(word) for word in _SPACE.split(text) if word]
    return tuple(("" if k else " ", piece) for word in words for k, piece in enumerate(word))


def _broken(word: str, room: float, family: str, size: float, *, bold: bool) -> list[str]:
    """Return the pieces of a word that may be longer than a line, with a hyphen only between letters."""
    pieces = []
    while len(word) > 1 and width(word, family, size, bold=bold) > room:
        cut = 1
        while cut < len(word) - 1 and width(word[: cut + 1] + "-", family, size, bold=bold) <= room:
            cut += 1
        cut = max(min(cut, len(word) - _TAIL), 1)
        hyphen = "-" if word[cut - 1].isalpha() and word[cut].isalpha() else ""
        pieces.append(word[:cut] + hyphen)
        word = word[cut:]
    return [*pieces, word]


def _shortened(line: str, room: float, family: str, size: float, *, bold: bool) -> str:
    while line and width(line + "…", family, size, bold=bold) > room:
        line = line[:-1]
    return line.rstrip(" -") + "…"


def _foreign(character: str) -> float:
    """Return a width, in ems, that another face's glyph will hardly exceed."""
    if unicodedata.combining(character):
        return 0.0
    return 1.25 if unicodedata.east_asian_width(character) in "WF" else 0.8
