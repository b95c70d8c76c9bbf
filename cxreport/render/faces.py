"""The faces that a document carries with it: where they lie, how wide their words are, and Latin subsets of them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from cxreport.errors import MissingLibrary

# Latin with its extensions, punctuation, the euro, arrows, and the signs of arithmetic that tables use.
LATIN = frozenset(
    (*range(0x20, 0x180), *range(0x2000, 0x2070), 0x20AC, *range(0x2190, 0x2194), 0x2212, 0x2248, 0x2264, 0x2265)
)
_PACKAGES = {"Source Sans Pro": "font-source-sans-pro", "Source Serif Pro": "font-source-serif-pro"}

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
    return family in _PACKAGES


@lru_cache
def face_path(family: str, style: str) -> Path:
    """Return the file of one face of a carried family; `style` as its makers name it: Regular, It, Semibold, Bold."""
    package = _PACKAGES[family]
    if find_spec(package.replace("-", "_")) is None:
        raise MissingLibrary(f"the face {family} is missing", f"pip install {package}")
    folder = Path(str(import_module(package.replace("-", "_")).__file__)).parent / "files"
    return folder / f"{family.replace(' ', '')}-{style}.ttf"


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
        picker.subset(face)
        out = io.BytesIO()
        face.save(out)
    return out.getvalue()


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
