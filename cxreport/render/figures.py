"""The figures of a page that have an address, in the order of the text."""

from __future__ import annotations

from lxml import etree


def figures_of(html: str) -> dict[str, list[str]]:
    """Return the texts that a page prints of each figure with an address."""
    page = etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    for element in page.iter():
        address = element.get("data-path")
        text = "".join(str(part) for part in element.itertext()) if address else ""
        if address and text not in found.setdefault(address, []):
            found[address].append(text)
    return found
