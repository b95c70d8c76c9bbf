"""The fixed words of the documents: one YAML file per language under `words/`, the user's folder first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import TypeVar, cast

import yaml

from cxreport.errors import RenderError

FALLBACK = "en"
SHIPPED = Path(__file__).parent.parent


def template_folders(own: tuple[Path, ...] = ()) -> tuple[Path, ...]:
    """Return where templates are looked for: first a theme's own, last the shipped ones."""
    shipped = (SHIPPED / "templates", SHIPPED.parent / "templates")
    found = next((folder for folder in shipped if (folder / "page.css").is_file()), None)
    if found is None:
        raise RenderError("the shipped templates are missing", "install cxreport again")
    return (*own, found)


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


def load_words(locale: str, folders: tuple[Path, ...]) -> Words:
    """Return the words of a locale's language; English where nobody has written that language yet."""
    language = locale.partition("_")[0]
    for name in (language, FALLBACK):
        files = [file for folder in reversed(folders) if (file := folder / "words" / f"{name}.yaml").is_file()]
        if files:
            shipped = _texts(folders[-1] / "words" / f"{FALLBACK}.yaml")
            found: dict[str, str] = {}
            for file in files:
                found |= _checked(file, shipped)
            return Words(name, found)
    raise RenderError("the shipped words are missing", "install cxreport again")


def _checked(file: Path, shipped: dict[str, str]) -> dict[str, str]:
    """Return the texts of a file, whose {places} are those of the shipped words: the program fills in these alone."""
    texts = _texts(file)
    for key in texts.keys() & shipped.keys():
        places = _places(shipped[key])
        if _places(texts[key]) != places:
            raise _wrong_places(f'the words for "{key}" in {file}', places or ())
    return texts


def _places(text: str) -> set[str] | None:
    """Return the names of the places in a text; None where its braces are not those of places."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def _wrong_places(what: str, places: Iterable[str]) -> RenderError:
    known = ", ".join(f"{{{place}}}" for place in sorted(places))
    return RenderError(f"{what} do not have the places that they should", f"write {known}" if known else "write no {}")


def _texts(file: Path) -> dict[str, str]:
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _read(file: Path, _changed: int) -> dict[str, str]:
    """Return the texts of a file, which is read again only once it has changed."""
    try:
        texts = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes texts only
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise RenderError(
            f"the words in {file} cannot be read: {reason}", "compare with the shipped words/en.yaml"
        ) from None
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise RenderError(f"the words in {file} are not keys and texts", "compare with the shipped words/en.yaml")
    return {key: re.sub(r"[ \t\r\n]+", " ", text) for key, text in texts.items()}
