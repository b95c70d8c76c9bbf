"""`cxreport explain`."""

from __future__ import annotations

from pathlib import Path

import click

from cxreport import assess, evaluate, find_figure, load_case, one_case, trace
from cxreport.cli.arguments import ANY_PATH
from cxreport.cli.problems import tell_problems
from cxreport.cli.summaries import examples
from cxreport.cli.terminal import say


@click.command(
    epilog=examples(
        "cxreport explain portal.yaml npv",
        "cxreport explain portal.yaml truck-rolls.flows.1",
        "cxreport explain revenue-split.yaml sales.total",
    )
)
@click.argument("case", type=ANY_PATH)
@click.argument("figure")
@click.option("--all", "whole", is_flag=True, help="Every member of a long series, not only the first and last.")
@click.pass_context
def explain(ctx: click.Context, case: Path, figure: str, whole: bool) -> None:
    """Print what a figure was computed from, down to file and line.

    CASE is one case file. FIGURE is the address of a figure, as npv, portal.roi or attribution.csm.total; a short
    form will do where it fits one figure only, as truck-rolls.pv. Every line has the value as the documents print
    it and, in brackets, exactly. A branch that comes again is printed once and then marked (above).
    """
    evaluation = assess(evaluate(load_case(one_case(case))))
    if not evaluation.sound:
        tell_problems(evaluation.problems)
        ctx.exit(1)
    from cxreport.cli.branches import tree_lines

    for line in tree_lines(evaluation, trace(evaluation, find_figure(evaluation, figure)), whole=whole):
        say(line)
