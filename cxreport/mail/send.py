"""Sending: every parcel to its server, in rounds with growing pauses, each step in the ledger before the next."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cxreport.errors import CxreportError
from cxreport.mail.courier import Courier, Delivery, PassingFault, Patience
from cxreport.mail.ledger import Entry, Ledger, Status, sole_sender, stamp
from cxreport.mail.parcel import Parcel, triage
from cxreport.mail.plan import Outgoing
from cxreport.mail.server import Secret, Server, find_secrets

PAUSES = (2.0, 8.0, 30.0, 90.0)


@dataclass(frozen=True, slots=True)
class Dispatch:
    """What became of one parcel: who got it, who may have, and whom the server refused, for good or until now."""

    parcel: Parcel
    sent: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    waiting: Mapping[str, str] = field(default_factory=dict)
    reply: str = ""

    @property
    def whole(self) -> bool:
        """Whether everybody has it, beyond doubt."""
        return not (self.doubtful or self.refused or self.waiting or self.parcel.left_in_doubt)

    def joined(self, delivery: Delivery) -> Dispatch:
        """Return this with what another try brought."""
        return Dispatch(
            self.parcel,
            (*self.sent, *delivery.sent),
            (*self.doubtful, *delivery.doubtful),
            {**self.refused, **delivery.refused},
            delivery.waiting,
            delivery.reply or self.reply,
        )


@dataclass(frozen=True, slots=True)
class World:
    """What lies outside of a run: its environment, its clock, how it waits, and for how long."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    sleep: Callable[[float], None] = time.sleep
    pauses: Sequence[float] = PAUSES
    patience: Patience = field(default_factory=Patience)


def send_mail(
    outgoing: Iterable[Outgoing],
    out: Path,
    *,
    again: bool = False,
    on_progress: Callable[[Dispatch], None] = lambda _: None,
    on_pause: Callable[[float, str], None] = lambda *_: None,
    world: World | None = None,
) -> tuple[Dispatch, ...]:
    """Return what became of every mail; `on_progress` hears of each once it is decided.

    What the ledger of `out` knows to have gone is not sent, unless `again`. Faults that may pass are tried again in
    rounds, with growing pauses that `on_pause` hears of. Raises UsageError where another run sends from `out`,
    ServerRefused where a server cannot be trusted or does not let us in, and CxreportError where the ledger cannot be
    written: nothing leaves that it would not know of.
    """
    with sole_sender(out):
        run = _Run(Ledger(out), world or World(), on_progress)
        parcels = triage(outgoing, run.ledger, again=again)
        try:
            return run.send(parcels, on_pause)
        finally:
            run.close()


class _Run:
    def __init__(self, ledger: Ledger, world: World, on_progress: Callable[[Dispatch], None]) -> None:
        self.ledger = ledger
        self._world, self._on_progress = world, on_progress
        self._couriers: dict[Server, Courier] = {}
        self._secrets: Mapping[Server, Secret] = {}

    def send(self, parcels: Sequence[Parcel], on_pause: Callable[[float, str], None]) -> tuple[Dispatch, ...]:
        """Send in rounds, until nothing waits or the last pause is over."""
        found = {number: Dispatch(parcel) for number, parcel in enumerate(parcels)}
        waiting = [number for number, parcel in enumerate(parcels) if parcel.waits]
        servers = dict.fromkeys(server for one in waiting if (server := parcels[one].outgoing.server))
        self._secrets = find_secrets(servers, self._world.environment)
        for number in set(found) - set(waiting):
            self._on_progress(found[number])
        for pause in (*self._world.pauses, None):
            self._round(waiting, found)
            waiting = [number for number in waiting if found[number].waiting]
            if not waiting or pause is None:
                break
            on_pause(pause, next(iter(found[waiting[0]].waiting.values())))
            self._world.sleep(pause)
        for number in waiting:
            self._note_undone(found[number].parcel, "waiting", found[number].waiting)
            self._on_progress(found[number])
        return tuple(found.values())

    def _round(self, waiting: Iterable[int], found: dict[int, Dispatch]) -> None:
        """Try each waiting parcel once; where a server cannot be reached, its other parcels wait unasked."""
        unreached: dict[Server, str] = {}
        for number in waiting:
            dispatch = found[number]
            server = dispatch.parcel.outgoing.server
            recipients = tuple(dispatch.waiting) or dispatch.parcel.recipients
            assert server is not None  # noqa: S101 - whoever sends has looked
            if server in unreached:
                found[number] = dispatch.joined(Delivery(waiting=dict.fromkeys(recipients, unreached[server])))
                continue
            try:
                delivery = self._carried(dispatch.parcel, server, recipients)
            except PassingFault as fault:
                delivery = Delivery(waiting=dict.fromkeys(recipients, str(fault)))
                if not fault.reached:
                    unreached[server] = str(fault)
            found[number] = dispatch.joined(delivery)
            if not delivery.waiting:
                self._on_progress(found[number])

    def _carried(self, parcel: Parcel, server: Server, recipients: tuple[str, ...]) -> Delivery:
        """Hand a parcel to its courier, and write down each thing that is certain."""
        message = parcel.outgoing.message
        data = message.as_bytes(self._world.now(), parcel.identity, draft=False)
        sender = message.envelope.sender
        assert sender is not None  # noqa: S101 - whoever sends has looked
        ended: list[str] = []

        def on_last_line(taken: tuple[str, ...]) -> None:
            self._note(parcel, "doubtful", taken)
            ended.extend(taken)

        delivery = self._courier(server).carry(sender.address, recipients, data, on_last_line)
        self._note(parcel, "sent", delivery.sent, delivery.reply)
        self._note_undone(parcel, "waiting", {at: told for at, told in delivery.waiting.items() if at in ended})
        self._note_undone(parcel, "refused", delivery.refused)
        return delivery

    def _note_undone(self, parcel: Parcel, status: Status, replies: Mapping[str, str]) -> None:
        """Note who did not get it this time; who may have got it before stays in doubt."""
        for reply in dict.fromkeys(replies.values()):
            those = [address for address, told in replies.items() if told == reply]
            self._note(parcel, "doubtful", tuple(at for at in those if at in parcel.doubtful), reply)
            self._note(parcel, status, tuple(at for at in those if at not in parcel.doubtful), reply)

    def _courier(self, server: Server) -> Courier:
        """Return the courier to a server, the same for all that goes there."""
        if server not in self._couriers:
            self._couriers[server] = Courier(server, self._secrets.get(server), self._world.patience)
        return self._couriers[server]

    def _note(self, parcel: Parcel, status: Status, recipients: tuple[str, ...], reply: str = "") -> None:
        if not recipients:
            return
        message, server = parcel.outgoing.message, parcel.outgoing.server
        documents = {file.name: sha256(file.data).hexdigest() for file in message.attachments}
        entry = Entry(
            time=stamp(self._world.now()),
            status=status,
            message_id=parcel.identity,
            key=parcel.outgoing.key,
            recipients=recipients,
            content=message.content,
            subject=message.letter.subject,
            server=str(server),
            documents=documents,
            reply=reply,
        )
        try:
            self.ledger.add(entry)
        except OSError as error:
            told = f"{self.ledger.path} cannot be written: {(error.strerror or str(error)).lower()}"
            raise CxreportError(
                told, "see to the disk; what it does not say to be sent is sent by the next run"
            ) from None

    def close(self) -> None:
        """End all connections."""
        for courier in self._couriers.values():
            courier.close()
