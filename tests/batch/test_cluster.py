"""The same work done by Dask workers: a real scheduler and two processes on this machine, one of them killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxreport import Built, UsageError, build
from cxreport.batch import cluster, parcel
from cxreport.batch.make import Task, prepare
from cxreport.batch.plan import Planned
from cxreport.errors import RenderError
from cxreport.render.output import Document

ROOT = Path(__file__).parents[2]
CASE = """\
kind: value-report
title: Where the revenue of {name} comes from
organisation: Northwind Networks
date: 2026-11-22
currency: USD
revenue: {{period: FY2026, total: $9M, cxm: {{switched: [{{name: A, amount: $1M, aligned_by: B, change: product}}]}}}}
"""
BROKEN = "kind: value-report\n"
PAGE = "h1 { color: #123456 }\n"


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("dask") / "scheduler.json"
    with running("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", file):
        wait_for(file.exists)
        yield json_address(file)


def json_address(file: Path) -> str:
    import json

    address = json.loads(file.read_text())["address"]
    assert isinstance(address, str)
    return address


@contextlib.contextmanager
def running(module: str, *arguments: object) -> Iterator[subprocess.Popen[bytes]]:
    """Have a process of Dask run, in a group of its own that is ended after."""
    command = [sys.executable, "-m", f"distributed.cli.{module}", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__CONNECTIONS__OUTGOING": "5"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def worker(address: str) -> Iterator[subprocess.Popen[bytes]]:
    arguments = (address, "--nworkers", "1", "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard", "--no-nanny")
    with running("dask_worker", *arguments) as process:
        yield process


def wait_for(ready: object, seconds: float = 60) -> None:
    assert callable(ready)
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.05)


def wait_for_workers(address: str, count: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=60)


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("cases")
    folder.mkdir()
    for number in range(8):
        (folder / f"case-{number}.yaml").write_text(CASE.format(name=f"team {number}"), "utf-8")
    (folder / "broken.yaml").write_text(BROKEN, "utf-8")
    return folder


def test_all_documents_arrive_and_none_twice_though_a_worker_is_killed(scheduler: str, cases: Path) -> None:
    come: list[Built] = []
    with worker(scheduler), worker(scheduler) as victim:
        wait_for_workers(scheduler, 2)

        def hear(document: Built) -> None:
            come.append(document)
            if len(come) == 3:
                os.killpg(victim.pid, signal.SIGKILL)

        report = build([cases], Path("out"), ["pdf"], on_progress=hear, cluster=scheduler)
    assert [document.status for document in report.documents] == ["refused", *["built"] * 8]
    assert sorted(come, key=lambda document: document.target) == sorted(
        report.documents, key=lambda document: document.target
    )
    alone = build([cases], Path("alone"), ["pdf"])
    assert len(alone.with_status("built")) == 8
    for document in alone.with_status("built"):
        assert Path("out", document.target.name).read_bytes() == document.target.read_bytes()
    assert {document.status for document in build([cases], Path("out"), ["pdf"]).documents} == {"refused", "unchanged"}


def test_what_a_cluster_makes_may_go_to_an_address(
    scheduler: str, cases: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import fsspec

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with worker(scheduler):
        wait_for_workers(scheduler, 1)
        report = build([cases], "memory://farm/out", ["html"], cluster=scheduler)
        again = build([cases], "memory://farm/out", ["html"], cluster=scheduler)
    files = fsspec.filesystem("memory")
    assert {document.status for document in report.documents} == {"refused", "built"}
    assert {document.status for document in again.documents} == {"refused", "unchanged"}
    build([cases], Path("alone"), ["html"])
    for document in report.with_status("built"):
        there = files.cat(document.address.removeprefix("memory:/"))
        assert there == Path("alone", document.target.name).read_bytes()
    files.rm("/farm", recursive=True)


def test_a_worker_with_another_cxreport_is_refused_before_anything_is_built(
    scheduler: str, cases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parcel, "_LIBRARIES", ["weasyprint"])
    parcel.program.cache_clear()
    try:
        with worker(scheduler):
            wait_for_workers(scheduler, 1)
            with pytest.raises(UsageError, match="another cxreport than this machine"):
                build([cases], Path("out"), ["html"], cluster=scheduler)
    finally:
        parcel.program.cache_clear()
    assert not Path("out").exists()


def test_where_nobody_answers_the_way_out_is_said(cases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 0.3)
    with pytest.raises(UsageError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9") as told:
        build([cases], Path("out"), ["html"], cluster="tcp://127.0.0.1:9")
    assert "dask scheduler" in told.value.hint


@pytest.mark.parametrize("address", ["nowhere", "tcp://10.0.0.5", "foo://10.0.0.5:8786", "10.0.0.5:port", ""])
def test_what_is_no_address_is_refused_before_anything_is_asked(address: str, cases: Path) -> None:
    with pytest.raises(UsageError, match="is no address of a Dask scheduler") as told:
        build([cases], Path("out"), ["html"], cluster=address)
    assert "tcp://" in told.value.hint


def document_with(theme: Path | None, tmp_path: Path) -> tuple[Document, tuple[Planned, ...]]:
    case = tmp_path / "case.yaml"
    case.write_text(CASE.format(name="one"), "utf-8")
    planned = (Planned(case, tmp_path / "case.html", "html"), Planned(case, tmp_path / "case.pdf", "pdf"))
    document = prepare(Task(case, planned, theme, None))
    assert isinstance(document, Document)
    return document, planned


def test_a_theme_travels_with_the_case(tmp_path: Path) -> None:
    theme = tmp_path / "house"
    theme.mkdir()
    (theme / "theme.yaml").write_text("base: modern\n", "utf-8")
    (theme / "page.css").write_text(PAGE, "utf-8")
    document, planned = document_with(theme, tmp_path)
    here = [document.write(item.format) for item in planned]
    data = parcel.pack(document, planned)
    for file in theme.iterdir():
        file.unlink()
    assert [made for _, made in parcel.unpack(data)] == here
    assert b"color: #123456" in here[0]


def test_a_parcel_of_another_program_is_sent_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = parcel.pack(*document_with(None, tmp_path))
    monkeypatch.setattr(parcel, "program", lambda: "a newer one")
    with pytest.raises(RenderError, match="another cxreport"):
        parcel.unpack(sent)
