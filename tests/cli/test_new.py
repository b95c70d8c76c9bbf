from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import Result

from cxreport import KINDS
from cxreport.case.starter import new_case, starter_texts
from cxreport.render.themes import shipped_theme

Run = Callable[..., Result]


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


LANGUAGES = pytest.mark.parametrize("language", ["en", "de"])


@LANGUAGES
@pytest.mark.parametrize("kind", KINDS)
def test_a_starter_passes_the_check_it_names(kind: str, language: str, run: Run, here: Path) -> None:
    result = run("new", "first", "--kind", kind, "--language", language)
    assert result.exit_code == 0
    assert result.stdout.endswith(f"then type  cxreport check first/{kind}.yaml\n")
    cases = {f"{kind}.yaml"} | ({"business-case.yaml"} if kind == "portfolio" else set())
    assert files(here / "first") == cases | {
        "cxreport.yaml", ".cxreport/case.schema.json", ".cxreport/shared.schema.json",
        ".vscode/settings.json", ".vscode/extensions.json",
    }  # fmt: skip
    checked = run("check", "first")
    counted = "2 cases" if kind == "portfolio" else "1 case"
    assert (checked.exit_code, checked.stdout, checked.stderr) == (0, f"{counted}: no problems\n", "")


@LANGUAGES
@pytest.mark.parametrize("kind", KINDS)
def test_a_starter_can_be_built_as_it_is(kind: str, language: str, run: Run, here: Path) -> None:
    run("new", "first", "--kind", kind, "--language", language)
    result = run("build", "first", "-f", "html")
    assert result.exit_code == 0
    assert result.stdout.endswith("2 documents built\n" if kind == "portfolio" else "1 document built\n")
    assert f'<html lang="{language}">' in next(here.glob(f"out/**/{kind}.html")).read_text("utf-8")


@LANGUAGES
@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_that_a_starter_names_lies_beside_it_and_accepts_it(kind: str, language: str, here: Path) -> None:
    new_case(here, kind, language)
    for name in (f"{kind}.yaml", "cxreport.yaml"):
        first, *_ = (here / name).read_text("utf-8").splitlines()
        schema = here / first.removeprefix("# yaml-language-server: $schema=")
        content = yaml.load((here / name).read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
        jsonschema.Draft7Validator(json.loads(schema.read_text("utf-8"))).validate(content)


def test_the_settings_of_the_editor_name_files_that_are_there(here: Path) -> None:
    new_case(here)
    settings = json.loads((here / ".vscode" / "settings.json").read_text("utf-8"))
    assert all((here / name).is_file() for name in settings["yaml.schemas"])


@pytest.mark.parametrize("name", starter_texts("business-case"))
def test_a_file_that_exists_is_kept_and_nothing_else_is_written(name: str, run: Run, here: Path) -> None:
    (here / name).parent.mkdir(exist_ok=True)
    (here / name).write_text("mine", "utf-8")
    result = run("new")
    assert result.exit_code == 1
    assert f"there is already {name}" in result.stderr
    assert files(here) == {name}
    assert (here / name).read_text("utf-8") == "mine"


def test_a_file_in_place_of_the_folder_is_wrong_use(run: Run, here: Path) -> None:
    (here / "first").write_text("mine", "utf-8")
    result = run("new", "first")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: first is a file\n")


def test_the_name_of_a_case_is_answered_with_that_of_a_folder(run: Run, here: Path) -> None:
    result = run("new", "portal.yaml")
    assert result.exit_code == 2
    assert result.stderr.endswith("hint: cxreport new portal\n")
    assert files(here) == set()


def test_a_file_above_the_folder_is_said_and_nothing_is_left(run: Run, here: Path) -> None:
    (here / "first").write_text("mine", "utf-8")
    result = run("new", "first/deep")
    assert result.exit_code in {1, 2}
    assert result.stderr.startswith("error: ")
    assert files(here) == {"first"}


def test_what_was_written_before_a_failure_is_taken_back(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def failing(path: Path, *arguments: object, **named: object) -> object:
        if path.name == "settings.json":
            raise OSError(28, "No space left on device", str(path))
        return real(path, *arguments, **named)  # type: ignore[call-overload]  # whatever the caller gave

    monkeypatch.setattr(Path, "open", failing)
    with pytest.raises(Exception, match="no space left"):
        new_case(here / "first" / "deep")
    assert list(here.iterdir()) == []


def test_an_unknown_kind_is_wrong_use_that_names_the_kinds(run: Run) -> None:
    result = run("new", "--kind", "novel")
    assert result.exit_code == 2
    assert "business-case" in result.stderr


@LANGUAGES
def test_a_theme_of_ones_own_begins_with_a_file_that_says_all(language: str, run: Run, here: Path) -> None:
    """It stands as it is; with every line in force, only the files that it names are missing."""
    result = run("new", "house", "--theme", "--language", language)
    assert (result.exit_code, files(here / "house")) == (0, {"theme.yaml"})
    assert result.stdout.endswith("theme: house\n")
    assert shipped_theme("sober").benefit in (here / "house" / "theme.yaml").read_text("utf-8")
    run("new", ".", "--language", language)
    built = run("build", "business-case.yaml", "-f", "html", "--theme", "house")
    assert built.exit_code == 0, built.stderr
    text = (here / "house" / "theme.yaml").read_text("utf-8")
    (here / "house" / "theme.yaml").write_text(re.sub(r"(?m)^( *)# (?=[a-z_]+: )", r"\1", text), "utf-8")
    checked = run("build", "business-case.yaml", "-f", "html", "--theme", "house").stderr
    assert set(re.findall("CX[0-9]{3}", checked)) <= {"CX403"}
    assert "logo.svg" in checked
    assert run("new", "house", "--theme").exit_code != 0
