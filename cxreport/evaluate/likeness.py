"""When two benefits may be the same: what they are called, what they draw on, what they count."""

from __future__ import annotations

from functools import lru_cache

from cxreport.case.identify import slug
from cxreport.case.models import Driver

ALIKE = 0.8  # of two names, as difflib measures it


def near_names(one: str, other: str) -> bool:
    """Return whether two names are nearly alike; capitals and signs make no difference."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, slug(one), slug(other), autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def same_names(one: str, other: str) -> bool:
    """Return whether two names have the same words in any order; a plural in s makes no difference."""
    return _words(one) == _words(other)


@lru_cache(maxsize=1024)
def _words(name: str) -> list[str]:
    return sorted(word.removesuffix("s") for word in slug(name).split("-"))


def counts(driver: Driver) -> bool:
    """Return whether a driver is a count of something: prices and shares are alike in many places."""
    return driver.value is None or all(value.form == "number" for value in driver.value)


def same_driver(key: str, one: Driver, other: Driver) -> bool:
    """Return whether two drivers of the same key have the same label as well."""
    return slug(one.label or key) == slug(other.label or key)
