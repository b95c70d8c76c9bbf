"""From an evaluation to documents: one HTML, which every writer reads."""

from __future__ import annotations

from cxreport.render.output import FORMATS, Document, Format, render

__all__ = ["FORMATS", "Document", "Format", "render"]
