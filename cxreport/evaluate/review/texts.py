"""What is written in words: blanks, an ask that comes too early, a total that is called a present value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from cxreport.case.problem import Path, Point
from cxreport.evaluate.review.lexicon import ASKING, PRESENT_VALUE, blank_of, names_money
from cxreport.evaluate.review.seen import Doubt, Seen, title_of

if TYPE_CHECKING:
    from cxreport.evaluate.review.mentions import Mention

_SENTENCE_END = r"(?<=[.!?:])\s+(?=[^\W\d_a-z])|\n\s*\n"
_NEAR_BEFORE, _NEAR_BEHIND = 45, 25  # letters: `has a net present value of $5 million`, `$5 million of present value`
_TOTALS = ("benefits_total", "costs_total")
_WORTHS = ("benefits_pv", "costs_pv", "npv")


def blank(seen: Seen) -> Iterator[Doubt]:
    """A part of the sentence still has to be written."""
    for path, name, text in _parts(seen):
        if found := blank_of(text):
            message = f"the sentence has a blank: {found}"
            point = Point("point_blank", (("name", name), ("text", text)))
            yield Doubt(path, message, "write it out, or leave the initiative out until you can", point)


def _parts(seen: Seen) -> Iterator[tuple[Path, str, str]]:
    """Yield (path, name of the item, text) of what the author writes of A, B and C."""
    yield from _first_parts(seen)
    for number, item in enumerate(seen.case.initiatives):
        yield ("initiatives", number, "improvement"), title_of(item), item.improvement
    if seen.case.improvement is not None:
        yield ("improvement",), seen.case.title, seen.case.improvement
    for line in seen.counted:
        yield (*line.path, "name"), line.model.name, line.model.name
        if how := getattr(line.model, "how", None):
            yield (*line.path, "how"), line.model.name, how


def _first_parts(seen: Seen) -> Iterator[tuple[Path, str, str]]:
    """Yield (path, name of the item, text) of every A."""
    if seen.case.action is not None:
        yield ("action",), seen.case.title, seen.case.action
    for number, item in enumerate(seen.case.initiatives):
        yield ("initiatives", number, "action"), title_of(item), item.action


def ask_first(seen: Seen) -> Iterator[Doubt]:
    """Money is asked for before the reader knows what it brings: in A, or as the summary begins."""
    hint = "begin with what is to be done and for whom; what it costs comes last"
    for path, name, text in _first_parts(seen):
        if _mentions(seen, text):
            message = "the money comes before the benefit"
            yield Doubt(path, message, hint, Point("point_ask_first", (("name", name),)))
    summary = seen.case.sections.text("summary").strip()
    opening = re.split(_SENTENCE_END, summary, maxsplit=1)[0] if summary else ""
    mentions = _mentions(seen, opening)
    if mentions and ASKING.finds(opening):
        point = Point("point_ask_first_summary")
        yield Doubt(("sections", "summary"), "the summary begins with the ask", hint, point, mentions[0].text)


def total_as_present_value(seen: Seen) -> Iterator[Doubt]:
    """A text calls a present value what is a total: a sum over the years that is not discounted."""
    totals, worths = _amounts(seen, _TOTALS), _amounts(seen, _WORTHS)
    totals += [one - other for one, other in zip(*(_amounts(seen, (name,)) for name in _TOTALS), strict=True)]
    for name in seen.case.sections.specs:
        for sentence in _about_present_value(seen.case.sections.text(name)):
            mentions = _mentions(seen, sentence)
            if any(mention.fits(worth) for mention in mentions for worth in worths):
                continue
            for mention in mentions:
                if _is_called_present_value(mention.text, sentence) and any(mention.fits(total) for total in totals):
                    message = f"{mention.text} is a total, and the text calls it a present value"
                    hint = "give the present value, or call it a total; the two are never mixed in one sentence"
                    point = Point("point_total_as_pv", (("amount", mention.text),))
                    yield Doubt(("sections", name), message, hint, point, mention.text)


def _mentions(seen: Seen, text: str) -> list[Mention]:
    """Return the amounts of money that a text names; one that has no currency in it does not wait for the import."""
    if not names_money(text):
        return []
    from cxreport.evaluate.review.mentions import find_mentions

    return list(find_mentions(text, seen.case.locale))


def _about_present_value(text: str) -> list[str]:
    """Return the sentences of a text that speak of a present value."""
    if not PRESENT_VALUE.finds(text):
        return []
    return [sentence for sentence in re.split(_SENTENCE_END, text) if PRESENT_VALUE.finds(sentence)]


def _is_called_present_value(amount: str, sentence: str) -> bool:
    """Return whether the words stand close before or behind an amount, with no comma between them."""
    before, _, behind = sentence.partition(amount)
    near = (re.split("[,;]", before[-_NEAR_BEFORE:])[-1], re.split("[,;]", behind[:_NEAR_BEHIND])[0])
    return any(map(PRESENT_VALUE.finds, near))


def _amounts(seen: Seen, names: tuple[str, ...]) -> list[Decimal]:
    """Return figures of the whole case and of each initiative, without those that are nothing."""
    prefixes = ["", *(f"{item.id}." for item in seen.case.initiatives)]
    return [seen.value(prefix + name) for name in names for prefix in prefixes]
