"""Styles of tables: heavy lines above the head and below the table, light ones between rows, none upright."""

from __future__ import annotations

from collections.abc import Iterator

from cxreport.render.theme import Theme
from cxreport.render.word.markup import colour, edge, element, properties, value


def table_styles(theme: Theme) -> Iterator[str]:
    """Yield Word's plain table, and those of cases and of key figures."""
    plain = properties("tblPr", element("tblInd", w=0, type="dxa"), _margins(0, 108, 0, 108))
    yield element("style", value("name", "Normal Table"), plain, type="table", default=1, styleId="TableNormal")
    lines = [edge("top", 0.8, theme.ink), edge("bottom", 0.8, theme.ink)]
    if theme.rows == "lines":
        lines.append(edge("insideH", 0.4, theme.rule))
    filled, room = theme.heads == "filled", round(44 * theme.air)
    head = _ground(theme.band) if filled else element("tcBorders", edge("bottom", 0.4, theme.ink))
    parts = element("tblStylePr", element("tcPr", head), type="firstRow")
    if theme.rows == "bands":
        parts += element("tblStylePr", element("tcPr", _ground(theme.tint)), type="band2Horz")
    yield _style("CaseTable", "Case Table", *lines, parts=parts, margins=_margins(room, 40 if filled else 0, room, 80))
    key = edge("top", 2.4, theme.ink) if theme.panels == "box" else edge("top", 1.6, theme.benefit)
    yield _style("KeyTable", "Key Figures", key, margins=_margins(room, 0, room, 80))


def _ground(shade: str) -> str:
    return element("shd", val="clear", color="auto", fill=colour(shade))


def _style(key: str, name: str, *lines: str, margins: str, parts: str = "") -> str:
    shape = properties("tblPr", element("tblBorders", *lines), margins)
    about = value("name", name) + value("basedOn", "TableNormal")
    return element("style", about, shape, parts, type="table", customStyle=1, styleId=key)


def _margins(top: int, left: int, bottom: int, right: int) -> str:
    sides = {"top": top, "left": left, "bottom": bottom, "right": right}
    return element("tblCellMar", *(element(side, w=width, type="dxa") for side, width in sides.items()))
