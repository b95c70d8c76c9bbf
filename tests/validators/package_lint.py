"""What every file of ours keeps to as a package, and no validator asks for: same bytes, no part twice, a title."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

EPOCH = (1980, 1, 1, 0, 0, 0)
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def package_findings(file: Path) -> Iterator[str]:
    """Yield what is wrong with a DOCX or XLSX as a package."""
    with zipfile.ZipFile(file) as package:
        names = package.namelist()
        yield from (f"the part {name} is in it twice" for name in sorted(set(names)) if names.count(name) > 1)
        if names[0] != "[Content_Types].xml":
            yield "[Content_Types].xml is not the first entry"
        if {entry.date_time for entry in package.infolist()} != {EPOCH}:
            yield "its entries have dates of their own"
        if not etree.fromstring(package.read("docProps/core.xml")).findtext(_TITLE):
            yield "its properties have no title"
