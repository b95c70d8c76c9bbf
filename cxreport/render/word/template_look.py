"""A theme as a template has it: the measures of its page, its faces, and its colours where they can be read."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass, replace

from docx.opc.constants import RELATIONSHIP_TYPE as RT

from cxreport.render.contrast import MARK, TEXT, contrast
from cxreport.render.theme import PAPER, Theme
from cxreport.render.word.markup import NAMESPACES
from cxreport.render.word.template_file import Template, Tree, W, last_section
from cxreport.render.word.template_styles import style_chain

_A = f"{{{NAMESPACES['a']}}}"
_MM_PER_TWIP = 25.4 / 1440
_SIDES = ("top", "right", "bottom", "left")


@dataclass(frozen=True)
class _Palette:
    """Holds the colours of a theme part by their names, and its two faces."""

    colours: dict[str, str]
    faces: dict[str, str]


def look_of(template: Template, theme: Theme) -> Theme:
    """Return `theme` with the page, faces and colours of a template.

    A colour that could not be read is darkened until it can.
    """
    styles, palette = template.styles, _palette(template.tree(RT.THEME))
    ink = _colour(styles, "Normal", palette) or palette.colours.get("dk1", theme.ink)
    first = _colour(styles, "heading 1", palette) or ""
    accent = first if _is_colourful(first) else palette.colours.get("accent1", theme.benefit)
    other = palette.colours.get("accent2", theme.cost)
    body = _face(styles, "Normal", palette) or theme.sans
    pale, tint = _mixed(accent, 0.87), _mixed(accent, 0.94)
    benefit = _readable(accent, pale, TEXT)
    return replace(
        _on_paper(theme, last_section(template)),
        sans=body,
        serif=_face(styles, "heading 1", palette) or body,
        pale=pale,
        tint=tint,
        ink=_readable(ink, pale, TEXT),
        muted=_readable(theme.muted, tint, TEXT),
        benefit=benefit,
        band=benefit,
        on_band=PAPER,
        cost=_readable(other, tint, TEXT),
        second=_readable(_mixed(accent, 0.45), PAPER, MARK),
    )


def _on_paper(theme: Theme, section: Tree | None) -> Theme:
    """Return `theme` with the size and margins of a section's page; what it does not say stays."""
    size = None if section is None else section.find(f"{W}pgSz")
    margins = None if section is None else section.find(f"{W}pgMar")
    if size is not None:
        theme = replace(theme, page_width=_millimetres(size, "w"), page_height=_millimetres(size, "h"))
    if margins is not None:
        top, right, bottom, left = (abs(_millimetres(margins, side)) for side in _SIDES)
        theme = replace(theme, margin_top=top, margin_right=right, margin_bottom=bottom, margin_left=left)
    return theme


def _millimetres(element: Tree, name: str) -> float:
    return float(element.get(f"{W}{name}", "0")) * _MM_PER_TWIP


def _palette(root: Tree | None) -> _Palette:
    if root is None:
        return _Palette({}, {})
    colours = {}
    for shade in root.iterfind(f".//{_A}clrScheme/*"):
        said = next(iter(shade), None)
        value = None if said is None else said.get("lastClr") or said.get("val")
        if value is not None and len(value) == 6:
            colours[shade.tag.removeprefix(_A)] = f"#{value.lower()}"
    faces = {}
    for kind in ("major", "minor"):
        latin = root.find(f".//{_A}{kind}Font/{_A}latin")
        faces[kind] = "" if latin is None else latin.get("typeface", "")
    return _Palette(colours, faces)


def _face(styles: Tree, name: str, palette: _Palette) -> str:
    """Return the family that a style is set in, "" where nothing says so."""
    for style in style_chain(styles, name):
        fonts = style.find(f"{W}rPr/{W}rFonts")
        if fonts is None:
            continue
        by_theme = fonts.get(f"{W}asciiTheme", "")
        family = palette.faces.get(by_theme[:5], "") or fonts.get(f"{W}ascii", "")
        if family:
            return family
    return ""


def _colour(styles: Tree, name: str, palette: _Palette) -> str:
    """Return the colour that a style itself, or one it is based on, gives its text; "" for none or Word's own."""
    for style in style_chain(styles, name):
        said = style.find(f"{W}rPr/{W}color")
        if said is not None:
            value = said.get(f"{W}val", "auto")
            return f"#{value.lower()}" if len(value) == 6 else palette.colours.get(said.get(f"{W}themeColor", ""), "")
    return ""


def _channels(shade: str) -> tuple[float, float, float]:
    red, green, blue = (int(shade[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _written(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in (red, green, blue))


def _is_colourful(shade: str) -> bool:
    return bool(shade) and max(_channels(shade)) - min(_channels(shade)) > 0.15


def _mixed(shade: str, white: float) -> str:
    """Return a colour with a share of white."""
    red, green, blue = (part + (1 - part) * white for part in _channels(shade))
    return _written(red, green, blue)


def _readable(shade: str, ground: str, needed: float) -> str:
    """Return a colour, darkened in steps of a hundredth until it stands out from its ground by `needed` to 1."""
    hue, light, depth = colorsys.rgb_to_hls(*_channels(shade))
    while contrast(shade, ground) < needed and light > 0:
        light = max(0.0, light - 0.01)
        shade = _written(*colorsys.hls_to_rgb(hue, light, depth))
    return shade
