"""From cases to messages: builds what is stale, writes the letters, and says who would get what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cxreport.batch.build import build_planned
from cxreport.batch.gather import Chosen, gather
from cxreport.batch.make import Built
from cxreport.batch.plan import Planned, possible_plan
from cxreport.batch.storage import Folder
from cxreport.case.edition import WHOLE, Edition
from cxreport.case.load import load_case
from cxreport.case.models import Mail
from cxreport.case.problem import Problem, worst_first
from cxreport.errors import CxreportError, RenderError
from cxreport.evaluate import Evaluation, evaluate
from cxreport.mail.attachment import LARGEST, NOTABLE, Attachment, file_name
from cxreport.mail.content import content_of
from cxreport.mail.message import Envelope, Message
from cxreport.mail.server import Server, server_of
from cxreport.mail.wishes import Wishes
from cxreport.render.letter import compose_letter
from cxreport.render.output import Document
from cxreport.render.theme_file import ThemeRefused


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is ready: what it is about, where its draft lies, how large it is, and who takes it.

    `written_in` is the locale of its author's words, where the document is in another language.
    """

    case: Path
    key: str
    draft: Path
    message: Message
    date: dt.date
    size: int
    server: Server | None
    written_in: str = ""

    @property
    def is_large(self) -> bool:
        """Whether some servers will not take it."""
        return self.size > NOTABLE


@dataclass(frozen=True, slots=True)
class Unsent:
    """A mail that could not be made: why, and the way out."""

    case: Path
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class MailPlan:
    """All mails of a run, those that could not be made, the problems of the cases, and the files left out.

    `unlisted` are cases that a distribution list does not name.
    """

    outgoing: tuple[Outgoing, ...]
    unsent: tuple[Unsent, ...]
    problems: tuple[Problem, ...]
    skipped: tuple[Path, ...]
    unlisted: tuple[Path, ...] = ()


def ready_to_send(plan: MailPlan) -> MailPlan:
    """Return the plan with those mails set aside that lack what sending needs: sender, recipient, server."""
    lacking = {one.key: lack for one in plan.outgoing if (lack := _lack(one))}
    lost = tuple(Unsent(one.case, *lacking[one.key]) for one in plan.outgoing if one.key in lacking)
    ready = tuple(one for one in plan.outgoing if one.key not in lacking)
    return replace(plan, outgoing=ready, unsent=(*plan.unsent, *lost))


def _lack(one: Outgoing) -> tuple[str, str] | None:
    """Return what a mail lacks to be sent, and how to give it."""
    if not one.message.envelope.recipients:
        return "it has nobody to go to", "write  to:  under  mail:  or give --to"
    if one.message.envelope.sender is None:
        return "it has no sender", "write  from:  under  mail:  in cxreport.yaml, or give --from"
    if one.server is None:
        return (
            "no server is named to send it through",
            "write  smtp: {host: …, user: …}  under  mail:  in cxreport.yaml",
        )
    return None


@dataclass(frozen=True, slots=True)
class Order:
    """One mail that is wanted: of which case, in which edition, with what over the case's own `mail:`.

    `number` counts the orders of one edition, whose drafts need names of their own.
    """

    chosen: Chosen
    wishes: Wishes
    edition: Edition = WHOLE
    number: int = 1

    @property
    def key(self) -> str:
        """What the mail is about, in the ledger: the case below its folder, and the edition."""
        return self.chosen.below.with_suffix("").as_posix() + self.edition.suffix

    @property
    def draft(self) -> str:
        """The name of its draft below the output folder."""
        return f"{self.key}-{self.number}.eml" if self.number > 1 else f"{self.key}.eml"


def plan_mail(
    paths: Iterable[Path],
    out: Path,
    wishes: Wishes = Wishes(),  # noqa: B008 - frozen
    theme: Path | None = None,
    jobs: int = 1,
    on_progress: Callable[[Built], None] = lambda _: None,
    *,
    on_begin: Callable[[int], None] = lambda _: None,
    audience: str = "",
    listed: Path | None = None,
) -> MailPlan:
    """Return the mails of the cases that `paths` name; documents that are stale are built first.

    There is one mail of each case, for an `audience` if one is given; or there are those that a distribution list,
    the file `listed`, orders. A case with errors, or a mail that cannot be made, costs itself alone. Raises ListRefused
    where the list has errors, and UsageError where the work cannot be done as asked.
    """
    gathered = gather(paths)
    if listed is None:
        orders = tuple(Order(chosen, wishes, Edition(audience)) for chosen in gathered.cases)
    else:
        from cxreport.mail.distribution import read_orders

        orders = read_orders(listed, gathered.cases, wishes, audience)
    run = _Run(out, theme)
    for order in orders:
        run.read(order)
    run.build(jobs, on_progress, on_begin)
    outgoing = tuple(run.outgoing())
    known = {order.chosen.path for order in orders}
    unlisted = tuple(chosen.path for chosen in gathered.cases if chosen.path not in known)
    return MailPlan(outgoing, tuple(run.unsent), worst_first(run.problems), gathered.skipped, unlisted)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An order whose case was read: its evaluation with the wishes in it, and its documents."""

    order: Order
    evaluation: Evaluation
    documents: tuple[Planned, ...]
    written_in: str

    @property
    def mail(self) -> Mail:
        return self.evaluation.case.mail


class _Run:
    def __init__(self, out: Path, theme: Path | None) -> None:
        self._out, self._theme = out, theme
        self._wanted: list[_Wanted] = []
        self._built: dict[Path, Built] = {}
        self.problems: list[Problem] = []
        self.unsent: list[Unsent] = []

    def read(self, order: Order) -> None:
        """Read a case, and note which of its documents are needed."""
        chosen = order.chosen
        loaded = load_case(chosen.path)
        written_in = loaded.case.locale if loaded.case else ""
        if loaded.case is not None:
            case = type(loaded.case)(**(vars(loaded.case) | {"mail": order.wishes.over(loaded.case.mail)}))
            loaded = order.edition.of(loaded._replace(case=case))
        evaluation = evaluate(loaded)
        self.problems += evaluation.problems
        if not evaluation.sound:
            self._give_up(chosen.path, "the case has errors", f"run  cxreport check {chosen.path}")
            return
        targets = (
            Planned(chosen.path, self._out / f"{order.key}.{kind}", kind, order.edition)
            for kind in dict.fromkeys(evaluation.case.mail.attach)
        )
        self._wanted.append(_Wanted(order, evaluation, tuple(targets), written_in))

    def _give_up(self, case: Path, message: str, hint: str) -> None:
        self.unsent.append(Unsent(case, message, hint))

    def build(self, jobs: int, on_progress: Callable[[Built], None], on_begin: Callable[[int], None]) -> None:
        """Build the documents that are stale."""
        documents = dict.fromkeys(document for wanted in self._wanted for document in wanted.documents)
        whole, storage = possible_plan(tuple(documents)), Folder(self._out)
        report = build_planned(whole, storage, self._theme, jobs, on_progress, on_begin=on_begin)
        self._built = {built.target: built for built in report.documents}
        self.problems += report.problems

    def outgoing(self) -> Iterator[Outgoing]:
        """Yield every message that can be made, in the order of the cases."""
        for wanted in self._wanted:
            try:
                made = self._made(wanted)
            except ThemeRefused as refused:
                self.problems += refused.problems
                self._give_up(wanted.order.chosen.path, "the theme has errors", "correct theme.yaml")
            except CxreportError as error:
                self._give_up(wanted.order.chosen.path, str(error), error.hint)
            else:
                yield made

    def _attached(self, wanted: _Wanted) -> Iterator[Attachment]:
        """Yield the documents of a mail. Raises RenderError for one that was not built."""
        case = wanted.evaluation.case
        for at in wanted.documents:
            built = self._built[at.target]
            if built.status not in {"built", "unchanged"}:
                raise RenderError(f"{at.target} was not built: {built.message}", built.hint)
            yield Attachment(file_name(case.title, case.date, at.format), at.format, at.target.read_bytes())

    def _made(self, wanted: _Wanted) -> Outgoing:
        """Return the message of an order. Raises CxreportError where it cannot be made, or would be too large."""
        path, case = wanted.order.chosen.path, wanted.evaluation.case
        files = tuple(self._attached(wanted))
        document, names = Document(wanted.evaluation, self._theme), [file.name for file in files]
        letter, mail = compose_letter(document, names), wanted.mail
        envelope = Envelope(mail.sender, mail.to, mail.cc, mail.reply_to)
        message = Message(envelope, letter, files, content_of(document, letter, names))
        size = len(message.as_draft(case.date))
        if size > LARGEST:
            told = f"the mail would be {size / 1024**2:.1f} MiB, and servers take {LARGEST // 1024**2} at most"
            raise RenderError(told, "attach fewer documents, with --attach docx alone")
        key, draft = wanted.order.key, self._out / wanted.order.draft
        server = server_of(mail.smtp, wanted.evaluation.loaded) if mail.smtp else None
        foreign = "" if _language(wanted.written_in) == _language(case.locale) else wanted.written_in
        return Outgoing(path, key, draft, message, case.date, size, server, foreign)


def _language(locale: str) -> str:
    return locale.partition("_")[0]
