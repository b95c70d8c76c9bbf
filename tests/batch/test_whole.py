from __future__ import annotations

from pathlib import Path

import pytest

from cxreport.batch.whole import write_whole


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    write_whole(tmp_path / "north" / "a.pdf", b"new")
    assert (tmp_path / "north" / "a.pdf").read_bytes() == b"new"
    assert [path.name for path in (tmp_path / "north").iterdir()] == ["a.pdf"]


def test_a_leftover_of_a_run_that_was_killed_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "a.pdf.1.part").write_bytes(b"half")
    write_whole(tmp_path / "a.pdf", b"new")
    assert (tmp_path / "a.pdf").read_bytes() == b"new"


def test_a_disk_that_is_full_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")

    def full(path: Path, data: bytes) -> int:
        with path.open("wb") as stream:
            stream.write(data[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "a.pdf", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"old"
