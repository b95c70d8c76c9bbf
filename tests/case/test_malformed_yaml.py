"""Files that are no plain YAML mapping of text. A mark stands where the caret must point: see conftest.py."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from cxreport.case.load import load_case

Refuses = Callable[[str], None]
Base = Callable[..., str]

SYNTAX = {
    "a quote is never closed": """\
        kind: business-case
        title: <CX005 never closed>"Let clients fix it
        currency: USD
        """,
    "a bracket is never closed": """\
        kind: value-report
        title: <CX005 never closed>[Let clients, fix it
        currency: USD
        """,
    "a brace is never closed": """\
        kind: value-report
        revenue: <CX005 never closed>{period: FY2026, total: $900M
        """,
    "a comma is missing in braces": """\
        kind: value-report
        revenue: {period: "FY2026" <CX005 comma>total: $900M}
        """,
    "a closing bracket closes nothing": """\
        kind: value-report
        title: <CX005>]
        """,
    "a second colon stands on the line": """\
        kind: value-report
        title: Fix it<CX005 in quotes>: now
        """,
    "a tab indents": """\
        kind: business-case
        finance:
        <CX006 spaces>\tdiscount_rate: 10%
        """,
    "a tab follows the spaces": """\
        kind: business-case
        finance:
          discount_rate: 10%
          <CX006 spaces>\tperiods: 3
        """,
    "a tab follows a hyphen": """\
        kind: business-case
        initiatives:
          -<CX006 spaces>\t- id: portal
        """,
    "a line is indented too little for its list": """\
        kind: business-case
        initiatives:
            - action: redesign the portal
          <CX005 indented>- action: retire the old one
        """,
    "a key is indented less than its neighbours": """\
        kind: business-case
        finance:
            discount_rate: 10%
          <CX005 line it up>periods: 3
        """,
    "a line has no colon": """\
        kind: business-case
        <CX005 no colon>title
        currency: USD
        """,
    "an unknown escape": """\
        kind: value-report
        title: "C:<CX005 single quotes>\\quarter"
        """,
    "a value begins with a percent sign": """\
        kind: value-report
        title: <CX005 in quotes>%15 more
        """,
    "a value begins with an at sign": """\
        kind: value-report
        title: <CX005 in quotes>@northwind
        """,
    "a value begins with a backtick": """\
        kind: value-report
        title: <CX005 in quotes>`portal`
        """,
    "a list begins on the line of its key": """\
        kind: business-case
        initiatives: <CX005 line of its own>- action: redesign
        """,
    "an alias without an anchor": """\
        kind: value-report
        title: <CX013 *name>*name
        """,
    "an alias within what it repeats": """\
        kind: value-report
        revenue: &all
          total: <CX013 inside>*all
        """,
    "a second document": """\
        kind: value-report
        title: One
        <CX010 one case per file>---
        kind: value-report
        """,
    "a merge key": """\
        kind: value-report
        rates: {EUR: &euro {rate: 1.08}, GBP: {<CX008 merge><<: *euro}}
        """,
    "a list as a key": """\
        kind: value-report
        ? <CX016 plain word>[a, b]
        : c
        """,
    "a mapping as a key": """\
        kind: value-report
        <CX016 plain word>{a: b}: c
        """,
    "a key of no letters": """\
        kind: value-report
        <CX016 plain word>"": c
        """,
    "text behind a quoted value": """\
        kind: value-report
        title: "Fix it" <CX005 one pair of quotes>now
        """,
    "a quote within quotes of its kind": """\
        kind: value-report
        title: 'Let'<CX005 one pair of quotes>s fix it'
        """,
    "a bracket too many": """\
        kind: value-report
        revenue: {total: $900M}<CX005 end of a value>}
        """,
    "no space behind a colon": """\
        kind:value-report
        title<CX005 no space behind its colon>: Fix it
        """,
    "a line that is indented too far": """\
        kind: value-report
          title<CX005 too far>: Fix it
        """,
    "a star of Markdown": """\
        kind: value-report
        title: <CX005 in quotes>** Fix it **
        """,
    "a list at the top": """\
        <CX015 a list>- kind: business-case
        - title: Fix it
        """,
    "a text at the top": """\
        <CX015 a text>Let clients fix it themselves
        """,
    "only comments": """\
        <CX014 empty># kind: business-case
        """,
    "only the start of a document": """\
        <CX014 empty>---
        """,
    "a control character by its escape": """\
        kind: value-report
        title: <CX004 U+0007>"Fix\\a it"
        """,
    "a version of YAML yet to come": """\
        <CX005>%YAML 3.0
        ---
        kind: value-report
        """,
}


@pytest.mark.parametrize("text", SYNTAX.values(), ids=SYNTAX.keys())
def test_what_is_no_plain_yaml_is_refused_where_it_goes_wrong(text: str, refuses: Refuses) -> None:
    refuses(text)


def test_an_empty_file_is_refused(refuses: Refuses) -> None:
    refuses("<CX014 empty>")


def test_repeated_keys_are_all_refused_and_name_the_first(refuses: Refuses, value_report: Base) -> None:
    text = value_report(
        ("currency: USD\n", "currency: USD\n<CX007 line 2>title: Another\n"),
        ("amount: $60M,", "amount: $60M, <CX007 line 12>amount: $70M,"),
    )
    refuses(text)


def test_tags_are_refused_and_the_rest_is_still_read(refuses: Refuses, value_report: Base) -> None:
    refuses(
        value_report(
            ("title: Where", "title: <CX009 !!str>!!str Where"),
            ("period: FY2026", "period: <CX009 !python>!python/name:os.system FY2026"),
            ("total: $900M", "total: <CX105 1.5M or 15M>1,5M"),
        )
    )


def test_fifty_levels_are_read_and_the_next_is_refused(refuses: Refuses) -> None:
    levels = "".join(f"{' ' * depth}a:\n" for depth in range(50))
    refuses(levels + " " * 50 + "<CX011 50 deep>a: b\n")


def test_ten_thousand_brackets_are_refused_at_the_first_too_many(refuses: Refuses) -> None:
    refuses("a: " + "[" * 49 + "<CX011 50 deep>" + "[" * 9951)


def test_aliases_that_multiply_are_refused(refuses: Refuses) -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"  # 10 expansions
    bomb += "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"  # 110 more
    bomb += "d: &d [*c, *c, *c, *c, *c, *c, *c, <CX012 1000 times>*c, *c, *c]\n"  # 111 more each: the 8th makes 1008
    refuses(bomb)


def test_a_thousand_aliases_are_allowed_and_one_more_is_refused(refuses: Refuses) -> None:
    refuses("a: &a x\nb: [" + "*a, " * 1000 + "<CX012>*a]\n")


BYTES = {
    "latin-1": ("kind: value-report\ntitle: Élan für alle\n".encode("latin-1"), ("CX003", 2, 8), "0xC9"),
    "utf-16": ("kind: value-report\n".encode("utf-16"), ("CX003", 1, 1), "0xFF"),
    "a bad byte after letters of two bytes": (b"title: \xc3\xa9\xc3\xa9\xff", ("CX003", 1, 10), "0xFF"),
    "a nul": (b"kind: value-report\ntitle: a\x00b\n", ("CX004", 2, 9), "U+0000"),
    "an escape character": (b"kind: value-report\r\n\r\n# \x1b[31m\r\n", ("CX004", 3, 3), "U+001B"),
    "a line end that editors do not count": ("title: a\u2028b\n".encode(), ("CX004", 1, 9), "U+2028"),
    "half of a character": (b"title: \xed\xa0\x80\n", ("CX003", 1, 8), "0xED"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ("CX003", 1, 1), "0x89"),
    "a packed file": (b"PK\x03\x04\x14\x00\x00\x00", ("CX004", 1, 3), "U+0003"),
    "more than a mebibyte": (b"# " + b"x" * 1024 * 1024, ("CX002", 1, 1), "1 MiB"),
}


@pytest.mark.parametrize(("content", "wanted", "told"), BYTES.values(), ids=BYTES.keys())
def test_what_is_no_text_is_refused_at_its_first_byte(
    content: bytes, wanted: tuple[str, int, int], told: str, case_file: Callable[[bytes], Path]
) -> None:
    (problem,) = load_case(case_file(content)).problems
    assert (problem.code, problem.place.line, problem.place.column) == wanted
    assert told in problem.message
    assert problem.hint


def test_a_mebibyte_to_the_byte_is_read(case_file: Callable[[bytes], Path]) -> None:
    body = b"kind: value-report\n# "
    problems = load_case(case_file(body + b"x" * (1024 * 1024 - len(body)))).problems
    assert "CX002" not in {problem.code for problem in problems}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "folder"),
        ("nowhere.yaml", "no such file"),
        ("nowhere/case.yaml", "no such file"),
        ("case.yaml/case.yaml", "no such file"),
        ("x" * 300 + ".yaml", "cannot be read"),
        ("nul\0.yaml", "no such file"),
    ],
)
def test_a_path_that_is_no_file_is_one_problem(name: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("kind: value-report\n", encoding="utf-8")
    (problem,) = load_case(tmp_path / name).problems
    assert problem.code == "CX001"
    assert told in problem.message
    assert problem.hint


def test_a_file_that_may_not_be_read_is_one_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.yaml"
    path.touch()
    # Nothing is closed to root, as which tests often run, so the refusal of the system is put in its place.
    monkeypatch.setattr(Path, "open", refused_by_the_system)
    (problem,) = load_case(path).problems
    assert problem.code == "CX001"
    assert "permission" in problem.message


def refused_by_the_system(*_: object) -> NoReturn:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
