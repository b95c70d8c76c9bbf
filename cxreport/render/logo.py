"""The picture on the cover: read once, and drawn as PNG for who knows no SVG."""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cxreport.render.theme import Logo

LARGEST = 4 * 1024 * 1024
WIDEST = 80.0  # millimetres
_PNG = b"\x89PNG\r\n\x1a\n"
_PIXELS_PER_MILLIMETRE = 24  # 600 dots per inch


class UnfitPicture(Exception):
    """Says why a file cannot be shown."""


def read_logo(path: Path, alt: str, height: float) -> Logo:
    """Return the logo in a PNG or SVG file. Raises UnfitPicture for what is none, or leads outside of itself."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnfitPicture(f"cannot be read: {(error.strerror or 'no access').lower()}") from None
    if len(data) > LARGEST:
        raise UnfitPicture("is larger than 4 MiB")
    if path.suffix.lower() == ".png":
        _png_size(data)
        return Logo(data, "png", alt, height, path)
    _check_svg(data)
    logo = Logo(data, "svg", alt, height, path)
    logo_png(logo)
    return logo


def logo_url(logo: Logo) -> str:
    """Return the picture as an address that holds it, so that a page needs no other file."""
    kind = "svg+xml" if logo.kind == "svg" else "png"
    return f"data:image/{kind};base64,{base64.b64encode(logo.data).decode()}"


def logo_size(logo: Logo) -> tuple[float, float]:
    """Return width and height on paper, in millimetres: as high as asked for, unless that makes it too wide."""
    wide, high = _png_size(logo_png(logo))
    height = min(logo.height, WIDEST * high / wide)
    return round(height * wide / high, 2), round(height, 2)


@lru_cache(maxsize=8)
def logo_png(logo: Logo) -> bytes:
    """Return the picture as PNG. Raises UnfitPicture for an SVG that cannot be drawn."""
    if logo.kind == "png":
        return logo.data
    import resvg_py

    try:
        drawn = resvg_py.svg_to_bytes(
            svg_string=logo.data.decode("utf-8-sig"),
            height=round(logo.height * _PIXELS_PER_MILLIMETRE),
            skip_system_fonts=True,
        )
    except (ValueError, RuntimeError, UnicodeDecodeError) as error:
        raise UnfitPicture(f"cannot be drawn: {error}") from None
    return bytes(drawn)


def _png_size(data: bytes) -> tuple[int, int]:
    if not data.startswith(_PNG) or len(data) < 33:
        raise UnfitPicture("is no PNG picture")
    wide, high = struct.unpack(">II", data[16:24])
    if not wide or not high:
        raise UnfitPicture("has no width or no height")
    return wide, high


def _check_svg(data: bytes) -> None:
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise UnfitPicture(f"is no SVG picture: {error.msg}") from None
    if etree.QName(root).localname != "svg":
        raise UnfitPicture("is no SVG picture")
    for element in root.iter("{*}*"):
        if etree.QName(element).localname in {"text", "style", "script", "foreignObject"}:
            raise UnfitPicture(f"holds <{etree.QName(element).localname}>, which looks different on every machine")
        for name, value in element.attrib.items():
            outside = str(name).endswith("href") and not str(value).startswith(("#", "data:"))
            if outside or ("url(" in str(value) and "url(#" not in str(value).replace("'", "").replace('"', "")):
                raise UnfitPicture(f"leads outside of itself, to {str(value)[:60]!r}")


@dataclass(frozen=True, slots=True)
class PlacedLogo:
    """A logo as a page shows it: its address and its size on paper, in millimetres."""

    url: str
    width: float
    height: float


def placed_logo(logo: Logo) -> PlacedLogo:
    """Return the logo ready for a template."""
    return PlacedLogo(logo_url(logo), *logo_size(logo))


def logo_svg(logo: Logo) -> bytes:
    """Return the picture as SVG; a PNG is held by one."""
    if logo.kind == "svg":
        return logo.data
    wide, high = _png_size(logo.data)
    size = f'width="{wide}" height="{high}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" {size}>'
        f'<image {size} href="{logo_url(logo)}"/></svg>'
    ).encode()
