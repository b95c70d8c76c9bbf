"""`cxreport new`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from cxreport import new_case, new_theme
from cxreport.cli.arguments import ANY_PATH
from cxreport.cli.summaries import examples
from cxreport.cli.terminal import say


@click.command(
    epilog=examples(
        "cxreport new portal",
        "cxreport new reports --kind value-report",
        "cxreport new portal --language de",
        "cxreport new house --theme",
    )
)
@click.argument("folder", default=".", type=ANY_PATH)
@click.option(
    "--kind", type=click.Choice(["business-case", "value-report", "portfolio"]), default="business-case",
    show_default=True,
    help="What to begin with: a funding proposal, a report of what brought in revenue, or a round of proposals.",
)  # fmt: skip
@click.option(
    "--language", type=click.Choice(["en", "de"]), default="en", show_default=True,
    help="The language of the starter, and of its documents.",
)  # fmt: skip
@click.option("--theme", is_flag=True, help="A commented theme.yaml instead, for a look of your own.")
def new(
    folder: Path,
    kind: Literal["business-case", "value-report", "portfolio"],
    language: Literal["en", "de"],
    *,
    theme: bool,
) -> None:
    """Write a commented starter case and settings for your editor.

    FOLDER is made where there is none; without it, the files are written here. The case is complete: it passes
    check and can be built as it is, so that you can replace its text and figures one by one.

    Beside the case lie cxreport.yaml, which holds what all cases of the folder share, the schema of the format, and
    settings with which VS Code completes keys and explains them. Nothing that exists is overwritten.
    """
    written = new_theme(folder, language) if theme else new_case(folder, kind, language)
    for file in written.files:
        say(f"wrote {file}")
    say()
    if theme:
        say(f"Next: name the folder in a case or in its cxreport.yaml:  theme: {folder.resolve().name}")
        return
    say(f"Next: open {written.case} in your editor, then type  cxreport check {_quoted(written.case)}")


def _quoted(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text else text
