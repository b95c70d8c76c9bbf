"""`cxreport mail`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from cxreport import MailPlan, Outgoing, plan_mail, read_wishes, write_draft
from cxreport.cli.arguments import ANY_PATH
from cxreport.cli.problems import tell_problems, tell_skipped
from cxreport.cli.progress import size
from cxreport.cli.summaries import examples
from cxreport.cli.terminal import counted, listed, printable, say, tell_error


@click.command(
    epilog=examples(
        'cxreport mail portal.yaml --to "Zoë Martin <zoe@client.example>"',
        "cxreport mail reports --attach docx --attach xlsx --dry-run",
    )
)
@click.argument("paths", metavar="CASE...", nargs=-1, required=True, type=ANY_PATH)
@click.option(
    "-o", "--out", type=ANY_PATH, default="out", show_default=True, help="The folder for documents and drafts."
)
@click.option("--to", multiple=True, metavar="ADDRESS", help="To whom it goes; give it again for another.")
@click.option("--cc", multiple=True, metavar="ADDRESS", help="Who gets a copy; give it again for another.")
@click.option("--from", "sender", metavar="ADDRESS", help="From whom it comes.")
@click.option("--reply-to", metavar="ADDRESS", help="Who gets the answers, if not who sends it.")
@click.option("--subject", metavar="TEXT", help="The subject; made from the title where nothing gives one.")
@click.option(
    "--attach", multiple=True, type=click.Choice(["docx", "pdf", "xlsx"]),
    help="A document to attach; give it again for another. The Word document where nothing says otherwise.",
)  # fmt: skip
@click.option("--theme", type=ANY_PATH, help="A theme: a folder of your own, or sober, modern or public-sector.")
@click.option("--dry-run", is_flag=True, help="Say who would get what, and how large it is; write no draft.")
@click.pass_context
def mail(
    ctx: click.Context, paths: tuple[Path, ...], out: Path, to: tuple[str, ...], cc: tuple[str, ...],
    sender: str | None, reply_to: str | None, subject: str | None, attach: tuple[str, ...], theme: Path | None,
    dry_run: bool,
) -> None:  # fmt: skip
    """Write e-mails with the documents attached, ready to send.

    CASE is a case file, or a folder, of which every case is taken. What is stale is built first. Each mail becomes a
    draft, an .eml file beside its documents that Outlook, Apple Mail and Thunderbird open ready to send: text in two
    forms, key figures, the Word document attached. Addresses and words come from the options, else from mail: in the
    case or in cxreport.yaml. A case with errors costs its own mail alone.
    """
    wishes = read_wishes(to, cc, sender, reply_to, subject, attach)  # type: ignore[arg-type]  # click has checked them
    plan = plan_mail(paths, out, wishes, theme, jobs=os.cpu_count() or 1)
    tell_plan(plan)
    for outgoing in plan.outgoing:
        if not dry_run:
            write_draft(outgoing)
        _tell(outgoing)
    say(_summary(plan, "would be written" if dry_run else "written"))
    ctx.exit(1 if plan.unsent else 0)


def tell_plan(plan: MailPlan) -> None:
    """Print what kept mails from being made."""
    tell_skipped(plan.skipped)
    tell_problems(problem for problem in plan.problems if problem.severity == "error")
    for lost in plan.unsent:
        tell_error(f"no mail of {lost.case}: {lost.message}", lost.hint)
    for outgoing in plan.outgoing:
        if outgoing.is_large:
            say(f"warning: {outgoing.draft} is {size(outgoing.size)}, and some servers take 10 MB at most", err=True)


def _tell(outgoing: Outgoing) -> None:
    message = outgoing.message
    say(f"{printable(str(outgoing.draft))}  {size(outgoing.size)}")
    say(f"  subject  {printable(message.letter.subject)}")
    for label, mailboxes in (("to", message.envelope.to), ("cc", message.envelope.cc)):
        if mailboxes:
            say(f"  {label:<7}  {printable(', '.join(map(str, mailboxes)))}")
    for file in message.attachments:
        say(f"  file     {printable(file.name)}  {size(len(file.data))}")


def _summary(plan: MailPlan, done: str) -> str:
    """Return the closing line: `3 mails written, 1 not made`."""
    lost = f"{len(plan.unsent)} not made" if plan.unsent else ""
    return listed([f"{counted(len(plan.outgoing), 'mail')} {done}", lost])
