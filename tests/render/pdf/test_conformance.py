"""Every document is PDF/A-3a and PDF/UA-1 at once, by veraPDF; and veraPDF is shown to bite."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from render.conftest import ALONE

Findings = Callable[..., list[str]]


def test_every_shipped_case_can_be_archived_and_read_aloud(
    built: Callable[..., Any], findings: Findings, each_shipped: str
) -> None:
    assert findings(built(each_shipped).pdf) == []
    if each_shipped in ALONE:  # a portfolio has no page of its own
        assert findings(built(each_shipped, "one-page").pdf) == []


def test_the_rich_case_can_be_archived_and_read_aloud_in_every_theme_and_language(
    rich: Callable[[str, str], Any], findings: Findings, each_look: tuple[str, str]
) -> None:
    assert findings(rich(*each_look).pdf) == []


@pytest.mark.parametrize("name", ["odd-texts", "decade", "survey", "german", "loss"])
def test_odd_cases_can_be_archived_and_read_aloud(built: Callable[[str], Any], findings: Findings, name: str) -> None:
    assert findings(built(name).pdf) == []


BODIES = {
    "emphasis inside a link": '<p><a href="https://example.org">so <b>bold</b> it <em>is</em></a></p>',
    "a link over two lines": f'<p>{"word " * 12}<a href="https://example.org">{"link " * 20}</a></p>',
    "a link that goes on over the page": f'<p><a href="https://example.org">{"link " * 4000}</a></p>',
    "a note": '<p>Text<span class="fn">A note with <a href="https://example.org">a link</a></span> goes on.</p>',
    "terms without a div": "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd><dd>e</dd></dl>",
    "lists in lists": "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li></ul>",
    "text beside blocks": "<div>loose <b>text</b><p>block</p>and <i>more</i></div>",
    "another language": '<p>He said <span lang="fr">bonjour</span>, <abbr title="as soon as possible">asap</abbr>.</p>',
    "cells that span": (
        '<table><thead><tr><th scope="col" rowspan="2">a</th><th scope="colgroup" colspan="2">b</th></tr>'
        '<tr><th scope="col">c</th><th scope="col">d</th></tr></thead>'
        '<tbody><tr><th scope="row">e</th><td>1</td><td></td></tr></tbody></table>'
    ),
    "a foot alone": '<table><thead><tr><th scope="col">a</th></tr></thead><tfoot><tr><td>1</td></tr></tfoot></table>',
    "a contents line with dots": '<nav><ol><li><a href="#x">One</a></li></ol></nav><h2 id="x">One</h2>',
}
CSS = "ul { list-style: '– ' } .fn { float: footnote } nav a::after { content: leader('.') target-counter(attr(href), page) }"


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_a_template_may_write_stays_conformant(
    laid_out: Callable[..., bytes], findings: Findings, body: str
) -> None:
    assert findings(laid_out(body, CSS)) == []


def without(*path: str) -> Callable[[pikepdf.Pdf], None]:
    def damage(pdf: pikepdf.Pdf) -> None:
        holder: Any = pdf.Root
        for name in path[:-1]:
            holder = holder[name]
        del holder[path[-1]]

    return damage


def first(kind: str, pdf: pikepdf.Pdf) -> Any:
    return next(
        entry for entry in pdf.objects if isinstance(entry, pikepdf.Dictionary) and entry.get("/S") == f"/{kind}"
    )


def no_alternative(pdf: pikepdf.Pdf) -> None:
    del first("Figure", pdf).Alt


def a_skipped_heading(pdf: pikepdf.Pdf) -> None:
    first("H2", pdf).S = pikepdf.Name.H4


def a_link_outside(pdf: pikepdf.Pdf) -> None:
    first("Link", pdf).S = pikepdf.Name.Span


def a_cell_outside(pdf: pikepdf.Pdf) -> None:
    first("TR", pdf).S = pikepdf.Name.Div


def untold_links(pdf: pikepdf.Pdf) -> None:
    for annotation in pdf.pages[0].Annots:
        del annotation.Contents


def an_attachment_unrelated(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0].AFRelationship


def no_promise(pdf: pikepdf.Pdf) -> None:
    told = pdf.Root.Metadata.read_bytes().replace(b'pdfuaid:part="1"', b"")
    pdf.Root.Metadata.write(told)


DAMAGES = {
    "no language": (without("/Lang"), "ua1 7.2"),
    "no structure": (without("/StructTreeRoot"), "ua1 7.1"),
    "not marked": (without("/MarkInfo"), "3a 6.7.2.2"),
    "title not shown": (without("/ViewerPreferences"), "ua1 7.1-10"),
    "no output intent": (without("/OutputIntents"), "3a 6.2.4.3"),
    "attachment without relation": (an_attachment_unrelated, "3a 6.8"),
    "no alternative text": (no_alternative, "ua1 7.3-1"),
    "a skipped heading": (a_skipped_heading, "ua1 7.4.2-1"),
    "a link outside Link": (a_link_outside, "ua1 7.18.5-1"),
    "a cell outside a row": (a_cell_outside, "ua1 7.2"),
    "links that say nothing": (untold_links, "ua1 7.18.5-2"),
    "no promise of PDF/UA": (no_promise, "ua1 5-1"),
}


@pytest.mark.parametrize(("damage", "rule"), DAMAGES.values(), ids=DAMAGES)
def test_the_checker_bites(
    built: Callable[[str], Any], findings: Findings, damage: Callable[[pikepdf.Pdf], None], rule: str
) -> None:
    pdf = pikepdf.open(io.BytesIO(built("revenue-split").pdf))
    damage(pdf)
    out = io.BytesIO()
    pdf.save(out)
    assert [found for found in findings(out.getvalue(), rule.partition(" ")[0]) if found.startswith(rule)]
