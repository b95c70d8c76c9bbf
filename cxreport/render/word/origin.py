"""What a Word file says of where it came from: its case and every figure as printed, in a part of custom XML."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from cxreport.render.word.markup import DECLARATION

NAMESPACE = "urn:cxreport:case"
_STORE = str(uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE)).upper()
_DATA_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


@dataclass(frozen=True, slots=True)
class Origin:
    """Names the case of a document: its file below the project, a digest of its text, its locale and currency.

    `labels` has what each figure is called by its address.
    """

    file: str = ""
    digest: str = ""
    locale: str = ""
    currency: str = ""
    theme: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    layout: str = ""


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """One figure as a document printed it."""

    address: str
    label: str
    text: str


def origin_part(origin: Origin, figures: Iterable[tuple[str, str]]) -> bytes:
    """Return `customXml/item1.xml`: the case, and each (address, text) in the order of the document."""
    about = {
        "file": origin.file,
        "digest": origin.digest,
        "locale": origin.locale,
        "currency": origin.currency,
        "theme": origin.theme,
        "layout": origin.layout,
    }
    said = "".join(f" {name}={quoteattr(value)}" for name, value in about.items() if value)
    rows = (
        f"<figure address={quoteattr(address)} label={quoteattr(origin.labels.get(address, address))}>"
        f"{escape(text)}</figure>"
        for address, text in figures
    )
    return f'{DECLARATION}<case xmlns="{NAMESPACE}"{said}>{"".join(rows)}</case>'.encode()


def store_part() -> bytes:
    """Return `customXml/itemProps1.xml`, by which Word knows the part."""
    return (
        f'{DECLARATION}<ds:datastoreItem ds:itemID="{{{_STORE}}}" xmlns:ds="{_DATA_STORE}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
