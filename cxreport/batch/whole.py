"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(target: Path, data: bytes) -> None:
    """Write `data` to `target`, which is the old file or the new one at every moment. Raises OSError.

    The data grows under a name of this process that ends in `.part`, so that two runs do not mix theirs.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        os.replace(part, target)  # noqa: PTH105 - the one call that swaps two files at once, said as it is
    finally:
        part.unlink(missing_ok=True)
