"""How long cxreport needs to start, as a ratio to the least that its libraries need.

python benchmarks/startup.py [ROUNDS]

Ours and the bare process run in turn, each by the same interpreter with the same flags; what counts is the CPU
time of the process, user and system, and the median over all rounds. `python -m cxreport` pays for finding the
package where the bare script is named by its path: that is ours to pay. Ends with 1 where a bound is broken.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
CASE = ROOT / "cases" / "portal.yaml"
ROUNDS = 25

# An installed package is compiled, as the libraries are; a checkout is too, after its first run, unless this is set.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

EMPTY_GROUP = """\
import click

@click.group()
def main() -> None:
    pass

main()
"""
ONLY_IMPORTS = """\
import click
import pydantic
import yaml
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Holds what is compared: our arguments to Python, the bare script with its own, and the most we may cost."""

    name: str
    ours: tuple[str, ...]
    script: str
    arguments: tuple[str, ...]
    bound: float


COMPARISONS = (
    Comparison("--help : empty click group", ("-m", "cxreport", "--help"), EMPTY_GROUP, ("--help",), 1.25),
    Comparison("check : click, yaml, pydantic", ("-m", "cxreport", "check", str(CASE)), ONLY_IMPORTS, (), 1.3),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Holds the medians of one comparison, in seconds of CPU time."""

    comparison: Comparison
    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        """What we cost for each second that the bare process costs."""
        return self.ours / self.bare

    @property
    def holds(self) -> bool:
        """Whether the ratio is within its bound."""
        return self.ratio <= self.comparison.bound


def cpu_time(arguments: Sequence[str]) -> float:
    """Return the CPU time of one Python process in seconds; it has to end well."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=ENVIRONMENT, stdin=quiet, stdout=quiet, stderr=quiet
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"python {' '.join(arguments)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def measure(comparison: Comparison, folder: Path, rounds: int) -> Measured:
    """Return the medians of both processes, run in turn; the first round warms the caches and does not count."""
    script = folder / "bare.py"
    script.write_text(comparison.script, encoding="utf-8")
    bare = (str(script), *comparison.arguments)
    pairs = [(cpu_time(comparison.ours), cpu_time(bare)) for _ in range(rounds + 1)][1:]
    ours, base = zip(*pairs, strict=True)
    return Measured(comparison, statistics.median(ours), statistics.median(base))


def main() -> int:
    """Print a table, and return 1 where a bound is broken."""
    rounds = max(15, int(sys.argv[1])) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        table = [measure(comparison, Path(folder), rounds) for comparison in COMPARISONS]
    print(f"CPU time of a process, median of {rounds} rounds in turn")
    print(f"{'':32}{'ours':>9}{'bare':>9}{'ratio':>8}{'bound':>8}")
    for row in table:
        milliseconds = f"{row.ours * 1000:>6.0f} ms{row.bare * 1000:>6.0f} ms"
        verdict = "" if row.holds else "  over the bound"
        print(f"{row.comparison.name:32}{milliseconds}{row.ratio:>8.2f}{row.comparison.bound:>8.2f}{verdict}")
    return 0 if all(row.holds for row in table) else 1


if __name__ == "__main__":
    sys.exit(main())
