"""Bytes to nodes: PyYAML's C parser gives the events, we keep the positions and refuse what surprises.

YAML's events are turned into nodes here rather than by `compose`, because a repeated key, an alias bomb or a
depth of ten thousand must be an answer with a line and not a lost amount, a full memory or a dead process.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from cxreport.case.problem import Place, Problem
from cxreport.case.syntax import explained
from cxreport.case.tree import Mapping, Node, Scalar, Sequence
from cxreport.quantity.number import quoted

LARGEST = 1024 * 1024
DEEPEST = 50
MOST_ALIASES = 1000
MOST_NODES = 200_000

EMPTY = "CX014"  # the one code that is no problem in a shared file

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Control characters, halves of characters, and the line ends that YAML knows and no editor counts.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n|\r|\n")
_EVENTS = yaml.events


class Refused(Exception):
    """Carries the problem that ends the reading of a file."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class SourceFile(NamedTuple):
    """A file as read: its name as the user gave it, its lines, and its bytes."""

    name: str
    lines: tuple[str, ...]
    data: bytes

    def excerpt(self, place: Place) -> str:
        """Return the line that `place` stands on."""
        return self.lines[place.line - 1] if 0 < place.line <= len(self.lines) else ""

    def place_of(self, typed: str, start: Place) -> Place:
        """Return where `typed` stands in or below the line of `start`; `start` itself where it does not."""
        for number, line in enumerate(self.lines[start.line - 1 :], start.line):
            if typed in line:
                return start._replace(line=number, column=line.index(typed) + 1, width=len(typed))
        return start

    def problem(self, code: str, message: str, hint: str, place: Place) -> Problem:
        """Return an error at `place`, with its line."""
        return Problem(code, "error", message, hint, place, self.excerpt(place))


def read_source(path: Path) -> tuple[SourceFile, str]:
    """Return the file and its text. Raises Refused where it is no UTF-8 text of at most 1 MiB."""
    name = str(path)
    start = Place(name, 1, 1)
    try:
        if not path.is_file():
            message, hint = _no_file(path)
            raise Refused(Problem("CX001", "error", message, hint, start))
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise Refused(
            Problem("CX001", "error", f"the file cannot be read: {reason}", "check its name and permissions", start)
        ) from None
    return decoded(name, data)


def _no_file(path: Path) -> tuple[str, str]:
    """Return what stands at a path where no file does, and the way out."""
    if path.is_dir():
        if not os.access(path, os.R_OK | os.X_OK):
            return "this folder cannot be read: permission denied", "ask for the right to read it, or move it away"
        return "this is a folder, not a case file", "name a .yaml file in it"
    if path.is_symlink() and not path.exists():
        return "there is no such file: the link leads nowhere", "delete the link, or mend it"
    if path.exists():
        return "this is a device or a pipe, not a file", "name a text file"
    return "there is no such file", "check the name and the folder"


def decoded(name: str, data: bytes) -> tuple[SourceFile, str]:
    """Return a file of these bytes and its text. Raises Refused where they are no UTF-8 text of at most 1 MiB."""
    start = Place(name, 1, 1)
    if len(data) > LARGEST:
        raise Refused(
            Problem("CX002", "error", "the file is larger than 1 MiB", "a case is text of a few pages", start)
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8 text: byte 0x{data[error.start]:02X}"
        where = _end_of(name, data[: error.start].decode("utf-8-sig", "replace"))
        raise Refused(Problem("CX003", "error", message, "save it as UTF-8 in your editor", where)) from None
    source = SourceFile(name, tuple(_LINE_END.split(text)), data)
    if match := CONTROL.search(text):
        where = _end_of(name, text[: match.start()])
        message = f"a control character ({code_point(match)}) stands in the text"
        raise Refused(source.problem("CX004", message, "delete it; is this a text file?", where))
    return source, text


def _end_of(name: str, text: str) -> Place:
    """Return the place of the character that follows `text`, with which its file begins."""
    lines = _LINE_END.split(text)
    return Place(name, len(lines), len(lines[-1]) + 1)


def code_point(match: re.Match[str]) -> str:
    """Return the character of a match as a message names it."""
    return f"U+{ord(match[0]):04X}"


def read_tree(
    source: SourceFile, text: str, what: str = "a case", first: str = "kind: business-case"
) -> tuple[Mapping, tuple[Problem, ...]]:
    """Return the nodes of `text`, with the problems that did not hinder the reading: repeated keys and tags.

    `what` it is to be, and how such a file begins, stand in the problems. Raises Refused at the first thing that is no
    plain YAML mapping.
    """
    builder = _Builder(source)
    root = builder.build(text)
    if not isinstance(root, Mapping):
        found = "a list" if isinstance(root, Sequence) else "a text"
        message = f"{what} is keys and values, and this file is {found}"
        raise Refused(source.problem("CX015", message, f"begin with  {first}", root.place))
    return root, tuple(builder.problems)


class _Open(NamedTuple):
    """A list or mapping whose end has not come yet, and what had been counted when it began."""

    event: Any
    aliases: int
    nodes: int
    children: list[Node]


class _Anchor(NamedTuple):
    """A node that aliases may repeat, and how many aliases and nodes each repetition expands to."""

    node: Node
    aliases: int
    nodes: int


class _Builder:
    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.stack: list[_Open] = []
        self.anchors: dict[str, _Anchor] = {}
        self.aliases = self.nodes = 0
        self.root: Node | None = None
        self.problems: list[Problem] = []

    def build(self, text: str) -> Node:
        documents = 0
        for event in self.events(text):
            if isinstance(event, _EVENTS.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.refused("CX010", "the file holds a second document", "keep one case per file", event)
            elif isinstance(event, _EVENTS.NodeEvent | _EVENTS.CollectionEndEvent):
                self.take(event)
        if self.root is None or (isinstance(self.root, Scalar) and self.root.empty):
            place = Place(self.source.name, 1, 1)
            raise Refused(
                self.source.problem(EMPTY, "the file is empty", "cxreport new writes a case to start from", place)
            )
        return self.root

    def events(self, text: str) -> Iterator[Any]:
        try:
            yield from yaml.parse(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            code, message, hint, row, column = explained(error, self.source.lines)
            place = Place(self.source.name, row + 1, column + 1)
            raise Refused(self.source.problem(code, message, hint, place)) from None

    def take(self, event: Any) -> None:
        if isinstance(event, _EVENTS.AliasEvent):
            self.add(self.expanded(event))
        elif isinstance(event, _EVENTS.ScalarEvent):
            self.check_tag(event)
            node = self.scalar(event)
            self.remember(event.anchor, _Anchor(node, 0, 1))
            self.add(node)
        elif isinstance(event, _EVENTS.CollectionStartEvent):
            self.check_tag(event)
            if len(self.stack) >= DEEPEST:
                raise self.refused(
                    "CX011", f"this is nested more than {DEEPEST} deep", "a case needs about eight levels", event
                )
            self.stack.append(_Open(event, self.aliases, self.nodes, []))
        else:
            self.close(self.stack.pop(), event)

    def close(self, closed: _Open, event: Any) -> None:
        # Within [ ] or { } the whole is meant; a block ends where the next begins, and is named by its first line.
        place = self.place(closed.event, event) if closed.event.flow_style else self.place(closed.event)
        listed = isinstance(closed.event, _EVENTS.SequenceStartEvent)
        node = Sequence(tuple(closed.children), place) if listed else self.mapping(closed, place)
        self.remember(closed.event.anchor, _Anchor(node, self.aliases - closed.aliases, self.nodes - closed.nodes + 1))
        self.add(node)

    def add(self, node: Node) -> None:
        self.nodes += 1
        if self.stack:
            self.stack[-1].children.append(node)
        else:
            self.root = node

    def remember(self, name: str | None, anchor: _Anchor) -> None:
        if name:
            self.anchors[name] = anchor

    def expanded(self, event: Any) -> Node:
        if any(frame.event.anchor == event.anchor for frame in self.stack):
            raise self.refused(
                "CX013", f"the alias *{event.anchor} stands inside what it repeats", "write the value out", event
            )
        anchor = self.anchors.get(event.anchor)
        if anchor is None:
            raise self.refused(
                "CX013", f"the alias *{event.anchor} names no anchor above it", "write the value out", event
            )
        self.aliases += 1 + anchor.aliases
        self.nodes += anchor.nodes - 1
        if self.aliases > MOST_ALIASES or self.nodes > MOST_NODES:
            raise self.refused(
                "CX012", f"aliases are expanded more than {MOST_ALIASES} times", "write the values out", event
            )
        return anchor.node

    def scalar(self, event: Any) -> Scalar:
        place = self.place(event)
        if match := CONTROL.search(event.value):
            raise Refused(
                self.source.problem(
                    "CX004", f"this text holds a control character ({code_point(match)})", "delete it", place
                )
            )
        unquoted = event.style is None or event.style == ""
        empty = unquoted and event.value in {"", "null", "Null", "NULL", "~"}
        one_line = event.start_mark.line == event.end_mark.line
        return Scalar(event.value, place, empty=empty, plain=unquoted and one_line)

    def mapping(self, closed: _Open, place: Place) -> Mapping:
        keys: dict[str, Scalar] = {}
        values: dict[str, Node] = {}
        for key, value in zip(closed.children[::2], closed.children[1::2], strict=True):
            word = self.checked_key(key)
            if first := keys.get(word.text):
                message = f"the key {quoted(word.text)} is repeated: it already stands in line {first.place.line}"
                self.problems.append(self.source.problem("CX007", message, "keep one of the two", word.place))
                continue
            keys[word.text], values[word.text] = word, value
        return Mapping(keys, values, place)

    def checked_key(self, key: Node) -> Scalar:
        if not isinstance(key, Scalar) or not key.text:
            message, hint = "a key has to be a plain word", "write  name: value"
            raise Refused(self.source.problem("CX016", message, hint, key.place))
        if key.text == "<<" and key.plain:
            message = "merge keys (<<) are not part of the case format"
            hint = "write the keys out, or share them in cxreport.yaml"
            raise Refused(self.source.problem("CX008", message, hint, key.place))
        return key

    def check_tag(self, event: Any) -> None:
        if event.tag is not None:
            message = f"the tag {quoted(event.tag.replace('tag:yaml.org,2002:', '!!'))} is not part of the case format"
            self.problems.append(self.source.problem("CX009", message, "write the plain value", self.place(event)))

    def place(self, event: Any, last: Any = None) -> Place:
        start, end = event.start_mark, (last or event).end_mark
        width = end.column - start.column if end.line == start.line else len(self.line(start.line)) - start.column
        return Place(self.source.name, start.line + 1, start.column + 1, max(width, 1))

    def line(self, index: int) -> str:
        return self.source.lines[index] if index < len(self.source.lines) else ""

    def refused(self, code: str, message: str, hint: str, event: Any) -> Refused:
        return Refused(self.source.problem(code, message, hint, self.place(event)))
