"""`cxreport diff`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from cxreport import (
    Difference,
    Evaluation,
    Format,
    PrintedDifference,
    diff_as_data,
    evaluate,
    load_version,
    one_case,
    write_difference,
)
from cxreport import diff as compare
from cxreport.cli.arguments import ANY_PATH
from cxreport.cli.problems import tell_problems
from cxreport.cli.summaries import examples
from cxreport.cli.tables import Table, say_table
from cxreport.cli.terminal import say, say_data

_FIGURES = {
    "benefits_total": "Benefits, total",
    "costs_total": "Costs, total",
    "benefits_pv": "Benefits, present value",
    "costs_pv": "Costs, present value",
    "npv": "Net present value",
    "roi": "ROI",
    "first_year_roi": "First-year ROI",
    "bcr": "Benefit-cost ratio",
    "irr": "IRR",
    "payback_months": "Payback",
}


@click.command(
    epilog=examples(
        "cxreport diff portal.yaml",
        "cxreport diff portal.yaml@HEAD~3 portal.yaml",
        "cxreport diff signed/portal.yaml portal.yaml --json",
        "cxreport diff signed/portal.yaml portal.yaml -f pdf -f docx",
    )
)
@click.argument("old")
@click.argument("new", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON on standard output, figures exact.")
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["pdf", "docx", "html"]),
    help="Write a page on what changed, to stand alone or to be put behind the proposal; may be given more than once.",
)
@click.option(
    "-o",
    "--out",
    type=ANY_PATH,
    default=Path("out"),
    show_default=True,
    help="The folder that the page is written into.",
)
@click.option("--theme", type=ANY_PATH, help="A theme that ships or the folder of one, instead of what the case names.")
@click.pass_context
def diff(
    ctx: click.Context,
    old: str,
    new: str | None,
    as_json: bool,
    formats: tuple[Format, ...],
    out: Path,
    theme: Path | None,
) -> None:
    """Compare two versions of a proposal in money, change by change.

    OLD and NEW are case files, or FILE@COMMIT for a file as a commit of git holds it, together with what the folders
    above it share. With one file alone, it is compared with its last commit.

    The parts add up to the change in net present value exactly. Where changes work together, as a volume and a price,
    each gets what it adds on average over all orders in which they may have been made (the Shapley value). Beyond
    twelve changes, those of one line make one part. Changes that are in no flow, as texts, evidence and ranges, are
    counted. Lists that are written for another horizon are cut there between the versions, or their last value goes on.

    To have the page in the proposal itself, name the other version there, under  compared_with.
    """
    before, after = (old, new) if new is not None else (f"{old}@HEAD", old)
    versions = [_version(before), _version(after)]
    for version in versions:
        if not version.sound:
            tell_problems(version.problems)
            ctx.exit(1)
    found = compare(*versions)
    if as_json:
        say_data(diff_as_data(found))
    else:
        _say(found)
    for target in write_difference(found, formats, out, theme):
        say(f"\n{target.as_posix()}", err=as_json)


def _version(name: str) -> Evaluation:
    if "@" not in name:
        one_case(Path(name))
    return evaluate(load_version(name))


def _say(found: Difference) -> None:
    printed = PrintedDifference(found)
    names = [next(iter(version.loaded.sources)) for version in (found.old, found.new)]
    say(f"From {names[0]} to {names[1]}")
    if found.parts:
        head = ("Input", "Where", "Old", "New", "NPV")
        total = ("Together", "", "", "", printed.total)
        say_table(Table(f"What changed, {printed.unit}", head, (*_rows(found, printed), total), totals=1, names=4))
    else:
        say("\nNo input changed.")
    rows = ((_FIGURES[row.address], row.old, row.new, row.change) for row in printed.rows())
    say_table(Table(f"Key figures, {printed.unit}", ("", "Old", "New", "Difference"), tuple(rows)))
    for line in _notes(found):
        say(f"\n{line}")


def _rows(found: Difference, printed: PrintedDifference) -> Iterator[tuple[str, ...]]:
    for number, part in enumerate(found.parts):
        for place, change in enumerate(part.changes):
            where = f"{change.place.file}:{change.place.line}" if change.place else ""
            amount = printed.part(number) if place == 0 else ""
            yield change.address, where, change.old.text or "–", change.new.text or "–", amount


def _notes(found: Difference) -> Iterator[str]:
    if found.split == "line":
        yield "The changes of a line are one part: the first of them has the amount of all."
    if found.split == "whole":
        yield "These changes cannot be told apart: between the versions a formula divides by zero or runs in a circle."
    if found.others:
        count = len(found.others)
        yield f"{count} other {'change' if count == 1 else 'changes'} in no flow: texts, evidence, ranges and the like."
