"""What the fork server loads before any worker: the renderer, so that each worker begins with it.

Imported by name, in the fork server alone. A library that is missing is not told here: the document that needs it
says so, with the way out.
"""

from __future__ import annotations

import gc
from contextlib import suppress

with suppress(Exception):
    import numpy as np  # noqa: F401 - to have it loaded
    import weasyprint  # noqa: F401 - to have it loaded

    import cxreport.evaluate.risk
    import cxreport.render.compose
    import cxreport.render.pdf
    import cxreport.render.word
    import cxreport.render.workbook  # noqa: F401 - to have it loaded

# What is loaded stays as long as the worker does, and is shared between workers as long as nobody touches it.
gc.freeze()
