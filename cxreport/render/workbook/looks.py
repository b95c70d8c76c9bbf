"""The looks of cells: roles in the colours and faces of a theme."""

from __future__ import annotations

from typing import Any

from cxreport.render.theme import Theme
from cxreport.render.workbook.book import Style
from cxreport.render.workbook.codes import DAY

TEXT, NUMBER = {"text_wrap": True}, {"align": "right"}
INDENTED = {"align": "left", "indent": 1}
WRAPPED = frozenset("head head_text head_number label indented text remark total_label lead".split())
BOLD = frozenset("head head_text head_number total_label".split())
LINE = 13.5  # points that one line of text takes


def looks(theme: Theme) -> dict[str, dict[str, Any]]:
    """Return the properties of each role, as XlsxWriter takes them.

    An input is blue on yellow, as analysts know it; all else takes the theme's colours.
    """
    entry = {"font_color": "#1f3fbf", "bg_color": "#fff9dc", "border": 1, "border_color": "#d9cf9c", "locked": False}
    line = {"bottom": 1, "bottom_color": theme.rule}
    strong = {"bold": True, "top": 1, "top_color": theme.ink}
    heads = {"bold": True, "font_color": theme.benefit, "bottom": 2, "bottom_color": theme.benefit, "valign": "bottom"}
    return {
        "plain": {},
        "title": {"bold": True, "font_size": 18, "font_name": theme.serif, "font_color": theme.benefit},
        "lead": {"font_size": 13, "font_name": theme.serif, "text_wrap": True},
        "note": {"font_color": theme.muted, "italic": True},
        "remark": {"font_color": theme.muted, "text_wrap": True},
        "head": heads | TEXT,
        "head_text": heads | TEXT | INDENTED,
        "head_number": heads | NUMBER | TEXT,
        "period": {"font_color": theme.muted, "font_size": 9} | NUMBER,
        "factor": {"font_color": theme.muted} | NUMBER,
        "factor_label": {"font_color": theme.muted},
        "section": {"bold": True, "font_size": 12, "bg_color": theme.pale, "font_color": theme.ink},
        "subsection": {"bold": True, "font_color": theme.benefit},
        "label": line | TEXT,
        "indented": line | TEXT | INDENTED,
        "unit": line | {"font_color": theme.muted},
        "text": line | TEXT | INDENTED | {"font_color": theme.muted},
        "number": line | NUMBER,
        "link": line | NUMBER | {"font_color": theme.muted},
        "kept": line | NUMBER | {"font_color": theme.muted, "italic": True, "bg_color": theme.pale},
        "input": entry | NUMBER,
        "assumed": entry | NUMBER | {"italic": True},
        "choice": entry | {"bold": True},
        "total": strong | NUMBER,
        "total_label": strong | TEXT,
        "total_unit": strong | {"font_color": theme.muted},
        "key": {"bold": True, "font_size": 14, "font_color": theme.benefit} | line | {"align": "left"},
        "day": line | INDENTED | {"font_color": theme.muted},
        "jump": {"font_color": theme.benefit, "underline": 1} | line,
    }


def properties(style: Style, theme: Theme, roles: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the properties of a style. Text keeps its quote, so that editing the cell makes no formula of it."""
    code = style.code or (DAY if style.role == "day" else "")
    base = {"font_name": theme.sans, "font_size": 10, "font_color": theme.ink, "valign": "top"}
    kept = {"num_format": code} if code else {"quote_prefix": True}
    return base | roles[style.role] | kept
