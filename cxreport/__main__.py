"""Where `cxreport` and `python -m cxreport` begin."""

from __future__ import annotations

from cxreport.cli.main import main

if __name__ == "__main__":
    main()
