"""How the commands take their arguments."""

from __future__ import annotations

from pathlib import Path

import click

# What may not be read is told as every other problem of a file, and not as wrong use by click.
ANY_PATH = click.Path(readable=False, path_type=Path)
