"""The fixed words of the documents: one YAML file per language under `words/`, the user's folder first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter
from typing import TypeVar, cast

from cxreport.case.terms import places_hint, places_of, read_texts, shipped_templates, shipped_terms
from cxreport.errors import RenderError

FALLBACK = "en"


def template_folders(own: tuple[Path, ...] = ()) -> tuple[Path, ...]:
    """Return where templates are looked for: first a theme's own, last the shipped ones."""
    return (*own, shipped_templates())


class Words:
    """Words by key; `say` fills the {places} of a sentence."""

    def __init__(self, language: str, texts: dict[str, str]) -> None:
        self.language = language
        self._texts = texts

    def __getitem__(self, key: str) -> str:
        try:
            return self._texts[key]
        except KeyError:
            raise RenderError(
                f'the language "{self.language}" has no words for "{key}"', "add them to its file"
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def say(self, key: str, **places: object) -> str:
        """Return a sentence with its places filled in; where the last of them brings a full stop, it has no other."""
        told = ""
        try:
            for before, place in self.parts(key):
                told += before[1:] if before.startswith(".") and told.endswith(".") else before
                told += str(places[place]) if place else ""
        except (LookupError, ValueError):
            raise _wrong_places(f'the words for "{key}"', places) from None
        return told

    def parts(self, key: str) -> Iterator[tuple[str, str | None]]:
        """Yield the stretches of a sentence, each with the name of the place behind it; the last has perhaps none."""
        return ((before, place) for before, place, _, _ in Formatter().parse(self[key]))

    def joined(self, items: Sequence[str]) -> str:
        """Return a list in words: a, b and c."""
        if len(items) < 2:
            return "".join(items)
        return self.say("list_last", first=self["list_comma"].join(items[:-1]), last=items[-1])

    def count(self, number: int) -> str:
        """Return a small whole number in words, a larger one in digits."""
        names = self["counts"].split()
        return names[number - 1] if 0 < number <= len(names) else str(number)


Text = TypeVar("Text", bound=str)


def capital(text: Text) -> Text:
    """Return a text as it begins a sentence; one that is marked up stays so."""
    return cast("Text", text[:1].upper() + text[1:])


def load_words(locale: str, folders: tuple[Path, ...], terms: Mapping[str, str] | None = None) -> Words:
    """Return the words of a locale's language, `terms` before all; English where nobody has written that language."""
    language = locale.partition("_")[0]
    for name in (language, FALLBACK):
        files = [file for folder in reversed(folders) if (file := folder / "words" / f"{name}.yaml").is_file()]
        if files:
            found: dict[str, str] = {}
            for file in files:
                found |= _checked(file)
            return Words(name, found | dict(terms or {}))
    raise RenderError("the shipped words are missing", "install cxreport again")


def _checked(file: Path) -> dict[str, str]:
    """Return the texts of a file, whose {places} are those of the shipped words: the program fills in these alone."""
    texts, shipped = read_texts(file), shipped_terms()
    for key in texts.keys() & shipped.keys():
        places = places_of(shipped[key])
        if places_of(texts[key]) != places:
            raise _wrong_places(f'the words for "{key}" in {file}', places or ())
    return texts


def _wrong_places(what: str, places: Iterable[str]) -> RenderError:
    return RenderError(f"{what} do not have the places that they should", places_hint(places))
