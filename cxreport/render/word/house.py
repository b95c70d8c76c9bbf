"""The parts that are the same in every document of a theme: settings, and the colours and faces Word offers."""

from __future__ import annotations

import zipfile
from functools import lru_cache
from importlib.resources import files

from lxml import etree

from cxreport.render.theme import Theme
from cxreport.render.word.markup import NAMESPACES, colour, element, root, value
from cxreport.render.word.notes import SEPARATORS

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


def settings_part(lang: str) -> bytes:
    """Return `word/settings.xml`: today's Word, faces inside, nothing to be asked on opening."""
    compatible = (
        element("compatSetting", name=name, uri="http://schemas.microsoft.com/office/word", val=setting)
        for name, setting in _COMPATIBLE.items()
    )
    return root(
        "settings",
        "".join(
            (
                element("zoom", percent=100),
                "<w:embedTrueTypeFonts/><w:saveSubsetFonts/>",
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
