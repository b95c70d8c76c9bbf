"""How the commands take their arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

# What may not be read is told as every other problem of a file, and not as wrong use by click.
ANY_PATH = click.Path(readable=False, path_type=Path)


class _Out(click.ParamType[Path | str]):
    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        """Return a folder; or an address as it stands, whose two slashes a path would lose."""
        return value if isinstance(value, Path) or "://" in value else ANY_PATH.convert(value, param, ctx)


OUT = _Out()
