"""A company's template as what a document is built upon: its pages, heads and feet, styles, faces and lists."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from lxml import etree

from cxreport.render.theme import Theme
from cxreport.render.word.file_part import OFFICE, WORD, FilePart, Relation
from cxreport.render.word.house import Frame, House, settings_part, theme_part
from cxreport.render.word.styles import styles_part
from cxreport.render.word.template_file import REFERENCES, R, Template, Tree, W, last_section, parsed
from cxreport.render.word.template_styles import join_styles, rename

# What a template's settings say of its pages; all else of them is of its own text, or of one reader's Word.
_KEPT_SETTINGS = ("evenAndOddHeaders", "mirrorMargins", "gutterAtTop", "clrSchemeMapping")
_PREFIX = "house-"


def template_house(template: Template, look: Theme, lang: str) -> House:
    """Return what a document in `lang` is built upon, whose `look` is that of a template."""
    section = last_section(template)
    styles = join_styles(template.styles, parsed(styles_part(look, lang)))
    heads, references = _heads(template, section, styles.renamed)
    return House(
        relations=(
            Relation("styles", RT.STYLES, FilePart("/word/styles.xml", f"{WORD}styles+xml", _bytes(styles.root))),
            Relation("settings", RT.SETTINGS, _settings(template, lang)),
            Relation("theme", RT.THEME, _palette(template, look)),
            *_faces(template),
            *heads,
        ),
        lists=_lists(template, styles.renamed),
        frame=_frame(section, references),
    )


def _heads(template: Template, section: Tree | None, renamed: dict[str, str]) -> tuple[list[Relation], str]:
    """Return a template's heads and feet, and the references that the sections of our document lead to them by."""
    parts = {one.id: one for one in template.relations if isinstance(one.target, FilePart)}
    kept: dict[str, Relation] = {}
    references = []
    for reference in () if section is None else section.iter(*REFERENCES):
        relation = parts.get(reference.get(f"{R}id", ""))
        if relation is None or not isinstance(relation.target, FilePart):
            continue
        key = f"{_PREFIX}{relation.id}"
        kept[key] = Relation(key, relation.kind, _restyled(relation.target, renamed))
        kind, name = reference.get(f"{W}type", "default"), etree.QName(reference).localname
        references.append(f'<w:{name} w:type="{kind}" r:id="{key}"/>')
    return list(kept.values()), "".join(sorted(references, reverse=True))


def _restyled(part: FilePart, renamed: dict[str, str]) -> FilePart:
    """Return a part with the new ids of styles, and without bookmarks, whose ids are the body's to give."""
    root = parsed(part.content)
    rename(root, renamed)
    for mark in list(root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        mark.getparent().remove(mark)  # type: ignore[union-attr]  # a bookmark is never the root
    return replace(part, content=_bytes(root))


def _lists(template: Template, renamed: dict[str, str]) -> FilePart | None:
    """Return a template's numbering, whose levels no longer number our headings."""
    part = template.part(RT.NUMBERING)
    if part is None:
        return None
    root = parsed(part.content)
    rename(root, renamed)
    for style in list(root.iter(f"{W}pStyle")):
        if style.get(f"{W}val", "").startswith("Heading"):
            style.getparent().remove(style)  # type: ignore[union-attr]  # it stands in a level
    return replace(part, name="/word/numbering.xml", content=_bytes(root))


def _settings(template: Template, lang: str) -> FilePart:
    ours, theirs = parsed(settings_part(lang, embedded=_embeds(template))), template.tree(RT.SETTINGS)
    order = [f"{W}{name}" for name in _SETTINGS_ORDER]
    for kept in () if theirs is None else theirs.iterchildren(*(f"{W}{name}" for name in _KEPT_SETTINGS)):
        for old in ours.findall(str(kept.tag)):
            ours.remove(old)
        place = sum(order.index(str(one.tag)) < order.index(str(kept.tag)) for one in ours)
        ours.insert(place, deepcopy(kept))
    return FilePart("/word/settings.xml", f"{WORD}settings+xml", _bytes(ours))


# The order of what our settings and those kept of a template may hold (ECMA-376, part 1, CT_Settings).
_SETTINGS_ORDER = """zoom embedTrueTypeFonts saveSubsetFonts mirrorMargins gutterAtTop defaultTabStop evenAndOddHeaders
characterSpacingControl footnotePr compat themeFontLang clrSchemeMapping decimalSymbol listSeparator""".split()


def _palette(template: Template, look: Theme) -> FilePart:
    own = template.part(RT.THEME)
    return own or FilePart("/word/theme/theme1.xml", f"{OFFICE}theme+xml", theme_part(look))


def _faces(template: Template) -> Iterator[Relation]:
    if (own := template.part(RT.FONT_TABLE)) is not None:
        yield Relation("fontTable", RT.FONT_TABLE, own)


def _embeds(template: Template) -> bool:
    table = template.part(RT.FONT_TABLE)
    return table is not None and bool(table.relations)


def _frame(section: Tree | None, references: str) -> Frame:
    if section is None:
        return Frame()
    margins = section.find(f"{W}pgMar")
    room = {side: None if margins is None else margins.get(f"{W}{side}") for side in ("header", "footer")}
    title_page = section.find(f"{W}titlePg")
    shown = title_page is not None and title_page.get(f"{W}val", "1") not in {"0", "false", "off"}
    usual = Frame()
    return Frame(
        references=references,
        header=int(room["header"] or usual.header),
        footer=int(room["footer"] or usual.footer),
        title_page=shown if references else usual.title_page,
    )


def _bytes(root: Tree) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
