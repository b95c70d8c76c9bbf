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
from functools import lru_cache, partial
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from cxreport.errors import MissingLibrary, RenderError
from cxreport.render.faces import face_rules, is_face
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
    with _without_second_subsetter():
        import weasyprint
        import weasyprint.document
        import weasyprint.svg
        import weasyprint.text.fonts

    _set_lines_of_pictures_whole(weasyprint.svg)
    return weasyprint


@contextmanager
def _without_second_subsetter() -> Iterator[None]:
    """Have what WeasyPrint wants of fontTools imported when it is used: HarfBuzz makes the subsets of all our faces."""
    stand_ins = [
        _stand_in("fontTools.subset", "Options", "Subsetter"),
        _stand_in("fontTools.varLib.instancer", "instantiateVariableFont"),
    ]
    fresh = {module.__name__: module for module in stand_ins if module.__name__ not in sys.modules}
    sys.modules.update(fresh)
    try:
        yield
    finally:
        for name in fresh:
            del sys.modules[name]


def _stand_in(name: str, *functions: str) -> ModuleType:
    """Return a module whose functions import the real one when they are called."""
    module = ModuleType(name)
    for function in functions:
        setattr(module, function, partial(_called, name, function))
    return module


def _called(module: str, function: str, *arguments: Any, **options: Any) -> Any:
    return getattr(import_module(module), function)(*arguments, **options)


class _Line(str):
    """A text that hands itself out as one piece, where it would be taken letter by letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        return iter((str(self),))


def _set_lines_of_pictures_whole(svg: Any) -> None:
    """Have WeasyPrint set a line of a picture as one text, with its kerning.

    It sets each letter as a text of its own, which a third of all texts of a proposal then are, since a picture may
    give each letter a place, an angle or a distance. Lines that do are left to it.
    """
    letter_by_letter = svg.text
    placed = ("dx", "dy", "rotate", "textLength", "letter-spacing")

    def text(picture: Any, node: Any, font_size: float) -> None:
        one_place = all(len(node.get(name, "").replace(",", " ").split()) <= 1 for name in ("x", "y"))
        if node.text and one_place and not any(node.get(name) for name in placed):
            node._etree_node.text = _Line(node.text)  # noqa: SLF001 - the property has no setter
        letter_by_letter(picture, node, font_size)

    svg.text = text  # compared with what stands in the table
    svg.TAGS.update({tag: text for tag, draw in svg.TAGS.items() if draw is letter_by_letter})


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
