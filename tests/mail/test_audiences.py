from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest

from cxreport.batch.build import build
from cxreport.batch.check import check
from cxreport.case.edition import WHOLE, Edition
from cxreport.case.load import load_case
from cxreport.errors import RenderError
from cxreport.evaluate import evaluate
from cxreport.mail.plan import plan_mail
from cxreport.mail.wishes import read_wishes
from cxreport.render.letter import compose_letter
from cxreport.render.output import Document
from mail_cases import PROPOSAL, SHARED

SECTIONS = """\
sections:
  summary: A word to all.
  costs: {audience: [finance, board]}
  returns: {audience: [finance, board], text: How the money flows.}
  background: {audience: [team], text: What changes for your desk.}
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "cxreport.yaml").write_text(SHARED.replace("theme: house\n", ""), "utf-8")
    (tmp_path / "portal.yaml").write_text(PROPOSAL + SECTIONS, "utf-8")
    return tmp_path / "portal.yaml"


def document(case: Path, audience: str = "") -> Document:
    return Document(evaluate(Edition(audience).of(load_case(case))))


def headings(html: str) -> set[str]:
    return {name for name in ("costs", "returns", "background", "benefits", "flows") if f'id="section-{name}"' in html}


@pytest.mark.parametrize(
    ("audience", "shown"),
    [
        ("", {"costs", "returns", "background", "benefits"}),
        ("team", {"background", "benefits"}),
        ("board", {"costs", "returns", "benefits"}),
    ],
)
def test_a_section_is_shown_to_those_it_is_for(audience: str, shown: set[str], case: Path) -> None:
    html = document(case, audience).html
    assert headings(html) == shown
    assert ("How the money flows." in html) == ("returns" in shown)
    assert "A word to all." in html


def test_sections_stay_numbered_without_gaps(case: Path) -> None:
    import re

    html = document(case, "team").html
    numbers = [int(one) for one in re.findall(r'<h2 id="section-[^>]*>\s*<span class="no">(\d+)', html)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 3


def test_the_flows_of_every_period_are_kept_from_whom_costs_are(case: Path) -> None:
    case.write_text(case.read_text("utf-8").replace("period: year, periods: 3", "period: quarter, periods: 8"), "utf-8")
    assert "flows" in headings(document(case).html)
    assert "flows" not in headings(document(case, "team").html)


def test_nothing_inside_of_the_files_tells_what_is_kept_from_the_audience(case: Path) -> None:
    team = document(case, "team")
    with pikepdf.open(io.BytesIO(team.write("pdf"))) as pdf:
        assert [*pdf.attachments] == []
    with pikepdf.open(io.BytesIO(document(case).write("pdf"))) as pdf:
        assert "portal.yaml" in pdf.attachments
    with zipfile.ZipFile(io.BytesIO(team.write("docx"))) as package:
        text = b"".join(package.read(name) for name in package.namelist())
    assert b"How the money flows" not in text
    with pytest.raises(RenderError, match="would show the audience team what is kept from it: costs, returns"):
        team.write("xlsx")


def test_a_case_that_keeps_nothing_is_whole_for_every_audience(case: Path) -> None:
    case.write_text(PROPOSAL, "utf-8")
    assert document(case, "team").html == document(case).html
    assert document(case, "team").write("xlsx") == document(case).write("xlsx")


def test_an_audience_that_is_none_is_answered_at_its_place(case: Path) -> None:
    case.write_text(PROPOSAL + "sections:\n  costs: {audience: [finence]}\n", "utf-8")
    (problem,) = check([case]).problems
    assert (problem.code, problem.place.line, problem.place.column) == ("CX104", PROPOSAL.count("\n") + 2, 22)
    assert problem.hint == 'did you mean "finance"?'


def test_editions_lie_beside_each_other_and_are_built_once(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for edition in (WHOLE, Edition("team")):
        assert [one.status for one in build([case], out, ["html"], edition=edition).documents] == ["built"]
        assert [one.status for one in build([case], out, ["html"], edition=edition).documents] == ["unchanged"]
    assert sorted(file.name for file in out.glob("portal*")) == ["portal.html", "portal.team.html"]
    assert "HTML (team)" in (out / "index.html").read_text("utf-8")


def test_a_mail_for_an_audience_carries_its_edition(case: Path, tmp_path: Path) -> None:
    wishes = read_wishes(attach=["docx"])
    (outgoing,) = plan_mail([case], tmp_path / "out", wishes, audience="team").outgoing
    assert outgoing.key == "portal.team"
    assert outgoing.message.attachments[0].data == (tmp_path / "out" / "portal.team.docx").read_bytes()


def test_a_summary_that_is_kept_takes_the_key_figures_out_of_the_mail(case: Path) -> None:
    case.write_text(PROPOSAL + "sections:\n  summary: {audience: [board]}\n", "utf-8")
    kept, whole = compose_letter(document(case, "team"), []), compose_letter(document(case, "board"), [])
    assert "Net present value" in whole.text
    assert "Net present value" in whole.html
    assert "Net present value" not in kept.text + kept.html
    assert "Release" not in kept.text
    assert kept.text.count("We propose to") == 1
