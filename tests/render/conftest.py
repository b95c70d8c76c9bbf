"""Documents for the tests: of the shipped cases and of those in `cases/` here, each built once per run."""

from __future__ import annotations

import fcntl
import io
import json
import os
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from textwrap import dedent
from typing import Any

import docx
import pypdf
import pytest
from lxml import etree

from cxreport.case.load import load_case
from cxreport.case.models import Layout
from cxreport.evaluate import Evaluation, evaluate
from cxreport.evaluate.risk import assess
from cxreport.render.output import FORMATS, Document, Format
from cxreport.render.theme import SOBER
from cxreport.render.theme_file import SHIPPED as SHIPPED_THEMES

SHIPPED = Path(__file__).parents[2] / "cases"
OWN = Path(__file__).parent / "cases"
# Of the folders of cases that ship, one of each shape is enough for what is costly: the proposals of a funding round
# have the shape of `portal`, so that their portfolio stands for all of them.
FOLDERS = {
    "funding-round": SHIPPED / "funding-round" / "portfolio.yaml",
    "company": SHIPPED / "northwind" / "company-2026-q3.yaml",
}
FILES = {file.stem: file for folder in (SHIPPED, OWN) for file in sorted(folder.glob("*.yaml"))} | FOLDERS
TRACKING = SHIPPED / "northwind" / "reports" / "2026-q3" / "enterprise.yaml"
FILES[TRACKING.stem] = TRACKING
RICH = "effortless-service"
# `.ci/run` looks at every theme in both languages; while one works, each theme and each language is enough.
THOROUGH = os.environ.get("CXREPORT_THOROUGH") == "1"
ALL_LOOKS = [(theme, locale) for theme in SHIPPED_THEMES for locale in ("en_US", "de_DE")]
LOOKS = ALL_LOOKS if THOROUGH else [ALL_LOOKS[0], ("modern", "de_DE"), ("public-sector", "de_DE")]
FOREIGN = ("python-docx", "pandoc", "libreoffice")
ALONE = [file.stem for file in sorted(SHIPPED.glob("*.yaml"))]
SHIPPED_NAMES = [*ALONE, *FOLDERS]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACES = re.compile(r"\s+")

Tree = etree._Element
Word = tuple[float, float, float, float, str]


def one_line(text: str) -> str:
    """Return a text with every kind of space, and of break between lines, as one ordinary space."""
    return _SPACES.sub(" ", text).strip()


class Built:
    """The documents of one case, and the text that a reader finds in each."""

    def __init__(self, path: Path, shelf: Path, layout: Layout | None = None) -> None:
        self.path = path
        self.document = Document(assess(evaluate(load_case(path))), layout=layout)
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
        return self.file(kind).read_bytes()

    def file(self, kind: Format) -> Path:
        """Return where a document lies, made with those of the other formats: they share their pages and workbook."""
        with locked(self._at("lock")):
            if not self._at(FORMATS[-1]).exists():
                for each in FORMATS:
                    self._at(each).write_bytes(self.document.write(each))
        return self._at(kind)

    def _at(self, kind: str) -> Path:
        return self._shelf / f"{self.path.stem}.{self.document.layout}.{kind}"

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

    @cached_property
    def words(self) -> list[list[Word]]:
        """The words of each page of the PDF with their boxes."""
        return list(words_by_page(self.pdf))

    @cached_property
    def bookmarks(self) -> list[tuple[str, int]]:
        """The bookmarks of the PDF, and the number of the page that each leads to."""
        return outline_of(self.pdf)

    def pdf_text(self, *options: str) -> str:
        """Return what pdftotext finds."""
        command = ["pdftotext", *options, "-", "-"]
        return subprocess.run(command, input=self.pdf, capture_output=True, check=True).stdout.decode()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Keep the other processes of this run out while one makes what all of them use."""
    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


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


def words_by_page(pdf: bytes) -> Iterator[list[Word]]:
    """Yield the words of each page with their boxes, in points from the upper left."""
    found = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    for page in etree.fromstring(found, etree.HTMLParser(encoding="utf-8")).iter("page"):
        boxes = (tuple(float(word.get(side) or 0) for side in ("xmin", "ymin", "xmax", "ymax")) for word in page)
        yield [(*box, word.text or "") for box, word in zip(boxes, page, strict=True)]  # type: ignore[misc]  # four sides


def outline_of(pdf: bytes) -> list[tuple[str, int]]:
    """Return every bookmark of a PDF with its page, counted from 1."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))

    def flat(entries: list[Any]) -> Iterator[Any]:
        for entry in entries:
            yield from flat(entry) if isinstance(entry, list) else [entry]

    found = ((str(entry.title), reader.get_destination_page_number(entry)) for entry in flat(reader.outline))
    return [(" ".join(title.split()), (page or 0) + 1) for title, page in found]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "documents"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def built(shelf: Path) -> Callable[..., Built]:
    """Return the documents of a case by its name, and its layout; built once per run, by whichever comes first."""
    return cache(lambda name, layout=None: Built(FILES[name], shelf, layout))


@pytest.fixture(scope="session")
def rich(shelf: Path, built: Callable[[str], Built]) -> Callable[[str, str], Built]:
    """Return the documents of a rich case in a theme and a locale; built once per run as well."""
    text = FILES[RICH].read_text("utf-8")

    def make(theme: str, locale: str) -> Built:
        path = shelf / f"rich-{theme}-{locale}.yaml"
        with locked(path.with_suffix(".making")):
            if not path.exists():
                path.write_text(f"{text}\ntheme: {theme}\nlocale: {locale}\n", "utf-8")
        return Built(path, shelf)

    return cache(lambda theme, locale: built(RICH) if (theme, locale) == LOOKS[0] else make(theme, locale))


@pytest.fixture(scope="session")
def foreign(shelf: Path) -> dict[str, Path]:
    """Return three Word templates that others made: python-docx's, pandoc's, and one of LibreOffice's."""
    folder = shelf / "foreign"
    with locked(shelf / "foreign.lock"):
        if not folder.exists():
            folder.mkdir()
            make_foreign_templates(folder)
    return {name: folder / f"{name}.docx" for name in FOREIGN}


HOUSE_PAGE = """<html><head><title>House</title><style>h1 { color: #7a1f3d }</style></head>
<body><h1>House</h1><h2>Style</h2><p>Text <a href="https://example.org">linked</a></p><ul><li>item</li></ul></body></html>"""


def make_foreign_templates(folder: Path) -> None:
    import pypandoc

    docx.Document().save(str(folder / "python-docx.docx"))
    pandoc = [pypandoc.get_pandoc_path(), "-o", folder / "pandoc.docx", "--print-default-data-file", "reference.docx"]
    subprocess.run(pandoc, check=True)
    page = folder / "libreoffice.html"
    page.write_text(HOUSE_PAGE, "utf-8")
    office = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    convert = ["--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder)]
    subprocess.run([*office, *convert, str(page)], check=True, capture_output=True, timeout=180)


@pytest.fixture(scope="session")
def on_foreign(shelf: Path, foreign: dict[str, Path], built: Callable[[str], Built]) -> Callable[..., Path]:
    """Return the Word file of a case on one of the three templates; written once per run."""

    def make(template: str, name: str = RICH) -> Path:
        file = shelf / f"{name}-on-{template}.docx"
        with locked(file.with_suffix(".lock")):
            if not file.exists():
                look = replace(SOBER, word_template=foreign[template])
                file.write_bytes(Document(built(name).evaluation, look=look).write("docx"))
        return file

    return make


@pytest.fixture(scope="session")
def made(shelf: Path) -> list[str]:
    """Return cases made by Hypothesis, as YAML; made once per run."""
    from render.made_cases import made_cases

    file = shelf / "made.json"
    with locked(shelf / "made.lock"):
        if not file.exists():
            file.write_text(json.dumps(made_cases()), "utf-8")
    found: list[str] = json.loads(file.read_text("utf-8"))
    return found


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
    """Run a test that asks for `each_case`, `each_shipped` or `each_look` once for each case, or theme and locale."""
    if "each_case" in metafunc.fixturenames:
        metafunc.parametrize("each_case", list(FILES))
    if "each_shipped" in metafunc.fixturenames:
        metafunc.parametrize("each_shipped", SHIPPED_NAMES)
    if "each_look" in metafunc.fixturenames:
        metafunc.parametrize("each_look", LOOKS, ids=map("-".join, LOOKS))
