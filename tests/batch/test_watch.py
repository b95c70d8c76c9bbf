"""Watching: what a change touches is built again, and nothing else is."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxreport import BuildReport, build, watch

CASE = """\
kind: value-report
title: Where our revenue comes from
organisation: Northwind Networks
date: 2026-11-22
currency: USD
revenue: {period: FY2026, total: $9M, cxm: {switched: [{name: A, amount: $1M, aligned_by: Research, change: product}]}}
"""


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("cases")
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.yaml").write_text(CASE, "utf-8")
    return folder


def statuses(report: BuildReport) -> dict[str, str]:
    return {document.target.stem: document.status for document in report.documents}


def soon(change: object) -> threading.Timer:
    """Have something changed once the watching has begun."""
    assert callable(change)
    timer = threading.Timer(0.6, change)
    timer.start()
    return timer


def watched(folder: Path, ended: threading.Event) -> Iterator[BuildReport]:
    return iter(watch([folder], Path("out"), lambda: build([folder], Path("out"), ["html"]), ended.is_set))


def test_a_change_builds_what_it_touches_until_it_is_told_to_end(cases: Path) -> None:
    ended = threading.Event()
    reports = watched(cases, ended)
    assert statuses(next(reports)) == {"a": "built", "b": "built"}
    soon(lambda: (cases / "b.yaml").write_text(CASE.replace("Where our", "Whence our"), "utf-8"))
    assert statuses(next(reports)) == {"a": "unchanged", "b": "built"}
    soon(lambda: (cases / "cxreport.yaml").write_text("prepared_by: One\n", "utf-8"))
    assert statuses(next(reports)) == {"a": "built", "b": "built"}
    soon(ended.set)
    assert list(reports) == []


def test_what_was_saved_while_a_build_went_on_is_built_at_once(cases: Path) -> None:
    edited: list[str] = []

    def build_and_edit() -> BuildReport:
        report = build([cases], Path("out"), ["html"])
        if not edited:
            edited.append("b")
            (cases / "b.yaml").write_text(CASE.replace("Where our", "Whence our"), "utf-8")
        return report

    reports = iter(watch([cases], Path("out"), build_and_edit))
    next(reports)
    begun = time.monotonic()
    assert statuses(next(reports)) == {"a": "unchanged", "b": "built"}
    assert time.monotonic() - begun < 5
    assert "Whence our" in Path("out/b.html").read_text("utf-8")
