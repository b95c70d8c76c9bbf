"""Writes `docs/format.md`, the case format field by field, from the models.

The opening is `docs/format_intro.md`; notes and examples of the models come from `docs/format_examples.yaml`.

python docs/generate_format.py
"""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap
from typing import Any

import yaml

from cxreport.case import models
from cxreport.case.reading import Model, Spec
from cxreport.case.schema import FINANCE_OF_A_BUSINESS_CASE, default_text, described, title_of

FOLDER = Path(__file__).parent
TARGET = FOLDER / "format.md"
WIDTH = 110


def document() -> str:
    """Return the text of the manual; the models come in the order of the examples' file."""
    sections = [section(getattr(models, name), told) for name, told in examples()["models"].items()]
    return "\n".join([(FOLDER / "format_intro.md").read_text("utf-8"), *sections])


def examples() -> Any:
    """Return the notes and examples, every scalar as a text."""
    return yaml.load((FOLDER / "format_examples.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - text only


def section(model: type[Model], told: dict[str, Any]) -> str:
    """Return the section of one model: what it is, its rules, its fields, an example."""
    parts = [
        f"## {told.get('title') or title_of(model.__name__)}",
        filled(f"{(model.__doc__ or '').partition(chr(10))[0]} {told['note']}"),
        "\n".join(["| Field | Required | What it is |", "| --- | --- | --- |", *rows(model)]),
        f"```yaml\n{told['yaml']}```",
    ]
    return "\n\n".join(parts) + "\n"


def rows(model: type[Model]) -> list[str]:
    """Return the table rows of the fields that the model declares itself."""
    inherited = {name for ground in model.__bases__ if issubclass(ground, Model) for name in ground.specs}
    own = {name: spec for name, spec in model.specs.items() if name not in inherited}
    return [f"| `{spec.key}` | {need(model, spec)} | {described(spec)} |" for spec in own.values()]


def need(model: type[Model], spec: Spec) -> str:
    """Return whether the field has to be written, and what holds where it is not."""
    if (model is models.Finance and spec.key in FINANCE_OF_A_BUSINESS_CASE) or spec.key == "finance":
        return "in a business case"
    if spec.required:
        return "yes, here or in `cxreport.yaml`" if model is models.Header and spec.key in models.SHARED else "yes"
    default = default_text(spec)
    return f"no; default `{default}`" if default else "no"


def filled(text: str) -> str:
    """Return the text as a paragraph of lines of the house's width."""
    return "\n".join(wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False))


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
