"""What a page needs so that everyone can read it, looked for before it is laid out: templates may break it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from cxreport.errors import RenderError
from cxreport.render.walk.page import Element, content, content_of_attribute, parse

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SCOPES = {"col", "row", "colgroup", "rowgroup"}
_MOST_TOLD = 5


class Flaw(NamedTuple):
    """Something that shuts a reader out: where it is, what is wrong, and how the template's author mends it."""

    element: Element
    what: str
    way_out: str

    def __str__(self) -> str:
        attributes = "".join(f' {name!s}="{value!s}"' for name, value in self.element.items())
        return f"line {self.element.sourceline}, <{self.element.tag}{attributes}>: {self.what}"


def refuse_unreadable(html: str) -> None:
    """Raise RenderError, with line and way out, where a page would shut out a reader who cannot see it.

    The rules are those of PDF/UA-1 (ISO 14289-1) and WCAG 2.1 that depend on the page rather than on its writer.
    """
    flaws = list(_flaws(parse(html)))
    if flaws:
        told = "; ".join(str(flaw) for flaw in flaws[:_MOST_TOLD])
        more = f"; and {len(flaws) - _MOST_TOLD} more" if len(flaws) > _MOST_TOLD else ""
        ways = dict.fromkeys(flaw.way_out for flaw in flaws[:_MOST_TOLD])
        raise RenderError(f"the page cannot be read aloud: {told}{more}", "in the templates, " + "; ".join(ways))


def _flaws(root: Element) -> Iterator[Flaw]:
    yield from _of_the_whole(root)
    yield from _of_headings(root)
    yield from _of_pictures(root)
    yield from _of_tables(root)
    yield from _of_links(root)


def _of_the_whole(root: Element) -> Iterator[Flaw]:
    if not content_of_attribute(root, "lang"):
        yield Flaw(root, "the page does not say its language", 'write <html lang="{{ words.language }}">')
    title = root.find("head/title")
    if title is None or not content(title):
        yield Flaw(root if title is None else title, "the page has no title", "write <title>{{ case.title }}</title>")


def _of_headings(root: Element) -> Iterator[Flaw]:
    headings = list(root.iter(*_HEADINGS))
    if not headings:
        yield Flaw(root, "the page has no h1", "give the page one h1, its title")
    level = 0
    for number, heading in enumerate(headings):
        depth = int(str(heading.tag)[1])
        if number and depth == 1:
            yield Flaw(heading, "the page has a second h1", "give the page one h1, its title")
        elif depth > level + 1:
            above = f"h{level}" if level else "the start of the page"
            yield Flaw(heading, f"h{depth} follows {above}, and a level is skipped", f"write h{level + 1} there")
        if not content(heading):
            yield Flaw(heading, "a heading without words", "fill it, or leave it out")
        level = depth


def _of_pictures(root: Element) -> Iterator[Flaw]:
    for image in root.iter("img"):
        if not content_of_attribute(image, "alt"):
            yield Flaw(
                image,
                "a picture without words for those who cannot see it",
                "say in alt what it shows; what only decorates is a background in page.css",
            )
    for drawing in root.iter("svg"):
        title = drawing.find("title")
        if title is None or not content(title):
            yield Flaw(
                drawing,
                "a drawing without words for those who cannot see it",
                "write <title> as the first element of the svg, with what it shows",
            )


def _of_tables(root: Element) -> Iterator[Flaw]:
    for table in root.iter("table"):
        heads = list(table.iter("th"))
        if not heads:
            yield Flaw(table, "a table without heads", 'write the heads of its columns as <th scope="col">')
        for head in heads:
            if content_of_attribute(head, "scope") not in _SCOPES:
                yield Flaw(
                    head,
                    "a head that does not say what it stands over",
                    'write <th scope="col"> over a column, <th scope="row"> beside a row',
                )


def _of_links(root: Element) -> Iterator[Flaw]:
    ids = Counter(content_of_attribute(element, "id") for element in root.iter() if element.get("id"))
    for element in root.iter():
        name = content_of_attribute(element, "id") if element.get("id") else ""
        if name and ids[name] > 1:
            yield Flaw(element, f"the id {name} stands {ids[name]} times", "give each element an id of its own")
            ids[name] = 0
    for link in root.iter("a"):
        target = content_of_attribute(link, "href")
        if target.startswith("#") and target[1:] not in ids:
            yield Flaw(link, f"no element has the id {target[1:]}", "correct the link")
        if not content(link):
            yield Flaw(link, "a link without words", "say in the link where it leads")
