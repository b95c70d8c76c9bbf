from __future__ import annotations

import datetime as dt
import email
from email import policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.case.mailbox import Mailbox, is_unfit
from cxreport.mail.attachment import Attachment, file_name
from cxreport.mail.message import Envelope, Message
from cxreport.mail.mime import encoded_mailboxes, encoded_text, file_parameter
from cxreport.render.letter import Letter
from validators.mail import read_mails

DAY = dt.date(2026, 11, 22)
NAMES = [
    "Zoë O'Brien, CFO",
    "佐藤 健（財務部長）",
    "Dr. Jörg Müller-Lüdenscheidt, Vorstand Finanzen und Controlling der Müller & Söhne Aktiengesellschaft",
    "😀 Emoji 👩‍👩‍👧‍👦",
    "Иван Иванович Иванов (Финансы); отдел, 1",
    "محمد عبد الله",
    'Quote "inner" \\ back',
    "=?utf-8?q?trick?= <x@y.example>",
    "A Long Plain Name, With Commas And (Parens) That Has To Be Folded As It Is Longer Than A Line May Be, <b@c.example>",
    "a" * 200,
    "Ω" * 300,
]
TITLES = [
    "Let clients fix it themselves",
    'Angebot: 50% "mehr" / Größe <XL> | 2026?',
    "顧客が自分で直せるようにする" * 12,
    "👩‍👩‍👧‍👦" * 12,
    "e\u0301" * 120,
    "con",
    "  . ",
    "x" * 300,
]


def message_to(mailboxes: tuple[Mailbox, ...], subject: str, names: list[str]) -> bytes:
    letter = Letter(subject, "Hällo\n.\nFrom here\n" + "w" * 200, "<p>Hällo</p>", None)
    files = tuple(Attachment(name, "docx", b"x" * 99) for name in names)
    message = Message(Envelope(Mailbox("Zoë", "z", "x.example"), mailboxes), letter, files, subject)
    return message.as_draft(DAY)


def test_names_subjects_and_files_in_any_script_and_length_arrive_as_they_left(tmp_path: Path) -> None:
    people = tuple(Mailbox(name, f"u{number}", "client.example") for number, name in enumerate(NAMES))
    subjects = [*NAMES, *TITLES[:6]]
    names = [file_name(title, DAY, "docx") for title in TITLES]
    files = []
    for number, subject in enumerate(subjects):
        files.append(tmp_path / f"{number}.eml")
        files[-1].write_bytes(message_to(people, subject, names))
    for subject, read in zip(subjects, read_mails(files), strict=True):
        assert read["subject"] == subject
        assert [(one["name"], one["address"]) for one in read["to"]] == [(one.name, one.address) for one in people]
        assert [file["filename"] for file in read["attachments"]] == names
        assert read["text"] == "Hällo\n.\nFrom here\n" + "w" * 200 + "\n"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=120), max_size=3))
def test_no_name_adds_a_recipient_or_a_line(names: list[str]) -> None:
    fit = ["".join(letter for letter in name if not is_unfit(letter)).strip() for name in names]
    people = [Mailbox(name, f"u{number}", "client.example") for number, name in enumerate(fit)]
    lines = encoded_mailboxes(people).split("\r\n")
    assert all(line.startswith(" ") for line in lines[1:])
    assert all(line.isascii() and line.isprintable() for line in lines)
    read = email.message_from_string(f"To: {encoded_mailboxes(people)}\r\n\r\n", policy=policy.default)
    assert [one.addr_spec for one in read["To"].addresses] == [one.address for one in people] if people else True


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_an_encoded_text_is_ascii_in_words_that_keep_to_their_length(text: str) -> None:
    fit = "".join(letter for letter in text if not is_unfit(letter))
    for line in encoded_text(fit).split("\r\n"):
        assert line.isascii()
        assert len(line) <= 76


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_the_name_of_a_file_can_lie_on_any_disk(title: str) -> None:
    name = file_name(title, DAY, "docx")
    assert name.endswith(" 2026-11-22.docx")
    assert len(name.encode()) <= 200
    assert not set(name) & set('\\/:*?"<>|')
    assert not any(map(is_unfit, name))
    assert "\r" not in file_parameter("filename", name).replace("\r\n ", "")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Q3: Portal/Desk", "Q3 Portal Desk 2026-11-22.docx"),
        ("con", "_con 2026-11-22.docx"),
        ("...", "document 2026-11-22.docx"),
        ("x" * 300, "x" * 161 + "… 2026-11-22.docx"),
    ],
)
def test_a_file_is_named_by_title_and_date(title: str, name: str) -> None:
    assert file_name(title, DAY, "docx") == name
