"""Workbooks as LibreOffice computes them anew: many in one call, over cached values that were made wrong before."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

POISON = "12345.678"
# 0 is "always": without it LibreOffice believes the cached values of any file that it did not write itself.
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
  <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""
_CACHED = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(?: t="str")?>(<f>[^<]*</f>)<v>[^<]*</v>')


def poisoned(workbook: bytes) -> bytes:
    """Return the workbook with a wrong cached value in every cell that has a formula."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = _CACHED.sub(rb"\1>\2<v>" + POISON.encode() + rb"</v>", data)
            after.writestr(name, data)
    return buffer.getvalue()


def recalculated(workbooks: Mapping[str, bytes], folder: Path, *, always: bool = True) -> dict[str, Workbook]:
    """Return each workbook as LibreOffice has it after opening; unless `always`, with its own idea of what is stale."""
    profile, given, done = folder / "profile", folder / "given", folder / "done"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    given.mkdir(exist_ok=True)
    if always:
        (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS)
    files = []
    for name, data in workbooks.items():
        files.append(given / f"{name}.xlsx")
        files[-1].write_bytes(data)
    kind = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(done)]
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", *kind, *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: openpyxl.load_workbook(done / f"{name}.xlsx", data_only=True) for name in workbooks}
