"""The commands by name, in the order of their use, each with its line in `cxreport --help`; the form of examples.

The lines stand here so that the help need not import what the commands do; a test compares them with the commands.
"""

from __future__ import annotations

SUMMARIES = {
    "new": "Write a commented starter case and settings for your editor.",
    "check": "Say everything that is wrong in cases, with line and way out.",
    "show": "Print the sentence, the key figures and the tables of a case.",
    "build": "Make the documents of cases: PDF, Word, Excel, or one HTML page.",
    "diff": "Compare two versions of a proposal in money, change by change.",
    "mail": "Write e-mails with the documents attached, or send them.",
    "explain": "Print what a figure was computed from, down to file and line.",
    "drivers": "List the ready benefit drivers, or explain one of them.",
    "readback": "Say which figures someone has edited in a Word document.",
    "schema": "Print the JSON Schema of the case format, for editors.",
    "doctor": "Say what is missing on this machine, and what brings it.",
}


def examples(*lines: str) -> str:
    """Return what stands last in the help of a command; the mark keeps click from joining its lines."""
    return "\n".join(["\b", "Examples:" if len(lines) > 1 else "Example:", *(f"  {line}" for line in lines)])
