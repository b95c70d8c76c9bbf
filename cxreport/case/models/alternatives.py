"""The noun of what else might be decided: an alternative to the whole proposal."""

from __future__ import annotations

from cxreport.case import fields as f
from cxreport.case.reading import Model, list_reader, optional, required


class Alternative(Model):
    """Less than the whole proposal: some of its initiatives, set beside all of them."""

    name: str | None = optional(f.line, "Its name in the document; made from the key where not given.")
    because: str | None = optional(f.line, "What speaks for it or against it, in a sentence.")
    initiatives: tuple[str, ...] = required(
        list_reader(f.identifier, least=1), "The initiatives that it keeps, by their ids.", stand_in=()
    )
