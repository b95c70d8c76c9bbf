"""The command line itself: its commands are imported when they are called, and no traceback leaves it."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

import click

from cxreport.cli.summaries import SUMMARIES
from cxreport.cli.terminal import say, tell_error
from cxreport.errors import CxreportError

DEFECT = 1
INTERRUPTED = 130
_REPORT = "please tell those who gave you cxreport: the command, this line and, if you may, the case"


class CommandLine(click.Group):
    """A group whose commands are known by name, and imported one by one when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of their use."""
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return a command; its module is imported for it."""
        if cmd_name not in SUMMARIES:
            return None
        command = getattr(import_module(f"cxreport.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 - a test calls every one of them
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called; for a wrong name, say which may be meant."""
        name = args[0]
        if name in SUMMARIES or name.startswith("-"):
            return super().resolve_command(ctx, args)
        if Path(name).exists():
            raise click.UsageError(f"{name} is no command. Did you mean 'cxreport check {name}'?", ctx)
        raise click.exceptions.NoSuchCommand(name, possibilities=SUMMARIES, ctx=ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the commands with their lines, none of them imported."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Call the command and turn whatever stops it into lines and an exit code."""
        with told(ctx):
            return super().invoke(ctx)


@contextmanager
def told(ctx: click.Context) -> Iterator[None]:
    """Turn an exception into lines on standard error and an exit code."""
    try:
        yield
    except CxreportError as error:
        tell_error(str(error), error.hint)
        ctx.exit(error.exit_code)
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except KeyboardInterrupt:
        say("\nstopped; every document that lies there is whole", err=True)
        ctx.exit(INTERRUPTED)
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        tell_error(f"{error.filename or 'input or output'}: {(error.strerror or str(error)).lower()}")
        ctx.exit(1)
    except ImportError as error:
        if (error.name or "").startswith("cxreport"):
            _tell_defect(error)
        else:
            tell_error(f"the library {error.name} is missing", f"{sys.executable} -m pip install cxreport")
        ctx.exit(1)
    except Exception as error:  # noqa: BLE001 - the last place where a traceback can be caught
        _tell_defect(error)
        ctx.exit(DEFECT)


def _tell_defect(error: Exception) -> None:
    tell_error(f"a defect of cxreport: {type(error).__name__}: {error}", _REPORT)
    if os.environ.get("CXREPORT_DEBUG") == "1":
        import traceback

        say("".join(traceback.format_exception(error)).rstrip(), err=True)
    else:
        say("      with CXREPORT_DEBUG=1 you see where it happened", err=True)


def _say_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from cxreport import __version__

        say(f"cxreport {__version__}")
        ctx.exit()


@click.group(cls=CommandLine, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help="Print the version."
)
def app() -> None:
    """Business cases and value reports for customer experience, from YAML to PDF and Word.

    Begin with  cxreport new FOLDER  and follow what it says.
    """


def main() -> None:
    """Run the command line and exit with its code."""
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app.main(prog_name="cxreport")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:
        _flush_or_forget()


def _nowhere() -> TextIO:
    """Return what stands in for a stream that whoever started us has closed (`>&-`): what is said there is lost."""
    return Path(os.devnull).open("w", encoding="utf-8")


def _flush_or_forget() -> None:
    """Leave nothing in the buffers that the interpreter would stumble over at its end: a closed pipe, a full disk."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
