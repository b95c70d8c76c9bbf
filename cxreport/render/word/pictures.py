"""Pictures without data: as SVG, and as PNG for readers that know no SVG.

Letters become outlines, so that the picture looks the same where its faces are missing; the words themselves are
in the alternative text.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from cxreport.errors import MissingLibrary, RenderError
from cxreport.render.faces import ESTIMATE, face_path, is_carried, text_width
from cxreport.render.theme import Theme
from cxreport.render.walk.pieces import Drawing

_SVG = "http://www.w3.org/2000/svg"
_EMU_PER_MILLIMETRE = 36_000
_PIXELS_PER_MILLIMETRE = 10
_SHARE = {"start": 0.0, "middle": 0.5, "end": 1.0}
_SVG_BLIP = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"


@dataclass(frozen=True, slots=True)
class PicturePart:
    """Holds a picture in both forms, and its height at the width of the text as a share of that width."""

    svg: bytes
    png: bytes
    ratio: float


@lru_cache(maxsize=16)
def picture_part(drawing: Drawing, theme: Theme) -> PicturePart:
    """Return both forms of a drawing; kept, as many documents have the same. Raises RenderError for one of no size."""
    tree = etree.fromstring(drawing.svg.encode())
    if tree.find(f".//{{{_SVG}}}image") is not None:
        raise RenderError("a picture holds an <image>, which would read a file", "draw it, or leave it out")
    try:
        _, _, width, height = (float(part) for part in str(tree.get("viewBox")).split())
        ratio = height / width
    except (ValueError, ZeroDivisionError):
        raise RenderError("a picture has no size", 'give its <svg> a viewBox="0 0 WIDTH HEIGHT"') from None
    _outline(tree, theme.sans if is_carried(theme.sans) else ESTIMATE)
    svg: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return PicturePart(svg, _png(svg, theme.text_width * _PIXELS_PER_MILLIMETRE), ratio)


def picture_run(drawing: Drawing, number: int, place: int, ratio: float, millimetres: float) -> str:
    """Return the run that shows picture `place` `millimetres` wide; `number` is its own in the document."""
    width = round(millimetres * _EMU_PER_MILLIMETRE)
    size = f'cx="{width}" cy="{round(width * ratio)}"'
    about = f"descr={quoteattr(drawing.alt)} title={quoteattr(drawing.message)}"
    vector = (
        f'<a:extLst><a:ext uri="{_SVG_BLIP}"><asvg:svgBlip xmlns:asvg="{_ASVG}" r:embed="vector{place}"/>'
        "</a:ext></a:extLst>"
    )
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="Picture {number}" {about}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="picture{place}">{vector}</a:blip><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _outline(tree: Any, family: str) -> None:
    """Replace each text of one place and one look by the outlines of its letters; any other stays as it is."""
    size = tree.get("font-size", "16")
    for text in list(tree.iter(f"{{{_SVG}}}text")):
        if len(text) or not text.text or text.get("transform") or text.get("style"):
            continue
        bold, points = text.get("font-weight") in {"600", "bold"}, float(text.get("font-size", size))
        style = "Semibold" if bold else "Regular"
        wide = text_width(text.text, family, style, points)
        left = float(text.get("x", 0)) - wide * _SHARE[text.get("text-anchor", "start")]
        way = _letters(text.text, family, style, points, left, float(text.get("y", 0)))
        if way is not None:
            look = {"d": way} | ({"fill": text.get("fill")} if text.get("fill") else {})
            text.getparent().replace(text, etree.Element(f"{{{_SVG}}}path", look))


def _letters(text: str, family: str, style: str, size: float, x: float, y: float) -> str | None:
    """Return the outlines of `text` on its base line; None where the face lacks a letter."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    known, glyphs, units = _face(family, style)
    if any(ord(letter) not in known for letter in text):
        return None
    scale = size / units
    pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.2f}".rstrip("0").rstrip("."))
    for letter in text:
        glyph = glyphs[known[ord(letter)]]
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, x, y)))
        x += glyph.width * scale
    found: str = pen.getCommands()
    return found


@lru_cache(maxsize=4)
def _face(family: str, style: str) -> tuple[Any, Any, int]:
    """Return the names and the outlines of a face's letters, and the units of its em; read once, from memory."""
    from fontTools.ttLib import TTFont

    face = TTFont(io.BytesIO(face_path(family, style).read_bytes()))
    return face.getBestCmap(), face.getGlyphSet(), face["head"].unitsPerEm


def _png(svg: bytes, width: int) -> bytes:
    try:
        import resvg_py
    except ImportError:
        raise MissingLibrary("the library resvg_py is missing", "pip install resvg_py") from None
    # Without a resolution, lengths in points are taken as nought.
    return bytes(resvg_py.svg_to_bytes(svg_string=svg.decode(), width=width, dpi=96, skip_system_fonts=True))
