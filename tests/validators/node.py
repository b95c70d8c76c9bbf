"""Scripts of this folder, run by Node: once for an answer, or kept running for many."""

from __future__ import annotations

import atexit
import json
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def run_node(script: str, *arguments: str) -> dict[str, Any]:
    """Return what a script of this folder prints, read as JSON."""
    done = subprocess.run(_command(script, *arguments), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def ask_node(script: str, question: Sequence[str]) -> dict[str, Any]:
    """Return the answer of a script of this folder, which is started once and answers a line with a line."""
    asked = _running(script)
    assert asked.stdin is not None
    assert asked.stdout is not None
    asked.stdin.write(json.dumps(question) + "\n")
    asked.stdin.flush()
    answer = asked.stdout.readline()
    assert answer, f"{script} has ended with {asked.wait()}"
    result: dict[str, Any] = json.loads(answer)
    return result


@cache
def _running(script: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(_command(script), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(process.communicate)  # closes its input, at which it ends
    return process


def _command(script: str, *arguments: str) -> list[str]:
    assert (HERE / "node_modules").is_dir(), "the validators are missing; this brings them:  .ci/setup validators"
    return ["node", str(HERE / script), *arguments]
