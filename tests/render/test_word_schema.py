"""The order of elements in WordprocessingML, told apart from the code: Word refuses a file that is out of order.

The sequences are those of ECMA-376, part 1, annex A (CT_PPr, CT_RPr, CT_TblPr, …).
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from cxreport.render.word import write_docx

SAMPLE = (Path(__file__).parent / "sample.html").read_text(encoding="utf-8")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_RUN = """ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint
noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign
rtl cs em lang eastAsianLayout specVanish oMath"""
_EDGES = "top left start bottom right end insideH insideV tl2br tr2bl"
ORDER = {
    "pPr": """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid
spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl
divId cnfStyle rPr sectPr pPrChange""",
    "rPr": _RUN,
    "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing
tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription""",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType
pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid""",
    "pBdr": "top left bottom right between bar",
    "tblBorders": _EDGES,
    "tcBorders": _EDGES,
    "tblCellMar": "top left start bottom right end",
    "sdtPr": "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding label tabIndex text richText",
    "style": """name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked
personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr""",
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "num": "abstractNumId lvlOverride",
    "numPr": "ilvl numId",
    "styles": "docDefaults latentStyles style",
    "font": """altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic
embedBoldItalic""",
    "settings": """writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries
displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts
embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins defaultTabStop evenAndOddHeaders characterSpacingControl
footnotePr endnotePr compat docVars rsids themeFontLang clrSchemeMapping decimalSymbol listSeparator""",
}
PARTS = [
    f"word/{name}.xml" for name in ("document", "styles", "numbering", "settings", "fontTable", "header", "footer")
]


def misplaced(tree: etree._Element) -> list[str]:
    """Return each element that stands where the schema does not have it."""
    found = []
    for element in tree.iter(f"{W}*"):
        name = etree.QName(element).localname
        order = ORDER.get(name, "").split()
        here = [etree.QName(child).localname for child in element]
        if order and (set(here) - set(order) or here != sorted(here, key=order.index)):
            found.append(f"{name}: {' '.join(here)}")
    return found


@pytest.mark.parametrize("part", PARTS)
def test_every_element_stands_where_the_schema_has_it(part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(write_docx(SAMPLE, pages={"summary": 2}))) as package:
        assert misplaced(etree.fromstring(package.read(part))) == []


def test_the_check_itself_sees_what_is_out_of_order() -> None:
    tree = etree.fromstring(f'<x xmlns:w="{W[1:-1]}"><w:pPr><w:jc/><w:pStyle/></w:pPr><w:rPr><w:made/></w:rPr></x>')
    assert misplaced(tree) == ["pPr: jc pStyle", "rPr: made"]


def test_fields_are_closed_in_every_part() -> None:
    with zipfile.ZipFile(io.BytesIO(write_docx(SAMPLE, pages={"summary": 2}))) as package:
        for part in PARTS:
            depth = 0
            for mark in etree.fromstring(package.read(part)).iter(f"{W}fldChar"):
                depth += {"begin": 1, "separate": 0, "end": -1}[mark.get(f"{W}fldCharType") or ""]
                assert depth >= 0
            assert depth == 0


def test_every_relationship_that_is_named_is_there() -> None:
    with zipfile.ZipFile(io.BytesIO(write_docx(SAMPLE))) as package:
        for part in ("document", "fontTable"):
            tree = etree.fromstring(package.read(f"word/{part}.xml"))
            known = {rel.get("Id") for rel in etree.fromstring(package.read(f"word/_rels/{part}.xml.rels"))}
            named = {value for e in tree.iter() for key, value in e.items() if str(key).endswith("relationships}id")}
            assert named
            assert named <= known
