"""The wheel holds all that a document needs, and the same case gives the same bytes wherever it is built."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CASE = ROOT / "cases" / "portal.yaml"
PLAIN = {"TZ": "UTC", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1"}
ELSEWHERE = {"TZ": "Pacific/Auckland", "LANG": "de_DE.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "4711"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build(ROOT, tmp_path_factory.mktemp("checkout"), PLAIN)


def python(package: Path, folder: Path, environment: dict[str, str], *arguments: str) -> str:
    """Run Python in `folder` with the cxreport that lies in `package`, and return what it prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "COV_"))}
    environment = {**kept, "PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    command = [sys.executable, "-P", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def build(package: Path, folder: Path, environment: dict[str, str], case: Path = CASE) -> dict[str, bytes]:
    """Return the bytes of the documents of a case, by their names."""
    python(package, folder, environment, "-m", "cxreport", "build", str(case), "-o", "out")
    return {file.name: file.read_bytes() for file in sorted((folder / "out").glob(f"{case.stem}.*"))}


def test_the_wheel_holds_the_package_with_its_types_templates_words_and_starter(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    code = {file.relative_to(ROOT).as_posix() for file in (ROOT / "cxreport").rglob("*.py")}
    templates = {f"cxreport/{file.relative_to(ROOT).as_posix()}" for file in (ROOT / "templates").rglob("*.*")}
    starter = {file.relative_to(ROOT).as_posix() for file in (ROOT / "cxreport/case/starter").rglob("*.*")}
    assert starter
    assert code | templates | starter | {"cxreport/py.typed"} <= held


def test_the_wheel_holds_nothing_but_the_package(wheel: Path) -> None:
    assert {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()} == {
        "cxreport",
        wheel.name.removesuffix("-py3-none-any.whl") + ".dist-info",
    }


def test_two_wheels_of_one_checkout_are_the_same(wheel: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_unpacked_wheel_is_what_runs(unpacked: Path, tmp_path: Path) -> None:
    printed = python(unpacked, tmp_path, PLAIN, "-c", "import cxreport; print(cxreport.__file__)")
    assert Path(printed.strip()).is_relative_to(unpacked)


def test_a_pdf_and_a_word_file_are_built(documents: dict[str, bytes]) -> None:
    assert {name: data[:4] for name, data in documents.items()} == {
        "portal.docx": b"PK\3\4",
        "portal.pdf": b"%PDF",
    }


def test_the_same_case_gives_the_same_bytes_from_the_installed_wheel(
    documents: dict[str, bytes], unpacked: Path, tmp_path: Path
) -> None:
    """In another folder, time zone and language, with other hashes; `render/test_pages.py` has the checkout elsewhere."""
    case = tmp_path / "somewhere else" / CASE.name
    case.parent.mkdir()
    case.write_bytes(CASE.read_bytes())
    assert build(unpacked, tmp_path, ELSEWHERE, case) == documents


def test_the_installed_wheel_starts_a_first_case(unpacked: Path, tmp_path: Path) -> None:
    python(unpacked, tmp_path, PLAIN, "-m", "cxreport", "new", "first")
    cases = [str(file) for file in (tmp_path / "first").glob("*.yaml") if file.name != "cxreport.yaml"]
    assert cases
    python(unpacked, tmp_path, PLAIN, "-m", "cxreport", "check", *cases)
