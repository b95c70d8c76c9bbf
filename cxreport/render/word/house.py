"""What a document is built upon: the parts that are the same in every document of a theme, and the frame of its pages.

It comes from our own theme, as here, or from a company's template, as in `template_house.py`; a writer cannot tell.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from lxml import etree

from cxreport.render.theme import Theme
from cxreport.render.word.embedding import font_table
from cxreport.render.word.file_part import OFFICE, WORD, FilePart, Relation
from cxreport.render.word.markup import NAMESPACES, colour, element, root, value
from cxreport.render.word.notes import SEPARATORS
from cxreport.render.word.styles import styles_part

_A = f"{{{NAMESPACES['a']}}}"
_COMPATIBLE = {
    "compatibilityMode": 15,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
}
_COLOUR_MAP = {
    "bg1": "light1",
    "t1": "dark1",
    "bg2": "light2",
    "t2": "dark2",
    **{f"accent{n}": f"accent{n}" for n in range(1, 7)},
    "hyperlink": "hyperlink",
    "followedHyperlink": "followedHyperlink",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Says what stands round the text: references to heads and feet that are there already, and room for them.

    `header` and `footer` are their distances from the edge of the paper, in twentieths of a point.
    """

    references: str = ""
    header: int = 794
    footer: int = 680
    title_page: bool = True

    def lacks(self, kind: str) -> bool:
        """Return whether there is no "header", or "footer", yet."""
        return f"<w:{kind}Reference" not in self.references


@dataclass(frozen=True, slots=True)
class House:
    """Holds the parts that a body refers to from the start, the lists that are there already, and the frame."""

    relations: tuple[Relation, ...]
    lists: FilePart | None = None
    frame: Frame = Frame()


def our_house(theme: Theme, lang: str, more: frozenset[int]) -> House:
    """Return what a document in `lang` is built upon, where its theme names no template."""
    return House(
        (
            Relation("styles", RT.STYLES, FilePart("/word/styles.xml", f"{WORD}styles+xml", styles_part(theme, lang))),
            Relation(
                "settings", RT.SETTINGS, FilePart("/word/settings.xml", f"{WORD}settings+xml", settings_part(lang))
            ),
            Relation("theme", RT.THEME, FilePart("/word/theme/theme1.xml", f"{OFFICE}theme+xml", theme_part(theme))),
            Relation("fontTable", RT.FONT_TABLE, font_table(theme, more)),
        ),
    )


def settings_part(lang: str, *, embedded: bool = True) -> bytes:
    """Return `word/settings.xml`: today's Word, faces inside where they are embedded, nothing asked on opening."""
    compatible = (
        element("compatSetting", name=name, uri="http://schemas.microsoft.com/office/word", val=setting)
        for name, setting in _COMPATIBLE.items()
    )
    return root(
        "settings",
        "".join(
            (
                element("zoom", percent=100),
                "<w:embedTrueTypeFonts/><w:saveSubsetFonts/>" if embedded else "",
                value("defaultTabStop", 720),
                value("characterSpacingControl", "doNotCompress"),
                element("footnotePr", *(element("footnote", id=number) for number in SEPARATORS.values())),
                element("compat", *compatible),
                value("themeFontLang", lang),
                element("clrSchemeMapping", **_COLOUR_MAP),
                value("decimalSymbol", "."),
                value("listSeparator", ","),
            )
        ),
    )


@lru_cache
def theme_part(theme: Theme) -> bytes:
    """Return `word/theme/theme1.xml`: python-docx's own, with our colours and faces in place of its."""
    template = files("docx") / "templates" / "default.docx"
    with template.open("rb") as file, zipfile.ZipFile(file) as package:
        tree = etree.fromstring(package.read("word/theme/theme1.xml"))
    colours = {
        "dk1": theme.ink,
        "lt1": "#ffffff",
        "dk2": theme.muted,
        "lt2": theme.tint,
        "accent1": theme.benefit,
        "accent2": theme.cost,
        "accent3": theme.second,
        "accent4": theme.remainder,
        "accent5": theme.muted,
        "accent6": theme.rule,
        "hlink": theme.benefit,
        "folHlink": theme.muted,
    }
    for scheme in tree.iter(f"{_A}clrScheme"):
        scheme.set("name", "cxreport")
        for shade in scheme:
            shade[:] = [etree.Element(f"{_A}srgbClr", val=colour(colours[etree.QName(shade).localname]))]
    for kind, family in (("major", theme.serif), ("minor", theme.sans)):
        for latin in tree.iterfind(f".//{_A}{kind}Font/{_A}latin"):
            latin.attrib.clear()
            latin.set("typeface", family)
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
