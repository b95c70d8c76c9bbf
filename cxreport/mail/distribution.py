"""The distribution list: which team's case goes to whom, in which language, in which formats, for which audience."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cxreport.batch.gather import ENDINGS, Chosen
from cxreport.case import fields as f
from cxreport.case import tree
from cxreport.case.edition import Edition
from cxreport.case.mailbox import Mailbox
from cxreport.case.models import AUDIENCES, Attachable, Audience
from cxreport.case.models.mail import attachable, header_text, mailboxes, one_attachable
from cxreport.case.problem import Finding, Problem, worst_first
from cxreport.case.problem import Path as NodePath
from cxreport.case.reader import Refused, SourceFile, read_source, read_tree
from cxreport.case.reading import (
    INVALID,
    Model,
    Reader,
    Report,
    list_reader,
    model_reader,
    near,
    nearest,
    optional,
    read_model,
    required,
)
from cxreport.errors import CxreportError, UsageError
from cxreport.mail.csv_tree import read_csv
from cxreport.mail.plan import Order
from cxreport.mail.wishes import Wishes

_TABLES = (".csv", ".tsv", ".txt")
_BETWEEN = re.compile(r"[\s,;]+")


class ListRefused(CxreportError):
    """Stands for a distribution list that has errors; nothing is made of it."""

    def __init__(self, file: Path, problems: Sequence[Problem]) -> None:
        super().__init__(f"the distribution list {file} has errors", "correct them; nothing was made or sent")
        self.problems = worst_first(problems)


def _read_formats(node: tree.Node, path: NodePath, report: Report) -> tuple[Attachable, ...]:
    """Read formats: a list, or one text with blanks or commas between them."""
    if not isinstance(node, tree.Scalar) or node.empty:
        return attachable.read(node, path, report)
    words = [word for word in _BETWEEN.split(node.text.strip()) if word]
    found = tuple(one_attachable.read(node._replace(text=word), path, report) for word in words)
    return INVALID if INVALID in found else found


class Row(Model):
    """One mail of the list."""

    team: str = required(f.line, "The case: the name of its file, without its ending.", stand_in="?")
    to: tuple[Mailbox, ...] = required(mailboxes, "Who gets it.", stand_in=())
    cc: tuple[Mailbox, ...] = optional(mailboxes, "Who gets a copy.", ())
    language: str = optional(f.locale_name, "Language and country of the document, as de_DE.", "")
    formats: tuple[Attachable, ...] = optional(Reader(_read_formats, attachable.schema), "What is attached.", ())
    audience: Audience | None = optional(f.choice(*AUDIENCES), "For whom it is.")
    subject: str = optional(header_text, "The subject.", "")
    greeting: str = optional(f.line, "What it begins with.", "")


class DistributionList(Model):
    """All mails of a run."""

    teams: tuple[Row, ...] = required(list_reader(model_reader(Row), least=1), "One mail each.", stand_in=())


def read_orders(file: Path, cases: Sequence[Chosen], wishes: Wishes, audience: str = "") -> tuple[Order, ...]:
    """Return the mails that a list orders, in its order; `wishes` and `audience` hold where a row says nothing.

    The list is YAML, or CSV with the keys as its head. Raises ListRefused with everything that is wrong in it, and
    UsageError where the wishes say as well who gets the mails.
    """
    if wishes.to or wishes.cc:
        raise UsageError("the list says who gets the mails", "leave --to and --cc out")
    try:
        source, root, problems = _read(file)
    except Refused as refused:
        raise ListRefused(file, [refused.problem]) from None
    report = Report()
    found = read_model(DistributionList, root, (), report)
    findings = [*report.findings, *_lost_teams(found, cases, report), *_twice(found, audience)]
    problems += tuple(_placed(finding, root, source) for finding in findings)
    if problems:
        raise ListRefused(file, problems)
    return tuple(_orders(found, cases, wishes, audience))


def _read(file: Path) -> tuple[SourceFile, tree.Mapping, tuple[Problem, ...]]:
    """Return the nodes of a list. Raises Refused for a file that cannot be read, UsageError for one that is no list."""
    if file.is_dir() or file.suffix.lower() not in {*_TABLES, *ENDINGS}:
        hint = "save the table as CSV UTF-8, in a file whose name ends in .csv, or write it as YAML"
        raise UsageError(f"{file} is no distribution list", hint)
    if not file.exists():
        beside = [one.name for one in file.parent.glob("*") if one.suffix.lower() in {*_TABLES, *ENDINGS}]
        meant = near(file.name, beside)
        hint = f"did you mean {file.with_name(meant)}?" if meant else "check the name and the folder"
        raise UsageError(f"there is no distribution list {file}", hint)
    source, text = read_source(file)
    if file.suffix.lower() in _TABLES:
        return source, *read_csv(source, text, "teams", [spec.key for spec in Row.specs.values()])
    root, problems = read_tree(source, text, "a distribution list", "teams:")
    if "kind" in root.values:
        hint = "name it before the options; a list says in  teams:  which case goes to whom"
        raise UsageError(f"{file} is a case, and no distribution list", hint)
    return source, root, problems


def _placed(finding: Finding, root: tree.Mapping, source: SourceFile) -> Problem:
    place = tree.place_of(root, finding.path, at_key=finding.at_key)
    return source.problem(finding.code, finding.message, finding.hint, place)


def _meant(team: str, cases: Sequence[Chosen]) -> list[Chosen]:
    """Return the cases that a team may mean: by their name, or by their path below the folder."""
    return [
        one for one in cases if team in {one.below.stem, one.below.with_suffix("").as_posix(), one.below.as_posix()}
    ]


def _lost_teams(found: DistributionList, cases: Sequence[Chosen], report: Report) -> Iterator[Finding]:
    """Yield what names no case, or more than one."""
    for index, row in enumerate(found.teams):
        path: NodePath = ("teams", index, "team")
        meant = [] if path in report.broken else _meant(row.team, cases)
        if path in report.broken or len(meant) == 1:
            continue
        if meant:
            known = [one.below.with_suffix("").as_posix() for one in meant]
            yield Finding(
                "CX505", path, f'the team "{row.team}" has several cases', f"write one of: {', '.join(known)}"
            )
        else:
            hint = nearest(row.team, [one.below.stem for one in cases])
            yield Finding("CX505", path, f'no case of this run is called "{row.team}"', hint)


def _twice(found: DistributionList, audience: str) -> Iterator[Finding]:
    """Yield who would get the same edition of the same case twice."""
    seen: dict[tuple[str, str, str, str], int] = {}
    for index, row in enumerate(found.teams):
        for key in ("to", "cc"):
            for mailbox in getattr(row, key):
                at = (row.team, row.audience or audience, row.language, mailbox.address)
                first = seen.setdefault(at, index)
                if first != index:
                    message = f"{mailbox.address} gets this already, by row {first + 1} of the list"
                    yield Finding("CX506", ("teams", index, key), message, "leave it out here or there")


def _orders(found: DistributionList, cases: Sequence[Chosen], wishes: Wishes, audience: str) -> Iterator[Order]:
    numbers: dict[str, int] = {}
    for row in found.teams:
        (chosen,) = _meant(row.team, cases)
        own = Wishes(to=row.to, cc=row.cc, subject=row.subject, greeting=row.greeting, attach=row.formats)
        order = Order(chosen, wishes.under(own), Edition(row.audience or audience, row.language))
        numbers[order.key] = numbers.get(order.key, 0) + 1
        yield replace(order, number=numbers[order.key])
