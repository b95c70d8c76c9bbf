"""What this machine has and lacks for cxreport, and the one command that brings what is missing."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from cxreport.errors import CxreportError
from cxreport.render.faces import FAMILIES, face_path
from cxreport.render.words import template_folders

OLDEST = (3, 11)
LIBRARIES = (
    ("click", "the commands"),
    ("rich", "tables in the terminal"),
    ("PyYAML", "reading cases"),
    ("babel", "numbers and dates"),
    ("Jinja2", "templates"),
    ("MarkupSafe", "templates"),
    ("markdown-it-py", "narrative"),
    ("weasyprint", "PDF"),
    ("lxml", "Word"),
    ("python-docx", "Word"),
    ("XlsxWriter", "workbooks, and the data behind charts in Word"),
    ("resvg_py", "pictures in Word"),
    ("fonttools", "fonts inside documents"),
)
PANGO = {
    "debian": "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "fedora": "sudo dnf install -y pango",
    "suse": "sudo zypper install -y libpango-1_0-0",
    "arch": "sudo pacman -S --needed pango",
    "alpine": "sudo apk add pango",
    "macos": "brew install pango",
    "windows": r"winget install MSYS2.MSYS2 && C:\msys64\usr\bin\pacman -S --noconfirm mingw-w64-x86_64-pango",
}
_FAMILIES = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora", "opensuse": "suse"}
_IMPORT = "import weasyprint; weasyprint.HTML(string='<p>a').render()"


@dataclass(frozen=True, slots=True)
class Part:
    """Something that cxreport uses: what it is, what was found (empty where it is missing), what brings it."""

    name: str
    use: str
    found: str
    remedy: str = ""
    needed: bool = True

    @property
    def missing(self) -> bool:
        """Whether it is not there."""
        return not self.found


@dataclass(frozen=True, slots=True)
class Examination:
    """All parts, in the order in which they build on each other."""

    parts: tuple[Part, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing that is needed is missing."""
        return not any(part.missing and part.needed for part in self.parts)

    @property
    def remedies(self) -> tuple[str, ...]:
        """The commands that bring what is needed and missing, each once."""
        return tuple(dict.fromkeys(part.remedy for part in self.parts if part.missing and part.needed))


def examine_machine() -> Examination:
    """Return what this machine has and lacks; WeasyPrint is tried in a process of its own."""
    libraries = tuple(_libraries())
    return Examination((_python(), *libraries, _native(libraries), *_fonts(), _templates(), _office()))


def _python() -> Part:
    version = platform.python_version() if sys.version_info >= OLDEST else ""
    return Part("Python", "everything", version, "install Python 3.11 or newer from python.org")


def _libraries() -> Iterator[Part]:
    versions = {name: _version(name) for name, _ in LIBRARIES}
    missing = [name for name, version in versions.items() if not version]
    for name, use in LIBRARIES:
        yield Part(name, use, versions[name], _pip(*missing))


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""


def _pip(*distributions: str) -> str:
    return f"{sys.executable} -m pip install {' '.join(distributions)}"


def _native(libraries: tuple[Part, ...]) -> Part:
    """Return whether the libraries are there that WeasyPrint sets text with, by setting a letter.

    A warning counts as missing: without HarfBuzz-Subset WeasyPrint only warns, and writes other bytes.
    """
    known = next(part for part in libraries if part.name == "weasyprint")
    release = _os_release()
    remedy = known.remedy if known.missing else pango_command(platform.system(), release)
    try:
        tried = subprocess.run(
            [sys.executable, "-W", "error", "-c", _IMPORT], capture_output=True, check=False, timeout=120
        )
    except (OSError, subprocess.SubprocessError):
        return Part("Pango", "PDF: setting text", "", remedy)
    return Part("Pango", "PDF: setting text", "" if tried.returncode else "works with WeasyPrint", remedy)


def pango_command(system: str, release: dict[str, str]) -> str:
    """Return the command that brings Pango: by the name of the system and, on Linux, its os-release."""
    if system == "Darwin":
        there = Path("/opt/homebrew/lib/libpango-1.0.dylib").exists()
        return "export DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib" if there else PANGO["macos"]
    if system == "Windows":
        return PANGO["windows"]
    for name in f"{release.get('ID', '')} {release.get('ID_LIKE', '')}".split():
        family = _FAMILIES.get(name.partition("-")[0], name.partition("-")[0])
        if family in PANGO:
            return PANGO[family]
    return "install Pango (libpango-1.0 and libpangoft2-1.0) with the package manager of your system"


def _os_release() -> dict[str, str]:
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


def _fonts() -> Iterator[Part]:
    for name, family in FAMILIES.items():
        yield Part(name, "a face of documents", _face(name), _pip(family.package))


def _face(family: str) -> str:
    try:
        file = face_path(family, "Regular")
    except CxreportError:
        return ""
    return f"in {file.parent}" if file.is_file() else ""


def _templates() -> Part:
    try:
        folder = str(template_folders()[-1])
    except CxreportError:
        folder = ""
    return Part(
        "templates",
        "the documents' form",
        f"in {os.path.normpath(folder)}" if folder else "",
        _pip("--force-reinstall", "cxreport"),
    )


def _office() -> Part:
    program = shutil.which("soffice") or shutil.which("libreoffice") or ""
    return Part("LibreOffice", "only to look at Word files", program, "https://www.libreoffice.org", needed=False)
