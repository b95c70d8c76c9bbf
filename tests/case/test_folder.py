"""Which files of a folder are cases."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from cxreport.case.folder import find_cases
from cxreport.case.load import load_case


def put(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def names(folder: Path, paths: tuple[Path, ...]) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def test_cases_are_told_from_other_files_by_their_kind(tmp_path: Path) -> None:
    put(tmp_path, "b.yaml", "kind: value-report\n")
    put(tmp_path, "a.yml", "title: One\nkind: business-case\n")
    put(tmp_path, "team/q3.yaml", "# a comment\nkind : value-report\n")
    put(tmp_path, "team/prices.yaml", "prices: [1, 2]\nnested:\n  kind: value-report\n")
    put(tmp_path, "team/cxreport.yaml", "organisation: Northwind\n")
    put(tmp_path, "notes.txt", "kind: value-report\n")
    put(tmp_path, ".hidden/case.yaml", "kind: value-report\n")
    put(tmp_path, ".case.yaml", "kind: value-report\n")
    found = find_cases(tmp_path)
    assert names(tmp_path, found.cases) == ["a.yml", "b.yaml", "team/q3.yaml"]
    assert names(tmp_path, found.skipped) == ["team/prices.yaml"]


@pytest.mark.parametrize(
    "text",
    [
        'kind: value-report\ntitle: "never closed\n',
        "title: a\n\tkind: tab\nkind: nonsense\n",
        "\ufeffkind: value-report\n",
        "'kind': value-report\n",
        "title: a\r\nkind: value-report\r\n",
        "kind:\n",
    ],
)
def test_a_broken_file_that_names_a_kind_is_a_case_so_that_its_problems_are_told(text: str, tmp_path: Path) -> None:
    put(tmp_path, "case.yaml", text)
    assert names(tmp_path, find_cases(tmp_path).cases) == ["case.yaml"]


@pytest.mark.parametrize("text", ["", "# kind: value-report\n", "kindness: 3\n", "- kind: value-report\n"])
def test_a_file_without_a_kind_at_the_top_is_skipped(text: str, tmp_path: Path) -> None:
    put(tmp_path, "case.yaml", text)
    assert names(tmp_path, find_cases(tmp_path).skipped) == ["case.yaml"]


def test_a_link_to_a_folder_above_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "case.yaml", "kind: value-report\n")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert names(tmp_path, find_cases(tmp_path).cases) == ["case.yaml"]


def test_a_link_to_nowhere_is_a_case_so_that_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    assert names(tmp_path, find_cases(tmp_path).cases) == ["gone.yaml"]


def test_a_folder_with_nothing_in_it_has_no_cases(tmp_path: Path) -> None:
    assert find_cases(tmp_path).cases == ()
    assert find_cases(tmp_path / "nowhere").cases == ()


def test_a_pipe_is_a_case_so_that_it_is_told_and_nothing_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert names(tmp_path, find_cases(tmp_path).cases) == ["pipe.yaml"]
    (problem,) = load_case(tmp_path / "pipe.yaml").problems
    assert problem.message == "this is a device or a pipe, not a file"


def test_a_file_in_utf_16_is_a_case_so_that_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "notepad.yaml").write_bytes("kind: value-report\n".encode("utf-16"))
    assert names(tmp_path, find_cases(tmp_path).cases) == ["notepad.yaml"]


def test_a_folder_that_may_not_be_looked_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.yaml", "kind: value-report\n")
    put(tmp_path, "closed/b.yaml", "kind: value-report\n")
    # Nothing is closed to root, as which tests often run, so the refusal of the system is put in its place.
    refuse(tmp_path / "closed", monkeypatch)
    assert names(tmp_path, find_cases(tmp_path).cases) == ["a.yaml", "closed"]
    (problem,) = load_case(tmp_path / "closed").problems
    assert (problem.code, problem.message) == ("CX001", "this folder cannot be read: permission denied")


def refuse(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look, ask = os.scandir, os.access

    def scandir(folder: str | Path) -> object:
        if Path(folder) == closed:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(closed))
        return look(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != closed and ask(path, mode))
