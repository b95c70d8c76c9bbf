"""Whatever fails, wherever: the ledger is right, nothing is lost, and nobody gets a mail twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxreport.errors import CxreportError, UsageError
from cxreport.mail.ledger import Ledger, sole_sender
from mail_parcels import ANNA, KEN, LARGE, NOW, ZOE, on_loopback, outgoing, send, standing
from mail_servers import DROP, HANG, STAGES, TAKE_AND_DROP, Mailroom, always, once

BEFORE_THE_LAST_LINE = [
    (stage, fault)
    for stage in STAGES
    for fault in (DROP, HANG, "421 4.3.2 shutting down", "451 4.3.0 try later")
    if stage != "dot" and not (stage == "body" and fault.startswith("4"))  # a server that listens says nothing
]


@pytest.mark.parametrize(("stage", "fault"), BEFORE_THE_LAST_LINE)
def test_a_fault_before_the_last_line_is_tried_again_and_the_mail_goes_once(
    stage: str, fault: str, tmp_path: Path
) -> None:
    with Mailroom(once(stage, fault)).open() as room:
        data = LARGE if stage == "body" else b""
        (dispatch,) = send([outgoing(on_loopback(room.port), ZOE, KEN, data=data)], tmp_path)
    assert sorted(dispatch.sent) == [KEN, ZOE]
    assert dispatch.whole
    assert (room.got(ZOE), room.got(KEN)) == (1, 1)
    assert standing(tmp_path, ZOE) == standing(tmp_path, KEN) == "sent"


@pytest.mark.parametrize("fault", [TAKE_AND_DROP, DROP, HANG])
def test_a_drop_after_the_last_line_leaves_a_doubt_that_is_told_and_not_sent_again(fault: str, tmp_path: Path) -> None:
    with Mailroom(once("dot", fault)).open() as room:
        mail = outgoing(on_loopback(room.port), ZOE)
        (first,) = send([mail], tmp_path)
        (second,) = send([mail], tmp_path)
    assert first.doubtful == (ZOE,)
    assert second.sent == ()
    assert second.parcel.left_in_doubt == {ZOE: mail.message.identity()}
    assert not second.whole
    assert room.got(ZOE) == (1 if fault == TAKE_AND_DROP else 0)
    assert standing(tmp_path, ZOE) == "doubtful"


def test_a_doubt_is_settled_by_the_message_id(tmp_path: Path) -> None:
    with Mailroom(once("dot", TAKE_AND_DROP)).open() as room:
        mail = outgoing(on_loopback(room.port), ZOE)
        send([mail], tmp_path)
        assert mail.message.identity().encode() in room.taken[0][1]
        with pytest.raises(UsageError, match="is in doubt"):
            Ledger(tmp_path).settle("<other@northwind.example>", NOW, arrived=True)
        assert Ledger(tmp_path).settle(mail.message.identity(), NOW, arrived=True) == (ZOE,)
        (dispatch,) = send([mail], tmp_path)
    assert dispatch.parcel.has == (ZOE,)
    assert dispatch.whole
    assert room.got(ZOE) == 1


def test_what_was_lost_goes_again_under_its_old_message_id_to_those_alone_who_have_it_not(tmp_path: Path) -> None:
    with Mailroom(once("dot", DROP)).open() as room:
        mail = outgoing(on_loopback(room.port), ZOE)
        send([mail], tmp_path)
        assert Ledger(tmp_path).settle(mail.message.identity(), NOW, arrived=False) == (ZOE,)
        assert standing(tmp_path, ZOE) == "waiting"
        more = outgoing(on_loopback(room.port), ZOE, KEN)
        (dispatch,) = send([more], tmp_path)
        (after,) = send([more], tmp_path)
    assert dispatch.sent == (ZOE, KEN)
    assert after.parcel.has == (ZOE, KEN)
    assert (room.got(ZOE), room.got(KEN)) == (1, 1)
    assert mail.message.identity() != more.message.identity()
    assert mail.message.identity().encode() in room.taken[0][1]


def test_what_is_in_doubt_goes_again_under_its_old_message_id(tmp_path: Path) -> None:
    with Mailroom(once("dot", TAKE_AND_DROP)).open() as room:
        mail = outgoing(on_loopback(room.port), ZOE)
        send([mail], tmp_path)
        (dispatch,) = send([mail], tmp_path, again=True)
    assert dispatch.sent == (ZOE,)
    assert dispatch.whole
    assert [message.count(mail.message.identity().encode()) for _, message in room.taken] == [1, 1]


def test_what_may_have_gone_stays_in_doubt_when_another_try_fails(tmp_path: Path) -> None:
    room = Mailroom(once("dot", TAKE_AND_DROP))
    with room.open():
        mail = outgoing(on_loopback(room.port), ZOE)
        send([mail], tmp_path)
        room.fault = always("rcpt", "450 4.2.1 busy")
        send([mail], tmp_path, again=True)
        assert standing(tmp_path, ZOE) == "doubtful"
        room.fault = lambda *_: None
        (dispatch,) = send([mail], tmp_path)
    assert dispatch.sent == ()
    assert room.got(ZOE) == 1


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data", "dot"])
def test_no_for_now_then_yes_sends_once(stage: str, tmp_path: Path) -> None:
    with Mailroom(once(stage, "450 4.2.0 greylisted")).open() as room:
        (dispatch,) = send([outgoing(on_loopback(room.port), ZOE)], tmp_path)
    assert dispatch.sent == (ZOE,)
    assert room.got(ZOE) == 1
    assert standing(tmp_path, ZOE) == "sent"


def test_one_of_three_who_is_refused_costs_the_others_nothing(tmp_path: Path) -> None:
    with Mailroom(always("rcpt", "550 5.1.1 no such user", KEN)).open() as room:
        mail = outgoing(on_loopback(room.port), ZOE, KEN, ANNA)
        (dispatch,) = send([mail], tmp_path)
        (again,) = send([mail], tmp_path)
    assert dispatch.sent == (ZOE, ANNA)
    assert dispatch.refused == {KEN: "550 5.1.1 no such user"}
    assert again.parcel.has == (ZOE, ANNA)
    assert (room.got(ZOE), room.got(KEN), room.got(ANNA)) == (1, 0, 1)
    assert standing(tmp_path, KEN) == "refused"


def test_one_of_three_who_has_to_wait_gets_it_in_the_next_round_alone(tmp_path: Path) -> None:
    greylisted = once("rcpt", "450 4.2.0 greylisted")
    with Mailroom(greylisted).open() as room:
        (dispatch,) = send([outgoing(on_loopback(room.port), ZOE, KEN, ANNA)], tmp_path)
    assert [recipients for recipients, _ in room.taken] == [(KEN, ANNA), (ZOE,)]
    assert sorted(dispatch.sent) == sorted([ZOE, KEN, ANNA])


@pytest.mark.parametrize(
    ("stage", "reply", "left"),
    [("rcpt", "452 4.2.2 mailbox full", "waiting"), ("dot", "452 4.2.2 mailbox full", "waiting"),
     ("rcpt", "552 5.2.2 mailbox full", "refused"), ("dot", "552 5.2.2 mailbox full", "refused")],
)  # fmt: skip
def test_a_full_mailbox_is_told_and_the_next_run_tries_again(stage: str, reply: str, left: str, tmp_path: Path) -> None:
    room = Mailroom(always(stage, reply))
    with room.open():
        mail = outgoing(on_loopback(room.port), ZOE)
        (dispatch,) = send([mail], tmp_path)
        assert standing(tmp_path, ZOE) == left
        assert getattr(dispatch, left) == {ZOE: reply}
        room.fault = lambda *_: None
        (after,) = send([mail], tmp_path)
    assert after.sent == (ZOE,)
    assert room.got(ZOE) == 1


def test_a_server_that_is_not_there_is_asked_once_a_round_however_many_mails_wait(tmp_path: Path) -> None:
    with Mailroom().open() as room:
        port = room.port
    mails = [outgoing(on_loopback(port), ZOE, key=f"team-{number}") for number in range(20)]
    dispatches = send(mails, tmp_path)
    assert all(dispatch.waiting for dispatch in dispatches)
    assert "cannot be reached" in dispatches[0].waiting[ZOE]
    assert standing(tmp_path, ZOE, "team-19") == "waiting"


def test_pauses_grow_and_a_connection_serves_many_mails(tmp_path: Path) -> None:
    with Mailroom().open() as room:
        mails = [outgoing(on_loopback(room.port), ZOE, key=f"team-{number}") for number in range(5)]
        assert all(dispatch.whole for dispatch in send(mails, tmp_path))
    assert (room.connections, room.got(ZOE)) == (1, 5)


def test_a_mail_that_the_server_says_is_too_large_is_not_even_offered(tmp_path: Path) -> None:
    with Mailroom(size=1000).open() as room:
        (dispatch,) = send([outgoing(on_loopback(room.port), ZOE)], tmp_path)
    assert "1,000 bytes at most" in dispatch.refused[ZOE]
    assert room.taken == []


def test_nothing_leaves_that_the_ledger_cannot_be_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with Mailroom().open() as room:
        with pytest.raises(CxreportError, match=r"ledger\.jsonl cannot be written: no space left"):
            send([outgoing(on_loopback(room.port), ZOE)], tmp_path)
        assert room.taken == []


def test_two_runs_do_not_send_from_one_folder(tmp_path: Path) -> None:
    with sole_sender(tmp_path), pytest.raises(UsageError, match="another cxreport is sending"):
        send([], tmp_path)


CHILD = """
import sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from mail_parcels import KEN, LARGE, ZOE, on_loopback, outgoing, send
send([outgoing(on_loopback({port}), ZOE, KEN, data=LARGE)], Path({out!r}))
"""


@pytest.mark.parametrize(("stage", "gone"), [("data", False), ("body", False), ("dot", True)])
def test_a_killed_run_is_taken_up_by_the_next(stage: str, gone: bool, tmp_path: Path) -> None:
    room = Mailroom()
    with room.open():
        code = CHILD.format(tests=str(Path(__file__).parents[1]), port=room.port, out=str(tmp_path))
        child = subprocess.Popen([sys.executable, "-c", code])
        room.fault = killing(child, stage)
        assert child.wait(timeout=30) == -signal.SIGKILL
        room.fault = lambda *_: None
        (dispatch,) = send([outgoing(on_loopback(room.port), ZOE, KEN, data=LARGE)], tmp_path)
    if gone:
        assert [*dispatch.parcel.left_in_doubt] == [ZOE, KEN]
        assert not dispatch.whole
    else:
        assert dispatch.sent == (ZOE, KEN)
    assert (room.got(ZOE), room.got(KEN)) == (1, 1)


def killing(child: subprocess.Popen[bytes], stage: str) -> Callable[[str, str], str | None]:
    """Return a fault that kills a process when it comes to a stage; the server itself goes on."""

    def fault(at: str, _: str) -> str | None:
        if at == stage:
            child.kill()
            child.wait()
        return None

    return fault


@settings(max_examples=25)
@given(
    st.lists(
        st.sampled_from([None, DROP, TAKE_AND_DROP, "421 4.3.2 bye", "450 4.2.1 later", "550 5.1.1 no"]), max_size=25
    )
)
def test_through_any_run_of_faults_nobody_gets_a_mail_twice_and_the_ledger_is_right(faults: list[str | None]) -> None:
    left = iter(faults)

    def fault(stage: str, _: str) -> str | None:
        reply = None if stage == "body" else next(left, None)
        return DROP if reply == TAKE_AND_DROP and stage != "dot" else reply

    with TemporaryDirectory() as folder, Mailroom(fault).open() as room:
        mails = [outgoing(on_loopback(room.port), ZOE, KEN, key=key, text=key) for key in ("one", "two")]
        for _ in range(12):
            dispatches = send(mails, Path(folder), pauses=(2,))
            if next(left, "end") == "end":
                break
        dispatches = send(mails, Path(folder), pauses=(2,))
        for dispatch, mail in zip(dispatches, mails, strict=True):
            identity = mail.message.identity().encode()
            for address in (ZOE, KEN):
                taken = sum(address in people and identity in message for people, message in room.taken)
                status = standing(Path(folder), address, mail.key)
                # Nobody is lost: at the end each has it, or is told to be in doubt. Nobody has it twice.
                assert taken == 1 if status == "sent" else taken <= 1
                assert status in {"sent", "doubtful"}
                assert (status == "doubtful") == (address in dispatch.parcel.left_in_doubt)
