from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from cxreport.batch import make as building
from cxreport.cli.progress import size

Run = Callable[..., Result]
Write = Callable[..., Path]


def test_a_folder_becomes_documents_that_open_with_a_line_for_each(run: Run, here: Path) -> None:
    run("new", "cases")
    run("new", "cases/deep", "--kind", "value-report")
    result = run("build", "cases")
    assert (result.exit_code, result.stderr) == (0, "")
    *lines, _, _, _, pdf, docx, together, _, last = result.stdout.splitlines()
    assert (pdf.split()[:2], docx.split()[:2], together.split()[:2]) == (["pdf", "2"], ["docx", "2"], ["together", "4"])
    names = ["business-case.pdf", "business-case.docx", "deep/value-report.pdf", "deep/value-report.docx"]
    assert {line.split("  ")[0] for line in lines} == {f"out/{name}" for name in names}
    assert all(line.endswith(" kB") for line in lines)
    assert last == "4 documents built"
    files = {path.relative_to(here / "out").as_posix(): path for path in (here / "out").rglob("*") if path.is_file()}
    assert sorted(files) == sorted([*names, ".manifest.lock", "index.html", "manifest.jsonl"])
    documents = [files[name] for name in names]
    for path in documents:
        if path.suffix == ".pdf":
            assert path.read_bytes().startswith(b"%PDF")
        else:
            assert zipfile.ZipFile(path).testzip() is None


def test_a_broken_case_among_good_ones_is_refused_with_its_problems(
    run: Run, write: Write, bad: str, report: str
) -> None:
    write("cases/a.yaml", report)
    write("cases/b.yaml", bad)
    write("cases/notes.yaml", "shopping: [milk]\n")
    write("out/b.html", "the old one")
    result = run("build", "cases", "-f", "html")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0].startswith("out/a.html  ")
    _, _, _, heads, row, _, last = result.stdout.splitlines()
    assert heads.split() == ["Built", "Unchanged", "Refused", "Failed", "Size", "Work"]
    assert row.split()[:3] == ["html", "1", "1"]
    assert last == "1 document built, 1 case refused, 1 older document left as it was"
    assert "skipped cases/notes.yaml" in result.stderr
    assert "cases/b.yaml:6:26  CX" in result.stderr
    assert "   hint: " in result.stderr
    assert "CX207 warning" in result.stderr
    assert "stated: {csm" not in result.stderr  # a warning takes one line here


def test_a_document_that_fails_is_said_with_the_way_out(
    run: Run, write: Write, report: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(target: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "write_whole", full)
    result = run("build", write("a.yaml", report), "-f", "html")
    assert result.exit_code == 1
    assert result.stdout == "0 documents built, 1 document failed\n"
    assert "error: out/a.html of a.yaml was not built: no space left on device\nhint: " in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gone.yaml"], "there is no file or folder gone.yaml"),
        (["a.yaml", "-o", "a.yaml"], "a.yaml is a file, where a folder is needed"),
        (["a.yaml", "-f", "odt"], "'odt' is not one of 'pdf', 'docx', 'xlsx', 'html'"),
        (["a.yaml", "-j", "0"], "0 is not in the range"),
        (["a.yaml", "--theme", "gone"], "the theme gone is no folder"),
        (["a.yaml", "copy/a.yaml"], "would both become out/a.pdf"),
    ],
)
def test_wrong_use_builds_nothing(arguments: list[str], said: str, run: Run, write: Write, here: Path) -> None:
    write("a.yaml")
    write("copy/a.yaml")
    result = run("build", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (here / "out").exists()


def test_machines_hear_an_event_for_each_document_and_one_for_the_run(
    run: Run, write: Write, bad: str, report: str
) -> None:
    write("cases/a.yaml", report)
    write("cases/b.yaml", bad)
    result = run("build", "cases", "-f", "html", "--json")
    begin, *documents, end = (json.loads(line) for line in result.stdout.splitlines())
    assert result.exit_code == 1
    assert begin == {"event": "begin", "documents": 2}
    a, b = sorted(documents, key=lambda told: str(told["target"]))
    assert (a["target"], a["status"], a["size"] > 1000) == ("out/a.html", "built", True)
    assert (b["case"], b["status"], b["problems"][0]["line"]) == ("cases/b.yaml", "refused", 6)
    assert end == {
        "event": "end", "whole": False, "skipped": [], "built": 1, "unchanged": 0, "refused": 1, "failed": 0,
    }  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_on_a_terminal_a_bar_tells_rate_and_time_left(write: Write, report: str, here: Path) -> None:
    import pty

    for name in "abc":
        write(f"cases/{name}.yaml", report)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "cxreport", "build", "cases", "-f", "html", "-j", "1"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment) as child:
        os.close(theirs)
        bar = b""
        with contextlib.suppress(OSError):  # the other end is closed
            while data := os.read(ours, 65536):
                bar += data
        assert child.stdout is not None
        lines = child.stdout.read().decode().splitlines()
    os.close(ours)
    assert "building" in bar.decode()
    assert "3/3" in bar.decode()
    assert re.search(r"[0-9.]+/s .*[0-9]:[0-9]{2}", bar.decode())
    assert [line.split("  ")[0] for line in lines[:3]] == ["out/a.html", "out/b.html", "out/c.html"]


@pytest.mark.parametrize(("count", "text"), [(1, "1 kB"), (1499, "1 kB"), (84_321, "84 kB"), (1_250_000, "1.2 MB")])
def test_sizes_are_short(count: int, text: str) -> None:
    assert size(count) == text
