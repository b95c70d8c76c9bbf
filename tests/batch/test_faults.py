"""What goes wrong around a build: nothing is half-written, nothing finished is lost, and the rerun completes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cxreport import build

CASE = """\
kind: value-report
title: {title}
organisation: Northwind Networks
date: 2026-11-22
currency: USD
revenue: {{period: FY2026, total: $9M, cxm: {{switched: [{{name: A, amount: $1M, aligned_by: Research, change: product}}]}}}}
"""
# A template that goes on for ever, or wants more memory than there is, in the case whose title says so.
BACKGROUND = """\
{% if case.title == "Hangs" %}{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}{% endif %}
{% if case.title == "Eats" %}{{ (case.title * 4000000000)|length }}{% endif %}
"""
CASES = 8

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are found and folders mounted as on Linux")


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    monkeypatch.chdir(tmp_path)
    Path("cases").mkdir()

    def write(*titles: str) -> None:
        for number, title in enumerate(titles):
            file = Path("cases", f"{number:02}.yaml")
            file.write_text(CASE.format(title=title), "utf-8")
            os.utime(file, (1, 1))

    return write


def command(*more: str) -> list[str]:
    return [sys.executable, "-m", "cxreport", "build", "cases", "-f", "html", *more]


def documents() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path("out").glob("*.html") if path.name != "index.html"}


def whole(data: bytes) -> bool:
    return data.startswith(b"<!DOCTYPE html>") and data.rstrip().endswith(b"</html>")


@pytest.mark.parametrize(("title", "told"), [("Hangs", "longer than 4 seconds"), ("Eats", "GiB of memory")])
def test_a_case_that_hangs_or_eats_memory_costs_that_case_alone(
    title: str, told: str, cases: Callable[..., None], tmp_path: Path
) -> None:
    cases("One", title, "Three")
    theme = tmp_path / "theme" / "parts"
    theme.mkdir(parents=True)
    (theme / "background.html.j2").write_text(BACKGROUND, "utf-8")
    report = build([Path("cases")], Path("out"), ["html"], tmp_path / "theme", jobs=2, time_limit=4)
    one, bad, three = report.documents
    assert (one.status, bad.status, three.status) == ("built", "failed", "built")
    assert told in bad.message
    assert bad.hint


def test_a_case_that_hangs_is_given_up_in_one_process_as_well(cases: Callable[..., None], tmp_path: Path) -> None:
    cases("Hangs")
    theme = tmp_path / "theme" / "parts"
    theme.mkdir(parents=True)
    (theme / "background.html.j2").write_text(BACKGROUND, "utf-8")
    [bad] = build([Path("cases")], Path("out"), ["html"], tmp_path / "theme", time_limit=0.5).documents
    assert (bad.status, bad.message) == ("failed", "it took longer than 0.5 seconds")


def workers_of(pid: int) -> list[int]:
    """Return the processes that work for a build: the children of its fork server."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
            line = (folder / "cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if b"forkserver" in line and parent != pid:
            found.append((int(folder.name), parent))
    servers = {child for child, _ in found}
    return [child for child, parent in found if parent in servers or _ancestor(parent) == pid]


def _ancestor(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0


def test_a_worker_that_is_killed_costs_no_document(cases: Callable[..., None]) -> None:
    cases(*(f"Case {number}" for number in range(CASES)))
    child = subprocess.Popen(command("-j", "2"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    killed = 0
    while not killed and child.poll() is None:
        for worker in workers_of(child.pid)[:1]:
            os.kill(worker, signal.SIGKILL)
            killed = worker
    child.communicate(timeout=120)
    assert child.returncode in {0, 1}
    assert all(map(whole, documents().values()))
    assert build([Path("cases")], Path("out"), ["html"]).whole
    assert len(documents()) == CASES


def test_a_build_that_is_killed_at_any_moment_is_taken_up_by_the_next(cases: Callable[..., None]) -> None:
    cases("One", "Two", "Three")
    chance = random.Random(20)  # noqa: S311 - any moments will do
    begun = time.monotonic()
    subprocess.run(command("-j", "2", "-o", "whole"), check=True, capture_output=True)
    lasts = time.monotonic() - begun
    for _ in range(20):
        child = subprocess.Popen(
            command("-j", "2", "--force"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(chance.uniform(0, lasts))
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        assert all(map(whole, documents().values()))
    known = {
        document.target.name for document in build([Path("cases")], Path("out"), ["html"]).with_status("unchanged")
    }
    assert known <= documents().keys()
    assert documents() == {p.name: p.read_bytes() for p in Path("whole").glob("*.html") if p.name != "index.html"}
    assert build([Path("cases")], Path("out"), ["html"]).with_status("built") == ()


def test_ctrl_c_leaves_whole_files_and_what_is_finished_is_not_built_again(cases: Callable[..., None]) -> None:
    cases(*(f"Case {number}" for number in range(CASES)))
    child = subprocess.Popen(
        command("-j", "2"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert child.stdout is not None
    done = child.stdout.readline().split("  ")[0].removeprefix("out/")
    os.killpg(child.pid, signal.SIGINT)
    _, told = child.communicate(timeout=60)
    if child.returncode != 0:  # it may have been faster than we
        assert child.returncode == 130
        assert "stopped; every document that lies there is whole" in told
        assert "Traceback" not in told
    assert all(map(whole, documents().values()))
    unchanged = build([Path("cases")], Path("out"), ["html"]).with_status("unchanged")
    assert done in {document.target.name for document in unchanged}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder with room for few documents on a disk of its own. Skips where this machine lets us mount none."""
    folder = tmp_path / "out"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("nothing may be mounted on this machine")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


def test_a_full_disk_is_said_and_the_rerun_completes(cases: Callable[..., None], small_disk: Path) -> None:
    cases("One", "Two", "Three", "Four")
    report = build([Path("cases")], small_disk, ["html"])
    assert report.with_status("built")
    assert {document.message for document in report.with_status("failed")} == {"no space left on device"}
    assert all(map(whole, documents().values()))
    assert not list(small_disk.glob("*.part"))
    remount(small_disk, "size=20m")
    again = build([Path("cases")], small_disk, ["html"])
    assert again.whole
    assert len(again.with_status("unchanged")) >= len(report.with_status("built")) - 1


def test_a_folder_that_can_only_be_read_is_said_at_once_and_keeps_what_it_has(
    cases: Callable[..., None], small_disk: Path
) -> None:
    cases("One")
    remount(small_disk, "size=20m")
    assert build([Path("cases")], small_disk, ["html"]).whole
    before = documents()
    remount(small_disk, "ro")
    for options in ([], ["--force"]):
        done = subprocess.run(command(*options), capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert "nothing can be written into out" in done.stderr
    assert documents() == before


def test_two_builds_into_one_folder_lose_nothing(cases: Callable[..., None]) -> None:
    cases(*(f"Case {number}" for number in range(CASES)))
    both = [subprocess.Popen(command("-j", "2"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
    for child in both:
        _, told = child.communicate(timeout=120)
        assert (child.returncode, told) == (0, b"")
    assert len(documents()) == CASES
    assert all(map(whole, documents().values()))
    assert not list(Path("out").glob("*.part"))
    assert len(build([Path("cases")], Path("out"), ["html"]).with_status("unchanged")) == CASES
