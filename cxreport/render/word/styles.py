"""Word's styles, built from the theme: everything a reader may want to change stands here and in no paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from cxreport.render.theme import PAPER, Theme
from cxreport.render.word.markup import (
    KEEP_NEXT,
    colour,
    edge,
    element,
    properties,
    root,
    spacing,
    twips,
    value,
)
from cxreport.render.word.measures import TABLE_GAP, gutter_of, number_hang, space_above, term_hang
from cxreport.render.word.table_styles import table_styles

_UPRIGHT = ("top", "bottom")
_KEEP_LINES = "<w:keepLines/>"
# What Word knows by these names; any other is a style of our own.
_BUILT_IN = {"Normal", "Body Text", "Title", "Subtitle", "Quote", "Hyperlink", "Default Paragraph Font"}


@lru_cache
def styles_part(theme: Theme, lang: str) -> bytes:
    """Return `word/styles.xml`."""
    default = properties(
        "rPr", *face(theme.sans), *size(theme.text), element("lang", val=lang, eastAsia=lang, bidi="ar-SA")
    )
    defaults = element("docDefaults", element("rPrDefault", default), "<w:pPrDefault/>")
    text = (
        *_base(theme),
        *_headings(theme),
        *_narrative(theme),
        *_panels(theme),
        *_figures(theme),
        *_cells(theme),
    )
    return root("styles", "".join((defaults, *text, *_page(theme), *_characters(theme), *table_styles(theme))))


def face(family: str) -> tuple[str]:
    """Return the property that names a family for every script."""
    return (element("rFonts", ascii=family, hAnsi=family, eastAsia=family, cs=family),)


def size(points: float) -> tuple[str, str]:
    """Return the properties of a size in points."""
    return value("sz", round(points * 2)), value("szCs", round(points * 2))


def _style(
    kind: str, name: str, *parts: str, base: str, following: str = "", look: tuple[str, ...] = (), key: str
) -> str:
    own = None if name in _BUILT_IN or name[0].islower() else 1
    return element(
        "style",
        value("name", name),
        value("basedOn", base) if base else "",
        value("next", following) if following else "",
        "<w:qFormat/>" if kind == "paragraph" else "",
        properties("pPr", *parts),
        properties("rPr", *look),
        type=kind,
        default=1 if not base else None,
        customStyle=own,
        styleId=key,
    )


def _paragraph(
    key: str, name: str, *parts: str, look: tuple[str, ...] = (), base: str = "Normal", following: str = ""
) -> str:
    return _style("paragraph", name, *parts, base=base, following=following, look=look, key=key)


def _ink(shade: str) -> str:
    return value("color", colour(shade))


def _tabs(*stops: tuple[str, int]) -> str:
    return element("tabs", *(element("tab", val=kind, pos=at) for kind, at in stops))


def _hanging(millimetres: float) -> tuple[str, str]:
    stop = twips(millimetres)
    return _tabs(("left", stop)), element("ind", left=stop, hanging=stop)


def _indent(theme: Theme) -> str:
    return element("ind", left=twips(gutter_of(theme)))


def _apart(theme: Theme, before: float, after: float, line: float | None = None, rule: str = "atLeast") -> str:
    """Return the space round a paragraph, as much of the usual as the theme has, and the height of its lines."""
    return spacing(before * theme.air, after * theme.air, line, rule)


def _base(theme: Theme) -> Iterator[str]:
    look = (*face(theme.sans), _ink(theme.ink), *size(theme.text))
    yield _paragraph("Normal", "Normal", "<w:widowControl/>", _apart(theme, 0, 0, theme.leading), look=look, base="")


def _headings(theme: Theme) -> Iterator[str]:
    keep = (KEEP_NEXT, _KEEP_LINES)
    hang, serif = _hanging(number_hang(theme)), face(theme.serif)
    bold, above, shade = _section_look(theme)
    levels: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        ((above, _apart(theme, space_above(1), 9, theme.section * 1.4)), (*serif, *bold, shade, *size(theme.section))),
        ((_apart(theme, space_above(2), 5, 16),), ("<w:b/>", *size(theme.text + 1))),
        ((_apart(theme, space_above(3), 3, 14),), ("<w:b/>", _ink(theme.muted), *size(theme.text))),
    ]
    for number, (parts, look) in enumerate(levels, 1):
        outline = value("outlineLvl", number - 1)
        shape = (*keep, *hang, *parts, outline)
        yield _paragraph(f"Heading{number}", f"heading {number}", *shape, look=look, following="BodyText")
    shape, ink = _title_shape(theme)
    look = (*serif, *bold, ink, *size(theme.title))
    yield _paragraph("Title", "Title", KEEP_NEXT, *shape, look=look, following="Case")


def _section_look(theme: Theme) -> tuple[tuple[str, ...], str, str]:
    """Return the weight of titles, the line above a section's, and its colour."""
    lines = {"rule": 0.6, "bar": 2.4}
    above = element("pBdr", edge("top", lines[theme.sections], theme.ink, 5)) if theme.sections in lines else ""
    return _weight(theme), above, _ink(theme.benefit if theme.sections == "plain" else theme.ink)


def _weight(theme: Theme) -> tuple[str, ...]:
    return ("<w:b/>",) if theme.weight == "bold" else ()


def _key_look(theme: Theme) -> tuple[str, ...]:
    shade = _ink(theme.benefit if theme.panels == "filled" else theme.ink)
    return (*_weight(theme), shade, *size(theme.key))


def _filled(theme: Theme, above: float, below: float) -> tuple[str, ...]:
    """Return the ground of a filled cover; its borders, in the same colour, are its padding."""
    room = {"top": above, "left": 12, "bottom": below, "right": 12}
    edges = (
        edge(side, 0.5, theme.band, round(length * (theme.air if side in _UPRIGHT else 1)))
        for side, length in room.items()
    )
    ground = element("shd", val="clear", color="auto", fill=colour(theme.band))
    return element("pBdr", *edges), ground, element("ind", left=240, right=240)


def _title_shape(theme: Theme) -> tuple[tuple[str, ...], str]:
    """Return the shape and the colour of the title on the cover."""
    lines, closer = round(theme.title * 1.1), 0.6 if theme.close_cover else 1
    if theme.cover == "panel":
        return (*_filled(theme, 12, 24 * closer), _apart(theme, 24 * closer, 32 * closer, lines)), _ink(theme.on_band)
    if theme.cover == "band":
        under = element("pBdr", edge("bottom", 2.4, theme.ink, 12))
        return (under, _apart(theme, 34 * closer, 24 * closer, lines)), _ink(theme.ink)
    return (_apart(theme, 46 * closer, 20 * closer, lines, "exact"),), _ink(theme.ink)


def _kind_shape(theme: Theme) -> tuple[tuple[str, ...], str]:
    """Return the shape and the colour of the line above the title."""
    if theme.cover == "bar":
        return (element("pBdr", edge("top", 4, theme.benefit, 9)),), _ink(theme.benefit)
    room = (16 if theme.close_cover else 24) if theme.cover == "panel" else 5
    return _filled(theme, room, room if theme.cover == "band" else 12), _ink(theme.on_band)


def _narrative(theme: Theme) -> Iterator[str]:
    serif, indent = face(theme.serif), _indent(theme)
    yield _paragraph("BodyText", "Body Text", _apart(theme, 0, 7, theme.leading), indent)
    shape, shade = _kind_shape(theme)
    yield _paragraph("Subtitle", "Subtitle", *shape, look=("<w:b/>", shade, *size(11)))
    room = element("ind", right=twips(12 * theme.air))
    letters = theme.sentence * (0.9 if theme.close_cover else 1)
    yield _paragraph(
        "Case",
        "Case Sentence",
        _apart(theme, 0, 14 if theme.close_cover else 22, letters * (1.4 if theme.close_cover else 1.5)),
        room,
        look=(*serif, *size(letters)),
    )
    yield _paragraph(
        "Lead", "Lead", _apart(theme, 0, 10, theme.lead * 1.4), look=(*serif, *size(theme.lead)), base="BodyText"
    )
    side = element("pBdr", edge("left", 2, theme.rule, 8))
    inset = element("ind", left=twips(gutter_of(theme)) + 200, right=twips(8))
    yield _paragraph(
        "Quote", "Quote", side, _apart(theme, 4, 10, 15), inset, look=(*serif, *size(10.5)), base="BodyText"
    )
    yield _paragraph("Term", "Term", _KEEP_LINES, *_hanging(term_hang(theme)), _apart(theme, 0, 5, theme.leading))
    yield _paragraph("ListItem", "List Item", _apart(theme, 0, 3, theme.leading))


def _panels(theme: Theme) -> Iterator[str]:
    """Yield the styles of the panels.

    The hidden borders in the colour of the shading are what gives a panel its padding.
    """
    hang = twips(term_hang(theme))
    inset = element("ind", left=hang, right=250, hanging=hang - 160)
    for key, ground, bar, space, look in (
        ("Ask", theme.pale, theme.benefit, _apart(theme, 10, 12, theme.leading + 1.5), size(theme.text + 1)),
        ("Note", theme.tint, theme.rule, _apart(theme, 18, 18, 14), ()),
    ):
        fill, edges = _panel_edges(theme, ground, bar)
        shade = element("shd", val="clear", color="auto", fill=colour(fill))
        yield _paragraph(key, key, element("pBdr", *edges), shade, space, inset, look=look, base="Term")


def _panel_edges(theme: Theme, fill: str, bar: str) -> tuple[str, tuple[str, ...]]:
    """Return the ground and the borders of a panel."""
    room = round(8 * theme.air)
    if theme.panels == "box":
        fill, line = PAPER, 1.6 if bar == theme.benefit else 0.8
        shade = theme.ink if bar == theme.benefit else theme.muted
        return fill, tuple(
            edge(side, line, shade, 8 if side in ("left", "right") else room)
            for side in ("top", "left", "bottom", "right")
        )
    left = edge("left", 4, bar if theme.panels == "bar" else fill, 4)
    return fill, (edge("top", 0.5, fill, room), left, edge("bottom", 0.5, fill, room), edge("right", 0.5, fill, 12))


def _figures(theme: Theme) -> Iterator[str]:
    quiet = (_ink(theme.muted), *size(8.5))
    head = (KEEP_NEXT, _KEEP_LINES, _apart(theme, 14, 0, 13))
    yield _paragraph("Caption", "caption", *head, look=("<w:b/>", *size(theme.text)))
    yield _paragraph("Unit", "Unit", KEEP_NEXT, _apart(theme, 0, 5, 11.5), look=quiet)
    yield _paragraph("FootnoteText", "footnote text", _apart(theme, 0, 2, 11.5), look=size(8.5))
    yield _paragraph("Source", "Source Note", _apart(theme, 4, 10, 11.5), look=quiet)
    yield _paragraph("Gap", "Table Gap", _apart(theme, 0, 0, TABLE_GAP, "exact"), look=size(2))
    yield _paragraph("ChartLine", "Chart", _apart(theme, 0, 10, 12))


def _cells(theme: Theme) -> Iterator[str]:
    flush = (element("ind", left=40, right=-80), value("jc", "right"))
    quiet = _ink(theme.muted)
    yield _paragraph("TableText", "Table Text", _apart(theme, 0, 0, 12), look=size(9))
    yield _paragraph("TableTextAfter", "Table Text After Figures", element("ind", left=240), base="TableText")
    yield _paragraph("TableFigures", "Table Figures", *flush, base="TableText")
    yield _paragraph(
        "TableHead",
        "Table Head",
        spacing(line=11),
        look=("<w:b/>", _ink(theme.on_band if theme.heads == "filled" else theme.ink), *size(8.5)),
        base="TableText",
    )
    yield _paragraph("TableHeadAfter", "Table Head After Figures", element("ind", left=240), base="TableHead")
    yield _paragraph("TableHeadFigures", "Table Head Figures", *flush, base="TableHead")
    yield _paragraph("KeyLabel", "Key Label", look=(quiet,), base="TableText")
    yield _paragraph(
        "KeyFigure", "Key Figure", _apart(theme, 0, 0, theme.key_leading), look=(*face(theme.serif), *_key_look(theme))
    )
    room = element("ind", right=twips(4))
    yield _paragraph("KeyNote", "Key Note", spacing(line=11), room, look=(quiet, *size(8.5)), base="TableText")
    yield _paragraph("SignLine", "Sign-off Line", _apart(theme, 0, 14, 12), base="TableText")


def _page(theme: Theme) -> Iterator[str]:
    gutter, end = twips(gutter_of(theme)), ("right", twips(theme.text_width))
    for level in (1, 2, 3):
        left = gutter + 640 * (level - 1)
        shape = (
            _tabs(("left", left + 400), end),
            _apart(theme, 0, 0, 12.5 if theme.close_cover else 14.5),
            element("ind", left=left),
        )
        yield _paragraph(f"TOC{level}", f"toc {level}", *shape)
    for key in ("Header", "Footer"):
        yield _paragraph(key, key.lower(), _tabs(end), look=(_ink(theme.muted), *size(8)))


def _characters(theme: Theme) -> Iterator[str]:
    yield _style("character", "Default Paragraph Font", base="", key="DefaultParagraphFont")
    benefit = _ink(theme.benefit)
    for key, name, look in (
        ("Strong", "Strong Figure", ("<w:b/>",)),
        ("Emphasis", "Emphasised", ("<w:i/>",)),
        ("TermName", "Term Name", ("<w:b/>", benefit)),
        ("Warning", "Warning", ("<w:b/>", _ink(theme.cost))),
        ("Number", "Section Number", (_ink(theme.muted),)),
        ("SectionTitle", "Section Title", ()),
        ("Small", "Small Print", (_ink(theme.muted), *size(8.5))),
        ("Code", "Code", (*face("Courier New"), *size(9))),
        ("Hyperlink", "Hyperlink", (benefit,)),
        ("FootnoteReference", "footnote reference", (value("vertAlign", "superscript"),)),
    ):
        yield _style("character", name, base="DefaultParagraphFont", look=look, key=key)
