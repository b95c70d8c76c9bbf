"""What the tests of mail share: a folder of cases, and their mails, made once per run."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxreport.mail.plan import MailPlan, plan_mail
from cxreport.mail.wishes import read_wishes
from mail_cases import write_cases


@pytest.fixture(scope="session")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a proposal and a report."""
    return write_cases(tmp_path_factory.mktemp("cases") / "cases")


@pytest.fixture(scope="session")
def planned(cases: Path) -> MailPlan:
    """Return the mails of both cases, their documents built."""
    return plan_mail([cases], cases.parent / "out", read_wishes())
