"""What the file says of itself: title, author, dates, from the head of the page and never from the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.sax.saxutils import escape

from cxreport.errors import RenderError
from cxreport.render.walk.pieces import Document
from cxreport.render.word.markup import DECLARATION

_SPACES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def core_part(document: Document) -> bytes:
    """Return `docProps/core.xml`; what the head of the page does not say is left out."""
    meta = document.meta
    created = meta.get("dcterms.created", "")
    told = {
        "dc:title": document.title,
        "dc:creator": meta.get("author", ""),
        "dc:description": meta.get("description", ""),
        "dc:language": document.lang,
        "cp:keywords": meta.get("keywords", ""),
        "cp:lastModifiedBy": meta.get("author", ""),
    }
    parts = [f"<{name}>{escape(words)}</{name}>" for name, words in told.items() if words]
    for name, said in (("created", created), ("modified", meta.get("dcterms.modified", "") or created)):
        if said:
            parts.append(f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{_moment(said)}</dcterms:{name}>')
    return f"{DECLARATION}<cp:coreProperties {_SPACES}>{''.join(parts)}</cp:coreProperties>".encode()


def application_part() -> bytes:
    """Return `docProps/app.xml`."""
    return f'{DECLARATION}<Properties xmlns="{_EXTENDED}"><Application>cxreport</Application></Properties>'.encode()


def _moment(said: str) -> str:
    """Return a date, or a date and time, as Word wants it: to the second, in universal time."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise RenderError(f"the page gives the date {said!r}", "write dates as 2026-11-22") from error
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
