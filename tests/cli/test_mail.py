from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from cxreport.mail.send import World
from mail_cases import write_cases
from mail_servers import TAKE_AND_DROP, Mailroom, always, once

Run = Callable[..., Result]
Write = Callable[..., Path]
MAIL = "mail: {to: Zoë <zoe@client.example>, attach: [xlsx]}\n"


def test_a_draft_is_written_and_told(run: Run, write: Write, here: Path) -> None:
    case = write("portal.yaml")
    case.write_text(case.read_text("utf-8") + MAIL, "utf-8")
    result = run("mail", case)
    assert result.exit_code == 0
    assert "subject  Let clients fix it themselves\n" in result.stdout
    assert "to       Zoë <zoe@client.example>\n" in result.stdout
    assert "file     Let clients fix it themselves 2026-11-22.xlsx  " in result.stdout
    assert result.stdout.endswith("1 mail written\n")
    assert (here / "out" / "portal.eml").is_file()


def test_a_dry_run_writes_no_draft(run: Run, write: Write, here: Path) -> None:
    result = run("mail", write("portal.yaml"), "--dry-run", "--attach", "xlsx", "--to", "ken@client.example")
    assert result.exit_code == 0
    assert "to       ken@client.example" in result.stdout
    assert result.stdout.endswith("1 mail would be written\n")
    assert not (here / "out" / "portal.eml").exists()


def test_a_case_with_errors_costs_its_own_mail_alone(run: Run, write: Write, bad: str) -> None:
    write("good/portal.yaml")
    write("good/broken.yaml", bad)
    result = run("mail", "good", "--attach", "xlsx", "--dry-run")
    assert result.exit_code == 1
    assert "no mail of good/broken.yaml: the case has errors" in result.stderr
    assert result.stdout.endswith("1 mail would be written, 1 not made\n")


def test_a_bad_address_names_its_option(run: Run, write: Write) -> None:
    result = run("mail", write("portal.yaml"), "--cc", "ken@client")
    assert result.exit_code == 2
    assert 'error: --cc: "ken@client" is no address: "client" is no domain' in result.stderr


def test_a_password_in_a_file_is_refused_at_its_line(run: Run, here: Path) -> None:
    folder = write_cases(here / "cases")
    shared = folder / "cxreport.yaml"
    shared.write_text(shared.read_text("utf-8") + "  smtp: {host: a.example, password: tiger}\n", "utf-8")
    result = run("mail", "cases", "--dry-run")
    assert result.exit_code == 1
    assert "cases/cxreport.yaml:7:27  CX503 error" in result.stderr


@pytest.fixture
def room(here: Path, write: Write) -> Iterator[Mailroom]:
    """Return a server on loopback, and write a case whose mail goes to it."""
    with Mailroom().open() as opened:
        case = write("portal.yaml")
        smtp = f"smtp: {{host: 127.0.0.1, port: {opened.port}, security: none}}"
        mail = f"mail: {{from: cx@northwind.example, to: [zoe@client.example, ken@client.example], attach: [xlsx], {smtp}}}"
        case.write_text(f"{case.read_text('utf-8')}{mail}\n", "utf-8")
        yield opened


def test_a_run_sends_and_the_next_sends_nothing(run: Run, room: Mailroom) -> None:
    first = run("mail", "portal.yaml", "--send", "--yes")
    assert first.exit_code == 0
    assert "sent  portal.yaml  zoe@client.example\n" in first.stdout
    assert first.stdout.endswith("1 mail sent\n")
    second = run("mail", "portal.yaml", "--send", "--yes")
    assert second.exit_code == 0
    assert second.stdout == "0 mails sent, 1 unchanged\n"
    assert room.got("zoe@client.example") == 1


def test_a_dry_run_says_who_would_get_what_and_sends_nothing(run: Run, room: Mailroom, here: Path) -> None:
    result = run("mail", "portal.yaml", "--send", "--dry-run")
    assert result.exit_code == 0
    assert "to       zoe@client.example, ken@client.example\n" in result.stdout
    assert result.stdout.endswith("1 mail would be sent\n")
    assert (room.connections, [*here.glob("out/*.eml")]) == (0, [])


def test_where_nobody_can_be_asked_nothing_is_sent(run: Run, room: Mailroom) -> None:
    result = run("mail", "portal.yaml", "--send")
    assert result.exit_code == 2
    assert "hint: give --yes" in result.stderr
    assert room.connections == 0


def test_on_a_terminal_a_question_comes_first(run: Run, room: Mailroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxreport.cli.mail.is_terminal", lambda _: True)
    result = run("mail", "portal.yaml", "--send")
    assert result.exit_code == 1
    assert f"send 1 mail to 2 addresses through 127.0.0.1:{room.port}?" in result.stderr
    assert room.connections == 0


def test_one_who_is_refused_is_named_with_the_servers_own_words(run: Run, room: Mailroom) -> None:
    room.fault = always("rcpt", "550 5.1.1 no such user", "ken")
    result = run("mail", "portal.yaml", "--send", "--yes")
    assert result.exit_code == 1
    assert "portal.yaml was refused for ken@client.example: 550 5.1.1 no such user" in result.stderr
    assert "sent  portal.yaml  zoe@client.example" in result.stdout


def test_a_doubt_is_told_with_its_message_id_and_settled_by_it(run: Run, room: Mailroom) -> None:
    room.fault = once("dot", TAKE_AND_DROP)
    first = run("mail", "portal.yaml", "--send", "--yes")
    assert first.exit_code == 1
    assert first.stdout.endswith("0 mails sent, 1 in doubt\n")
    identity = first.stderr.partition("look for Message-ID ")[2].partition("\n")[0]
    assert identity.encode() in room.taken[0][1]
    second = run("mail", "portal.yaml", "--send", "--yes")
    assert (second.exit_code, second.stdout) == (1, "0 mails sent, 1 in doubt\n")
    assert identity in second.stderr
    assert f"cxreport mail --lost {identity.strip('<>')}\n" in second.stderr
    assert run("mail", "portal.yaml", "--arrived", identity).exit_code == 2
    settled = run("mail", "--arrived", identity)
    assert settled.stdout == "zoe@client.example has it\nken@client.example has it\n"
    assert run("mail", "portal.yaml", "--send", "--yes").exit_code == 0
    assert room.got("zoe@client.example") == 1


def test_a_doubt_names_the_folder_that_it_was_sent_from(run: Run, room: Mailroom) -> None:
    room.fault = once("dot", TAKE_AND_DROP)
    told = run("mail", "portal.yaml", "--send", "--yes", "-o", "the reports").stderr
    settle = told.partition("not there:  cxreport mail ")[2].splitlines()[0]
    assert settle.endswith(" -o 'the reports'")
    settled = run("mail", *settle.split(" ")[:2], "-o", "the reports")
    assert settled.stdout.startswith("zoe@client.example has it not; the next run sends it\n")


def test_a_run_that_is_stopped_says_that_the_next_goes_on(
    run: Run, room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cxreport.mail.send.World", lambda: World(sleep=stop))
    room.fault = once("rcpt", "450 4.2.0 greylisted")
    stopped = run("mail", "portal.yaml", "--send", "--yes")
    assert stopped.exit_code == 130
    assert "stopped; the ledger knows what has gone, and the same command sends the rest" in stopped.stderr
    assert run("mail", "portal.yaml", "--send", "--yes").stdout.endswith("1 mail sent\n")
    assert (room.got("zoe@client.example"), room.got("ken@client.example")) == (1, 1)


def test_warnings_of_a_case_are_counted(run: Run, write: Write, here: Path) -> None:
    case = write("portal.yaml")
    case.write_text(case.read_text("utf-8").replace(", source: Quote", "") + MAIL, "utf-8")
    told = run("mail", case, "--dry-run").stderr
    assert "note: portal.yaml has 1 warning; cxreport check tells them\n" in told


def test_what_has_to_wait_is_told_and_stays_for_the_next_run(
    run: Run, room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cxreport.mail.send.World", lambda: World(sleep=lambda _: None))
    room.fault = always("rcpt", "452 4.2.2 mailbox full", "ken")
    result = run("mail", "portal.yaml", "--send", "--yes")
    assert result.exit_code == 1
    assert "trying again in 2 seconds" in result.stderr
    assert "trying again in 90 seconds" in result.stderr
    assert "portal.yaml has not gone to ken@client.example: 452 4.2.2 mailbox full" in result.stderr


@pytest.mark.parametrize(
    ("missing", "told"),
    [("from: cx@northwind.example, ", "it has no sender"), ("to: [zoe@client.example, ken@client.example], ", "nobody to go to"),
     ("smtp: ", "no server is named")],
)  # fmt: skip
def test_what_sending_needs_is_asked_for(missing: str, told: str, run: Run, room: Mailroom, here: Path) -> None:
    case = here / "portal.yaml"
    text = case.read_text("utf-8")
    case.write_text(text[: text.index(", smtp")] + "}\n" if missing == "smtp: " else text.replace(missing, ""), "utf-8")
    result = run("mail", "portal.yaml", "--send", "--yes")
    assert result.exit_code == 1
    assert told in result.stderr


def test_a_list_with_errors_is_told_with_its_lines_and_nothing_is_made(run: Run, write: Write, here: Path) -> None:
    write("cases/portal.yaml")
    (here / "teams.csv").write_text("team,to\nportl,zoe@client\n", "utf-8")
    result = run("mail", "cases", "--list", "teams.csv")
    assert result.exit_code == 1
    assert 'teams.csv:2:1  CX505 error  no case of this run is called "portl"' in result.stderr
    assert 'hint: did you mean "portal"?' in result.stderr
    assert 'teams.csv:2:7  CX501 error  "zoe@client" is no address' in result.stderr
    assert not (here / "out").exists()


def test_a_list_says_who_gets_what_and_which_cases_it_does_not_name(run: Run, write: Write, here: Path) -> None:
    write("cases/portal.yaml")
    write("cases/other.yaml")
    (here / "teams.csv").write_text("team,to,language,formats\nportal,zoe@client.example,de_DE,xlsx\n", "utf-8")
    result = run("mail", "cases", "--list", "teams.csv", "--dry-run")
    assert result.exit_code == 0
    assert "out/portal.de_DE.eml" in result.stdout
    assert "to       zoe@client.example\n" in result.stdout
    assert "note: nobody is on the list for cases/other.yaml" in result.stderr
    assert "warning: cases/portal.yaml is written in en_US" in result.stderr


def test_the_workbook_is_refused_for_an_audience_that_must_not_see_all(run: Run, write: Write) -> None:
    case = write("portal.yaml")
    case.write_text(case.read_text("utf-8") + "sections: {costs: {audience: [finance]}}\n" + MAIL, "utf-8")
    result = run("mail", case, "--audience", "team")
    assert result.exit_code == 1
    assert "would show the audience team what is kept from it: costs" in result.stderr
