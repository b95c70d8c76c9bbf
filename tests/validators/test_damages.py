"""The checkers bite: a good file, damaged in one place, is caught by those that should see it."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from cxreport.case.load import load_case
from cxreport.evaluate import evaluate
from cxreport.render.output import Document
from validators.office import findings

pytestmark = pytest.mark.slow
CASE = Path(__file__).parents[2] / "cases" / "funding-round" / "accessible-contact.yaml"
SDK = frozenset({"native", "wasm"})
AUDIT, LINT = frozenset({"audit"}), frozenset({"lint"})
VALIDATORS = SDK | AUDIT
BODY = "word/document.xml"


@dataclass(frozen=True)
class Damage:
    """One replacement in one part, and the checkers that have to see it."""

    part: str
    what: str
    by: str
    seen: frozenset[str]

    def made_to(self, good: Path, bad: Path) -> None:
        with zipfile.ZipFile(good) as whole, zipfile.ZipFile(bad, "w") as damaged:
            for entry in whole.infolist():
                content = whole.read(entry)
                if entry.filename == self.part:
                    text, times = re.subn(self.what, self.by, content.decode(), count=1)
                    assert times == 1, f"nothing in {self.part} matches {self.what}"
                    content = text.encode()
                damaged.writestr(entry, content, zipfile.ZIP_DEFLATED)


DAMAGES = {
    "elements out of order": Damage(BODY, r"(<w:pStyle [^>]*/>)(<w:keepNext/>)", r"\2\1", VALIDATORS),
    "a word that is no value": Damage(BODY, r'<w:vAlign w:val="bottom"/>', '<w:vAlign w:val="low"/>', VALIDATORS),
    "a word that is no value, in a chart": Damage(
        "word/charts/chart1.xml", r'<c:barDir val="\w+"/>', '<c:barDir val="up"/>', VALIDATORS
    ),
    "a relationship that is not there": Damage(BODY, r'r:id="footer"', 'r:id="lost"', VALIDATORS),
    "a footnote that is not there": Damage(
        BODY, r"</w:p>", r'<w:r><w:footnoteReference w:id="99"/></w:r></w:p>', VALIDATORS
    ),
    "two drawings with one id": Damage(BODY, r'(?s)(<wp:docPr id=")1(".*?<wp:docPr id=")2"', r'\g<1>1\g<2>1"', SDK),
    "a part without content type": Damage(
        "[Content_Types].xml", r'<Override [^>]*PartName="/word/charts/chart1.xml"[^>]*/>', "", SDK
    ),
    "a style that is not there": Damage(BODY, r'<w:pStyle w:val="\w+"/>', '<w:pStyle w:val="Lost"/>', AUDIT),
    "a list that is not there": Damage(
        BODY, r"(<w:pStyle [^>]*/>)<w:", r'\1<w:numPr><w:ilvl w:val="0"/><w:numId w:val="99"/></w:numPr><w:', AUDIT
    ),
    "a bookmark twice": Damage(
        BODY,
        r'(<w:bookmarkStart w:id=")\d+("[^>]*/>)',
        r"\g<0>\g<1>900001\2"
        r'<w:bookmarkEnd w:id="900001"/>',
        LINT,
    ),
    "a field that never ends": Damage(BODY, r'<w:r><w:fldChar w:fldCharType="end"/></w:r>', "", LINT),
    "a picture without words": Damage(BODY, r'(<wp:docPr [^>]*)descr="[^"]*"', r"\1", LINT),
}


def test_every_damage_is_seen_by_those_who_should_and_no_checker_could_be_spared(tmp_path: Path) -> None:
    good = tmp_path / "good.docx"
    good.write_bytes(Document(evaluate(load_case(CASE))).write("docx"))
    files = {name: tmp_path / f"{number}.docx" for number, name in enumerate(DAMAGES)}
    for name, damage in DAMAGES.items():
        damage.made_to(good, files[name])
    found = findings([good, *files.values()])
    seen = {file: frozenset(checker for checker, lines in found[file].items() if lines) for file in found}
    assert seen[good] == frozenset()
    assert {name: missed for name, damage in DAMAGES.items() if (missed := damage.seen - seen[files[name]])} == {}
    assert {SDK, AUDIT, LINT} <= set(seen.values())
