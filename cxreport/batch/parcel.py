"""A document to be made on another machine: all that it is made from travels with it, and its bytes come back."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from cxreport.batch.fingerprint import PACKAGE, files_below
from cxreport.batch.make import Built, write
from cxreport.batch.plan import Planned
from cxreport.errors import RenderError
from cxreport.evaluate import Evaluation
from cxreport.render.output import Document, Shape
from cxreport.render.theme import Theme

# What the bytes of a document depend on, beside our own code.
_LIBRARIES = "Jinja2 weasyprint pydyf python-docx lxml fonttools XlsxWriter babel markdown-it-py".split()


@dataclass(frozen=True, slots=True)
class Parcel:
    """One case evaluated, the documents asked for, its look and layout, and the files of its theme by where they lay.

    `program` is that of the sender: another one would make other documents.
    """

    program: str
    evaluation: Evaluation
    documents: tuple[Planned, ...]
    look: Theme
    layout: Shape
    files: Mapping[Path, bytes]


def pack(document: Document, documents: tuple[Planned, ...]) -> bytes:
    """Return the parcel of a case, ready to travel."""
    look, loaded = document.look, document.evaluation.loaded
    files = {file.absolute(): file.read_bytes() for folder in look.folders for file in files_below(folder)}
    if look.word_template is not None:
        files[look.word_template.absolute()] = look.word_template.read_bytes()
    # The receiver works in a folder of its own, where relative names would lead elsewhere.
    sources = {os.path.abspath(name): source for name, source in loaded.sources.items()}  # noqa: PTH100 - links stay
    settled = loaded._replace(path=Path(os.path.abspath(loaded.path)), sources=sources)  # noqa: PTH100 - links stay
    evaluation = document.evaluation._replace(loaded=settled)
    return pickle.dumps(Parcel(program(), evaluation, documents, look, document.layout, files))


def unpack(data: bytes) -> list[tuple[Built, bytes]]:
    """Return what became of the documents of a parcel, and their bytes. Raises RenderError for another program's."""
    parcel = pickle.loads(data)  # noqa: S301 - a scheduler runs whatever it is given: who may speak to it is trusted
    assert isinstance(parcel, Parcel)  # noqa: S101 - nobody else sends here
    if parcel.program != program():
        raise RenderError("this machine has another cxreport", "install the same on all, libraries included")
    with tempfile.TemporaryDirectory(prefix="cxreport-") as folder:
        document = Document(parcel.evaluation, look=_unpacked(parcel, Path(folder)), layout=parcel.layout)
        return list(_written(document, parcel))


def _written(document: Document, parcel: Parcel) -> Iterator[tuple[Built, bytes]]:
    for planned in parcel.documents:
        yield write(planned, document)


def _unpacked(parcel: Parcel, folder: Path) -> Theme:
    """Write the files of a parcel below `folder`, and return the look that finds them there."""
    for place, data in parcel.files.items():
        file = _below(folder, place)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    template = parcel.look.word_template
    return replace(
        parcel.look,
        folders=tuple(_below(folder, place.absolute()) for place in parcel.look.folders),
        word_template=None if template is None else _below(folder, template.absolute()),
    )


def _below(folder: Path, place: Path) -> Path:
    return folder.joinpath(*place.parts[1:])


@lru_cache(maxsize=1)
def program() -> str:
    """Return what tells this cxreport from another: Python, our files by what they hold, and the libraries."""
    digest = hashlib.sha256(sys.version.encode())
    for folder in (PACKAGE, PACKAGE.parent / "templates"):
        for file in files_below(folder):
            digest.update(os.path.relpath(file, PACKAGE).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    digest.update(" ".join(f"{name} {version(name)}" for name in _LIBRARIES).encode())
    return digest.hexdigest()
