"""HTML → one PDF that is PDF/A-3a and PDF/UA-1 at once: laid out and drawn by WeasyPrint, tagged and finished by us."""

from __future__ import annotations

from cxreport.render.pdf.attachments import Attachment
from cxreport.render.pdf.layout import Layout

__all__ = ["Attachment", "Layout"]
