"""The lists of currencies are what their generator writes today."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from cxreport.quantity.currencies import CURRENCIES, LOCALES, SYMBOLS

GENERATOR = Path(__file__).parents[2] / "docs" / "generate_currencies.py"


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_currencies", GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_module_is_what_its_generator_writes_from_babel_today(generator: ModuleType) -> None:
    assert generator.TARGET.read_text(encoding="utf-8") == generator.module()


def test_every_sign_stands_for_known_currencies() -> None:
    assert all(codes and codes <= CURRENCIES for codes in SYMBOLS.values())


def test_no_sign_is_a_suffix_or_looks_like_a_number() -> None:
    assert not set(SYMBOLS) & {"k", "K", "M", "MM", "m", "mn", "B", "bn"}
    assert not [sign for sign in SYMBOLS if set(sign) & set("0123456789%+-_, ")]


@pytest.mark.parametrize("code", ["USD", "EUR", "JPY", "GBP", "CHF", "SEK", "INR", "BRL"])
def test_the_great_currencies_are_known(code: str) -> None:
    assert code in CURRENCIES


def test_locales_of_many_lands_are_known() -> None:
    assert {"en_US", "en_GB", "de_DE", "fr_FR", "ja_JP", "pt_BR"} <= LOCALES
