from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from mail_cases import write_cases

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
