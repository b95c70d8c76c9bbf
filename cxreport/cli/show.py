"""`cxreport show`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cxreport import Evaluation, as_data, assess, evaluate, load_case, one_case
from cxreport.cli.arguments import ANY_PATH
from cxreport.cli.problems import tell_problems
from cxreport.cli.summaries import examples
from cxreport.cli.tables import say_table
from cxreport.cli.terminal import is_terminal, printable, say, say_data


@click.command(epilog=examples("cxreport show portal.yaml", "cxreport show portal.yaml --json"))
@click.argument("case", type=ANY_PATH)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON on standard output.")
@click.pass_context
def show(ctx: click.Context, case: Path, as_json: bool) -> None:
    """Print the sentence, the key figures and the tables of a case.

    CASE is one case file. The figures are printed as the documents print them; with --json they are exact. A case
    with errors has no figures: its problems are printed, and with --json they are in the JSON.
    """
    evaluation = assess(evaluate(load_case(one_case(case))))
    if as_json:
        say_data(as_data(evaluation))
    else:
        if evaluation.sound:
            _say_figures(evaluation)
        tell_problems(evaluation.problems, brief=evaluation.sound)
    ctx.exit(0 if evaluation.sound else 1)


def _say_figures(evaluation: Evaluation) -> None:
    from cxreport.cli.overview import doubts, tables

    case, data = evaluation.case, as_data(evaluation)
    say(click.style(printable(case.title), bold=True))
    say(printable(f"{case.organisation}, {case.date}"))
    if data["sentence"]:
        say()
        say(_wrapped(printable(data["sentence"])))
    for number, table in enumerate(tables(evaluation)):
        say_table(table)
        for told in doubts(evaluation) if number == 0 else ():
            say(f"\n{_wrapped(printable(told))}")


def _wrapped(text: str) -> str:
    """Return the text in lines of the terminal's width; as one line in a pipe."""
    if not is_terminal(sys.stdout):
        return text
    import shutil
    import textwrap

    return textwrap.fill(text, max(shutil.get_terminal_size().columns, 20))
