"""The walk from HTML to pieces: what every writer of a format is fed by, and nothing of any format."""

from __future__ import annotations

from cxreport.render.walk.pieces import Writer
from cxreport.render.walk.walker import Walk

__all__ = ["Walk", "Writer"]
