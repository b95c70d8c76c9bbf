"""Follows the guide and the README: writes the files they show, runs their commands, prints the output below each.

python docs/generate_guide.py

A block of YAML with a file's name behind `yaml` is that file; a block of `console` holds commands of cxreport. All
blocks of a paper are followed in one empty folder, from the first to the last.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAPERS = (ROOT / "docs" / "guide.md", ROOT / "README.md")

_BLOCK = re.compile(r"^```(?:yaml (?P<file>\S+)|(?P<console>console))\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ cxreport (.*)$", re.MULTILINE)


def followed(paper: str, folder: Path) -> str:
    """Return a paper with the output of its commands as it is today; `folder` is empty and takes what they write."""
    return _BLOCK.sub(lambda block: _follow(block, folder), paper)


def _follow(block: re.Match[str], folder: Path) -> str:
    if block["file"]:
        file = folder / block["file"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block["text"], encoding="utf-8")
        return block[0]
    outputs = (f"$ cxreport {command}\n{_printed(command, folder)}\n" for command in _COMMAND.findall(block["text"]))
    return "```console\n" + "\n".join(outputs) + "```"


def _printed(command: str, folder: Path) -> str:
    """Return what a command prints into a pipe, results and progress together."""
    done = subprocess.run(
        [sys.executable, "-m", "cxreport", *shlex.split(command)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


if __name__ == "__main__":
    for paper in PAPERS:
        with tempfile.TemporaryDirectory() as empty:
            paper.write_text(followed(paper.read_text("utf-8"), Path(empty)), encoding="utf-8")
