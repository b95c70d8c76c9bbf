"""What of a mail has still to go, and to whom: the plan held against the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cxreport.mail.ledger import Ledger
from cxreport.mail.plan import Outgoing


@dataclass(frozen=True, slots=True)
class Parcel:
    """A mail, and who of its recipients is to get it now.

    `has` are those who have it as it is, `doubtful` those who perhaps do, each under a Message-ID; `changed` tells
    that some had an earlier version. `identity` is the Message-ID under which it goes.
    """

    outgoing: Outgoing
    identity: str
    recipients: tuple[str, ...]
    has: tuple[str, ...] = ()
    doubtful: Mapping[str, str] = field(default_factory=dict)
    changed: bool = False

    @property
    def left_in_doubt(self) -> Mapping[str, str]:
        """Who perhaps has it, and is not sent it again."""
        return {address: known for address, known in self.doubtful.items() if address not in self.recipients}

    @property
    def waits(self) -> bool:
        """Whether there is anybody to send it to."""
        return bool(self.recipients)


def triage(outgoing: Iterable[Outgoing], ledger: Ledger, *, again: bool = False) -> tuple[Parcel, ...]:
    """Return what of each mail has to go. `again` sends what has gone, or may have, once more.

    A message that may have gone goes again under its old Message-ID, by which mail systems know it as the same; one
    that is known to have gone gets another, since they would drop it.
    """
    return tuple(_parcel(one, ledger, again=again) for one in outgoing)


def _parcel(one: Outgoing, ledger: Ledger, *, again: bool) -> Parcel:
    message, content = one.message, one.message.content
    # A case has another key where another folder was named; who has the same words has them under any key.
    last = {at: ledger.last(one.key, at) or ledger.alike(content, at) for at in message.envelope.recipients}
    same = {at: entry for at, entry in last.items() if entry is not None and entry.content == content}
    has = tuple(at for at, entry in same.items() if entry.status == "sent")
    doubtful = {at: entry.message_id for at, entry in same.items() if entry.status == "doubtful"}
    changed = any(entry is not None and entry.content != content for entry in last.values())
    left = tuple(last) if again else tuple(at for at in last if at not in {*has, *doubtful})
    if again and has:
        identity = message.identity(max(ledger.times_sent(content, at) for at in has))
    else:
        identity = next((same[at].message_id for at in left if at in same), message.identity())
    return Parcel(one, identity, left, has, doubtful, changed)
