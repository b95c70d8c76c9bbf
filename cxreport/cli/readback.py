"""`cxreport readback`."""

from __future__ import annotations

from pathlib import Path

import click

from cxreport import Edited, Readback, one_case
from cxreport import readback as read_document_back
from cxreport.cli.arguments import ANY_PATH
from cxreport.cli.summaries import examples
from cxreport.cli.terminal import counted, listed, printable, say, say_data


@click.command(
    epilog=examples(
        "cxreport readback out/portal.docx",
        "cxreport readback reply.docx portal.yaml",
        "cxreport readback reply.docx --json > edits.json",
    )
)
@click.argument("document", metavar="FILE.docx", type=ANY_PATH)
@click.argument("case", required=False, type=ANY_PATH)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON on standard output.")
@click.pass_context
def readback(ctx: click.Context, document: Path, case: Path | None, as_json: bool) -> None:
    """Say which figures someone has edited in a Word document.

    FILE.docx is a document that cxreport made, as it came back from Word or LibreOffice: it knows itself which
    figures were printed in it. Named are those that say something else now or are gone, each with its address.
    With a CASE it is also said whether the case has changed since, and what it would print today.

    The exit code is 0 where nothing was edited, 1 where something was, and 2 where the file is not such a document.
    """
    found = read_document_back(document, one_case(case) if case is not None else None)
    if as_json:
        say_data(found.as_data())
    else:
        for figure in found.edited:
            _tell(figure)
        for note in found.notes:
            say(f"note: {printable(note)}", err=True)
        say(summary(found))
    ctx.exit(0 if found.untouched else 1)


def _tell(figure: Edited) -> None:
    say(f"{printable(figure.address)}  {printable(figure.label)}")
    say(f"  printed  {printable(figure.printed)}")
    now = "gone" if figure.now is None else printable(figure.now) or "empty"
    say(f"  now      {now}" + (f"  ({figure.difference_text})" if figure.difference_text else ""))


def summary(found: Readback) -> str:
    """Return the closing line: `reply.docx, from portal.yaml: 2 of 28 figures edited, 1 gone`."""
    whence = f"{found.document}, from {found.case}" if found.case else str(found.document)
    gone = sum(figure.now is None for figure in found.edited)
    edited = len(found.edited) - gone
    of = counted(found.count, "figure")
    parts = [f"{edited} of {of} edited" if edited else "", f"{gone} gone" if edited else f"{gone} of {of} gone"]
    told = listed(parts if gone else parts[:1]) or f"nothing edited, {of} as printed"
    return f"{printable(whence)}: {told}"
