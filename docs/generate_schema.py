"""Writes `schema/case.schema.json` and `schema/shared.schema.json` from the models.

python docs/generate_schema.py
"""

from __future__ import annotations

from pathlib import Path

from cxreport.case.schema import case_schema, schema_text, shared_schema

FOLDER = Path(__file__).parent.parent / "schema"


def files() -> dict[Path, str]:
    """Return the text of each schema file."""
    return {
        FOLDER / "case.schema.json": schema_text(case_schema()),
        FOLDER / "shared.schema.json": schema_text(shared_schema()),
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file, text in files().items():
        file.write_text(text, encoding="utf-8")
