"""docs/mail.md: its cases load, its lists are lists, and its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from cxreport.batch.check import check
from cxreport.batch.gather import Chosen
from cxreport.cli.main import app
from cxreport.mail.distribution import read_orders
from cxreport.mail.wishes import Wishes
from mail_cases import PROPOSAL, SHARED

TEXT = (Path(__file__).parents[2] / "docs" / "mail.md").read_text("utf-8")
FENCES = re.findall(r"^ *```(\w+)\n(.*?)^ *```", TEXT, re.DOTALL | re.MULTILINE)
IN_A_CASE = [text for kind, text in FENCES if kind == "yaml" and not text.startswith("teams:")]
LISTS = [(kind, text) for kind, text in FENCES if kind == "csv" or text.startswith("teams:")]


@pytest.mark.parametrize("text", IN_A_CASE)
def test_what_a_case_may_say_is_without_a_problem(text: str, tmp_path: Path) -> None:
    lines = text.splitlines()
    indent = len(lines[0]) - len(lines[0].lstrip())
    own = "\n".join(line[indent:] for line in lines)
    (tmp_path / "cxreport.yaml").write_text(SHARED.partition("theme:")[0], "utf-8")
    (tmp_path / "case.yaml").write_text(f"{PROPOSAL.partition('mail:')[0]}{own}\n", "utf-8")
    assert [problem for problem in check([tmp_path / "case.yaml"]).problems if problem.severity == "error"] == []


@pytest.mark.parametrize(("kind", "text"), LISTS)
def test_a_list_is_one(kind: str, text: str, tmp_path: Path) -> None:
    (tmp_path / f"teams.{kind}").write_text(text, "utf-8")
    cases = [Chosen(Path(f"{name}.yaml"), Path(f"{name}.yaml")) for name in ("billing", "field-service")]
    assert [order.chosen.path.stem for order in read_orders(tmp_path / f"teams.{kind}", cases, Wishes())] == [
        "billing",
        "field-service",
    ]


def test_there_are_examples_of_each() -> None:
    assert (len(IN_A_CASE), len(LISTS)) == (3, 2)


def test_every_option_of_the_paper_exists() -> None:
    help_text = CliRunner().invoke(app, ["mail", "--help"]).output + CliRunner().invoke(app, ["build", "--help"]).output
    assert [option for option in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", TEXT)) if option not in help_text] == []
