from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import cxreport


def printed_by(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    ).stdout.strip()


def test_every_public_name_is_there() -> None:
    for name in cxreport.__all__:
        assert not isinstance(getattr(cxreport, name), ModuleType), name
    assert dir(cxreport) == sorted(cxreport.__all__)


def test_the_import_of_the_package_imports_nothing_else_of_it() -> None:
    assert (
        printed_by("import cxreport, sys; print(*[m for m in sys.modules if m.startswith('cxreport')])") == "cxreport"
    )


@pytest.mark.parametrize("verb", ["evaluate", "render"])
def test_a_verb_is_not_hidden_by_the_package_of_its_name(verb: str) -> None:
    before = f"import cxreport.{verb}, cxreport; print(callable(cxreport.{verb}))"
    after = f"import cxreport; cxreport.{verb}; import cxreport.{verb}; print(callable(cxreport.{verb}))"
    assert printed_by(before) == printed_by(after) == "True"


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cxreport.nothing  # type: ignore[attr-defined]  # that is the point


def test_what_is_evaluated_is_rendered_with_how_sure_it_is() -> None:
    case = Path(__file__).parents[2] / "cases" / "effortless-service.yaml"
    page = cxreport.render(cxreport.evaluate(cxreport.load_case(case)), "html").decode()
    assert "draws from all ranges at once" in page
