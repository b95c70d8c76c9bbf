"""HTML → PDF by WeasyPrint: tagged for assistive technology (PDF/UA-1), the same bytes every time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from cxreport.errors import MissingLibrary, RenderError
from cxreport.render.faces import face_path, is_carried, is_face
from cxreport.render.theme import Theme

_WAY_OUT = "name a file of the case's folder or of its theme"
FACES = (
    ("sans", "Regular", 400, "normal"),
    ("sans", "Semibold", 600, "normal"),
    ("sans", "It", 400, "italic"),
    ("sans", "SemiboldIt", 600, "italic"),
    ("serif", "Regular", 400, "normal"),
    ("serif", "Semibold", 600, "normal"),
)


class Layout:
    """A document laid out on pages. Raises RenderError where it asks for a file that it may not or cannot have."""

    def __init__(self, html: str, css: str, theme: Theme, folders: tuple[Path, ...]) -> None:
        weasyprint, configuration = _weasyprint(theme)
        self._html = html
        lost: list[str] = []
        fetcher = _fetcher(folders, lost)
        base = f"{folders[-1].as_uri()}/" if folders else None
        style = weasyprint.CSS(string=css, base_url=base, url_fetcher=fetcher, font_config=configuration)
        page = weasyprint.HTML(string=html, url_fetcher=fetcher)
        self._document = page.render(stylesheets=[style], font_config=configuration, pdf_variant="pdf/ua-1")
        if lost:
            raise RenderError(f"the document asks for {lost[0]}", _WAY_OUT)

    def page_numbers(self) -> Mapping[str, int]:
        """Return on which page each id stands, counted from 1."""
        return {name: number for number, page in enumerate(self._document.pages, 1) for name in page.anchors}

    def pdf(self) -> bytes:
        """Return the PDF; its identifier follows from the page, so that the bytes do."""
        identifier = hashlib.sha256(self._html.encode()).digest()[:16]
        data = self._document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
        assert isinstance(data, bytes)  # noqa: S101 - without a target it returns them
        return data


@lru_cache(maxsize=4)
def _weasyprint(theme: Theme) -> tuple[Any, Any]:
    """Return WeasyPrint and its fonts, which are loaded once. Raises MissingLibrary where Pango is not there."""
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise MissingLibrary(f"a library that PDF needs is missing: {error}", "run  cxreport doctor") from None
    configuration = FontConfiguration()
    weasyprint.CSS(string=face_rules(theme), url_fetcher=_fetcher((), []), font_config=configuration)
    return weasyprint, configuration


def face_rules(theme: Theme) -> str:
    """Return the rules that name the faces which travel with us."""
    rules = []
    for kind, style, weight, slant in FACES:
        family = theme.sans if kind == "sans" else theme.serif
        if is_carried(family):
            source = f"url('{face_path(family, style).as_uri()}')"
            rules.append(
                f"@font-face {{ font-family: '{family}'; src: {source}; font-weight: {weight}; font-style: {slant} }}"
            )
    return "\n".join(rules)


def _fetcher(folders: tuple[Path, ...], lost: list[str]) -> Any:
    """Return WeasyPrint's way to files: those of our faces and those below `folders`, and nothing else.

    WeasyPrint goes on without what it cannot have; its address is added to `lost`.
    """
    from weasyprint.urls import URLFetcher

    class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            lost.append(url)
            if not _is_allowed(url, folders):
                raise RenderError(f"the document asks for {url}", _WAY_OUT)
            found = super().fetch(url, headers)
            lost.remove(url)
            return found

    return Fetcher()


def _is_allowed(url: str, folders: tuple[Path, ...]) -> bool:
    """Return whether `url` is data, or a file of this machine that is a face of ours or lies below `folders`."""
    parts = urlsplit(url)
    if parts.scheme == "data":
        return True
    path = Path(unquote(parts.path)).resolve()
    carried = is_face(path)
    return parts.scheme == "file" and not parts.netloc and (carried or any(map(path.is_relative_to, folders)))
