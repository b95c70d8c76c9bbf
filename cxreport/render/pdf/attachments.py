"""Files that travel inside the PDF: the model that its figures come from."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from cxreport.case.load import LoadedCase

Relationship = Literal["Source", "Supplement"]
YAML = "application/yaml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to be carried: its bytes, what it is, and how it is related to the document (ISO 19005-3, annex E)."""

    name: str
    data: bytes
    mime: str
    description: str
    relationship: Relationship
    day: date


def model_of(loaded: LoadedCase, workbook: bytes) -> list[Attachment]:
    """Return what a document's figures come from: the files of its case, and the workbook that computes them again."""
    day = loaded.case.date if loaded.case else date.min
    name = f"{loaded.id}.xlsx"
    return [*_sources(loaded, day), Attachment(name, workbook, XLSX, name, "Supplement", day)]


def _sources(loaded: LoadedCase, day: date) -> list[Attachment]:
    """Return the files that a case was read from, as read: its own by its name, each shared one by its folder too."""
    files = []
    for name, source in loaded.sources.items():
        path = Path(os.path.normpath(Path(name).absolute())).relative_to(loaded.project)
        own = Path(name) == loaded.path
        plain = path.name if own else "-".join(path.parts)
        files.append(Attachment(plain, source.data, YAML, path.as_posix(), "Source", day))
    return files


def as_weasyprint(weasyprint: Any, files: Iterable[Attachment]) -> list[Any]:
    """Return attachments as WeasyPrint takes them, in the order of a name tree.

    Their dates are the first minute of their day, never the clock's.
    """
    return [
        weasyprint.Attachment(
            string=file.data,
            name=file.name,
            description=file.description,
            relationship=file.relationship,
            created=datetime.combine(file.day, time()),
            modified=datetime.combine(file.day, time()),
        )
        for file in sorted(files, key=lambda file: file.name)
    ]


def correct_files(pdf: Any, files: Iterable[Attachment]) -> None:
    """Write each file's type as given, where WeasyPrint asks the machine, and tell of each file once."""
    if told := pdf.catalog.get("AF"):
        told[:] = dict.fromkeys(told)
    types = {file.name: file.mime for file in files}
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Type") == "/Filespec":
            stream = pdf.objects[int(entry["EF"]["F"].split()[0])]
            stream.extra["Subtype"] = f"/{types[entry['UF'].string].replace('/', '#2f')}"
