from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[..., Path]


@pytest.fixture
def kept(write: Write) -> Path:
    """Return a case in a repository of git, changed since its only commit."""
    case = write("portal.yaml")

    def git(*words: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(case.parent), *who, *words], check=True, capture_output=True)

    git("init", "-q")
    git("add", "portal.yaml")
    git("commit", "-q", "-m", "as proposed")
    case.write_text(case.read_text("utf-8").replace("2_000", "2_500").replace("Pilot", "A pilot"), "utf-8")
    return case


def test_a_case_is_compared_with_its_last_commit(run: Run, kept: Path) -> None:
    result = run("diff", kept)
    assert result.exit_code == 0, result.stderr
    # 500 visits × $400 in each of three years at 10%: 200,000 × 2.48685
    assert "portal.benefits.rolls.drivers.visits" in result.stdout
    assert "2_000" in result.stdout
    assert "2_500  497,370" in result.stdout
    assert "1 other change in no flow" in result.stdout


def test_the_data_has_every_figure_exactly(run: Run, kept: Path) -> None:
    data = json.loads(run("diff", f"{kept}@HEAD", kept, "--json").stdout)
    (part,) = data["parts"]
    npv = data["figures"]["npv"]
    assert Decimal(part["npv"]).quantize(Decimal("0.0001")) == Decimal("497370.3982")
    assert abs(Decimal(npv["new"]) - Decimal(npv["old"]) - Decimal(part["npv"])) < Decimal("1e-20")
    assert part["inputs"][0]["old"]["file"] == f"{kept}@HEAD"
    assert data["others"] == ["portal.benefits.rolls.evidence.0.source"]


def test_what_did_not_change_says_so(run: Run, kept: Path) -> None:
    assert "No input changed." in run("diff", kept, kept).stdout


@pytest.mark.parametrize(
    ("old", "told"),
    [
        ("portal.yaml@HEAD~9", "the repository has no commit HEAD~9"),
        ("other.yaml@HEAD", "does not hold"),
        ("nothing.yaml", "there is no file or folder"),
    ],
)
def test_a_version_that_is_not_there_is_wrong_use(run: Run, kept: Path, old: str, told: str) -> None:
    result = run("diff", kept.parent / old, kept)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_broken_old_version_is_told_with_its_place(run: Run, kept: Path, write: Write, bad: str) -> None:
    result = run("diff", write("bad.yaml", bad), kept)
    assert result.exit_code == 1
    assert "bad.yaml:" in result.stderr
