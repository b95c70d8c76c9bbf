"""The exceptions of cxreport. What is wrong in a user's file is a `Problem`, a value; these stop the program.

CxreportError
├── UsageError           the command or call cannot be done as asked         exit code 2
├── CaseRefused          a document was asked of a case that has errors      exit code 1
├── RenderError          a document could not be made                        exit code 1
│   ├── UnknownElement   a template wrote what no writer knows
│   └── UnfitText        an author's text cannot be printed as it stands: in render/unfit.py, as it holds problems
└── MissingLibrary       something on this machine has to be installed       exit code 1
"""

from __future__ import annotations


class CxreportError(Exception):
    """Says what happened and, in `hint`, what to do; maps to the exit code of the command line."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(CxreportError):
    """Stands for a command or a call that cannot be done as asked."""

    exit_code = 2


class CaseRefused(CxreportError):
    """Stands for a document asked of a case that has errors."""


class RenderError(CxreportError):
    """Stands for a document that could not be made."""


class UnknownElement(RenderError):
    """Stands for HTML that a writer would have to drop; it is refused, so that no sentence is lost."""


class MissingLibrary(CxreportError):
    """Stands for something that has to be installed on this machine; `hint` is the command that does it."""
