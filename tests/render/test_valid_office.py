"""Office files that Word and Excel open without a word: no checker of the trade, nor our own, has anything against them.

`validators/test_damages.py` shows that these checkers bite.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxreport.evaluate import Evaluation
from cxreport.render.output import Document
from cxreport.render.word import write_docx
from render.conftest import ALONE, FOREIGN, LOOKS, SHIPPED_NAMES, THOROUGH
from render.test_theme_file import png
from validators.office import complaints

HERE = Path(__file__).parent
pytestmark = pytest.mark.slow


def test_nothing_is_found_in_any_document_in_any_theme_and_on_any_template(
    built: Callable[..., Any], rich: Callable[[str, str], Any], on_foreign: Callable[..., Path]
) -> None:
    """Those that ship, one with pages on their side, and the rich one in every theme and language.

    A theme gives a workbook nothing but other colours: one is enough while one works.
    """
    looks = [rich(*look) for look in LOOKS]
    documents = [*map(built, [*SHIPPED_NAMES, "quarterly"]), *(looks if THOROUGH else looks[1:2])]
    files = [document.file(kind) for document in documents for kind in ("docx", "xlsx")]
    files += [look.file("docx") for look in looks]
    files += [built(name, "one-page").file("docx") for name in ALONE]
    files += map(on_foreign, FOREIGN)
    assert complaints(list(dict.fromkeys(files))) == []


def test_nothing_is_found_in_a_page_of_every_element_there_is(tmp_path: Path) -> None:
    file = tmp_path / "sample.docx"
    file.write_bytes(write_docx((HERE / "sample.html").read_text("utf-8"), pages={"summary": 2}))
    assert complaints([file]) == []


def test_nothing_is_found_where_the_logo_is_a_png_picture(
    built: Callable[[str], Any], evaluated: Callable[..., Evaluation], tmp_path: Path
) -> None:
    theme = tmp_path / "theme"
    theme.mkdir()
    (theme / "logo.png").write_bytes(png(80, 20))
    (theme / "theme.yaml").write_text("logo: {file: logo.png, alt: Our mark}\n", "utf-8")
    document = Document(evaluated(built("portal").path.read_text("utf-8")), theme)
    for kind in ("docx", "xlsx"):
        (tmp_path / f"logo.{kind}").write_bytes(document.write(kind))
    assert complaints([tmp_path / "logo.docx", tmp_path / "logo.xlsx"]) == []
