"""Documents that lie elsewhere, at an address: put there whole, and left alone where nothing has changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from cxreport import Built, UsageError, build
from cxreport.batch.storage import Folder, storage_of

CASE = """\
kind: value-report
title: Where our revenue comes from
organisation: Northwind Networks
date: 2026-11-22
currency: USD
revenue: {period: FY2026, total: $9M, cxm: {switched: [{name: A, amount: $1M, aligned_by: B, change: product}]}}
"""
ADDRESS = "memory://reports/2026-Q3"


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[fsspec.AbstractFileSystem]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(CASE, "utf-8")
    files = fsspec.filesystem("memory")
    yield files
    files.rm("/reports", recursive=True)


def status() -> list[tuple[str, str]]:
    report = build([Path("case.yaml")], ADDRESS, ["html", "docx"])
    return [(document.address, document.status) for document in report.documents]


def test_documents_are_put_to_an_address_with_manifest_and_page(memory: fsspec.AbstractFileSystem) -> None:
    assert status() == [(f"{ADDRESS}/case.html", "built"), (f"{ADDRESS}/case.docx", "built")]
    assert sorted(memory.find("/reports")) == [
        f"/reports/2026-Q3/{name}" for name in ("case.docx", "case.html", "index.html", "manifest.jsonl")
    ]
    build([Path("case.yaml")], Path("here"), ["html"])
    assert memory.cat("/reports/2026-Q3/case.html") == Path("here/case.html").read_bytes()


def test_what_lies_there_unchanged_is_left_alone(memory: fsspec.AbstractFileSystem) -> None:
    status()
    assert [told for _, told in status()] == ["unchanged", "unchanged"]
    memory.rm("/reports/2026-Q3/case.docx")
    assert [told for _, told in status()] == ["unchanged", "built"]
    Path("case.yaml").write_text(CASE.replace("$9M", "$8M"), "utf-8")
    assert [told for _, told in status()] == ["built", "built"]


def test_what_a_run_has_put_there_before_it_was_stopped_is_not_built_again(memory: fsspec.AbstractFileSystem) -> None:
    def stop(_: Built) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([Path("case.yaml")], ADDRESS, ["html", "docx"], on_progress=stop)
    assert memory.find("/reports") == ["/reports/2026-Q3/case.html"]
    assert [told for _, told in status()] == ["unchanged", "built"]
    assert [told for _, told in status()] == ["unchanged", "unchanged"]


def test_what_cannot_be_put_there_fails_alone(
    memory: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = type(memory).pipe_file

    def refuse(self: object, place: str, data: bytes, **options: object) -> None:
        if place.endswith(".docx"):
            raise PermissionError(13, "Access denied")
        put(memory, place, data, **options)

    monkeypatch.setattr(type(memory), "pipe_file", refuse)
    report = build([Path("case.yaml")], ADDRESS, ["html", "docx"])
    assert [(told.status, told.message) for told in report.documents] == [("built", ""), ("failed", "access denied")]


@pytest.mark.parametrize("address", ["nowhere://x/y", "s3://bucket/x"])
def test_an_address_that_nothing_here_knows_is_wrong_use(address: str) -> None:
    with pytest.raises(UsageError, match=f"nothing can be written to {address}"):
        storage_of(address)


def test_an_address_where_nobody_answers_is_told() -> None:
    with pytest.raises(UsageError, match=r"ftp://127\.0\.0\.1:9/x cannot be reached: connection refused"):
        storage_of("ftp://127.0.0.1:9/x")


def test_an_address_of_a_file_is_a_folder_of_this_machine(tmp_path: Path) -> None:
    found = storage_of(f"file://{tmp_path}/my%20reports")
    assert type(found) is Folder
    assert found.root == tmp_path / "my reports"
