"""Where `cxreport` and `python -m cxreport` begin."""

from __future__ import annotations

import gc

# A run makes many small values and soon ends: looking for cycles among them costs a tenth and finds nothing.
gc.set_threshold(200_000, 50, 50)

from cxreport.cli.main import main as run  # noqa: E402 - its imports are what the line above is for


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        run()
    finally:
        gc.freeze()  # nor does the interpreter look for cycles once more when it ends: another tenth


if __name__ == "__main__":
    main()
