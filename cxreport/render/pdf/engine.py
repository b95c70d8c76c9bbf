"""WeasyPrint, started without waste, with our faces alone: what is installed on a machine never shows on a page."""

from __future__ import annotations

import ctypes.util
import gc
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from cxreport.errors import MissingLibrary, RenderError
from cxreport.render.faces import face_rules, is_face
from cxreport.render.pdf.shortcuts import (
    set_lines_of_pictures_whole,
    take_undeclared_values_as_they_are,
    without_second_subsetter,
)
from cxreport.render.theme import Theme

PROFILE = "sRGB2014.icc"
_WAY_OUT = "name a file of the case's folder or of its theme"
_NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig/>'


@lru_cache
def load_weasyprint() -> Any:
    """Return WeasyPrint. Raises MissingLibrary where Pango is not there.

    Its import looks for each library through gcc, ld and ldconfig, some fifty processes, before it tries the name that
    loads at once. On Linux the loader itself looks wherever they would, so they are not asked.
    """
    search = ctypes.util.find_library
    try:
        if sys.platform == "linux":
            ctypes.util.find_library = _found_by_nobody
        with garbage_kept():
            return _imported()
    except OSError:
        ctypes.util.find_library = search
        try:
            return _imported()
        except OSError as error:
            raise MissingLibrary(f"a library that PDF needs is missing: {error}", "run  cxreport doctor") from None
    finally:
        ctypes.util.find_library = search


def _found_by_nobody(name: str) -> str | None:  # noqa: ARG001 - the search is given a name
    """Stand in for the search for a library."""
    return None


def _imported() -> Any:
    with without_second_subsetter():
        import weasyprint
        import weasyprint.document
        import weasyprint.svg
        import weasyprint.text.fonts

    set_lines_of_pictures_whole(weasyprint.svg)
    take_undeclared_values_as_they_are()
    return weasyprint


@contextmanager
def garbage_kept() -> Iterator[None]:
    """Keep the collector from walking over a document's many boxes while they are all in use."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@lru_cache(maxsize=4)
def fonts_of(theme: Theme, _own_faces: str) -> Any:
    """Return the fonts of a theme, loaded once. A sheet that brings faces has a set to itself, so that none leaks."""
    weasyprint = load_weasyprint()
    with _no_system_fonts():
        configuration = weasyprint.text.fonts.FontConfiguration()
    weasyprint.CSS(string=face_rules(theme), url_fetcher=fetcher((), []), font_config=configuration)
    return configuration


@contextmanager
def _no_system_fonts() -> Iterator[None]:
    """Have FontConfig read a configuration without folders: fonts and habits of this machine stay outside."""
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fonts.conf"
        file.write_text(_NO_FONTS, "utf-8")
        os.environ["FONTCONFIG_FILE"] = str(file)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


@lru_cache(maxsize=8)
def sheet_of(theme: Theme, css: str, folders: tuple[Path, ...]) -> tuple[Any, Any]:
    """Return a style sheet, parsed once, and the fonts that it is laid out with."""
    configuration = fonts_of(theme, css if "@font-face" in css or "@import" in css else "")
    base = f"{folders[-1].as_uri()}/" if folders else None
    lost: list[str] = []
    sheet = load_weasyprint().CSS(
        string=css, base_url=base, url_fetcher=fetcher(folders, lost), font_config=configuration
    )
    refuse_lost(lost)
    return sheet, configuration


def colours() -> Any:
    """Return the profile of sRGB, in which all colours are meant: WeasyPrint would leave its file open.

    Each document takes a fresh one, as its bytes are no longer the same once its name has been read.
    """
    from weasyprint.css import ColorProfile

    return ColorProfile(io.BytesIO(_profile()), PROFILE, "relative-colorimetric", (["r"], ["g"], ["b"]))


@lru_cache
def _profile() -> bytes:
    return files("weasyprint.pdf").joinpath(PROFILE).read_bytes()


def refuse_lost(lost: list[str]) -> None:
    """Raise RenderError where the document asked for something that it could not have."""
    if lost:
        raise RenderError(f"the document asks for {lost[0]}", _WAY_OUT)


def fetcher(folders: tuple[Path, ...], lost: list[str]) -> Any:
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
    return parts.scheme == "file" and not parts.netloc and (is_face(path) or any(map(path.is_relative_to, folders)))
