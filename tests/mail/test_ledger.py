from __future__ import annotations

from pathlib import Path

import pytest

from cxreport.errors import CxreportError
from cxreport.mail.ledger import LEDGER, Entry, Ledger
from mail_parcels import ANNA, KEN, NOW, ZOE, on_loopback, outgoing, send
from mail_servers import Mailroom

ENTRY = Entry("2026-11-25T09:00:00+00:00", "sent", "<a@b.example>", "portal", (ZOE,), "f" * 64)


def test_a_second_run_sends_nothing(tmp_path: Path) -> None:
    with Mailroom().open() as room:
        mail = outgoing(on_loopback(room.port), ZOE)
        send([mail], tmp_path)
        (dispatch,) = send([mail], tmp_path)
    assert dispatch.parcel.has == (ZOE,)
    assert room.got(ZOE) == 1


def test_what_has_changed_goes_to_everybody_again(tmp_path: Path) -> None:
    with Mailroom().open() as room:
        send([outgoing(on_loopback(room.port), ZOE, KEN)], tmp_path)
        (dispatch,) = send([outgoing(on_loopback(room.port), ZOE, KEN, data=b"another document")], tmp_path)
    assert dispatch.parcel.changed
    assert (room.got(ZOE), room.got(KEN)) == (2, 2)


def test_a_new_recipient_gets_it_alone(tmp_path: Path) -> None:
    with Mailroom().open() as room:
        send([outgoing(on_loopback(room.port), ZOE)], tmp_path)
        send([outgoing(on_loopback(room.port), ZOE, ANNA)], tmp_path)
    assert [recipients for recipients, _ in room.taken] == [(ZOE,), (ANNA,)]


def test_again_sends_once_more_under_another_message_id(tmp_path: Path) -> None:
    with Mailroom().open() as room:
        mail = outgoing(on_loopback(room.port), ZOE)
        send([mail], tmp_path)
        for turn in (1, 2):
            (dispatch,) = send([mail], tmp_path, again=True)
            assert dispatch.parcel.identity == mail.message.identity(turn)
    assert room.got(ZOE) == 3
    assert len({mail.message.identity(turn) for turn in (0, 1, 2)}) == 3


def test_the_ledger_says_what_went_to_whom_when_and_with_which_documents(tmp_path: Path) -> None:
    with Mailroom().open() as room:
        mail = outgoing(on_loopback(room.port), ZOE, KEN)
        send([mail], tmp_path)
    entry = Ledger(tmp_path).last("portal", KEN)
    assert entry is not None
    assert (entry.status, entry.recipients, entry.time) == ("sent", (ZOE, KEN), "2026-11-25T09:00:00+00:00")
    assert (entry.message_id, entry.content) == (mail.message.identity(), mail.message.content)
    assert [*entry.documents] == ["Proposal 2026-11-22.docx"]
    assert entry.reply == "250 2.0.0 queued"


def test_a_line_that_was_cut_off_is_no_fact_and_the_next_begins_a_line_of_its_own(tmp_path: Path) -> None:
    Ledger(tmp_path).add(ENTRY)
    whole = (tmp_path / LEDGER).read_bytes()
    (tmp_path / LEDGER).write_bytes(whole + whole[: len(whole) // 2].replace(b"portal", b"other"))
    ledger = Ledger(tmp_path)
    ledger.add(ENTRY)
    assert ledger.last("portal", ZOE) == Ledger(tmp_path).last("portal", ZOE) == ENTRY
    assert Ledger(tmp_path).last("other", ZOE) is None


def test_a_line_that_somebody_has_broken_stops_the_run(tmp_path: Path) -> None:
    Ledger(tmp_path).add(ENTRY)
    text = (tmp_path / LEDGER).read_text("utf-8")
    (tmp_path / LEDGER).write_text(text + text.replace('"sent"', '"snet"'), "utf-8")
    with pytest.raises(CxreportError, match=r"ledger\.jsonl:2: this line of the ledger cannot be read"):
        Ledger(tmp_path)


def test_settling_keeps_what_is_known(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.add(Entry(ENTRY.time, "doubtful", "<a@b.example>", "portal", (ZOE, KEN), "f" * 64))
    assert ledger.settle("a@b.example", NOW, arrived=True) == (ZOE, KEN)
    assert [*Ledger(tmp_path).doubtful()] == []
    assert Ledger(tmp_path).times_sent("f" * 64, KEN) == 1


def test_who_has_it_is_not_sent_it_again_when_the_case_is_named_from_another_folder(tmp_path: Path) -> None:
    with Mailroom().open() as room:
        send([outgoing(on_loopback(room.port), ZOE, key="emea/portal")], tmp_path)
        (dispatch,) = send([outgoing(on_loopback(room.port), ZOE, key="portal")], tmp_path)
    assert dispatch.parcel.has == (ZOE,)
    assert room.got(ZOE) == 1


def test_what_was_corrected_and_is_as_it_was_goes_again(tmp_path: Path) -> None:
    with Mailroom().open() as room:
        for text in ("as it was", "corrected", "as it was"):
            (dispatch,) = send([outgoing(on_loopback(room.port), ZOE, text=text)], tmp_path)
            assert dispatch.sent == (ZOE,)
