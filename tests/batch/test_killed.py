"""A run that is killed at any moment leaves whole documents only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

CASE = """\
kind: value-report
title: Where our revenue comes from
organisation: Northwind Networks
date: 2026-11-22
currency: USD
revenue: {period: FY2026, total: $9M, cxm: {switched: [{name: A, amount: $1M, aligned_by: Research, change: product}]}}
"""
# Builds documents and stops for good in the middle of the one whose name is given, half of it written.
STALLED = """
import sys, time
from pathlib import Path
from cxreport.cli.main import app
real = Path.write_bytes
def stalled(path, data):
    if path.name.startswith(sys.argv[1]):
        real(path, data[:len(data) // 2])
        Path("stalled").touch()
        time.sleep(600)
    return real(path, data)
Path.write_bytes = stalled
app.main(["build", "cases", "-o", "out", "-j", "1"])
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")


def assert_whole(document: Path) -> None:
    if document.suffix == ".pdf":
        data = document.read_bytes()
        assert data.startswith(b"%PDF")
        assert data.rstrip().endswith(b"%%EOF")
    else:
        assert zipfile.ZipFile(document).testzip() is None


def killed_run(folder: Path, command: list[str], ready: Path) -> None:
    """Start a command, kill it and its workers as soon as `ready` exists, and wait for its end."""
    child = subprocess.Popen(
        [sys.executable, *command],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not ready.exists() and child.poll() is None:
        time.sleep(0.01)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()


@pytest.mark.parametrize("document", ["a.pdf", "a.docx", "b.pdf"])
def test_a_run_that_is_killed_while_it_writes_leaves_whole_files(document: str, tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    for name in "ab":
        (tmp_path / "cases" / f"{name}.yaml").write_text(CASE, "utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / document).write_bytes(b"the old one")
    killed_run(tmp_path, ["-c", STALLED, document], tmp_path / "stalled")
    assert (tmp_path / "stalled").exists()
    assert (tmp_path / "out" / document).read_bytes() == b"the old one"
    own = {"manifest.jsonl", ".manifest.lock", "index.html"}
    others = [path for path in (tmp_path / "out").iterdir() if path.name not in {document, *own}]
    assert [path.suffix for path in others].count(".part") == 1
    for path in others:
        if path.suffix != ".part":
            assert_whole(path)


def test_workers_end_with_the_run_that_started_them(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    for number in range(20):
        (tmp_path / "cases" / f"{number:02}.yaml").write_text(CASE, "utf-8")
    command = [sys.executable, "-m", "cxreport", "build", "cases", "-j", "2"]
    child = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert child.stdout is not None
    assert child.stdout.readline().startswith(b"out/")
    child.kill()
    child.communicate(timeout=120)  # the pipe closes when the last worker, too, has let go of it
    documents = [path for path in (tmp_path / "out").iterdir() if path.suffix in {".pdf", ".docx"}]
    assert len(documents) < 40
    for path in documents:
        if path.suffix != ".part":
            assert_whole(path)
