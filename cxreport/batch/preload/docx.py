"""Makes a Word file of the starter case, without the numbers of pages, which only a layout gives."""

from __future__ import annotations

from cxreport.batch.preload import practise
from cxreport.render.output import Document


def _practised(document: Document) -> None:
    from cxreport.render.pdf.engine import load_weasyprint
    from cxreport.render.word import write_docx

    load_weasyprint()  # its layout gives the numbers of pages
    write_docx(document.html, document.look, {})


practise(_practised)
