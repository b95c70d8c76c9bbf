"""Sentences of our own with the figures in them marked by their addresses, so that each writer knows them."""

from __future__ import annotations

from markupsafe import Markup

from cxreport.render.words import Words


def addressed(address: str, text: str) -> Markup:
    """Return the print of a figure with its address."""
    return Markup('<span data-path="{}">{}</span>').format(address, text)


def linked(words: Words, key: str, **targets: str) -> Markup:
    """Return a sentence whose places are references to `targets`, ids of the page, printed as their labels."""
    return said(words, key, **{place: Markup('<a href="#{}"></a>').format(target) for place, target in targets.items()})


def said(words: Words, key: str, **places: object) -> Markup:
    """Return a sentence with its places filled in, all of them escaped but the figures that are `addressed`."""
    told = Markup("")
    for before, place in words.parts(key):
        ended = before.startswith(".") and told.striptags().endswith(".")
        told += Markup.escape(before[1:] if ended else before) + (Markup.escape(places[place]) if place else "")
    return told
