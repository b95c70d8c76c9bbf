"""Makes ready for PDFs: loads WeasyPrint, and makes the workbook that lies inside each."""

from __future__ import annotations

from cxreport.batch.preload import practise
from cxreport.render.output import Document


def _practised(document: Document) -> None:
    from cxreport.render.pdf.engine import load_weasyprint
    from cxreport.render.workbook import write_workbook

    load_weasyprint()
    write_workbook(document.evaluation, document.printed.formats, document.look)


practise(_practised)
