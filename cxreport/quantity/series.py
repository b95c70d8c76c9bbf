"""A value for every period, or one for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Series(Generic[T]):
    """One value that holds in every period, or (`listed`) one value per period."""

    values: tuple[T, ...]
    listed: bool = False

    def at(self, period: int) -> T:
        """Return the value of `period`, counted from 1."""
        return self.values[period - 1] if self.listed else self.values[0]

    def fits(self, periods: int) -> bool:
        """Return whether the series has a value for each of `periods`."""
        return not self.listed or len(self.values) == periods

    def __iter__(self) -> Iterator[T]:
        return iter(self.values)
