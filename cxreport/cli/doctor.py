"""`cxreport doctor`."""

from __future__ import annotations

import click

from cxreport import Part, examine_machine
from cxreport.cli.summaries import examples
from cxreport.cli.terminal import padded, say


@click.command(epilog=examples("cxreport doctor"))
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Say what is missing on this machine, and what brings it.

    Looks at Python, the libraries with their versions, what WeasyPrint needs to set text, the faces and templates
    of the documents, and LibreOffice, which is not needed. For what is missing, the one command that brings it is
    printed last.
    """
    found = examine_machine()
    column = max(len(part.name) for part in found.parts)
    for part in found.parts:
        say(f"{_mark(part)}  {padded(part.name, column)}  {part.found or f'for {part.use}'}")
    say()
    if found.ready:
        say("All that cxreport needs is there.")
    for remedy in found.remedies:
        say(f"To mend it, type:  {remedy}")
    ctx.exit(0 if found.ready else 1)


def _mark(part: Part) -> str:
    if part.missing:
        return "missing" if part.needed else "without"
    return "ok     "
