"""The version of a case that it is compared with."""

from __future__ import annotations

from cxreport.case import fields as f
from cxreport.case.reading import Model, optional


class Compared(Model):
    """An earlier version of this case; what changed since is told in an appendix."""

    case: str | None = optional(f.line, "Its file, from this case's folder; this case's own file where not given.")
    revision: str | None = optional(
        f.commit, "The commit of git that holds it, as 4f3c2a1; the file as it is where not given."
    )
