from __future__ import annotations

import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from cxreport.case import models
from cxreport.case.load import load_case
from cxreport.case.reading import Model
from cxreport.evaluate import evaluate
from cxreport.evaluate.review import RULES
from cxreport.quantity import (
    QuantityError,
    parse_date,
    parse_money,
    parse_month,
    parse_number,
    parse_percent,
    parse_period,
)

ROOT = Path(__file__).parents[2]
GENERATOR = runpy.run_path(str(ROOT / "docs" / "generate_format.py"))
EXAMPLES = GENERATOR["examples"]()
TEXT = (ROOT / "docs" / "format.md").read_text("utf-8")
MODELS = {name for name, m in vars(models).items() if isinstance(m, type) and issubclass(m, Model) and m is not Model}


def read(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - every scalar stays a text


def with_example(told: dict[str, Any]) -> str:
    """Return the sample case with the example in its place."""
    case = read(EXAMPLES["samples"][told["kind"]])
    place = case
    for step in told["at"]:
        place = place[int(step)] if isinstance(place, list) else place[step]
    for key in told.get("remove", ()):
        del place[key]
    place.update(read(told["yaml"]))
    return yaml.safe_dump(case, allow_unicode=True)


def problems_of(text: str, folder: Path) -> list[str]:
    for name, companion in EXAMPLES["companions"].items():
        (folder / name).write_text(companion, "utf-8")
    file = folder / "case.yaml"
    file.write_text(text, "utf-8")
    found = evaluate(load_case(file)).problems
    return [f"{problem.code} {problem.message}" for problem in found if problem.code not in RULES]


def test_the_manual_is_what_the_models_say_today() -> None:
    assert GENERATOR["document"]() == TEXT, "python docs/generate_format.py writes it anew"


def test_every_model_has_a_section() -> None:
    assert set(EXAMPLES["models"]) == MODELS


@pytest.mark.parametrize("kind", EXAMPLES["samples"])
def test_the_sample_cases_are_without_a_problem(kind: str, tmp_path: Path) -> None:
    assert problems_of(EXAMPLES["samples"][kind], tmp_path) == []


@pytest.mark.parametrize("model", EXAMPLES["models"])
def test_every_example_loads_without_a_problem(model: str, tmp_path: Path) -> None:
    assert problems_of(with_example(EXAMPLES["models"][model]), tmp_path) == []


def test_every_value_of_the_opening_is_read_or_refused_as_told() -> None:
    parsers: dict[str, Callable[[str], object]] = {
        "money": parse_money,
        "number": parse_number,
        "percentage": parse_percent,
        "date": parse_date,
        "month": parse_month,
        "period": parse_period,
    }
    for name, parse in parsers.items():
        _, _, accepted, refused, _ = next(line for line in TEXT.splitlines() if line.startswith(f"| {name} |")).split(
            "|"
        )
        for text in re.findall("`(.+?)`", accepted):
            parse(text)
        for text in re.findall("`(.+?)`", refused):
            with pytest.raises(QuantityError):
                parse(text)


def test_the_shared_settings_of_the_opening_load(tmp_path: Path) -> None:
    opening = TEXT.partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "cxreport.yaml").write_text(opening, "utf-8")
    case = read(EXAMPLES["samples"]["business-case"])
    for key in read(opening):
        del case[key]
    assert problems_of(yaml.safe_dump(case), tmp_path) == []
