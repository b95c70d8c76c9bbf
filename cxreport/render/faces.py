"""The faces that a document carries with it: where they lie, how wide their words are, and Latin subsets of them."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from cxreport.errors import MissingLibrary
from cxreport.render.theme import Theme

# Latin with its extensions, punctuation, the euro, arrows, and the signs of arithmetic that tables use.
LATIN = frozenset(
    (*range(0x20, 0x180), *range(0x2000, 0x2070), 0x20AC, *range(0x2190, 0x2194), 0x2212, 0x2248, 0x2264, 0x2265)
)


class Family(NamedTuple):
    """Where the faces of a family come from: its package, and the file of each style in it.

    Their figures are lining and of one width, so that columns stand true. `panose` and `stand_in` are for readers
    that take no faces.
    """

    package: str
    files: str
    styles: Mapping[str, str]
    panose: str
    stand_in: str

    def file(self, style: str) -> str:
        """Return the file of one style: Regular, It, Semibold, SemiboldIt or Bold."""
        return self.files.format(self.styles.get(style, style))


_LATO = {"It": "Italic", "Semibold": "SemiBold", "SemiboldIt": "SemiBoldItalic"}
_PT = {"It": "Italic", "Semibold": "Bold", "SemiboldIt": "BoldItalic"}
FAMILIES: Mapping[str, Family] = {
    "Source Sans Pro": Family("font-source-sans-pro", "SourceSansPro-{}.ttf", {}, "020B0503030403020204", "Calibri"),
    "Source Serif Pro": Family("font-source-serif-pro", "SourceSerifPro-{}.ttf", {}, "02040603050405020204", "Georgia"),
    "Lato": Family("fontpkg-lato", "Lato-{}.ttf", _LATO, "020F0502020204030203", "Calibri"),
    "PT Sans": Family("fontpkg-pt-sans", "PT_Sans-Web-{}.ttf", _PT, "020B0503020203020204", "Arial"),
}
FACES = (
    ("sans", "Regular", 400, "normal"),
    ("sans", "Semibold", 600, "normal"),
    ("sans", "It", 400, "italic"),
    ("sans", "SemiboldIt", 600, "italic"),
    ("serif", "Regular", 400, "normal"),
    ("serif", "Semibold", 600, "normal"),
)

ESTIMATE = "Source Sans Pro"
# How much wider the figures of Word's own families are than those of the estimate, from the tables of their makers.
_WIDER = {
    "Calibri": 1.02,
    "Times New Roman": 1.01,
    "Liberation Serif": 1.01,
    "Cambria": 1.12,
    "Segoe UI": 1.09,
    "Georgia": 1.24,
    "Tahoma": 1.1,
    "Verdana": 1.28,
}
_USUALLY_WIDER = 1.12  # Arial, Helvetica and Liberation Sans


def is_carried(family: str) -> bool:
    """Return whether `family` can travel inside a document; any other is only asked for by its name."""
    return family in FAMILIES


@lru_cache
def face_path(family: str, style: str) -> Path:
    """Return the file of one face of a carried family; `style` as its makers name it: Regular, It, Semibold, Bold."""
    package = FAMILIES[family].package
    if find_spec(package.replace("-", "_")) is None:
        raise MissingLibrary(f"the face {family} is missing", f"pip install {package}")
    folder = Path(str(import_module(package.replace("-", "_")).__file__)).parent / "files"
    return folder / FAMILIES[family].file(style)


def is_face(path: Path) -> bool:
    """Return whether a file is a face of one of the carried families."""
    packages = {family.package.replace("-", "_") for family in FAMILIES.values()}
    return path.suffix == ".ttf" and path.parent.name == "files" and path.parent.parent.name in packages


def face_rules(theme: Theme, inside: frozenset[int] | None = None) -> str:
    """Return the CSS rules that name the faces of a theme: by their files, or as data with the characters `inside`."""
    rules = []
    for kind, style, weight, slant in FACES:
        family = theme.sans if kind == "sans" else theme.serif
        if is_carried(family):
            source = f"'{face_path(family, style).as_uri()}'" if inside is None else _as_data(family, style, inside)
            rules.append(
                f"@font-face {{ font-family: '{family}'; src: url({source});"
                f" font-weight: {weight}; font-style: {slant} }}"
            )
    return "\n".join(rules)


def _as_data(family: str, style: str, more: frozenset[int]) -> str:
    return f"data:font/ttf;base64,{base64.b64encode(subset_of(family, style, more)).decode()}"


@lru_cache
def subset_of(family: str, style: str, more: frozenset[int] = frozenset()) -> bytes:
    """Return one face with its Latin characters, and `more` by their codes, without hinting; the same bytes always."""
    from fontTools import subset

    options = subset.Options(
        layout_features=["kern", "liga", "mark"], hinting=False, notdef_outline=True, name_IDs=["*"]
    )
    options.recalc_timestamp = False
    with subset.load_font(str(face_path(family, style)), options) as face:
        picker = subset.Subsetter(options)
        picker.populate(unicodes=sorted(LATIN | more))
        names = face["name"]
        del face["name"]  # the subsetter looks through all of the face for names that nothing calls; ours all stay
        picker.subset(face)
        face["name"] = names
        out = io.BytesIO()
        face.save(out)
    return out.getvalue()


def with_carried_faces(look: Theme) -> Theme:
    """Return `look` with the face that estimates are made by in place of those that do not travel with us."""
    sans, serif = (family if is_carried(family) else ESTIMATE for family in (look.sans, look.serif))
    return replace(look, sans=sans, serif=serif)


def text_width(text: str, family: str, style: str, size: float) -> float:
    """Return the width of `text` in points."""
    known = advances(family, style)
    return sum(known.get(ord(character), 0.6) for character in text) * size


@lru_cache
def advances(family: str, style: str) -> Mapping[int, float]:
    """Return the advance widths, in ems, of the characters that one face has; one that is not carried is estimated."""
    from fontTools.ttLib import TTFont

    wider = 1.0 if is_carried(family) else _WIDER.get(family, _USUALLY_WIDER)
    with TTFont(face_path(family if is_carried(family) else ESTIMATE, style), lazy=True) as face:
        ems = face["head"].unitsPerEm / wider
        metrics = face["hmtx"]
        return {code: metrics[glyph][0] / ems for code, glyph in face.getBestCmap().items()}
