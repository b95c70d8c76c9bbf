"""A Word file that comes back: what was edited in it is told, whoever saved it, and whatever file it is."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from cxreport.batch.readback import Readback, readback
from cxreport.case.load import load_case
from cxreport.cli.main import app
from cxreport.errors import UsageError
from cxreport.evaluate import evaluate
from cxreport.render.word import write_docx
from cxreport.render.word.origin import Origin

CASE = """\
kind: business-case
title: Let clients fix it themselves
organisation: Northwind Networks
date: 2026-11-22
currency: USD
finance: {discount_rate: 10%, period: year, periods: 3, start: 2027-01}
initiatives:
  - id: portal
    action: redesign the portal
    improvement: make repairs easier
    benefits: [{name: Truck rolls, type: saving, amount: $1M, evidence: [{source: Pilot, grade: tested}]}]
    costs: [{name: Build, initial: $1.5M}]
"""
PAGE = """<html lang="en"><head><title>T</title></head><body>
<p>It saves <b data-path="benefits_total">$3 million</b> and pays after <b data-path="payback_months">18 months</b>.</p>
<p>Again <b data-path="benefits_total">$3 million</b>, a return of <b data-path="roi">66%</b>.</p>
<table aria-label="k"><tr><td data-path="npv">986,852</td></tr></table></body></html>"""
ORIGIN = Origin("cases/portal.yaml", "0" * 64, "en_US", "USD", "", {"npv": "Net present value"})
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a writer of a Word file in which some texts were replaced since it was made."""

    def made(*edits: tuple[str, str], page: str = PAGE, origin: Origin = ORIGIN, name: str = "reply.docx") -> Path:
        file = tmp_path / name
        file.write_bytes(edited(write_docx(page, origin=origin), *edits))
        return file

    return made


def edited(data: bytes, *edits: tuple[str, str], part: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name).decode("utf-8", "surrogateescape")
            for old, new in edits if name == part else ():
                assert old in content
                content = content.replace(old, new, 1)
            after.writestr(name, content.encode("utf-8", "surrogateescape"))
    return out.getvalue()


def told(found: Readback) -> list[tuple[str, str, str | None, str]]:
    return [(f.address, f.printed, f.now, f.difference_text) for f in found.edited]


def test_a_file_that_nobody_touched_says_so(make: Make) -> None:
    found = readback(make())
    assert (found.untouched, found.count, found.case) == (True, 5, "cases/portal.yaml")


def test_each_edit_is_told_with_its_difference(make: Make) -> None:
    found = readback(make(("$3 million", "$3.4 million"), ("18 months", "12 months"), (">986,852<", ">1,000,000<")))
    assert told(found) == [
        ("benefits_total", "$3 million", "$3.4 million", "+$400,000"),
        ("payback_months", "18 months", "12 months", "\N{MINUS SIGN}6\xa0months"),
        ("npv", "986,852", "1,000,000", "+13,148"),
    ]
    assert found.edited[0].difference == Decimal(400_000)
    assert found.edited[2].label == "Net present value"


def test_a_percentage_is_a_fraction_and_a_text_has_no_difference(make: Make) -> None:
    assert readback(make(("66%", "70%"))).edited[0].difference == Decimal("0.04")
    [figure] = readback(make(("66%", "about two thirds"))).edited
    assert (figure.now, figure.difference) == ("about two thirds", None)


def test_only_the_second_of_two_equal_figures_may_be_edited(make: Make) -> None:
    first = readback(make(("$3 million", "$4 million")))
    assert [figure.now for figure in first.edited] == ["$4 million"]


def test_a_figure_that_was_taken_out_is_gone(make: Make) -> None:
    docx = make()
    with zipfile.ZipFile(docx) as package:
        body = package.read("word/document.xml").decode()
    start = body.index("<w:sdt>", body.index("a return of"))
    control = body[start : body.index("</w:sdt>", start) + len("</w:sdt>")]
    assert told(readback(make((control, "")))) == [("roi", "66%", None, "")]


def test_a_kind_of_space_is_no_edit(make: Make) -> None:
    assert readback(make(("18 months", "18\xa0months"))).untouched


def test_money_is_read_as_the_locale_writes_it(make: Make) -> None:
    page = '<html lang="de"><head><title>T</title></head><body><p data-path="npv">1.234.567,50\xa0€</p></body></html>'
    docx = make(("1.234.567,50\xa0€", "1.234.568,00 €"), page=page, origin=Origin("p.yaml", "", "de_DE", "EUR"))
    assert readback(docx).edited[0].difference == Decimal("0.50")


def test_words_of_money_are_those_of_the_language(make: Make) -> None:
    page = '<html lang="de"><head><title>T</title></head><body><p data-path="npv">1,5\xa0Mio.\xa0€</p></body></html>'
    docx = make(("1,5\xa0Mio.", "1,6 Mio."), page=page, origin=Origin("p.yaml", "", "de_DE", "EUR"))
    assert readback(docx).edited[0].difference == Decimal(100_000)


def test_libreoffice_may_save_it_after_an_edit(make: Make, tmp_path: Path) -> None:
    docx = make(("18 months", "12 months"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", tmp_path / "lo", docx],
        check=True,
        capture_output=True,
        timeout=180,
    )
    assert told(readback(tmp_path / "lo" / "reply.docx")) == [
        ("payback_months", "18 months", "12 months", "\N{MINUS SIGN}6\xa0months")
    ]


# What it came from


@pytest.fixture
def real(tmp_path: Path) -> tuple[Path, Path]:
    """Return a case and the Word file that was made of it."""
    from cxreport.render.output import Document

    case, docx = tmp_path / "portal.yaml", tmp_path / "portal.docx"
    case.write_text(CASE, "utf-8")
    docx.write_bytes(Document(evaluate(load_case(case))).write("docx"))
    return case, docx


def test_a_document_knows_its_case_and_prints_every_key_figure_as_a_control(real: tuple[Path, Path]) -> None:
    case, docx = real
    found = readback(docx, case)
    assert (found.untouched, found.case, found.notes) == (True, "portal.yaml", ())
    with zipfile.ZipFile(docx) as package:
        data = package.read("customXml/item1.xml").decode()
    wanted = "npv roi payback_months break_even benefits_total costs_total benefits_pv costs_pv bcr portal.benefits.truck-rolls.pv"
    assert {name for name in wanted.split() if f'address="{name}"' not in data} == set()


def test_a_case_that_has_changed_since_is_said_to_have(real: tuple[Path, Path]) -> None:
    case, docx = real
    case.write_text(CASE.replace("$1.5M", "$1.2M"), "utf-8")
    found = readback(docx, case)
    assert found.untouched
    assert found.notes[0] == f"{case} has changed since the document was made"
    assert any("Net present value (npv) was printed as $987k, and would be $1.29M" in note for note in found.notes)
    case.write_text(CASE.replace("costs:", "cots:"), "utf-8")
    assert f"{case} has errors now: run  cxreport check {case}" in readback(docx, case).notes


def test_a_page_is_compared_with_a_page(real: tuple[Path, Path]) -> None:
    case, docx = real
    from cxreport.render.output import Document

    docx.write_bytes(Document(evaluate(load_case(case)), layout="one-page").write("docx"))
    case.write_text(CASE.replace("title: Let", "title: May"), "utf-8")
    assert readback(docx, case).notes == (f"{case} has changed since the document was made",)


# Files that are none of ours


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


OURS = b'<case xmlns="urn:cxreport:case" locale="en_US" currency="USD"/>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no Word document"),
        (b"plain text", "is no Word document"),
        (b"PK\x03\x04 damaged", "is no Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "protected by a password"),
        (zipped(content_xml=b"<a/>"), "is no Word document"),
        (zipped(word__document_xml=b"<a/>"), "does not say which case it came from"),
        (zipped(word__document_xml=b"<a>", customXml__item1_xml=OURS), "document.xml is no XML"),
        (zipped(word__document_xml=b"<a/>", customXml__item1_xml=b"<case"), "item1.xml is no XML"),
        (zipped(word__document_xml=b"<!DOCTYPE a><a/>", customXml__item1_xml=OURS), "declares a document type"),
        (zipped(word__document_xml=b" " * (65 << 20), customXml__item1_xml=OURS), "unfolds to more than 64 MiB"),
        (
            zipped(word__document_xml=b"<a/>", customXml__item1_xml=OURS.replace(b"en_US", b"xx_YY_ZZ_Q")),
            "names the locale",
        ),
        (zipped(word__document_xml=b"<a/>", **{f"p{n}": b"" for n in range(5_001)}), "5,002 parts"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_in_words(content: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "odd.docx"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        readback(file)


def test_a_cut_off_file_is_refused_wherever_it_ends(make: Make) -> None:
    docx = make()
    whole = docx.read_bytes()
    for length in range(0, len(whole), 4_001):
        docx.write_bytes(whole[:length])
        with pytest.raises(UsageError):
            readback(docx)


def test_bytes_that_were_overwritten_are_refused_or_read_never_a_traceback(make: Make) -> None:
    docx = make()
    whole = docx.read_bytes()
    for place in range(0, len(whole), 997):
        docx.write_bytes(whole[:place] + b"\xff\x00\xff" + whole[place + 3 :])
        try:
            readback(docx)
        except UsageError:
            continue


# On the command line


def test_the_exit_code_tells_edited_from_not_and_from_wrong_use(make: Make, tmp_path: Path) -> None:
    runner = CliRunner()
    untouched = runner.invoke(app, ["readback", str(make())])
    assert untouched.exit_code == 0
    assert untouched.stdout.endswith(": nothing edited, 5 figures as printed\n")
    changed = runner.invoke(app, ["readback", str(make(("66%", "70%")))])
    assert changed.exit_code == 1
    assert "roi  roi\n  printed  66%\n  now      70%  (+4%)\n" in changed.stdout
    assert changed.stdout.endswith("1 of 5 figures edited\n")
    assert runner.invoke(app, ["readback", str(tmp_path / "none.docx")]).exit_code == 2


def test_json_has_the_differences_as_strings(make: Make) -> None:
    result = CliRunner().invoke(app, ["readback", str(make(("66%", "70%"))), "--json"])
    [figure] = json.loads(result.stdout)["edited"]
    assert figure == {
        "address": "roi",
        "label": "roi",
        "printed": "66%",
        "now": "70%",
        "kind": "percent",
        "difference": "0.04",
    }
