from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from cxreport import Document, Evaluation, build
from cxreport.batch import make as building
from cxreport.batch.whole import write_whole
from cxreport.case.models import Layout
from cxreport.errors import MissingLibrary, RenderError, UsageError

CASE = """\
kind: value-report
title: Where our revenue comes from
organisation: Northwind Networks
date: 2026-11-22
currency: USD
revenue: {period: FY2026, total: $9M, cxm: {switched: [{name: A, amount: $1M, aligned_by: Research, change: product}]}}
"""
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)

    def write_one(name: str, text: str = CASE) -> Path:
        file = Path(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    return write_one


def left(folder: str = "out") -> set[str]:
    own = {"manifest.jsonl", ".manifest.lock", "index.html"}
    return {path.as_posix() for path in Path(folder).rglob("*") if path.is_file() and path.name not in own}


def test_a_broken_case_costs_that_case_alone(write: Write) -> None:
    write("cases/a.yaml")
    write("cases/b.yaml", CASE.replace("$9M", "9%"))
    write("cases/c.yaml", "kind: value-report\n{")
    write("cases/d.yaml")
    heard: list[str] = []
    report = build([Path("cases")], Path("out"), ["html"], on_progress=lambda built: heard.append(built.target.name))
    assert [document.status for document in report.documents] == ["built", "refused", "refused", "built"]
    assert heard == ["a.html", "b.html", "c.html", "d.html"]
    assert not report.whole
    assert left() == {"out/a.html", "out/d.html"}
    assert {problem.place.file for problem in report.problems} == {"cases/b.yaml", "cases/c.yaml"}


def test_several_processes_build_what_one_does(write: Write) -> None:
    for name in "ab":
        write(f"cases/{name}.yaml")
    write("cases/c.yaml", "kind: value-report\n")
    one = build([Path("cases")], Path("one"), ["html"])
    many = build([Path("cases")], Path("many"), ["html"], jobs=2)
    assert [built.status for built in many.documents] == [built.status for built in one.documents]
    assert [built.problems for built in many.documents] == [built.problems for built in one.documents]
    for name in "ab":
        assert Path(f"many/{name}.html").read_bytes() == Path(f"one/{name}.html").read_bytes()


def test_the_document_of_a_case_that_broke_is_left_as_it_was(write: Write) -> None:
    write("a.yaml", CASE.replace("$9M", "9%"))
    write("out/a.html", "the old one")
    [built] = build([Path("a.yaml")], Path("out"), ["html"]).documents
    assert (built.status, built.stands) == ("refused", True)
    assert Path("out/a.html").read_text("utf-8") == "the old one"


def test_a_case_is_composed_once_for_all_its_formats(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Document] = []

    def counted(evaluation: Evaluation, theme: Path | None, layout: Layout | None) -> Document:
        made.append(Document(evaluation, theme, layout=layout))
        return made[-1]

    monkeypatch.setattr(building, "Document", counted)
    report = build([write("a.yaml")], Path("out"), ["pdf", "docx", "html"])
    assert report.whole
    assert len(made) == 1


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no space left on device"),
        (RenderError("the template fails", "mend it"), "the template fails"),
        (MissingLibrary("Pango is missing"), "Pango is missing"),
        (ZeroDivisionError("by nought"), "a defect of cxreport: ZeroDivisionError: by nought"),
    ],
)
def test_one_document_that_fails_does_not_stop_the_others(
    error: Exception, message: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("cases/a.yaml")
    write("cases/b.yaml")

    def failing(target: Path, data: bytes) -> None:
        if target.name == "a.html":
            raise error
        write_whole(target, data)

    monkeypatch.setattr(building, "write_whole", failing)
    broken, whole = build([Path("cases")], Path("out"), ["html"]).documents
    assert (broken.status, broken.message) == ("failed", message)
    assert broken.hint
    assert whole.status == "built"


def test_a_theme_that_is_no_folder_is_wrong_use(write: Write) -> None:
    with pytest.raises(UsageError, match="theme"):
        build([write("a.yaml")], Path("out"), ["html"], Path("gone"))


def test_a_template_that_comes_and_goes_is_heeded_each_time(write: Write) -> None:
    def built() -> str:
        [document] = build([write("a.yaml")], Path("out"), ["html"], Path("theme"), force=True).documents
        return document.message or document.status

    write("theme/words/en.yaml", "{}")
    assert built() == "built"
    override = write("theme/value-report.html.j2", "{{ nothing }}")
    assert "value-report.html.j2" in built()
    override.unlink()
    assert built() == "built"


def test_a_template_that_fails_costs_the_document_and_says_where(write: Write) -> None:
    write("theme/value-report.html.j2", "{{ nothing }}")
    [built] = build([write("a.yaml")], Path("out"), ["html"], Path("theme")).documents
    assert built.status == "failed"
    assert "value-report.html.j2" in built.message
    assert left() == set()
