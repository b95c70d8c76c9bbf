"""What the fork server does before any worker is there, so that each of them begins with it done.

It loads the renderer, and makes a Word file of the starter case: words, templates, faces and formats of numbers are
then read, and lie in pages of memory that all workers share. Nothing is laid out, as the threads of Pango would not
live on in a worker. Imported by name, in the fork server alone. A library that is missing is not told here: the
document that needs it says so, with the way out.
"""

from __future__ import annotations

import gc
import tempfile
from contextlib import suppress
from importlib import import_module
from pathlib import Path

# What other cases want, and the starter does not.
_BESIDE = ("numpy.ma", "numpy.random", "email.policy", "cxreport.evaluate.risk.simulation", "cxreport.render.lint")


def _make_starter() -> None:
    from cxreport.case.load import load_case
    from cxreport.case.starter import new_case
    from cxreport.evaluate import evaluate
    from cxreport.evaluate.risk import assess
    from cxreport.render.output import Document
    from cxreport.render.pdf.engine import load_weasyprint
    from cxreport.render.word import write_docx
    from cxreport.render.workbook import write_workbook

    load_weasyprint()
    for module in _BESIDE:
        import_module(module)
    with tempfile.TemporaryDirectory() as folder:
        document = Document(assess(evaluate(load_case(new_case(Path(folder)).case))))
        write_docx(document.html, document.look, {})
        write_workbook(document.evaluation, document.printed.formats, document.look)


# Its garbage is not looked for meanwhile, as what is kept would then be copied.
gc.disable()
with suppress(Exception):
    _make_starter()
gc.collect()
# What is there now stays as long as the worker does, and is shared between workers as long as nobody touches it.
gc.freeze()
