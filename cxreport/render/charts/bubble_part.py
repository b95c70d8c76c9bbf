"""Bubbles, which XlsxWriter does not draw: its scatter chart with an area for each point."""

from __future__ import annotations

from typing import Any

SCALE = 45  # percent of Excel's own size, in which the largest bubble would be a quarter of the picture


def add_bubble_chart(book: Any) -> Any:
    """Return a new bubble chart of `book`, an open XlsxWriter workbook; `add_bubbles` adds a series to it."""
    chart = _bubble_class()()
    chart.embedded, chart.date_1904, chart.remove_timezone = True, book.date_1904, book.remove_timezone
    book.charts.append(chart)
    return chart


def _bubble_class() -> Any:
    from xlsxwriter.chart_scatter import ChartScatter

    class ChartBubble(ChartScatter):  # type: ignore[misc]  # XlsxWriter has no types
        """Writes c:bubbleChart (ECMA-376-1, 21.2.2.20) in the place of c:scatterChart."""

        def add_bubbles(self, series: dict[str, Any], areas: list[Any]) -> None:
            self.add_series(series)
            formula = self._list_to_formula(areas)
            self.series[-1]["areas"] = (formula, self._get_data_id(formula, None))

        def _write_chart_type(self, args: dict[str, Any]) -> None:
            if not args["primary_axes"]:
                return
            self._xml_start_tag("c:bubbleChart")
            self._xml_empty_tag("c:varyColors", [("val", 0)])
            for series in self._get_primary_axes_series():
                self._write_bubbles(series)
            self._xml_empty_tag("c:bubbleScale", [("val", SCALE)])
            self._xml_empty_tag("c:showNegBubbles", [("val", 0)])
            self._xml_empty_tag("c:sizeRepresents", [("val", "area")])
            self._write_axis_ids(args)
            self._xml_end_tag("c:bubbleChart")

        def _write_bubbles(self, series: dict[str, Any]) -> None:
            index = self.series_index
            self.series_index += 1
            self._xml_start_tag("c:ser")
            self._write_idx(index)
            self._write_order(index)
            self._write_series_name(series)
            self._write_sp_pr(series)
            self._xml_empty_tag("c:invertIfNegative", [("val", 0)])
            self._write_d_lbls(series.get("labels"))
            self._write_x_val(series)
            self._write_y_val(series)
            formula, number = series["areas"]
            self._xml_start_tag("c:bubbleSize")
            self._write_num_ref(formula, self.formula_data[number], "num")
            self._xml_end_tag("c:bubbleSize")
            self._xml_empty_tag("c:bubble3D", [("val", 0)])
            self._xml_end_tag("c:ser")

    return ChartBubble
