"""What holds for all tests: Hypothesis looks at results, never at the clock, and what takes long is started first."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put slow tests before all others, in whatever order they were shuffled into."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
