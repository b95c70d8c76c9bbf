"""The PDF carries the model it comes from: files that come back byte for byte."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cxreport.case.load import load_case
from cxreport.evaluate import evaluate
from cxreport.render.output import Document
from cxreport.render.pdf.attachments import model_of

SHARED = b"organisation: Northwind\r\ncurrency: USD\r\n"
REGION = "# The region's own: caf\u00e9\nlocale: en_GB\n".encode()
CASE = b"\xef\xbb\xbfkind: value-report\ntitle: T\ndate: 2026-11-22\nrevenue: {period: FY2026, total: $9M}\n"


def project(folder: Path) -> Path:
    """Return a case with a byte-order mark, and above it shared files with line ends of another system."""
    (folder / "emea").mkdir(parents=True)
    (folder / "cxreport.yaml").write_bytes(SHARED)
    (folder / "emea" / "cxreport.yaml").write_bytes(REGION)
    (folder / "emea" / "sales.yaml").write_bytes(CASE)
    return folder / "emea" / "sales.yaml"


def given_back(pdf: bytes, folder: Path) -> dict[str, bytes]:
    """Return the files that pdfdetach finds."""
    (folder / "it.pdf").write_bytes(pdf)
    (folder / "out").mkdir()
    subprocess.run(["pdfdetach", "-saveall", "-o", "out", "it.pdf"], cwd=folder, check=True, capture_output=True)
    return {file.name: file.read_bytes() for file in (folder / "out").iterdir()}


def test_the_files_of_a_case_come_back_byte_for_byte(tmp_path: Path) -> None:
    found = given_back(Document(evaluate(load_case(project(tmp_path / "project")))).write("pdf"), tmp_path)
    sources = {name: data for name, data in found.items() if name.endswith(".yaml")}
    assert sources == {"cxreport.yaml": SHARED, "emea-cxreport.yaml": REGION, "sales.yaml": CASE}


def test_every_shipped_case_carries_itself(built: Callable[[str], Any], each_shipped: str, tmp_path: Path) -> None:
    case = built(each_shipped)
    found = given_back(case.pdf, tmp_path)
    assert found[case.path.name] == case.path.read_bytes()
    assert found[f"{case.path.stem}.xlsx"] == case.document.write("xlsx")


def test_an_attachment_says_what_it_is(tmp_path: Path, tagged: Callable[[bytes], Any]) -> None:
    pdf = tagged(Document(evaluate(load_case(project(tmp_path)))).write("pdf")).pdf
    assert len(pdf.Root.AF) == 4
    files = {str(entry.UF): entry for entry in pdf.Root.AF}
    names = [str(name) for name in pdf.Root.Names.EmbeddedFiles.Names[::2]]
    assert names == sorted(files)
    region = files["emea-cxreport.yaml"]
    assert str(region.AFRelationship) == "/Source"
    assert str(region.Desc) == "emea/cxreport.yaml"
    assert str(region.EF.F.Subtype) == "/application/yaml"
    assert str(region.EF.F.Params.ModDate) == str(region.EF.F.Params.CreationDate) == "D:20261122000000Z"
    workbook = files["sales.xlsx"]
    assert str(workbook.AFRelationship) == "/Supplement"
    assert str(workbook.EF.F.Subtype).endswith("spreadsheetml.sheet")


def test_names_do_not_tell_where_the_project_lies(tmp_path: Path) -> None:
    files = model_of(load_case(project(tmp_path / "secret")), b"")
    assert [file for file in files if "secret" in file.name + file.description] == []
