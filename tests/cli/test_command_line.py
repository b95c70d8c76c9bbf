from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import cxreport
from cxreport.cli import terminal
from cxreport.cli.main import app, told
from cxreport.cli.summaries import SUMMARIES
from cxreport.errors import CxreportError, UsageError

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]
Write = Callable[..., Path]


def loaded_by(*arguments: str, folder: Path) -> set[str]:
    """Return the modules that a command has imported when it ends."""
    code = (
        "import sys\nfrom cxreport.cli.main import main\nsys.argv = ['cxreport', *sys.argv[1:]]\n"
        "try: main()\nexcept SystemExit: pass\nsys.stderr.write('\\n'.join(['@@', *sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=True
    )
    return set(done.stderr.partition("@@\n")[2].split())


@pytest.mark.parametrize("name", SUMMARIES)
def test_the_line_of_the_help_is_the_first_line_of_the_command(name: str) -> None:
    command = app.get_command(click.Context(app), name)
    assert command is not None
    assert command.name == name
    assert (command.help or "").splitlines()[0] == SUMMARIES[name]


def test_the_help_lists_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name, line in SUMMARIES.items():
        assert f"{name} " in result.stdout
        assert line in result.stdout


@pytest.mark.parametrize("name", SUMMARIES)
def test_every_command_has_a_help_with_an_example(name: str, run: Run) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"    cxreport {name}" in result.stdout


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").stdout == f"cxreport {cxreport.__version__}\n"


def test_the_help_imports_no_command_and_nothing_heavy(here: Path) -> None:
    modules = loaded_by("--help", folder=here)
    assert not modules & {f"cxreport.cli.{name}" for name in SUMMARIES}
    assert not modules & {"rich", "yaml", "babel", "cxreport.case.load", "cxreport.evaluate"}


def test_a_check_imports_neither_what_writes_documents_nor_what_formats_figures(write: Write, here: Path) -> None:
    modules = loaded_by("check", str(write("portal.yaml")), folder=here)
    assert "cxreport.evaluate" in modules
    heavy = {
        "babel",
        "jinja2",
        "weasyprint",
        "docx",
        "rich",
        "markdown_it",
        "lxml",
        "pydantic",
        "fontTools",
        "multiprocessing",
        "numpy",
    }
    assert not modules & heavy


def test_a_mistyped_command_gets_the_right_one_suggested(run: Run) -> None:
    result = run("biuld", "cases")
    assert result.exit_code == 2
    assert "Did you mean 'build'?" in result.stderr


def test_a_path_in_place_of_a_command_gets_a_command_suggested(run: Run, write: Write) -> None:
    result = run(write("portal.yaml"))
    assert result.exit_code == 2
    assert "cxreport check portal.yaml" in result.stderr


@pytest.mark.parametrize("arguments", [["build"], ["check"], ["show"], ["explain", "a.yaml"], ["check", "--jsno", "a"]])
def test_wrong_use_ends_with_two(arguments: list[str], run: Run) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""


def ending_of(error: BaseException) -> tuple[str, int]:
    """Return what is printed to standard error, and the exit code, when a command ends with an exception."""

    @click.command()
    @click.pass_context
    def failing(ctx: click.Context) -> None:
        with told(ctx):
            raise error

    result = CliRunner().invoke(failing)
    return result.stderr, result.exit_code


def test_an_error_of_ours_says_what_and_the_way_out() -> None:
    assert ending_of(CxreportError("it is so", "do this")) == ("error: it is so\nhint: do this\n", 1)
    assert ending_of(UsageError("it is so")) == ("error: it is so\n", 2)


def test_an_unexpected_exception_is_called_a_defect_and_shows_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CXREPORT_DEBUG", raising=False)
    said, code = ending_of(ZeroDivisionError("by nought"))
    assert code == 1
    assert said.startswith("error: a defect of cxreport: ZeroDivisionError: by nought\nhint: ")
    assert "Traceback" not in said


def test_the_traceback_of_a_defect_is_shown_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXREPORT_DEBUG", "1")
    assert "Traceback" in ending_of(ZeroDivisionError())[0]


def test_ctrl_c_ends_with_130_and_a_line() -> None:
    said, code = ending_of(KeyboardInterrupt())
    assert code == 130
    assert "stopped" in said


def test_a_full_disk_is_no_defect() -> None:
    said, code = ending_of(OSError(errno.ENOSPC, "No space left on device", "out/x"))
    assert (said, code) == ("error: out/x: no space left on device\n", 1)


def test_a_missing_library_comes_with_what_brings_it() -> None:
    said, code = ending_of(ModuleNotFoundError("No module named 'babel'", name="babel"))
    assert code == 1
    assert "the library babel is missing" in said
    assert "pip install" in said


def test_a_pipe_that_is_closed_early_ends_silently(write: Write, here: Path) -> None:
    write("portal.yaml")
    command = f"{sys.executable} -m cxreport explain portal.yaml npv | head -n 1"
    done = subprocess.run(command, shell=True, cwd=here, capture_output=True, encoding="utf-8", check=True)  # noqa: S602 - a fixed line
    assert done.stdout.startswith("Net present value")
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_an_output_that_takes_nothing_is_said_in_one_line(write: Write, here: Path) -> None:
    write("portal.yaml")
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "cxreport", "show", "portal.yaml"]
        done = subprocess.run(command, cwd=here, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert done.stderr == "error: input or output: no space left on device\n"


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_stream_loses_what_is_said_there_and_nothing_else(closed: str, write: Write, here: Path) -> None:
    write("portal.yaml")
    command = f"{sys.executable} -m cxreport check portal.yaml {closed}"
    done = subprocess.run(command, shell=True, cwd=here, capture_output=True, encoding="utf-8", check=False)  # noqa: S602 - a fixed line
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "defect" not in done.stderr


def test_a_terminal_that_only_knows_ascii_gets_legible_figures(process: Process, write: Write) -> None:
    case = write("portal.yaml")
    shown = process("show", case, PYTHONIOENCODING="ascii")
    assert shown.returncode == 0
    assert shown.stdout.isascii()
    assert "-1,500,000" in shown.stdout
    assert "?" not in shown.stdout
    explained = process("explain", case, "npv", PYTHONIOENCODING="ascii")
    assert explained.returncode == 0
    assert "|- benefits_pv:" in explained.stdout
    assert "?" not in explained.stdout


def test_json_stays_whole_on_a_terminal_that_only_knows_ascii(process: Process, write: Write) -> None:
    done = process("show", write("portal.yaml", GERMAN), "--json", PYTHONIOENCODING="ascii")
    assert '"title": "K\\u00fchlung"' in done.stdout
    assert '"title": "Kühlung"' in process("show", "portal.yaml", "--json", PYTHONIOENCODING="utf-8").stdout


GERMAN = "kind: value-report\ntitle: Kühlung\norganisation: O\ndate: 2026-01-01\ncurrency: EUR\nrevenue: {period: FY2026, total: €9M}\n"


def test_commands_write_no_colour_into_a_pipe(process: Process, write: Write) -> None:
    done = process("check", write("portal.yaml", "kind: business-case\n"))
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr


def test_names_cannot_command_the_terminal(run: Run, write: Write) -> None:
    result = run("check", write("portal.yaml", "kind: business-case\ntitle: \x1b[31mred\n"))
    assert result.exit_code == 1
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("表計", 4), ("e\N{COMBINING ACUTE ACCENT}", 1), ("", 0)])
def test_wide_letters_take_two_columns_and_combining_marks_none(text: str, columns: int) -> None:
    assert terminal.width(text) == columns


def test_what_no_encoding_takes_is_replaced() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    assert terminal.fitted("a\udcffb", stream) == "a?b"


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are a matter of Unix")
@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_is_coloured_unless_it_says_no(
    environment: dict[str, str], coloured: bool, write: Write, here: Path
) -> None:
    write("portal.yaml", "kind: business-case\n")
    assert ("\x1b[" in on_a_terminal(["check", "portal.yaml"], here, environment)) == coloured


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are a matter of Unix")
def test_a_narrow_terminal_gets_every_figure(write: Write, here: Path) -> None:
    write("portal.yaml")
    text = on_a_terminal(["show", "portal.yaml"], here, {"COLUMNS": "40", "NO_COLOR": "1"})
    assert max(map(len, text.splitlines())) <= 40
    assert "  Year 3\n    Benefits 800,000\n" in text


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are a matter of Unix")
def test_a_wide_terminal_gets_columns(write: Write, here: Path) -> None:
    write("portal.yaml")
    text = on_a_terminal(["show", "portal.yaml"], here, {"COLUMNS": "100", "NO_COLOR": "1"})
    [row] = [line for line in text.splitlines() if "Year 3" in line]
    assert row.split() == ["Year", "3", "800,000", "–", "800,000", "900,000"]


def on_a_terminal(arguments: list[str], folder: Path, environment: dict[str, str]) -> str:
    """Return all that a command prints to a pseudo-terminal."""
    import pty

    leader, follower = pty.openpty()
    clean = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm"} | environment
    command = [sys.executable, "-m", "cxreport", *arguments]
    child = subprocess.Popen(command, cwd=folder, stdin=follower, stdout=follower, stderr=follower, env=clean)
    os.close(follower)
    said = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # what Linux says when the other end is closed
            break
        if not piece:
            break
        said += piece
    child.wait()
    os.close(leader)
    return said.decode().replace("\r\n", "\n")
