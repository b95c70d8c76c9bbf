"""Every theme, page and template: all shipped cases are built in each, and LibreOffice opens what comes of them."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pytest

from cxreport.evaluate import Evaluation
from cxreport.render.output import Document, Format
from cxreport.render.theme_file import SHIPPED as SHIPPED_THEMES
from cxreport.render.themes import shipped_theme
from render.conftest import ALONE, FOREIGN, SHIPPED_NAMES, THOROUGH

# The PDF carries the workbook, and is made of the page.
BEGINNINGS: dict[Format, bytes] = {"pdf": b"%PDF", "docx": b"PK\3\4"}


@pytest.mark.parametrize("theme", SHIPPED_THEMES[1:])  # in the first the other tests build them
def test_every_shipped_case_is_built_in_every_theme_without_a_problem(built: Callable[[str], Any], theme: str) -> None:
    for name in SHIPPED_NAMES if THOROUGH else ALONE:
        document = Document(built(name).evaluation, look=shipped_theme(theme))
        assert {kind: document.write(kind)[:4] for kind in BEGINNINGS} == BEGINNINGS, name


@pytest.mark.parametrize(("size", "width", "height"), [("A4", 210, 297), ("Letter", 215.9, 279.4)])
def test_a_page_has_its_size_in_every_format(
    built: Callable[[str], Any], evaluated: Callable[..., Evaluation], tmp_path: Path,
    size: str, width: float, height: float,
) -> None:  # fmt: skip
    theme = tmp_path / "theme"
    theme.mkdir()
    (theme / "theme.yaml").write_text(f"page: {{size: {size}}}\n", "utf-8")
    document = Document(evaluated(built("portal").path.read_text("utf-8")), theme)
    boxes = [page.mediabox for page in pypdf.PdfReader(io.BytesIO(document.write("pdf"))).pages]
    assert {(round(box.width * 25.4 / 72, 1), round(box.height * 25.4 / 72, 1)) for box in boxes} == {(width, height)}
    [section] = docx.Document(io.BytesIO(document.write("docx"))).sections
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width.mm == pytest.approx(width, abs=0.05)
    assert section.page_height.mm == pytest.approx(height, abs=0.05)
    assert f"size: {width:g}mm {height:g}mm" in document.write("html").decode().replace(".0mm", "mm")
    sheets = openpyxl.load_workbook(io.BytesIO(document.write("xlsx"))).worksheets
    assert {sheet.page_setup.paperSize for sheet in sheets} == {{"A4": 9, "Letter": 1}[size]}


@pytest.mark.slow
def test_libreoffice_opens_every_theme_and_every_template(
    rich: Callable[[str, str], Any], on_foreign: Callable[..., Path], tmp_path: Path
) -> None:
    """The sober one it opens in `test_pages.py`, and all other workbooks in `test_workbook_recalculated.py`."""
    looks = [rich("modern", "de_DE"), rich("public-sector", "de_DE")]
    kinds: tuple[Format, ...] = ("docx", "xlsx") if THOROUGH else ("docx",)
    files = [look.file(kind) for look in looks for kind in kinds]
    files += [on_foreign(template, "portal") for template in FOREIGN]
    given = {f"{number}{file.suffix}": file for number, file in enumerate(files)}
    for name, file in given.items():
        (tmp_path / name).write_bytes(file.read_bytes())
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path / "out"), *(str(tmp_path / name) for name in given)]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    pages = {file.name: pages_of((tmp_path / "out" / name).with_suffix(".pdf")) for name, file in given.items()}
    assert [name for name, words in pages.items() if min(words) == 0] == []
    for look in looks:
        ours = len(pypdf.PdfReader(io.BytesIO(look.pdf)).pages)
        assert abs(len(pages[look.file("docx").name]) - ours) <= 1, look.path.stem


def pages_of(pdf: Path) -> list[int]:
    """Return how many words stand on each page."""
    told = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True).stdout
    return [len(page.split()) for page in told.split("\f")[:-1]]
