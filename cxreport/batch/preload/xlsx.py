"""Makes a workbook of the starter case."""

from __future__ import annotations

from cxreport.batch.preload import practise
from cxreport.render.output import Document


def _practised(document: Document) -> None:
    from cxreport.render.workbook import write_workbook

    write_workbook(document.evaluation, document.printed.formats, document.look)


practise(_practised)
