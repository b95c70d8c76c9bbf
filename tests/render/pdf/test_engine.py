"""WeasyPrint as we start it: without child processes, with our faces alone, leaving nothing behind."""

from __future__ import annotations

import ctypes.util
import gc
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxreport.errors import MissingLibrary, RenderError
from cxreport.render.pdf import engine
from cxreport.render.theme import SOBER

COUNTING = """
import ctypes.util, subprocess, sys
started = []
real = subprocess.Popen
subprocess.Popen = lambda *given, **more: (started.append(given), real(*given, **more))[1]
from cxreport.render.pdf.engine import load_weasyprint
before = ctypes.util.find_library
load_weasyprint()
assert ctypes.util.find_library is before
print(len(started))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the search starts no processes")
def test_weasyprint_is_imported_without_a_process() -> None:
    told = subprocess.run([sys.executable, "-c", COUNTING], capture_output=True, check=True, text=True, env=os.environ)
    assert told.stdout.split() == ["0"]


def test_where_the_quick_import_fails_the_ordinary_one_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def imported() -> str:
        asked.append(ctypes.util.find_library)
        if len(asked) == 1:
            raise OSError("cannot load library 'gobject-2.0-0'")
        return "weasyprint"

    search = ctypes.util.find_library
    monkeypatch.setattr(engine, "_imported", imported)
    assert engine.load_weasyprint.__wrapped__() == "weasyprint"
    assert asked[1] is search is ctypes.util.find_library


def test_where_pango_is_missing_the_way_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def imported() -> str:
        raise OSError("cannot load library 'gobject-2.0-0'")

    search = ctypes.util.find_library
    monkeypatch.setattr(engine, "_imported", imported)
    with pytest.raises(MissingLibrary, match="gobject") as missing:
        engine.load_weasyprint.__wrapped__()
    assert missing.value.hint == "run  cxreport doctor"
    assert ctypes.util.find_library is search


def test_the_collector_rests_while_a_document_is_made_and_works_again_after() -> None:
    seen = []

    def fail() -> None:
        with engine.garbage_kept():
            seen.append(gc.isenabled())
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert [*seen, gc.isenabled()] == [False, True]


# Faces


def faces(pdf: bytes, tmp_path: Path) -> set[str]:
    """Return the names of the faces in a PDF, all of them embedded."""
    (tmp_path / "it.pdf").write_bytes(pdf)
    listed = subprocess.run(["pdffonts", tmp_path / "it.pdf"], capture_output=True, check=True, text=True).stdout
    lines = [line.split() for line in listed.splitlines()[2:]]
    assert all(line[-5] == "yes" for line in lines)
    return {line[0].partition("+")[2] for line in lines}


@pytest.mark.parametrize("name", ["effortless-service", "odd-texts", "japanese", "german"])
def test_only_faces_of_ours_are_in_a_document(built: Callable[[str], Any], tmp_path: Path, name: str) -> None:
    found = faces(built(name).pdf, tmp_path)
    assert found
    assert all(face.startswith(("Source-Sans-Pro", "Source-Serif-Pro")) for face in found)


@pytest.mark.parametrize("family", ["DejaVu Sans", "Arial", "monospace", "nowhere"])
def test_a_family_of_the_machine_is_never_used(laid_out: Callable[..., bytes], tmp_path: Path, family: str) -> None:
    found = faces(laid_out("<p>Text <code>text</code></p>", f"p {{ font-family: '{family}' }}"), tmp_path)
    assert all(face.startswith(("Source-Sans-Pro", "Source-Serif-Pro")) for face in found)


def test_a_character_that_no_face_has_is_named_not_drawn(laid_out: Callable[..., bytes]) -> None:
    with pytest.raises(RenderError) as refused:
        laid_out("<p>R&amp;D שלום and 🎯</p>")
    assert "no face of the document has the characters ו (U+05D5), ל (U+05DC)" in str(refused.value)
    assert "🎯 (U+1F3AF)" in str(refused.value)
    assert "@font-face" in refused.value.hint


def test_a_face_of_one_sheet_is_not_in_the_next() -> None:
    own = "@font-face { font-family: 'X'; src: url('x.ttf') }"
    assert engine.fonts_of(SOBER, "") is engine.fonts_of(SOBER, "")
    assert engine.fonts_of(SOBER, "") is not engine.fonts_of(SOBER, own)


def test_the_environment_is_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    for before in (None, "/somewhere/fonts.conf"):
        if before:
            monkeypatch.setenv("FONTCONFIG_FILE", before)
        else:
            monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
        engine.fonts_of.__wrapped__(SOBER, "")
        assert os.environ.get("FONTCONFIG_FILE") == before
