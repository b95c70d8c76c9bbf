"""A company's own terms: texts by the keys of the shipped words, which they replace in the documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from cxreport.case import tree
from cxreport.case.problem import Path as NodePath
from cxreport.case.reading import INVALID, Reader, Report, near, shape, text_reader
from cxreport.errors import RenderError
from cxreport.quantity.number import quoted

_PACKAGE = Path(__file__).parents[1]
_COMPARE = "compare with the shipped words/en.yaml"
_text: Reader[str] = text_reader(lambda text: re.sub(r"\s*\n\s*", " ", text), {"type": "string", "minLength": 1})


def shipped_templates() -> Path:
    """Return the folder of the shipped templates, in a wheel or a checkout. Raises RenderError where it is missing."""
    for folder in (_PACKAGE / "templates", _PACKAGE.parent / "templates"):
        if (folder / "page.css").is_file():
            return folder
    raise RenderError("the shipped templates are missing", "install cxreport again")


def shipped_terms() -> Mapping[str, str]:
    """Return the English words of the documents by their keys: what there is to be said."""
    return read_texts(shipped_templates() / "words" / "en.yaml")


def read_texts(file: Path) -> dict[str, str]:
    """Return the texts of a file of words by their keys; it is read again only once it has changed.

    Raises RenderError where the file cannot be read, or holds anything but keys and texts.
    """
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _read(file: Path, _changed: int) -> dict[str, str]:
    import yaml

    try:
        texts = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes texts only
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise RenderError(f"the words in {file} cannot be read: {reason}", _COMPARE) from None
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise RenderError(f"the words in {file} are not keys and texts", _COMPARE)
    return {key: re.sub(r"[ \t\r\n]+", " ", text) for key, text in texts.items()}


@lru_cache(maxsize=8192)
def places_of(text: str) -> frozenset[str] | None:
    """Return the names of the {places} in a text; None where its braces are not those of places."""
    from string import Formatter

    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def places_hint(places: Iterable[str]) -> str:
    """Return how to write the places that a text should have."""
    known = ", ".join(f"{{{place}}}" for place in sorted(places))
    return f"write {known}" if known else "write no {}"


def _read_terms(node: tree.Node, path: NodePath, report: Report) -> Mapping[str, str]:
    if not isinstance(node, tree.Mapping):
        message = f"keys and values are needed here, not {shape(node)}"
        return report.refuse("CX103", path, message, "write  key_npv: Net benefit")
    values: dict[str, str] = {}
    for key, below in node.values.items():
        text = _read_term(key, below, (*path, key), report)
        if text is not INVALID:
            values[key] = text
    return values


def _read_term(key: str, node: tree.Node, path: NodePath, report: Report) -> str:
    shipped = shipped_terms()
    if key not in shipped:
        meant = near(key, shipped)
        hint = f'did you mean "{meant}"?' if meant else "the keys are those of the shipped words/en.yaml"
        return report.refuse("CX102", path, f"{quoted(key)} is no term of the documents", hint, at_key=True)
    text = _text.read(node, path, report)
    places = places_of(shipped[key]) or frozenset()
    if text is not INVALID and places_of(text) != places:
        message = f'the term "{key}" does not have the places that it should'
        return report.refuse("CX140", path, message, f"{places_hint(places)}, as in {quoted(shipped[key])}")
    return text


def _schema() -> dict[str, Any]:
    return {"type": "object", "propertyNames": {"enum": [*shipped_terms()]}, "additionalProperties": _text.schema()}


terms: Reader[Mapping[str, str]] = Reader(_read_terms, _schema)
