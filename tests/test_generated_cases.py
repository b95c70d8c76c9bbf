"""The cases that benchmarks are run with: as many as asked, without an error, no two alike, the same each time."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from runpy import run_path

from cxreport.case.load import load_case
from cxreport.evaluate import evaluate

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def test_generated_cases_are_sound_and_all_different(tmp_path: Path) -> None:
    generated = run_path(str(BENCHMARKS / "generated_cases.py"))["generated"]
    found = dict(generated())
    assert len(found) == 1000
    assert len({text.partition("\ndate:")[2] for text in found.values()}) == 1000
    assert found == dict(generated())
    for name, text in islice(found.items(), 30):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
        evaluation = evaluate(load_case(file))
        assert evaluation.sound, [str(problem) for problem in evaluation.problems]
