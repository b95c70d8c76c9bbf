"""What the tests of mail share: a folder of cases, and their mails, made once per run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock

from cxreport.mail.plan import MailPlan, plan_mail
from cxreport.mail.wishes import read_wishes
from mail_cases import write_cases


@pytest.fixture(scope="session")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a proposal and a report, the same for all processes of a run."""
    base = tmp_path_factory.getbasetemp()
    shelf = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "mail"
    with FileLock(f"{shelf}.lock"):
        return shelf / "cases" if shelf.is_dir() else write_cases(shelf / "cases")


@pytest.fixture(scope="session")
def planned(cases: Path) -> MailPlan:
    """Return the mails of both cases, their documents built by whichever process needs them first."""
    with FileLock(f"{cases.parent}.lock"):
        return plan_mail([cases], cases.parent / "out", read_wishes())
