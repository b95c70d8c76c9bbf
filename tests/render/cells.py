"""The cells of a workbook as the file has them: values that are cached beside formulas, and where its names lead."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from lxml import etree

from cxreport.render.workbook.addresses import Spot, fixed

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True)
class Cells:
    """What stands in the cells, by sheet and place, and the cells behind defined names."""

    values: dict[tuple[str, str], str]
    names: dict[str, str]

    def at(self, spot: Spot) -> str:
        """Return the number or the word of a cell, "" where it is empty."""
        return self.values.get((spot.sheet, fixed(spot).rpartition("!")[2].replace("$", "")), "")


def read_cells(workbook: bytes) -> Cells:
    """Return all cells of a workbook; texts of the shared table are left out."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        book = etree.fromstring(package.read("xl/workbook.xml"))
        ties = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
        targets = {tie.get("Id"): f"xl/{tie.get('Target')}" for tie in ties}
        values = {
            (str(sheet.get("name")), str(cell.get("r"))): cell.findtext(f"{_S}v") or ""
            for sheet in book.iter(f"{_S}sheet")
            for cell in etree.fromstring(package.read(targets[sheet.get(f"{_R}id")])).iter(f"{_S}c")
            if cell.get("t") != "s"
        }
    names = {str(name.get("name")): name.text or "" for name in book.iter(f"{_S}definedName")}
    return Cells(values, names)
