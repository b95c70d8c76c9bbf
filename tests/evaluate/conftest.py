"""What the tests of the evaluation share: cases written in the test itself, and their evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from textwrap import dedent

import pytest

from cxreport.case.load import load_case
from cxreport.evaluate import Evaluation, evaluate
from evaluate.reviewed import MARK, Edited, changed

HEADER = """\
title: A pencil case
organisation: Worked Example Inc.
date: 2026-11-22
currency: USD
"""


@pytest.fixture(scope="session")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Evaluation]:
    """Return the evaluation of a case, written as text; whole cases name their kind, others get a header."""
    folder, numbers = tmp_path_factory.mktemp("cases"), count()

    def evaluation(text: str) -> Evaluation:
        path = folder / f"case-{next(numbers)}.yaml"
        path.write_text(dedent(text), "utf-8")
        return evaluate(load_case(path))

    return evaluation


@pytest.fixture(scope="session")
def case(evaluated: Callable[[str], Evaluation]) -> Callable[..., Evaluation]:
    """Return the evaluation of a sound business case with one initiative, `pencil`, whose lines are b1, b2, … and c1, …."""

    def evaluation(
        benefits: str | Sequence[str] = "amount: 100",
        costs: str | Sequence[str] = "initial: 10",
        *,
        live: str = "",
        late: int = 0,
        top: str = "",
        **finance: str,
    ) -> Evaluation:
        given = {"discount_rate": "10%", "period": "year", "periods": "3", "start": "2027-01"} | finance
        text = "kind: business-case\n" + HEADER + f"{top}\n"
        text += "finance: {" + ", ".join(f"{key}: {value}" for key, value in given.items()) + "}\n"
        text += "initiatives:\n  - id: pencil\n    action: do something\n    improvement: make something better\n"
        text += f"    live: {live}\n" if live else ""
        text += f"    delay: {late}\n" if late else ""
        for side, lines in (("benefits", benefits), ("costs", costs)):
            text += f"    {side}:\n"
            for number, line in enumerate([lines] if isinstance(lines, str) else lines, 1):
                text += f"      - {{id: {side[0]}{number}, name: Line {number}, {line}}}\n"
        found = evaluated(text)
        assert [problem for problem in found.problems if problem.severity == "error"] == []
        return found

    return evaluation


@pytest.fixture(scope="session")
def report(evaluated: Callable[[str], Evaluation]) -> Callable[[str], Evaluation]:
    """Return the evaluation of a value report, sound or not, of which the test writes what stands under `revenue`."""
    return lambda revenue: evaluated(
        "kind: value-report\n" + HEADER + "revenue:\n  period: FY2026\n" + _indented(dedent(revenue))
    )


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.strip("\n").splitlines())


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """Return the evaluation of CLEAN with some of its words replaced."""

    def make(*changes: tuple[str, str]) -> Evaluation:
        file = tmp_path / "case.yaml"
        file.write_text(changed(*changes).replace(MARK, ""), "utf-8")
        return evaluate(load_case(file))

    return make
