"""The matrix of document-quality §5: whatever could begin another line of a message is refused in our words."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxreport.batch.check import check
from cxreport.case.mailbox import Mailbox
from cxreport.errors import RenderError, UsageError
from cxreport.mail.attachment import file_name
from cxreport.mail.message import Envelope, Message
from cxreport.mail.wishes import read_wishes
from cxreport.render.letter import Letter
from mail_cases import PROPOSAL, SHARED

# What ends lines for one program or another, what controls, and what turns the order of reading.
BREAKS = ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
CONTROLS = ["\x00", "\x1b", "\x7f", "\u202e", "\u2066"]
EVIL = "Bcc: everybody@evil.example"
FIELDS = {
    "subject": '"Proposal{}"',
    "from": '"Zoë{} <zoe@client.example>"',
    "to": '["Zoë <zoe@client.example{}>"]',
    "cc": '"zoe{}@client.example"',
    "reply_to": '"Zoë <zoe{}@client.example>"',
}


def escaped(text: str) -> str:
    """Return a text as a YAML file may write it between double quotes."""
    return "".join(f"\\u{ord(letter):04x}" if not letter.isprintable() else letter for letter in text)


@pytest.mark.parametrize("letter", [*BREAKS, *CONTROLS], ids=lambda letter: f"U+{ord(letter[0]):04X}")
@pytest.mark.parametrize("field", FIELDS)
def test_a_case_cannot_write_another_head_line(field: str, letter: str, tmp_path: Path) -> None:
    text = (
        PROPOSAL[: PROPOSAL.index("mail:")] + "mail:\n  " + f"{field}: " + FIELDS[field].format(escaped(letter + EVIL))
    )
    (tmp_path / "cxreport.yaml").write_text(SHARED.replace("theme: house\n", "").partition("mail:")[0], "utf-8")
    (tmp_path / "case.yaml").write_text(text, "utf-8")
    problems = [problem for problem in check([tmp_path / "case.yaml"]).problems if problem.severity == "error"]
    assert [problem.code for problem in problems] in (["CX501"], ["CX502"], ["CX004"])
    assert problems[0].place.line == text.count("\n") + 1
    assert problems[0].place.column > len("  cc: ")
    assert f"U+{ord(letter[0]):04X}" in problems[0].message


@pytest.mark.parametrize("letter", [*BREAKS, *CONTROLS], ids=lambda letter: f"U+{ord(letter[0]):04X}")
@pytest.mark.parametrize("option", ["to", "cc", "sender", "reply_to", "subject"])
def test_an_option_cannot_write_another_head_line(option: str, letter: str) -> None:
    text = f"Zoë{letter}{EVIL} <zoe@client.example>"
    value = [text] if option in {"to", "cc"} else text
    with pytest.raises(UsageError, match=rf"^--\S+: .*U\+{ord(letter[0]):04X}"):
        read_wishes(**{option: value})  # type: ignore[arg-type]  # one option after another


@pytest.mark.parametrize("letter", [*BREAKS, *CONTROLS], ids=lambda letter: f"U+{ord(letter[0]):04X}")
def test_a_template_or_a_term_cannot_write_another_head_line(letter: str) -> None:
    letter_of_evil = Letter(f"Proposal{letter}{EVIL}", "text", "<p>text</p>", None)
    with pytest.raises(RenderError, match="the subject of the mail"):
        Message(Envelope(None, (Mailbox("", "a", "b.example"),)), letter_of_evil, (), "")


@pytest.mark.parametrize("letter", [*BREAKS, *CONTROLS], ids=lambda letter: f"U+{ord(letter[0]):04X}")
def test_the_name_of_a_file_cannot_write_another_head_line(letter: str) -> None:
    import datetime as dt

    assert letter not in file_name(f"Proposal{letter}X-Evil: 1", dt.date(2026, 1, 1), "docx")


def test_a_subject_stands_once(tmp_path: Path) -> None:
    text = PROPOSAL + "  subject: One\n  subject: Two\n"
    (tmp_path / "case.yaml").write_text(text, "utf-8")
    (tmp_path / "cxreport.yaml").write_text(SHARED.partition("theme:")[0], "utf-8")
    assert [problem.code for problem in check([tmp_path / "case.yaml"]).problems] == ["CX007"]
