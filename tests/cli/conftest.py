"""What the tests of the commands share: a folder to work in, cases good and bad, and the command line itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner, Result

from cxreport.cli.main import app

GOOD = dedent("""\
    kind: business-case
    title: Let clients fix it themselves
    organisation: Northwind Networks
    date: 2026-11-22
    currency: USD
    finance: {discount_rate: 10%, period: year, periods: 3, start: 2027-01, source: Treasury}
    initiatives:
      - id: portal
        action: redesign the service portal
        improvement: make it easier for our clients to fix their own problems
        benefits:
          - id: rolls
            name: Avoided truck rolls
            drivers:
              visits: {value: 2_000, label: Visits avoided, source: Service desk}
              cost_each: {value: $400, label: Cost of a visit, source: Finance}
            formula: visits * cost_each
            owner: Field Service
            evidence: [{source: Pilot, date: 2026-06-30, grade: tested}]
        costs:
          - {id: build, name: Vendor build, initial: $1.5M, source: Quote}
        metric: {name: Problems solved by clients, unit: "%", baseline: 31, target: 55, by: 2027-12}
        accept: {CX307: It is live by then, CX309: We run it, CX310: None work on it, CX311: None have to learn it}
    """)
REPORT = dedent("""\
    kind: value-report
    title: Where our revenue comes from
    organisation: Northwind Networks
    date: 2026-11-22
    currency: USD
    revenue:
      period: FY2026
      total: $900M
      cxm:
        switched:
          - {name: Product A, amount: $150M, aligned_by: Research, change: product, contributors: [Product, Design]}
      csm:
        expanded: [{name: Interventions, amount: $160M}]
      stated: {csm: $150M}
    """)
BAD = GOOD.replace("10%", "10")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which the commands run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CXREPORT_DEBUG", raising=False)
    return tmp_path


@pytest.fixture
def write(here: Path) -> Callable[..., Path]:
    """Return a writer of files below the folder, which returns their path as a user would type it."""

    def write_one(name: str, text: str = GOOD) -> Path:
        file = here / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return Path(name)

    return write_one


@pytest.fixture
def run(here: Path) -> Callable[..., Result]:
    """Return the command line: called with its arguments, it returns what it printed and its exit code."""

    def call(*arguments: object) -> Result:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="cxreport")
        assert "Traceback" not in result.output
        return result

    return call


@pytest.fixture
def process(here: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return the command line as a process of its own, with an environment that may be added to."""

    def call(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "cxreport", *map(str, arguments)]
        clean = {
            key: value for key, value in os.environ.items() if not key.startswith(("CXREPORT", "COV_", "NO_COLOR"))
        }
        return subprocess.run(
            command, cwd=here, capture_output=True, encoding="utf-8", check=False, env=clean | environment, timeout=120
        )

    return call


@pytest.fixture
def bad() -> str:
    """Return a case with one error, in line 6 at column 26."""
    return BAD


@pytest.fixture
def report() -> str:
    """Return a value report with one warning, in its last line."""
    return REPORT
