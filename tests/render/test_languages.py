"""Every language says everything, in its own words: what a document prints is the author's, the language's or Babel's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from cxreport.render.document import case_formats
from cxreport.render.output import Document
from cxreport.render.sentence import case_sentence, plain
from cxreport.render.word import write_docx
from cxreport.render.words import template_folders

FOLDER = template_folders()[-1] / "words"
ENGLISH = "en"
OTHERS = sorted(file.stem for file in FOLDER.glob("*.yaml") if file.stem != ENGLISH)
WORD = re.compile(r"[^\W\d_]{3,}")


def texts(language: str) -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text("utf-8"))
    return found


def places(text: str) -> list[str]:
    return sorted(place for _, place, _, _ in Formatter().parse(text) if place)


def bare(text: str) -> str:
    return " ".join(before for before, *_ in Formatter().parse(text))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_keys_of_english_with_the_same_places(language: str) -> None:
    english, other = texts(ENGLISH), texts(language)
    assert list(other) == list(english)
    assert {key: places(text) for key, text in other.items()} == {key: places(text) for key, text in english.items()}


def test_german_is_right_in_switzerland_too() -> None:
    """There the sharp s is not written, and quotation marks are others."""
    assert not set("ß„“»«") & set("".join(texts("de").values()))


def test_german_has_no_english_words_left() -> None:
    english, german = texts(ENGLISH), texts("de")
    same = {key for key in english if english[key] == german[key] and WORD.search(bare(english[key]))}
    assert {english[key] for key in same} == {
        "CXM",
        "CSM",
        "ROI",
        "Team",
        "Teams",
        "Plan",
        "Budget",
        "Portfolios",
        "Alternative",
    }


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a theme whose words are all of Cyrillic letters, which no case and no locale here has."""
    folder = tmp_path_factory.mktemp("masked")
    (folder / "words").mkdir()
    hidden = {
        key: re.sub(r"(\{[a-z]+\})|[A-Za-z]", lambda found: found[1] or "\N{CYRILLIC SMALL LETTER ZHE}", text)
        for key, text in texts(ENGLISH).items()
    }
    for language in (ENGLISH, *OTHERS):
        (folder / "words" / f"{language}.yaml").write_text(yaml.safe_dump(hidden, allow_unicode=True), "utf-8")
    return folder


def seen(page: str) -> str:
    """Return all that a page lets one read, hear, or find in its properties."""
    said = re.findall(r'(?:aria-label|alt|content)="([^"]*)"', page)
    shown = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return unescape(" ".join([re.sub(r"<[^>]*>", " ", shown), *map(bare, said)]))


def seen_in_word(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        parts = [package.read(name).decode() for name in package.namelist() if re.match(r"word/.*\.xml", name)]
    return " ".join(unescape(text) for part in parts for text in re.findall(r"<[aw]:t(?: [^>]*)?>([^<]*)", part))


def test_no_word_of_a_document_stands_in_the_code_or_a_template(
    masked: Path, built: Callable[[str], Any], each_case: str
) -> None:
    """With every shipped word hidden, what can be read are the words of the author, and months and currencies."""
    original = built(each_case)
    document = Document(original.evaluation, masked)
    formats = document.printed.formats
    named = [formats.currency_name]
    named += [name for width in ("wide", "abbreviated") for name in formats.spelling.months["format"][width].values()]
    files = {original.path, *original.evaluation.loaded.relations.files}
    author = " ".join(file.read_text("utf-8", "ignore") for file in files)  # an Excel file of actuals among them
    known = {word.lower() for text in (author, *named) for word in WORD.findall(text)} | {"cxreport"}
    word = write_docx(document.html, document.look)  # laid out, it would only get the numbers of its pages
    read = WORD.findall(f"{seen(document.html)} {seen_in_word(word)}")
    left = {word for word in read if word.isascii() and word.lower() not in known}
    assert {word for word in left if not re.fullmatch("[A-Z]+tr", word)} == set()


# What German readers read

A = "das Portal neu zu gestalten"
B = "unseren Kunden die Hilfe zu erleichtern"
OPENING = f"Wir schlagen vor, {A}, um {B}; das "


@pytest.fixture
def told(evaluated: Callable[..., Any]) -> Callable[..., str]:
    def make(benefits: str, costs: str = "{name: C, initial: €1.5M}", locale: str = "de_DE") -> str:
        found = evaluated(
            f"""
            kind: business-case
            title: T
            organisation: O
            date: 2026-11-22
            currency: EUR
            locale: {locale}
            finance: {{discount_rate: 10%, period: year, periods: 3, start: 2027-01, margin: 40%}}
            initiatives:
              - {{action: {A}, improvement: {B}, benefits: [{benefits}], costs: [{costs}]}}
            """
        )
        text = plain(case_sentence(found, case_formats(found)))
        assert text.startswith(OPENING)
        return text.removeprefix(OPENING)

    return make


@pytest.mark.parametrize(
    ("benefits", "wanted"),
    [
        ("{name: B, amount: €5M}", "spart uns 5 Mio. € pro Jahr"),
        ("{name: B, amount: [€4M, €5M, €5M]}", "spart uns über drei Jahre 14 Mio. €"),
        ("{name: B, type: revenue, amount: €5M}", "bringt uns 2 Mio. € zusätzliche Bruttomarge pro Jahr"),
        (
            "{name: B, type: revenue, amount: [€5M, 0, 0]}",
            "bringt uns über drei Jahre 2 Mio. € zusätzliche Bruttomarge",
        ),
        (
            "{name: A, amount: €5M}, {name: B, type: revenue, amount: €5M}",
            "bringt uns 7 Mio. € an Einsparungen und Bruttomarge pro Jahr",
        ),
        ("{name: B, amount: -€1M}", "bringt uns Verluste von 1 Mio. € pro Jahr"),
        ("{name: B, amount: 0}", "bringt uns kein Geld"),
        (
            "{name: B, amount: €5M, how: durch weniger Technikereinsätze}",
            "spart uns 5 Mio. € pro Jahr durch weniger Technikereinsätze",
        ),
        (
            "{name: A, type: advantage, how: durch kürzere Wege}",
            "bringt uns einen Vorteil, den wir beschreiben und nicht in Geld rechnen, und zwar durch kürzere Wege",
        ),
    ],
)
def test_the_benefit_in_german(told: Callable[..., str], benefits: str, wanted: str) -> None:
    assert told(benefits) == f"{wanted}, bei Kosten von 1,5 Mio. €."


@pytest.mark.parametrize(
    ("costs", "wanted"),
    [
        ("{name: C, amount: €2M}", "bei Kosten von 2 Mio. € pro Jahr"),
        ("{name: C, initial: €1M, amount: €2M}", "bei Kosten von 7 Mio. € über drei Jahre"),
        ("{name: C, initial: 0}", "ohne Kosten"),
        ("{name: C, amount: [-€1M, 0, 0]}", "bei Kosten, die über drei Jahre um 1 Mio. € sinken"),
    ],
)
def test_the_cost_in_german(told: Callable[..., str], costs: str, wanted: str) -> None:
    assert told("{name: B, amount: €5M}", costs) == f"spart uns 5 Mio. € pro Jahr, {wanted}."


def test_an_abbreviation_ends_the_sentence_with_one_full_stop(told: Callable[..., str]) -> None:
    assert told("{name: B, amount: €5M}", locale="de_AT") == "spart uns € 5 Mio. pro Jahr, bei Kosten von € 1,5 Mio."


def test_a_german_proposal_prints_its_open_points_in_german(built: Callable[[str], Any]) -> None:
    text = built("german").text("html")
    assert "Ein Vertrag für Strom und Gas: Noch zu benennen: was geändert wurde." in text
    assert "CSM: Die veröffentlichte Zahl von 2.500.000 € ist um 417.360 € zu hoch" in text


@pytest.mark.parametrize("kind", ["pdf", "docx", "html"])
def test_a_german_proposal_has_no_english_term(built: Callable[[str], Any], kind: str) -> None:
    """Of each English text, the stretches of at least two words or seven letters are not found."""
    english, german = texts(ENGLISH), texts("de")
    page = built("german").text(kind)
    stretches = {
        stretch.strip(" .,:;()")
        for key, text in english.items()
        if text != german[key]
        for stretch, *_ in Formatter().parse(text)
    }
    terms = {term for term in stretches if len(WORD.findall(term)) > 1 or len(term) > 6}
    assert len(terms) > 150
    assert {term for term in terms if re.search(rf"(?<!\w){re.escape(term)}(?!\w)", page)} == set()
