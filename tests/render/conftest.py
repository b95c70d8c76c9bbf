"""Documents for the tests: of the shipped cases and of those in `cases/` here, each built once per run."""

from __future__ import annotations

import io
import os
import re
import subprocess
import zipfile
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from textwrap import dedent

import pytest
from lxml import etree

from cxreport.case.load import load_case
from cxreport.evaluate import Evaluation, evaluate
from cxreport.render.output import Document, Format

SHIPPED = Path(__file__).parents[2] / "cases"
OWN = Path(__file__).parent / "cases"
FILES = {file.stem: file for folder in (SHIPPED, OWN) for file in sorted(folder.glob("*.yaml"))}
SHIPPED_NAMES = [file.stem for file in sorted(SHIPPED.glob("*.yaml"))]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACES = re.compile(r"\s+")

Tree = etree._Element


def one_line(text: str) -> str:
    """Return a text with every kind of space, and of break between lines, as one ordinary space."""
    return _SPACES.sub(" ", text).strip()


class Built:
    """The documents of one case, and the text that a reader finds in each."""

    def __init__(self, path: Path, shelf: Path) -> None:
        self.path = path
        self.document = Document(evaluate(load_case(path)))
        self._shelf = shelf

    @property
    def evaluation(self) -> Evaluation:
        return self.document.evaluation

    @cached_property
    def page(self) -> Tree:
        """The page as a tree."""
        return etree.fromstring(self.document.html.encode(), etree.HTMLParser(encoding="utf-8"))

    @cached_property
    def pdf(self) -> bytes:
        return self._written("pdf")

    @cached_property
    def docx(self) -> bytes:
        return self._written("docx")

    @cached_property
    def html(self) -> bytes:
        return self._written("html")

    def _written(self, kind: Format) -> bytes:
        """Return a document, made by whichever process of this run needs it first."""
        file = self._shelf / f"{self.path.stem}.{kind}"
        if not file.exists():
            part = file.with_suffix(f".{os.getpid()}")
            part.write_bytes(self.document.write(kind))
            part.replace(file)
        return file.read_bytes()

    def text(self, kind: str) -> str:
        """Return all words of a document of one kind; those of its charts only in the PDF, which draws them."""
        if kind == "pdf":
            return one_line(self.pdf_text())
        return one_line(words_of_docx(self.docx) if kind == "docx" else words_of_page(self.html))

    @cached_property
    def chart_text(self) -> str:
        """The words that are drawn in the charts."""
        drawn = (text for svg in self.page.iter("svg") for text in svg.iter("text"))
        return one_line(" \n".join("".join(map(str, text.itertext())) for text in drawn))

    def pdf_text(self, *options: str) -> str:
        """Return what pdftotext finds."""
        command = ["pdftotext", *options, "-", "-"]
        return subprocess.run(command, input=self.pdf, capture_output=True, check=True).stdout.decode()


def words_of_page(html: bytes) -> str:
    page = etree.fromstring(html, etree.HTMLParser(encoding="utf-8"))
    for element in list(page.iter("svg", "script", "style", "head")):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return " \n".join(str(text) for text in page.itertext())


def words_of_docx(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    return "\n".join(
        "".join(text.text or "\t" for text in line.iter(f"{W}t", f"{W}tab", f"{W}br")) for line in body.iter(f"{W}p")
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Built]:
    """Return the documents of a case by its name; built once per run, by whichever process comes first."""
    base = tmp_path_factory.getbasetemp()
    shelf = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "documents"
    shelf.mkdir(exist_ok=True)
    return cache(lambda name: Built(FILES[name], shelf))


@pytest.fixture
def evaluated(tmp_path: Path) -> Callable[[str], Evaluation]:
    """Return the evaluation of a case that is given as YAML."""

    def make(text: str, name: str = "case.yaml") -> Evaluation:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
        return evaluate(load_case(path))

    return make


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `each_case` once for every case, one that asks for `each_shipped` for those that ship."""
    if "each_case" in metafunc.fixturenames:
        metafunc.parametrize("each_case", list(FILES))
    if "each_shipped" in metafunc.fixturenames:
        metafunc.parametrize("each_shipped", SHIPPED_NAMES)
