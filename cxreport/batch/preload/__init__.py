"""What the fork server does before any worker is there, so that each of them begins with it done.

There is a module for each format, imported by name, in the fork server alone. It loads what writes that format, and
makes one of the starter case: words, templates, faces and formats of numbers are then read, and lie in pages of
memory that all workers share. Nothing is laid out, as the threads of Pango would not live on in a worker. A library
that is missing is not told here: the document that needs it says so, with the way out.
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from cxreport.case.load import load_case
from cxreport.case.starter import new_case
from cxreport.evaluate import evaluate
from cxreport.evaluate.risk import assess
from cxreport.render.output import Document, Format

MANY = 12
# What other cases want, and the starter does not.
_BESIDE = ("numpy.ma", "numpy.random", "email.policy", "cxreport.evaluate.risk.simulation", "cxreport.render.lint")


def modules_for(formats: Iterable[Format], items: int) -> list[str]:
    """Return the names of the modules to import before documents of these formats are made of so many items.

    For a few items practice would take longer than it saves.
    """
    return [__name__] if items < MANY else [f"{__name__}.{each}" for each in sorted(set(formats))]


def practise(write: Callable[[Document], object]) -> None:
    """Make something of the starter case, and keep all that stays of it from being looked through for garbage.

    What is there afterwards is shared between workers as long as nobody touches it.
    """
    gc.disable()
    with suppress(Exception):
        for module in _BESIDE:
            import_module(module)
        with tempfile.TemporaryDirectory() as folder:
            write(Document(assess(evaluate(load_case(new_case(Path(folder)).case)))))
    gc.collect()
    gc.freeze()
