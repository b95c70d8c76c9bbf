"""The faces inside the file, subset and masked as Word asks (ECMA-376, part 1, 17.8.1)."""

from __future__ import annotations

import uuid
from functools import lru_cache

from cxreport.render.faces import FAMILIES, subset_of
from cxreport.render.theme import Theme
from cxreport.render.word.file_part import OFFICE, WORD, FilePart, Relation
from cxreport.render.word.markup import element, root, value

_FONT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_MASKED = 32
# Word's names for the faces, and ours.
_STYLES = {"Regular": "Regular", "Bold": "Bold", "Italic": "It"}
_UNKNOWN = ("Calibri", "020B0604020202020204")


def font_table(theme: Theme, more: frozenset[int] = frozenset()) -> FilePart:
    """Return `word/fontTable.xml`, and with it the masked faces.

    `more` are the characters, by their codes, that the faces need beside Latin.
    """
    rows, faces = [], []
    for family in dict.fromkeys((theme.sans, theme.serif)):
        carried = FAMILIES.get(family)
        stand_in, panose = (carried.stand_in, carried.panose) if carried else _UNKNOWN
        kind = "swiss" if panose.startswith(("020B", "020F")) else "roman"
        embedded = []
        for name, style in _STYLES.items() if carried else ():
            if name == "Italic" and family != theme.sans:
                continue
            relation = f"{family.replace(' ', '')}-{style}"
            key, face = masked_face(family, style, more)
            part = FilePart(f"/word/fonts/{relation}.odttf", f"{OFFICE}obfuscatedFont", face)
            faces.append(Relation(relation, _FONT, part))
            embedded.append(f'<w:embed{name} r:id="{relation}" w:fontKey="{key}"/>')
        about = (value("altName", stand_in), value("panose1", panose), value("charset", "00"))
        looks = (value("family", kind), value("pitch", "variable"))
        rows.append(element("font", *about, *looks, *embedded, name=family))
    return FilePart("/word/fontTable.xml", f"{WORD}fontTable+xml", root("fonts", "".join(rows)), tuple(faces))


@lru_cache
def masked_face(family: str, style: str, more: frozenset[int] = frozenset()) -> tuple[str, bytes]:
    """Return the key of a face and its bytes, the first 32 of them mixed with the key, backwards."""
    guid = uuid.uuid5(uuid.NAMESPACE_URL, f"cxreport:{family}:{style}")
    key, face = guid.bytes[::-1], subset_of(family, style, more)
    head = bytes(byte ^ key[place % 16] for place, byte in enumerate(face[:_MASKED]))
    return f"{{{str(guid).upper()}}}", head + face[_MASKED:]
