from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from importlib import metadata

import pytest
from click.testing import Result

from cxreport.batch import doctor
from cxreport.batch.doctor import PANGO, Examination, Part, pango_command

Run = Callable[..., Result]


def test_a_machine_on_which_documents_are_built_is_ready(run: Run) -> None:
    result = run("doctor")
    assert result.exit_code == 0
    assert "All that cxreport needs is there." in result.stdout
    assert metadata.version("weasyprint") in result.stdout


def test_what_is_missing_comes_with_one_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name in {"babel", "lxml"}:
            raise metadata.PackageNotFoundError(name)
        return "1.0"

    monkeypatch.setattr(metadata, "version", version)
    result = run("doctor")
    assert result.exit_code == 1
    assert "missing  babel" in result.stdout
    assert result.stdout.endswith(f"To mend it, type:  {sys.executable} -m pip install babel lxml\n")


def test_text_that_cannot_be_set_asks_for_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_IMPORT", "raise OSError('cannot load library libgobject-2.0')")
    found = doctor.examine_machine()
    assert not found.ready
    [remedy] = found.remedies
    assert remedy == pango_command(platform.system(), doctor._os_release())


def test_what_is_not_needed_may_be_missing() -> None:
    assert Examination((Part("LibreOffice", "looking", "", "get it", needed=False),)).ready


@pytest.mark.parametrize(
    ("system", "release", "family"),
    [
        ("Linux", {"ID": "debian"}, "debian"),
        ("Linux", {"ID": "ubuntu", "ID_LIKE": "debian"}, "debian"),
        ("Linux", {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "debian"),
        ("Linux", {"ID": "fedora"}, "fedora"),
        ("Linux", {"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "fedora"),
        ("Linux", {"ID": "opensuse-leap", "ID_LIKE": "suse opensuse"}, "suse"),
        ("Linux", {"ID": "alpine"}, "alpine"),
        ("Darwin", {}, "macos"),
        ("Windows", {}, "windows"),
    ],
)
def test_pango_is_brought_by_the_command_of_the_system(system: str, release: dict[str, str], family: str) -> None:
    assert pango_command(system, release) == PANGO[family]


def test_an_unknown_system_is_told_what_to_look_for() -> None:
    assert "Pango" in pango_command("Linux", {"ID": "templeos"})
