"""Native charts drawn together for a document, and placed in a workbook that goes on computing."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree
from xlsxwriter import Workbook

from cxreport.render.charts import Bars, CashFlow, Chart, Mark, Step, Waterfall, native
from cxreport.render.charts.description import Heads
from cxreport.render.charts.native import native_charts
from cxreport.render.charts.placed import Live, Place, place_native, value_columns
from cxreport.render.theme import SOBER, Theme

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
D = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"

FALL = Waterfall(
    (Step("Truck rolls", Decimal(5), "5.0", "benefit"), Step("Costs", Decimal(-2), "−2.0", "cost")),
    Mark("NPV", Decimal(3), "3.0"),
    "Benefits of 5 less costs of 2.",
    Heads(amount="Amount"),
)
SPLIT = Bars(
    (Mark("CXM", Decimal(150), "150"), Mark("A!B1", Decimal(590), "A!B1")), ("benefit", "remainder"), "Revenue."
)
FLOW = CashFlow(
    ("Initial", "Year 1"),
    (Mark("Initial", Decimal(0), ""), Mark("Year 1", Decimal(9), "9")),
    (Mark("Initial", Decimal(-4), "−4"), Mark("Year 1", Decimal(-1), "−1")),
    (Mark("Initial", Decimal(-4), "−4"), Mark("Year 1", Decimal(4), "4")),
    "Cash.",
    ("Benefits", "Costs", "Running total"),
)


@pytest.fixture(autouse=True)
def nothing_was_drawn_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "_drawn", {})


# -- drawn together --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chart", [FALL, FLOW, SPLIT])
def test_a_chart_has_the_same_bytes_alone_and_among_others(chart: Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = native_charts([chart], SOBER)[0]
    monkeypatch.setattr(native, "_drawn", {})
    together = native_charts([SPLIT, FLOW, FALL], SOBER)
    assert alone in together


def test_the_charts_of_a_document_share_one_scratch_workbook_and_are_drawn_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[int] = []
    scratch = native._scratch

    def counted(sheets: Any, theme: Theme) -> bytes:
        drawn.append(len(sheets))
        return scratch(sheets, theme)

    monkeypatch.setattr(native, "_scratch", counted)
    first = native_charts([FALL, FLOW, FALL], SOBER)
    assert first[0] is first[2]
    assert native_charts([FLOW, SPLIT], SOBER)[0] is first[1]
    assert drawn == [2, 1]
    native_charts([FALL], Theme(benefit="#123456"))
    assert drawn == [2, 1, 1]


def test_values_that_are_equal_but_written_otherwise_are_charts_of_their_own() -> None:
    whole, parted = (Bars((Mark("A", Decimal(v), "1"),), ("cost",), "x") for v in ("1", "1.00"))
    assert whole == parted
    native_charts([whole], SOBER)
    again = native_charts([parted], SOBER)
    native._drawn.clear()
    assert again == native_charts([parted], SOBER)


def test_what_was_drawn_long_ago_is_forgotten() -> None:
    charts = [Bars((Mark("A", Decimal(n), str(n)),), ("cost",), "x") for n in range(1, 71)]
    found = native_charts(charts, SOBER)
    assert len(found) == 70
    assert len(native._drawn) == 64
    assert native_charts(charts[:1], SOBER) == found[:1]


def test_a_workbook_inside_holds_only_the_words_of_its_own_chart() -> None:
    split, fall = native_charts([SPLIT, FALL], SOBER)
    words = []
    for chart in (split, fall):
        with zipfile.ZipFile(io.BytesIO(chart.workbook)) as book:
            assert "xl/sharedStrings.xml" not in book.namelist()
            sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
            words.append({text.text for text in sheet.iter(f"{S}t")})
    assert "CXM" in words[0]
    assert "Truck rolls" not in words[0]
    assert {"Truck rolls", "Costs", "NPV"} <= words[1]


# -- placed in a workbook --------------------------------------------------------------------------------------------


def placed(*charts: Chart, live: Live | None = None) -> tuple[zipfile.ZipFile, list[int]]:
    buffer, rows = io.BytesIO(), [0]
    book = Workbook(buffer, {"in_memory": True})
    inputs, shown, data = (book.add_worksheet(name) for name in ("Inputs", "Charts", "It's data"))
    inputs.write_row(0, 0, [5, -2])
    for number, chart in enumerate(charts):
        picture = Place(shown, number * 20, 0)
        title = f"=Message {number}"
        where = Place(data, rows[-1], 1)
        rows.append(place_native(book, chart, SOBER, title=title, data=where, picture=picture, live=live or Live({})))
    book.close()
    return zipfile.ZipFile(buffer), rows


def cells(book: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
    """Formula and value of every cell of the sheet of data; texts are looked up."""
    strings = [si.findtext(f"{S}t") for si in etree.fromstring(book.read("xl/sharedStrings.xml"))]
    found = {}
    for cell in etree.fromstring(book.read("xl/worksheets/sheet3.xml")).iter(f"{S}c"):
        value = cell.findtext(f"{S}v", "")
        told = strings[int(value)] if cell.get("t") == "s" else value
        found[str(cell.get("r"))] = (cell.findtext(f"{S}f", ""), str(told))
    return found


def test_values_follow_other_sheets_and_labels_follow_values() -> None:
    live = Live({(0, 0): "=Inputs!A1", (0, 1): "=Inputs!B1"}, lambda cell: f"=FIXED({cell},1)")
    book, rows = placed(FALL, live=live)
    found = cells(book)
    assert found["B1"] == ("", "=Message 0")
    assert (found["C2"], found["C3"], found["C4"]) == (("", "Amount"), ("Inputs!A1", "5"), ("Inputs!B1", "-2"))
    assert found["C5"] == ("E4", "3")  # the total is where the last step ends
    assert found["E4"] == ("D4+C4", "3")
    labels = {ref: told for ref, told in found.items() if told[0].startswith("FIXED")}
    assert labels == {"J3": ("FIXED(C3,1)", "5.0"), "J4": ("FIXED(C4,1)", "−2.0"), "J5": ("FIXED(C5,1)", "3.0")}
    assert rows == [0, 6]


def test_charts_stand_below_each_other_on_one_sheet_and_refer_to_their_own_cells() -> None:
    book, rows = placed(SPLIT, FLOW, FALL)
    assert rows == sorted(set(rows))
    second = etree.fromstring(book.read("xl/charts/chart2.xml"))
    used = [str(formula.text) for formula in second.iter(f"{C}f")]
    assert used
    assert all(text.startswith("'It''s data'!$") for text in used)
    numbers = {
        int(part) for text in used for part in text.replace("$", " ").replace(":", " ").split() if part.isdigit()
    }
    assert min(numbers) > rows[1]
    assert max(numbers) <= rows[2]
    assert cells(book)[f"E{rows[1] + 4}"] == (f"C{rows[1] + 4}+D{rows[1] + 4}+E{rows[1] + 3}", "4")


def test_a_placed_chart_has_its_words_for_those_who_cannot_see_it_and_no_text_becomes_a_formula() -> None:
    book, _ = placed(SPLIT)
    drawing = etree.fromstring(book.read("xl/drawings/drawing1.xml"))
    assert [found.get("descr") for found in drawing.iter(f"{D}cNvPr")] == ["Revenue."]
    chart = etree.fromstring(book.read("xl/charts/chart1.xml"))
    assert chart.findtext(f".//{C}title//{C}v") == "=Message 0"
    labels = [label.findtext(f".//{C}strRef/{C}strCache//{C}v") for label in chart.iter(f"{C}dLbl")]
    assert labels == ["150", "A!B1"]
    assert not [told for told in cells(book).values() if told[0]]


def test_the_columns_that_may_follow_are_named() -> None:
    assert value_columns(FLOW, SOBER) == ("Benefits", "Costs", "Running total")
    assert value_columns(FALL, SOBER)[0] == "Amount"
