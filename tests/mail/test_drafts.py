from __future__ import annotations

import email
import re
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cxreport.case.load import load_case
from cxreport.evaluate import evaluate
from cxreport.mail.attachment import LARGEST, NOTABLE
from cxreport.mail.draft import write_draft
from cxreport.mail.plan import MailPlan, Outgoing, plan_mail
from cxreport.mail.wishes import read_wishes
from cxreport.render.figures import figures_of
from cxreport.render.output import Document
from mail_cases import write_cases
from validators.mail import letter_findings, read_mails

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def drafts(planned: MailPlan) -> dict[str, Any]:
    """Return each draft as an independent reader sees it, by the name of its case."""
    assert planned.unsent == ()
    files = [write_draft(outgoing) for outgoing in planned.outgoing]
    return dict(zip((file.stem for file in files), read_mails(files), strict=True))


def by_python(outgoing: Outgoing) -> EmailMessage:
    message = email.message_from_bytes(outgoing.message.as_draft(outgoing.date), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_draft_lies_beside_its_documents(planned: MailPlan, drafts: Any) -> None:
    proposal = planned.outgoing[0]
    assert proposal.draft.name == "portal.eml"
    assert proposal.draft.with_suffix(".docx").is_file()
    assert proposal.draft.read_bytes() == proposal.message.as_draft(proposal.date)


def test_a_draft_opens_in_outlook_ready_to_send(drafts: Any) -> None:
    assert ["x-unsent", "1"] in drafts["portal"]["headers"]


def test_another_reader_sees_the_same_people(drafts: Any) -> None:
    proposal = drafts["portal"]
    assert proposal["from"] == {"address": "cx@northwind.example", "name": "VP Customer Experience"}
    assert proposal["to"] == [
        {"address": "zoe@client.example", "name": "Zoë O'Brien"},
        {"address": "ken@client.example", "name": "佐藤, 健"},
    ]
    assert [one["address"] for one in proposal["cc"]] == ["finance@client.example"]
    assert [one["address"] for one in proposal["replyTo"]] == ["desk@northwind.example"]


def test_the_subject_says_what_and_until_when(drafts: Any) -> None:
    assert drafts["portal"]["subject"] == "Let clients fix it themselves: decision by December 15, 2026"
    assert drafts["report"]["subject"] == "Woher unser Umsatz kommt"


def test_documents_are_attached_byte_for_byte_under_title_and_date(planned: MailPlan, drafts: Any) -> None:
    attached = [file for file in drafts["portal"]["attachments"] if file["disposition"] == "attachment"]
    assert [file["filename"] for file in attached] == [
        "Let clients fix it themselves 2026-11-22.docx",
        "Let clients fix it themselves 2026-11-22.xlsx",
    ]
    assert attached[0]["mimeType"] == DOCX
    out = planned.outgoing[0].draft
    on_disk = [sha256(out.with_suffix(ending).read_bytes()).hexdigest() for ending in (".docx", ".xlsx")]
    assert [file["sha256"] for file in attached] == on_disk


def test_the_logo_lies_inside_and_says_what_it_shows(drafts: Any) -> None:
    inline = [file for file in drafts["portal"]["attachments"] if file["disposition"] == "inline"]
    assert [(file["mimeType"], file["contentId"]) for file in inline] == [("image/png", "<logo>")]
    assert re.search(
        '<img src="cid:logo" alt="Northwind Networks" width="[0-9]+" height="[0-9]+"', drafts["portal"]["html"]
    )


def test_the_sentence_comes_first_and_the_ask_last(drafts: Any) -> None:
    text = drafts["portal"]["text"]
    order = [
        "Dear Zoë,",
        "We propose to redesign the service portal",
        "This is <b>what</b> we talked about & more.",
        "Net present value: ",
        "Let clients fix it themselves 2026-11-22.docx",
        "We ask for the release of $1.5 million.",
        "VP Customer Experience\nNorthwind Networks",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_the_amount_of_the_ask_is_not_torn_from_its_unit(drafts: Any) -> None:
    assert "release of $1.5\u00a0million." in drafts["portal"]["html"]
    assert "\u00a0" not in drafts["portal"]["text"]


def test_one_file_is_named_in_the_singular(drafts: Any) -> None:
    assert "\nAnlage: Woher unser Umsatz kommt 2026-11-22.docx\n" in drafts["report"]["text"]


def test_what_an_author_writes_is_text_in_the_html(drafts: Any) -> None:
    assert "This is &lt;b&gt;what&lt;/b&gt; we talked about &amp; more." in drafts["portal"]["html"]


def test_a_mail_speaks_the_language_of_its_case(drafts: Any) -> None:
    assert '<html lang="de"' in drafts["report"]["html"]
    assert "Kennzahlen" in drafts["report"]["text"]
    assert "Bitte sagen Sie uns" in drafts["report"]["text"]


@pytest.mark.parametrize("name", ["portal", "report"])
def test_every_figure_of_a_mail_is_printed_the_same_in_its_document(name: str, cases: Path, drafts: Any) -> None:
    document = Document(evaluate(load_case(cases / f"{name}.yaml")))
    printed = {" ".join(text.split()) for texts in figures_of(document.html).values() for text in texts}
    figures = re.findall(r"font-weight:bold;text-align:right[^>]*>([^<]+)</td>|<b>([^<]+)</b>", drafts[name]["html"])
    found = {" ".join((one or other).split()) for one, other in figures}
    assert len(found) >= 4
    assert found <= printed
    assert list(document.key_figures.values()) == [
        one for one, _ in re.findall(r"font-weight:bold;text-align:right[^>]*>([^<]+)(</td>)", drafts[name]["html"])
    ]


def test_text_and_html_say_the_same_words(planned: MailPlan) -> None:
    for outgoing in planned.outgoing:
        message = by_python(outgoing)
        plain, page = message.get_body(("plain",)), message.get_body(("html",))
        assert plain is not None
        assert page is not None
        shown = re.sub(r"<(style|title).*?</\1>|<!--.*?-->|<[^>]+>", " ", page.get_content(), flags=re.DOTALL)
        said = {word.strip("().,:") for word in plain.get_content().split()}
        seen = {word.strip("().,:") for word in shown.replace("&lt;b&gt;", "<b>").replace("&lt;/b&gt;", "</b>")
                .replace("&amp;", "&").replace("&#39;", "'").split()}  # fmt: skip
        assert said - seen <= {"Key", "figures", "Kennzahlen", ""}


def test_a_draft_is_plain_ascii_in_short_lines_without_defects(planned: MailPlan) -> None:
    for outgoing in planned.outgoing:
        data = outgoing.message.as_draft(outgoing.date)
        assert data.isascii()
        assert max(map(len, data.split(b"\r\n"))) < 100
        assert b"\n" not in data.replace(b"\r\n", b"")
        assert [defect for part in by_python(outgoing).walk() for defect in part.defects] == []


def test_the_same_case_gives_the_same_bytes(cases: Path, planned: MailPlan) -> None:
    again = plan_mail([cases], cases.parent / "out", read_wishes())
    assert [one.message.as_draft(one.date) for one in again.outgoing] == [
        one.message.as_draft(one.date) for one in planned.outgoing
    ]


def test_the_html_can_be_read_on_a_desk_and_in_a_hand_by_day_and_by_night(planned: MailPlan, tmp_path: Path) -> None:
    pages = []
    for outgoing in planned.outgoing:
        page = tmp_path / f"{outgoing.key}.html"
        page.write_text(
            outgoing.message.letter.html.replace("cid:logo", "data:image/gif;base64,R0lGODlhAQABAAAAACw="), "utf-8"
        )
        pages.append(page)
    assert {page: found for page, found in letter_findings(pages).items() if found} == {}


def test_a_mail_over_20_mib_is_not_made_and_over_7_mb_is_noted(
    cases: Path, planned: MailPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (LARGEST, NOTABLE) == (20 * 1024 * 1024, 7_000_000)
    proposal = planned.outgoing[0]
    # The whole message counts, encoded: a third more than its files.
    assert (
        proposal.size
        == len(proposal.message.as_draft(proposal.date))
        > 4 / 3 * sum(len(file.data) for file in proposal.message.attachments)
    )
    assert replace(proposal, size=NOTABLE + 1).is_large
    assert not replace(proposal, size=NOTABLE).is_large
    monkeypatch.setattr("cxreport.mail.plan.LARGEST", proposal.size - 1)
    plan = plan_mail([cases / "portal.yaml"], cases.parent / "out", read_wishes())
    assert plan.outgoing == ()
    assert re.match(r"the mail would be \d+\.\d MiB, and servers take", plan.unsent[0].message)


def test_options_come_before_the_case(cases: Path) -> None:
    wishes = read_wishes(to=["a@b.example; c@d.example"], subject="Größe", sender="me@here.example", attach=["docx"])
    (outgoing,) = plan_mail([cases / "portal.yaml"], cases.parent / "out", wishes).outgoing
    assert outgoing.message.envelope.recipients == ("a@b.example", "c@d.example", "finance@client.example")
    assert outgoing.message.letter.subject == "Größe"
    assert [file.format for file in outgoing.message.attachments] == ["docx"]


def test_a_theme_has_templates_of_its_own_for_mails(tmp_path: Path) -> None:
    folder = write_cases(tmp_path / "cases")
    (folder / "house" / "mail").mkdir()
    (folder / "house" / "mail" / "message.txt.j2").write_text("{{ subject }}, by {{ theme.sans }}", "utf-8")
    (folder / "portal.yaml").write_text(
        (folder / "portal.yaml").read_text("utf-8").replace("[docx, xlsx]", "[xlsx]"), "utf-8"
    )
    (outgoing,) = plan_mail([folder / "portal.yaml"], tmp_path / "out", read_wishes()).outgoing
    assert outgoing.message.letter.text.startswith("Let clients fix it themselves")
