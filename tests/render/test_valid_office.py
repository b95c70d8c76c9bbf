"""Office files that Word and Excel open without a word: no checker of the trade, nor our own, has anything against them.

`validators/test_damages.py` shows that these checkers bite.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cxreport.evaluate import Evaluation
from cxreport.render.output import FORMATS, Document, Format
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


def test_nothing_is_found_in_a_rich_document_in_german(evaluated: Callable[..., Evaluation], tmp_path: Path) -> None:
    rich = (HERE.parents[1] / "cases" / "effortless-service.yaml").read_text("utf-8")
    document = Document(evaluated(f"{rich}\nlocale: de_DE\n"))
    files = [tmp_path / f"german.{kind}" for kind in OFFICE]
    for kind, file in zip(OFFICE, files, strict=True):
        file.write_bytes(document.write(kind))
    assert complaints(files) == []


def test_nothing_is_found_in_a_page_of_every_element_there_is(tmp_path: Path) -> None:
    file = tmp_path / "sample.docx"
    file.write_bytes(write_docx((HERE / "sample.html").read_text("utf-8"), pages={"summary": 2}))
    assert complaints([file]) == []
