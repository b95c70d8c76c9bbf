"""Scripts of this folder, run by Node."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def run_node(script: str, *arguments: str) -> dict[str, Any]:
    """Return what a script of this folder prints, read as JSON."""
    assert (HERE / "node_modules").is_dir(), "the validators are missing; this brings them:  .ci/setup validators"
    done = subprocess.run(["node", HERE / script, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    result: dict[str, Any] = json.loads(done.stdout)
    return result
