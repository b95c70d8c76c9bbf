"""Office files that Word and Excel open without a word: no checker of the trade, nor our own, has anything against them.

`validators/test_damages.py` shows that these checkers bite.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cxreport.evaluate import Evaluation
from cxreport.render.output import FORMATS, Document, Format
from cxreport.render.theme_file import SHIPPED as SHIPPED_THEMES
from cxreport.render.word import write_docx
from validators.office import complaints

HERE = Path(__file__).parent
# Those that ship, and one with pages on their side.
SHIPPED = [*sorted(file.stem for file in (HERE.parents[1] / "cases").glob("*.yaml")), "quarterly"]
OFFICE: list[Format] = [kind for kind in FORMATS if kind in {"docx", "xlsx"}]


def test_nothing_is_found_in_any_shipped_document(built: Callable[[str], Any], tmp_path: Path) -> None:
    files = []
    for name in SHIPPED:
        for kind in OFFICE:
            file = tmp_path / f"{name}.{kind}"
            file.write_bytes(built(name)._written(kind))
            files.append(file)
    assert complaints(files) == []


def test_nothing_is_found_in_a_rich_document_in_any_theme_and_language(
    evaluated: Callable[..., Evaluation], tmp_path: Path
) -> None:
    rich = (HERE.parents[1] / "cases" / "effortless-service.yaml").read_text("utf-8")
    files = []
    for theme in SHIPPED_THEMES:
        for locale in ("en_US", "de_DE"):
            document = Document(evaluated(f"{rich}\nlocale: {locale}\ntheme: {theme}\n"))
            for kind in OFFICE:
                files.append(tmp_path / f"{theme}-{locale}.{kind}")
                files[-1].write_bytes(document.write(kind))
    assert complaints(files) == []


def test_nothing_is_found_in_a_page_of_every_element_there_is(tmp_path: Path) -> None:
    file = tmp_path / "sample.docx"
    file.write_bytes(write_docx((HERE / "sample.html").read_text("utf-8"), pages={"summary": 2}))
    assert complaints([file]) == []
