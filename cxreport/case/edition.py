"""Editions: the same case for one audience, or in another language."""

from __future__ import annotations

from typing import NamedTuple

from cxreport.case.load import LoadedCase


class Edition(NamedTuple):
    """For whom a document is, and for which language and country it is printed; empty for what the case says."""

    audience: str = ""
    locale: str = ""

    @property
    def suffix(self) -> str:
        """What stands in the names of its files, so that editions lie beside each other."""
        return "".join(f".{part}" for part in self if part)

    def of(self, loaded: LoadedCase) -> LoadedCase:
        """Return the case in this edition. The author's own text stays in the author's language."""
        case = loaded.case
        if case is not None and self.locale:
            case = type(case)(**(vars(case) | {"locale": self.locale}))
        return loaded._replace(case=case, audience=self.audience or loaded.audience)


WHOLE = Edition()
