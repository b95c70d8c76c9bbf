"""Styles of tables: heavy lines above the head and below the table, light ones between rows, none upright."""

from __future__ import annotations

from collections.abc import Iterator

from cxreport.render.theme import Theme
from cxreport.render.word.markup import edge, element, properties, value


def table_styles(theme: Theme) -> Iterator[str]:
    """Yield Word's plain table, and those of cases and of key figures."""
    plain = properties("tblPr", element("tblInd", w=0, type="dxa"), _margins(0, 108, 0, 108))
    yield element("style", value("name", "Normal Table"), plain, type="table", default=1, styleId="TableNormal")
    lines = (edge("top", 0.8, theme.ink), edge("bottom", 0.8, theme.ink), edge("insideH", 0.4, theme.rule))
    under_head = element("tcPr", element("tcBorders", edge("bottom", 0.4, theme.ink)))
    yield _style("CaseTable", "Case Table", *lines, parts=element("tblStylePr", under_head, type="firstRow"))
    yield _style("KeyTable", "Key Figures", edge("top", 1.6, theme.benefit))


def _style(key: str, name: str, *lines: str, parts: str = "") -> str:
    shape = properties("tblPr", element("tblBorders", *lines), _margins(44, 0, 44, 80))
    about = value("name", name) + value("basedOn", "TableNormal")
    return element("style", about, shape, parts, type="table", customStyle=1, styleId=key)


def _margins(top: int, left: int, bottom: int, right: int) -> str:
    sides = {"top": top, "left": left, "bottom": bottom, "right": right}
    return element("tblCellMar", *(element(side, w=width, type="dxa") for side, width in sides.items()))
