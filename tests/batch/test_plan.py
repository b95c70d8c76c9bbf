from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cxreport.batch.plan import Plan, plan
from cxreport.errors import UsageError
from cxreport.render.output import Format

Touch = Callable[..., None]


@pytest.fixture
def touch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Touch:
    """Return a maker of files that have a kind."""
    monkeypatch.chdir(tmp_path)

    def make(*names: str) -> None:
        for name in names:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text("kind: business-case\n", "utf-8")

    return make


def planned(*paths: str, formats: tuple[Format, ...] = ("pdf",)) -> Plan:
    return plan(map(Path, paths), Path("out"), formats)


def targets(*paths: str, formats: tuple[Format, ...] = ("pdf",)) -> list[str]:
    return [document.target.as_posix() for document in planned(*paths, formats=formats).documents]


def test_a_file_lands_in_out_and_a_folder_is_mirrored(touch: Touch) -> None:
    touch("cases/a.yaml", "cases/north/b.yml", "else/where/c.yaml")
    assert targets("cases", "else/where/c.yaml") == ["out/a.pdf", "out/north/b.pdf", "out/c.pdf"]


def test_each_case_gets_every_format_once(touch: Touch) -> None:
    touch("a.yaml")
    assert targets("a.yaml", formats=("pdf", "docx", "pdf")) == ["out/a.pdf", "out/a.docx"]


def test_a_layout_that_is_asked_for_stands_in_the_name(touch: Touch) -> None:
    touch("cases/a.yaml", "cases/north/b.yml")
    found = plan([Path("cases")], Path("out"), ("pdf",), layout="one-page").documents
    assert [document.target.as_posix() for document in found] == ["out/a.one-page.pdf", "out/north/b.one-page.pdf"]


def test_a_file_that_is_named_twice_is_planned_once(touch: Touch) -> None:
    touch("cases/a.yaml")
    assert targets("cases", "./cases/a.yaml", "cases/../cases", str(Path("cases").resolve())) == ["out/a.pdf"]


@pytest.mark.parametrize(
    ("files", "paths"),
    [(("a.yaml", "a.yml"), (".",)), (("x/a.yaml", "y/a.yaml"), ("x", "y")), (("x/a.yaml", "a.yaml"), ("x/a.yaml", "a.yaml"))],
)  # fmt: skip
def test_two_cases_that_would_become_one_document_are_refused_by_name(
    files: tuple[str, ...], paths: tuple[str, ...], touch: Touch
) -> None:
    touch(*files)
    with pytest.raises(UsageError) as refused:
        planned(*paths)
    for file in files:
        assert file in str(refused.value)
    assert "out/a.pdf" in str(refused.value)


def test_a_dot_inside_a_name_stays(touch: Touch) -> None:
    touch("plan.v2.yaml")
    assert targets("plan.v2.yaml") == ["out/plan.v2.pdf"]


def test_what_cases_share_may_stand_among_them_as_a_shell_writes_it_out(touch: Touch) -> None:
    touch("a.yaml", "b.yaml", "cxreport.yaml")
    assert [item.case.name for item in planned("a.yaml", "b.yaml", "cxreport.yaml").documents] == ["a.yaml", "b.yaml"]
    with pytest.raises(UsageError, match=r"cxreport\.yaml holds what cases share"):
        planned("cxreport.yaml")
    with pytest.raises(UsageError) as refused:
        planned("cxrport.yaml")
    assert "cxreport.yaml" not in refused.value.hint


def test_files_that_are_no_cases_are_named(touch: Touch) -> None:
    touch("cases/a.yaml")
    Path("cases/notes.yaml").write_text("milk: 1\n", "utf-8")
    assert planned("cases").skipped == (Path("cases/notes.yaml"),)


def test_out_may_not_be_a_file(touch: Touch) -> None:
    touch("a.yaml")
    Path("out").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="out is a file, where a folder is needed"):
        planned("a.yaml")


def test_a_mirrored_folder_may_not_be_a_file(touch: Touch) -> None:
    touch("cases/north/a.yaml", "out/north")
    with pytest.raises(UsageError, match="north is a file"):
        planned("cases")


def test_a_document_may_not_be_a_folder(touch: Touch) -> None:
    touch("a.yaml", "out/a.pdf/mine")
    with pytest.raises(UsageError, match=r"a\.pdf is a folder"):
        planned("a.yaml")


def test_a_folder_that_is_closed_is_said_before_anything_is_built(
    touch: Touch, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch("a.yaml")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match="nothing can be written"):
        planned("a.yaml")


def test_a_closed_folder_is_said_and_not_called_empty(touch: Touch, monkeypatch: pytest.MonkeyPatch) -> None:
    touch("north/a.yaml")
    ask = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != Path("north") and ask(path, mode))
    for path in ("north", "north/b.yaml"):
        with pytest.raises(UsageError, match="the folder north cannot be read"):
            planned(path)


def test_a_link_that_leads_in_a_circle_hides_no_near_name(touch: Touch) -> None:
    touch("portal.yaml")
    Path("loop.yaml").symlink_to("loop.yaml")
    with pytest.raises(UsageError) as refused:
        planned("portl.yaml")
    assert refused.value.hint == "did you mean portal.yaml?"
