from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import Result

from cxreport import Place, Problem
from cxreport.cli.problems import WIDEST, excerpt

Run = Callable[..., Result]
Write = Callable[..., Path]
ANSWERED = "; 4 warnings answered in the cases"


def test_a_case_with_nothing_wrong_gets_one_line(run: Run, write: Write) -> None:
    result = run("check", write("portal.yaml"))
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"1 case: no problems{ANSWERED}\n", "")


def test_a_problem_has_place_code_excerpt_caret_and_hint(run: Run, write: Write, bad: str) -> None:
    result = run("check", write("cases/portal.yaml", bad))
    assert result.exit_code == 1
    assert result.stdout == "1 case: 1 with errors\n"
    head, line, caret, hint = result.stderr.splitlines()
    assert head.startswith("cases/portal.yaml:6:26  CX")
    assert " error  " in head
    assert line == "    6 | finance: {discount_rate: 10, period: year, periods: 3, start: 2027-01, source: Treasury}"
    assert caret == "      | " + " " * 25 + "^^"
    assert hint.startswith("   hint: ")


def test_problems_that_only_the_numbers_tell_are_warnings(run: Run, write: Write, report: str) -> None:
    result = run("check", write("split.yaml", report))
    assert result.exit_code == 0
    assert result.stdout == "1 case: 1 warning\n"
    assert "CX207 warning" in result.stderr


def test_a_folder_is_checked_case_by_case_the_worst_first(run: Run, write: Write, bad: str, report: str) -> None:
    write("cases/a.yaml", report)
    write("cases/deep/b.yml", bad)
    write("cases/c.yaml")
    write("cases/notes.yaml", "shopping: [milk]\n")
    result = run("check", "cases")
    assert result.exit_code == 1
    assert result.stdout == f"3 cases: 1 with errors, 1 warning{ANSWERED}\n"
    assert "skipped cases/notes.yaml" in result.stderr
    assert result.stderr.index("b.yml:6") < result.stderr.index("a.yaml:14")


def test_a_problem_of_a_shared_file_is_said_once(run: Run, write: Write) -> None:
    write("cases/cxreport.yaml", "colour: red\n")
    write("cases/a.yaml")
    write("cases/b.yaml")
    result = run("check", "cases")
    assert result.stdout.startswith("2 cases: ")
    assert result.stderr.count("cases/cxreport.yaml:1:1") == 1


def test_json_has_cases_with_their_problems_and_what_was_skipped(run: Run, write: Write, bad: str) -> None:
    write("cases/a.yaml", bad)
    write("cases/b.yaml")
    write("cases/notes.yaml", "shopping: [milk]\n")
    result = run("check", "cases", "--json")
    assert result.exit_code == 1
    assert result.stderr == ""
    data = json.loads(result.stdout)
    assert data["skipped"] == ["cases/notes.yaml"]
    assert [(case["file"], case["id"]) for case in data["cases"]] == [("cases/a.yaml", "a"), ("cases/b.yaml", "b")]
    [problem] = data["cases"][0]["problems"]
    assert list(problem) == ["code", "severity", "message", "hint", "file", "line", "column"]
    assert (problem["file"], problem["line"], problem["column"]) == ("cases/a.yaml", 6, 26)
    assert data["cases"][1]["problems"] == []


def test_the_same_file_is_checked_once(run: Run, write: Write) -> None:
    write("cases/a.yaml")
    assert run("check", "cases", "cases/a.yaml", "./cases/../cases/a.yaml").stdout == f"1 case: no problems{ANSWERED}\n"


@pytest.mark.parametrize(
    ("typed", "meant"), [("portl.yaml", "portal.yaml"), ("portal", "portal.yaml"), ("case", "cases"), ("cases/a.yml", "cases/a.yaml")]
)  # fmt: skip
def test_a_mistyped_path_gets_the_nearest_name(typed: str, meant: str, run: Run, write: Write) -> None:
    write("portal.yaml")
    write("cases/a.yaml")
    result = run("check", typed)
    assert result.exit_code == 2
    assert result.stderr == f"error: there is no file or folder {typed}\nhint: did you mean {meant}?\n"


def test_names_are_not_alike_by_their_endings(run: Run, write: Write) -> None:
    write("portal.yaml")
    assert "did you mean" not in run("check", "a.yaml").stderr


def test_a_path_that_is_like_nothing_gets_told_where_paths_begin(run: Run) -> None:
    assert "hint: check the name" in run("check", "elsewhere.yaml").stderr
    assert "there is no folder gone either" in run("check", "gone/case.yaml").stderr


@pytest.mark.parametrize("name", ["report.docx", "notes.txt", "noending"])
def test_a_file_of_another_kind_is_wrong_use(name: str, run: Run, write: Write) -> None:
    result = run("check", write(name, "PK"))
    assert result.exit_code == 2
    assert f"{name} is no case file" in result.stderr


def test_the_shared_file_is_no_case(run: Run, write: Write) -> None:
    result = run("check", write("cxreport.yaml", "currency: USD\n"))
    assert result.exit_code == 2
    assert "name a case, or the folder" in result.stderr


def test_an_empty_folder_is_wrong_use_with_the_way_out(run: Run, here: Path) -> None:
    (here / "cases").mkdir()
    result = run("check", "cases")
    assert result.exit_code == 2
    assert (
        result.stderr == "error: there is no case file in cases\nhint: cxreport new cases  writes one to start from\n"
    )


def test_a_folder_of_other_yaml_says_what_a_case_has(run: Run, write: Write) -> None:
    write("cases/notes.yaml", "shopping: [milk]\n")
    result = run("check", "cases")
    assert result.exit_code == 2
    assert "top-level  kind:  and cases/notes.yaml has none" in result.stderr


def test_a_binary_file_that_calls_itself_a_case_is_a_problem(run: Run, here: Path) -> None:
    (here / "case.yaml").write_bytes(b"PK\x03\x04\xff\xfe")
    result = run("check", "case.yaml")
    assert result.exit_code == 1
    assert "case.yaml:1:5  CX003 error" in result.stderr


def test_a_link_that_leads_nowhere_is_a_problem(run: Run, here: Path) -> None:
    (here / "case.yaml").symlink_to("gone.yaml")
    result = run("check", "case.yaml")
    assert result.exit_code == 1
    assert "CX001 error  there is no such file" in result.stderr


def carets(line: str, column: int, width: int) -> list[str]:
    return excerpt(Problem("CX100", "error", "m", "h", Place("a.yaml", 41, column, width), line))


@pytest.mark.parametrize(
    ("line", "column", "width", "below"),
    [
        ("ramp: [50%, 100%]", 7, 11, "      ^^^^^^^^^^^"),
        ("\tramp: x", 8, 1, "       ^"),
        ("名: 表計", 4, 2, "    ^^^^"),
        ("e\N{COMBINING ACUTE ACCENT}: x", 5, 1, "   ^"),
        ("ramp:", 6, 1, "     ^"),
        ("short", 3, 99, "  ^^^"),
    ],
)
def test_carets_stand_below_what_they_mean(line: str, column: int, width: int, below: str) -> None:
    assert carets(line, column, width)[1] == f"      | {below}"


def test_a_line_without_words_is_not_shown() -> None:
    assert carets("  ", 1, 1) == []


@pytest.mark.parametrize("column", [1, 300, 5000])
def test_a_long_line_is_cut_around_its_caret(column: int) -> None:
    line = "x" * (column - 1) + "HERE" + "x" * 4000
    shown, below = carets(line, column, 4)
    assert len(shown) <= WIDEST + 12
    assert shown[below.index("^") :].startswith("HERE")
    assert below.count("^") == 4


def test_the_text_of_a_problem_is_that_of_the_manual(run: Run, write: Write) -> None:
    case = dedent("""\
        kind: business-case
        titel: x
    """)
    assert "did you mean" in run("check", write("a.yaml", case)).stderr.lower()


def test_json_has_what_a_case_answers_beside_its_problems(run: Run, write: Write) -> None:
    result = run("check", write("portal.yaml"), "--json")
    [case] = json.loads(result.stdout)["cases"]
    assert case["problems"] == []
    told = [(one["code"], one["line"], one["severity"], one["answer"]) for one in case["answered"]]
    assert told[0] == ("CX307", 17, "warning", "It is live by then")
    assert [code for code, *_ in told] == ["CX307", "CX309", "CX310", "CX311"]
