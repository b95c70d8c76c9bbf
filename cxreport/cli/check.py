"""`cxreport check`."""

from __future__ import annotations

from pathlib import Path

import click

from cxreport import CheckReport
from cxreport import check as check_cases
from cxreport.cli.arguments import ANY_PATH
from cxreport.cli.problems import tell_problems, tell_skipped
from cxreport.cli.summaries import examples
from cxreport.cli.terminal import counted, listed, say, say_data


@click.command(
    epilog=examples("cxreport check portal.yaml", "cxreport check cases", "cxreport check cases --json > problems.json")
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=ANY_PATH)
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON on standard output.")
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """Say everything that is wrong in cases, with line and way out.

    PATH is a case file, or a folder, of which every case is taken. Problems are printed on standard error, the
    worst first, and a closing line on standard output. An error keeps a document from being built; a warning is
    printed in it. A warning that the case answers under accept: is counted, and printed with its answer in the
    document; with --json it is told beside the problems.
    """
    report = check_cases(paths)
    if as_json:
        say_data(report.as_data())
    else:
        tell_skipped(report.skipped)
        tell_problems(report.problems)
        say(summary(report))
    ctx.exit(0 if report.sound else 1)


def summary(report: CheckReport) -> str:
    """Return the closing line: `3 cases: 1 with errors, 2 warnings, 4 answered`."""
    broken = sum(not case.sound for case in report.cases)
    warnings = sum(problem.severity == "warning" for problem in report.problems)
    found = [f"{broken} with errors" if broken else "", counted(warnings, "warning") if warnings else ""]
    told = listed(found) or "no problems"
    if report.answered:
        told += f"; {counted(report.answered, 'warning')} answered in the cases"
    return f"{counted(len(report.cases), 'case')}: {told}"
