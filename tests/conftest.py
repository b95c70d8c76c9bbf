"""What holds for all tests: Hypothesis looks at results, never at the clock; which tests start first, and which together."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# Tests that share what is costly to start or to make are run by one process.
TOGETHER = {
    "tests/render/test_workbook_recalculated.py": "LibreOffice and all workbooks",
    "tests/render/test_valid_office.py": "the checkers of Office files",
    "tests/validators/test_damages.py": "the checkers of Office files",
    "tests/render/pdf/test_conformance.py": "veraPDF",
    "tests/render/pdf/test_structure.py": "PDFs opened for their structure",
}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put slow tests before all others, in whatever order they were shuffled into."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Return what gives tests to processes one by one, and those of TOGETHER to one.

    xdist's own groups do not reach it under pytest 9, which has no name of a test that could be changed.
    """
    from xdist.scheduler import LoadScopeScheduling

    class InGroups(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
        def _split_scope(self, nodeid: str) -> str:
            return TOGETHER.get(nodeid.partition("::")[0], nodeid)

    return InGroups(config, log)
