"""`cxreport mail`."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from cxreport import (
    AUDIENCES,
    Built,
    Dispatch,
    Ledger,
    ListRefused,
    MailPlan,
    Parcel,
    UsageError,
    Wishes,
    plan_mail,
    read_wishes,
    ready_to_send,
    send_mail,
    sole_sender,
    triage,
    write_draft,
)
from cxreport.cli.arguments import ANY_PATH
from cxreport.cli.main import INTERRUPTED
from cxreport.cli.problems import tell_problems, tell_skipped
from cxreport.cli.progress import Progress, size
from cxreport.cli.summaries import examples
from cxreport.cli.terminal import counted, is_terminal, listed, printable, say, tell_error


@click.command(
    epilog=examples(
        'cxreport mail portal.yaml --to "Zoë Martin <zoe@client.example>"',
        "cxreport mail reports --attach docx --attach xlsx --dry-run",
        "cxreport mail reports --list teams.csv --send",
    )
)
@click.argument("paths", metavar="CASE...", nargs=-1, type=ANY_PATH)
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
@click.option(
    "--audience", type=click.Choice(AUDIENCES), help="For whom it is: sections that are for others are left out."
)
@click.option(
    "--list",
    "listed",
    metavar="FILE",
    type=ANY_PATH,
    help="A distribution list, YAML or CSV: whose case goes to whom.",
)
@click.option("--dry-run", is_flag=True, help="Say who would get what, and how large it is; write and send nothing.")
@click.option("--send", is_flag=True, help="Send the mails, through the server under  mail: smtp:.")
@click.option("--yes", is_flag=True, help="Send without asking.")
@click.option("--again", is_flag=True, help="Send what has gone already, or may have, once more.")
@click.option("--arrived", metavar="MESSAGE-ID", help="Note that a message in doubt has arrived; nothing is sent.")
@click.option("--lost", metavar="MESSAGE-ID", help="Note that it has not, so that the next run sends it.")
@click.pass_context
def mail(
    ctx: click.Context, paths: tuple[Path, ...], out: Path, to: tuple[str, ...], cc: tuple[str, ...],
    sender: str | None, reply_to: str | None, subject: str | None, attach: tuple[str, ...], theme: Path | None,
    audience: str | None, listed: Path | None,
    dry_run: bool, send: bool, yes: bool, again: bool, arrived: str | None, lost: str | None,
) -> None:  # fmt: skip
    """Write e-mails with the documents attached, or send them.

    CASE is a case file, or a folder, of which every case is taken. What is stale is built first. Each mail becomes a
    draft, an .eml file beside its documents that Outlook, Apple Mail and Thunderbird open ready to send: text in two
    forms, key figures, the Word document attached. Addresses and words come from the options, else from mail: in the
    case or in cxreport.yaml. A case with errors costs its own mail alone.

    With --send the mails go out at once, after a question. The ledger in the folder of the documents keeps who got
    what: a second run sends only what has not gone, or what has changed. A message that a server may have taken
    before the connection broke is not sent twice: it is told with its Message-ID, and --arrived or --lost settles it.
    """
    if arrived is not None or lost is not None:
        _settle(paths, out, arrived, lost)
        return
    if not paths:
        raise click.UsageError("Missing argument 'CASE...'.", ctx)
    wishes = read_wishes(to, cc, sender, reply_to, subject, attach)  # type: ignore[arg-type]  # click has checked them
    plan = _planned(paths, out, wishes, theme, audience or "", listed)
    plan = ready_to_send(plan) if send else plan
    tell_plan(plan)
    parcels = triage(plan.outgoing, Ledger(out), again=again)
    if send and not dry_run:
        whole = _send(plan, parcels, out, yes=yes, again=again)
        ctx.exit(0 if whole and not plan.unsent else 1)
    for parcel in parcels:
        if not (dry_run or send):
            write_draft(parcel.outgoing)
        _tell(parcel, out, draft=not send)
    say(_summary(plan, parcels, send=send, dry_run=dry_run))
    ctx.exit(1 if plan.unsent else 0)


def _planned(
    paths: tuple[Path, ...], out: Path, wishes: Wishes, theme: Path | None, audience: str, listed: Path | None
) -> MailPlan:
    """Return the mails; what is wrong in a distribution list is told before it is refused."""
    jobs = os.cpu_count() or 1
    try:
        with _progress() as bar:
            return plan_mail(
                paths, out, wishes, theme, jobs, bar, on_begin=bar.expect, audience=audience, listed=listed
            )
    except ListRefused as refused:
        tell_problems(refused.problems)
        raise


class _Quiet:
    """Hears of documents and says nothing."""

    def __call__(self, document: Built) -> None:
        """Hear of one that is done."""

    def expect(self, count: int) -> None:
        """Hear how many are to come."""


@contextmanager
def _progress() -> Iterator[Progress | _Quiet]:
    """Yield what hears of each document that is built on the way: a bar on a terminal, nothing otherwise."""
    if not is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
        yield _Quiet()
    else:
        with Progress(lines=False) as progress:
            yield progress


def _settle(paths: tuple[Path, ...], out: Path, arrived: str | None, lost: str | None) -> None:
    if paths or (arrived is not None and lost is not None):
        raise UsageError("--arrived and --lost note what became of one message", "give one of them, and no case")
    with sole_sender(out):
        for address in Ledger(out).settle(arrived or lost or "", dt.datetime.now(dt.UTC), arrived=lost is None):
            say(f"{address} has it" if lost is None else f"{address} has it not; the next run sends it")


def tell_plan(plan: MailPlan) -> None:
    """Print what kept mails from being made."""
    tell_skipped(plan.skipped)
    tell_problems(problem for problem in plan.problems if problem.severity == "error")
    for lost in plan.unsent:
        tell_error(f"no mail of {lost.case}: {lost.message}", lost.hint)
    for case in plan.unlisted:
        say(f"note: nobody is on the list for {printable(str(case))}", err=True)
    warned = Counter(problem.place.file for problem in plan.problems if problem.severity == "warning")
    for file, count in warned.items():
        say(f"note: {printable(file)} has {counted(count, 'warning')}; cxreport check tells them", err=True)
    for outgoing in plan.outgoing:
        if outgoing.written_in:
            told = (
                f"is written in {outgoing.written_in}: read {outgoing.draft}, where its own words stay in that language"
            )
            say(f"warning: {printable(str(outgoing.case))} {printable(told)}", err=True)
        if outgoing.is_large:
            say(f"warning: {outgoing.draft} is {size(outgoing.size)}, and some servers take 10 MB at most", err=True)


def _tell(parcel: Parcel, out: Path, *, draft: bool) -> None:
    outgoing = parcel.outgoing
    message = outgoing.message
    say(f"{printable(str(outgoing.draft if draft else outgoing.case))}  {size(outgoing.size)}")
    say(f"  subject  {printable(message.letter.subject)}")
    for label, mailboxes in (("to", message.envelope.to), ("cc", message.envelope.cc)):
        if mailboxes:
            say(f"  {label:<7}  {printable(', '.join(map(str, mailboxes)))}")
    for file in message.attachments:
        say(f"  file     {printable(file.name)}  {size(len(file.data))}")
    if parcel.has:
        say(f"  has it   {', '.join(parcel.has)}")
    if parcel.changed:
        say("  changed  since it was sent last")
    _tell_doubt(parcel.doubtful, out)


def _tell_doubt(doubtful: Mapping[str, str], out: Path) -> None:
    where = "" if out == Path("out") else f" -o {shlex.quote(str(out))}"
    for known in dict.fromkeys(doubtful.values()):
        those = ", ".join(address for address, other in doubtful.items() if other == known)
        say(f"  doubt    {those} may have it: look for Message-ID {known}", err=True)
        for found, option in (("there:", "arrived"), ("not there:", "lost")):
            say(f"           {found:<10}  cxreport mail --{option} {known.strip('<>')}{where}", err=True)


def _send(plan: MailPlan, parcels: Sequence[Parcel], out: Path, *, yes: bool, again: bool) -> bool:
    """Ask, send, and tell; return whether everybody has everything, beyond doubt."""
    waiting = [parcel for parcel in parcels if parcel.waits]
    for parcel in waiting:
        _tell(parcel, out, draft=False)
    if waiting and not yes:
        _ask(waiting)
    tell = partial(_tell_dispatch, out=out)
    try:
        done = send_mail(plan.outgoing, out, again=again, on_progress=tell, on_pause=_tell_pause)
    except KeyboardInterrupt:
        say("\nstopped; the ledger knows what has gone, and the same command sends the rest", err=True)
        click.get_current_context().exit(INTERRUPTED)
    say(listed([*_outcome(done), _not_made(plan)]))
    return all(dispatch.whole for dispatch in done)


def _ask(parcels: Sequence[Parcel]) -> None:
    if not is_terminal(sys.stdin):
        raise UsageError("nobody can be asked here whether to send", "give --yes, or see with --dry-run what would go")
    people = {address for parcel in parcels for address in parcel.recipients}
    servers = ", ".join(dict.fromkeys(str(parcel.outgoing.server) for parcel in parcels))
    question = (
        f"send {counted(len(parcels), 'mail')} to {counted(len(people), 'address', 'addresses')} through {servers}?"
    )
    click.confirm(question, abort=True, err=True)


def _tell_pause(seconds: float, reply: str) -> None:
    say(f"not taken yet ({printable(reply)}); trying again in {seconds:g} seconds", err=True)


def _tell_dispatch(dispatch: Dispatch, out: Path) -> None:
    case = printable(str(dispatch.parcel.outgoing.case))
    for address in dispatch.sent:
        say(f"sent  {case}  {address}")
    for address, reply in dispatch.refused.items():
        tell_error(f"{case} was refused for {address}: {reply}", "correct the address, or ask who runs that server")
    for address, reply in dispatch.waiting.items():
        tell_error(f"{case} has not gone to {address}: {reply}", "the same command tries again")
    if dispatch.doubtful:
        say(f"{case}: the connection broke while the server decided: {printable(dispatch.reply)}", err=True)
    _tell_doubt({**dispatch.parcel.left_in_doubt, **dict.fromkeys(dispatch.doubtful, dispatch.parcel.identity)}, out)


def _outcome(done: Sequence[Dispatch]) -> list[str]:
    """Return the parts of the closing line of a run that sends: `3 mails sent`, `1 unchanged`."""
    sent, lost = (sum(bool(getattr(one, what)) for one in done) for what in ("sent", "refused"))
    still = sum(bool(one.waiting) for one in done)
    doubt = sum(bool(one.doubtful or one.parcel.left_in_doubt) for one in done)
    rest = sum(not one.parcel.waits and not one.parcel.doubtful for one in done)
    return [
        f"{counted(sent, 'mail')} sent",
        f"{rest} unchanged" if rest else "",
        f"{lost} refused" if lost else "",
        f"{still} waiting" if still else "",
        f"{doubt} in doubt" if doubt else "",
    ]


def _summary(plan: MailPlan, parcels: Sequence[Parcel], *, send: bool, dry_run: bool) -> str:
    """Return the closing line: `3 mails written, 1 not made`."""
    count = sum(parcel.waits for parcel in parcels) if send else len(parcels)
    done = "would be sent" if send else "would be written" if dry_run else "written"
    return listed([f"{counted(count, 'mail')} {done}", _not_made(plan)])


def _not_made(plan: MailPlan) -> str:
    return f"{len(plan.unsent)} not made" if plan.unsent else ""
