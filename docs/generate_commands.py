"""Writes `docs/commands.md`, the manual of the commands, from the commands themselves.

python docs/generate_commands.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

import click

from cxreport.cli.main import app

TARGET = Path(__file__).parent / "commands.md"
WIDTH = 110
OPENING = """\
# The commands

Every command says with `--help` what is written here. This page is made from the commands by
`python docs/generate_commands.py`.

Results are printed on standard output, progress and problems on standard error. In a pipe nothing is coloured or
wrapped; `NO_COLOR=1` switches colours off everywhere. `cxreport --version` prints the version.

| Exit code | Meaning |
| --- | --- |
| 0 | all well; warnings are no errors |
| 1 | a case has errors, a document was not built, or something is missing on this machine |
| 2 | wrong use: no such file, command or option, or nothing to work on |
| 130 | stopped with Ctrl-C; every document that lies there is whole |

Should a line ever say that it is a defect of cxreport, `CXREPORT_DEBUG=1` before the command shows where.
"""


def document() -> str:
    """Return the text of the manual."""
    with click.Context(app, info_name="cxreport", **app.context_settings) as context:
        return "\n".join([OPENING, *(section(name, command, context) for name, command in commands(context))])


def commands(context: click.Context) -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its name, in the order of the help."""
    for name in app.list_commands(context):
        command = app.get_command(context, name)
        if command is not None:
            yield name, command


def section(name: str, command: click.Command, parent: click.Context) -> str:
    """Return the section of one command: what it does, its usage, its options, examples."""
    context = click.Context(command, parent=parent, info_name=name)
    paragraphs = ["\n".join(wrap(" ".join(text.split()), WIDTH)) for text in (command.help or "").split("\n\n")]
    examples = [line.strip() for line in (command.epilog or "").splitlines()[2:]]
    return "\n\n".join(
        [
            f"## {name}",
            *paragraphs,
            f"```text\n{' '.join(context.command_path.split())} {' '.join(command.collect_usage_pieces(context))}\n```",
            "\n".join(["| Option | What it does |", "| --- | --- |", *options(command, context)]),
            "\n".join(["```sh", *examples, "```"]) + "\n",
        ]
    )


def options(command: click.Command, context: click.Context) -> Iterator[str]:
    """Yield a row of the table for every option."""
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if isinstance(parameter, click.Option) and record is not None:
            names, text = (cell.replace("|", "\\|") for cell in record)
            yield f"| `{names}` | {' '.join(text.split())} |"


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
