"""Where `cxreport` and `python -m cxreport` begin."""

from __future__ import annotations

import gc

# A run makes many small values and soon ends: looking for cycles among them costs a tenth and finds nothing.
gc.set_threshold(200_000, 50, 50)

from cxreport.cli.main import main  # noqa: E402 - its imports are what the line above is for

if __name__ == "__main__":
    main()
