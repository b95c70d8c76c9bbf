"""What holds for all tests: Hypothesis looks at results, never at the clock, which a busy machine sets."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
