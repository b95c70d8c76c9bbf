"""Drafts: files that mail programs open as messages ready to send."""

from __future__ import annotations

from pathlib import Path

from cxreport.batch.whole import write_whole
from cxreport.mail.plan import Outgoing


def write_draft(outgoing: Outgoing) -> Path:
    """Write the draft of a mail, whole or not at all, and return where it lies. Raises OSError."""
    write_whole(outgoing.draft, outgoing.message.as_draft(outgoing.date))
    return outgoing.draft
