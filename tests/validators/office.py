"""The checkers of Office files in one call: both builds of the Open XML SDK, openxml-audit, and a lint of our own.

None finds all that another does: `test_damages.py` damages a good file in twelve ways, and shows who sees what.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from validators.node import ask_node
from validators.package_lint import package_findings
from validators.word_lint import word_findings

Found = dict[str, list[str]]


def findings(files: Sequence[Path]) -> dict[Path, Found]:
    """Return what each checker has against each file; nothing, for good ones."""
    by_sdk = ask_node("open_xml_sdk.mjs", [str(file) for file in files])
    return {file: {**by_sdk[str(file)], "audit": _audited(file), "lint": _linted(file)} for file in files}


def complaints(files: Sequence[Path]) -> list[str]:
    """Return all that any checker has against any of the files, a line for each."""
    return [
        f"{file.name}: {checker}: {line}"
        for file, found in findings(files).items()
        for checker, lines in found.items()
        for line in lines
    ]


def _audited(file: Path) -> list[str]:
    from openxml_audit import FileFormat, OpenXmlValidator

    # A fresh one for each: one that has seen dozens of files finds footnotes missing that are there.
    return [str(error) for error in OpenXmlValidator(FileFormat.MICROSOFT_365).validate(file).errors]


def _linted(file: Path) -> list[str]:
    return [*package_findings(file), *(word_findings(file) if file.suffix == ".docx" else ())]
