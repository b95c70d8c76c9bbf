"""What a document says in which case: sections left out, words that fit the figures, tables that fit the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cxreport.evaluate import Evaluation
from cxreport.render.compose import compose, title_size
from cxreport.render.theme import SOBER
from cxreport.render.theme_file import LEAST_WIDTH
from cxreport.render.views.header import Fact
from cxreport.render.views.lines import letters
from cxreport.render.views.spread import breadth, evenly, spread
from cxreport.render.views.table import Body, Row, Table, figure, head, name, words

Tree = etree._Element
S = "\N{NO-BREAK SPACE}"


def page_of(html: str) -> Tree:
    return etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8"))


def text_of(element: Tree) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def sections(page: Tree) -> list[str]:
    return [text_of(heading) for heading in page.iter("h2")]


def terms(page: Tree) -> dict[str, str]:
    """Return what stands beside each term of the summary and of the lists of facts."""
    return {text_of(pair[0]): text_of(pair[1]) for pair in page.iterfind(".//dl/div")}


def table(page: Tree, identifier: str) -> list[list[str]]:
    [caption] = page.iterfind(f".//figcaption[@id='{identifier}']")
    figure_of = caption.getparent()
    assert figure_of is not None
    return [[text_of(cell) for cell in row] for row in figure_of.iter("tr")]


def captions(page: Tree) -> list[str]:
    return [text_of(caption) for caption in page.iter("figcaption")]


# Sections and their order


def test_a_proposal_has_the_sections_of_the_design_in_their_order(built: Callable[[str], Any]) -> None:
    assert sections(built("effortless-service").page) == [
        "1 Summary",
        "2 Background",
        "3 What changes for customers",
        "4 Benefits, line by line",
        "5 Costs",
        "6 Cash flows and returns",
        "7 How sure we are",
        "8 Where revenue comes from",
        "9 Evidence and assumptions",
        "10 How we will measure it",
        "11 Method and definitions",
        "12 Sign-off",
        "13 Uncertainty in detail",
        "14 Appendix",
    ]


def test_a_section_with_nothing_to_say_is_left_out(built: Callable[[str], Any]) -> None:
    found = sections(built("smallest").page)
    assert [line.partition(" ")[2] for line in found] == [
        "Summary",
        "What changes for customers",
        "Benefits, line by line",
        "Costs",
        "Cash flows and returns",
        "How sure we are",
        "Evidence and assumptions",
        "How we will measure it",
        "Method and definitions",
        "Sign-off",
    ]
    assert "10 Sign-off" in found
    assert not any("measure" in line for line in sections(built("advantage-only").page))


def test_a_value_report_has_its_own_sections(built: Callable[[str], Any]) -> None:
    assert sections(built("survey").page) == [
        "1 Summary", "2 Where revenue comes from", "3 Evidence and assumptions", "4 Method and definitions"
    ]  # fmt: skip


def test_the_contents_list_every_section_in_one_column(built: Callable[[str], Any]) -> None:
    page = built("effortless-service").page
    lines = ["".join(map(str, link.itertext())) for link in page.iterfind(".//nav/ol/li/a")]
    assert lines[0] == "\N{FIGURE SPACE}1\N{EM SPACE}Summary"
    assert lines[13] == "14\N{EM SPACE}Appendix"
    targets = [str(link.get("href"))[1:] for link in page.iterfind(".//nav/ol/li/a")]
    assert targets == [heading.get("id") for heading in page.iter("h2")]
    short = built("survey").page
    assert text_of(next(short.iterfind(".//nav/ol/li/a"))).startswith("1")


def test_tables_and_charts_are_numbered_through(built: Callable[[str], Any], each_case: str) -> None:
    labels = [text_of(span) for span in built(each_case).page.iterfind(".//figcaption/span")]
    for kind in ("Table", "Figure"):
        numbers = [int(label.split()[1]) for label in labels if label.startswith(kind)]
        assert numbers == list(range(1, len(numbers) + 1))


def test_the_summary_asks_before_its_chart(built: Callable[[str], Any]) -> None:
    summary = next(built("effortless-service").page.iter("section"))
    assert [child.get("class") for child in summary][-2:] == ["ask", "chart"]
    assert terms(summary)["The ask"] == (
        "We ask for the release of $2.65 million. Decision: Budget committee, by December 15, 2026."
    )
    assert "The ask" not in terms(next(built("smallest").page.iter("section")))


# Words that fit the figures


@pytest.mark.parametrize(
    ("case", "term", "told"),
    [
        ("effortless-service", "What it brings", "Four benefits, worth $6.91 million at present value. The largest, Truck rolls avoided, carries 70.1% of it."),
        ("effortless-service", "What it takes", "$1.92 million at the start and another $2.16 million over three years."),
        ("effortless-service", "How sure we are", "The case pays if at least 54% of the benefits come true. It does not pay without this one: Truck rolls avoided."),
        ("portal", "What it brings", "Truck rolls avoided, worth $124 million at present value."),
        ("portal", "What it takes", "$1.5 million at the start and nothing after it."),
        ("portal", "How sure we are", "The case pays if at least 1.2% of the benefits come true."),
        ("smallest", "What it takes", "$1,000 over one year and nothing of it at the start."),
        ("dozen", "How sure we are", "The case pays if at least 37% of the benefits come true. Any one of the benefits could fail entirely, and it would still pay."),
        ("loss", "What it brings", "Two benefits, worth $77,500 at present value; not all of them bring money, some take it."),
        ("loss", "How sure we are", "The benefits as proposed do not cover the costs: 695% of them would have to come true."),
        ("advantage-only", "What it brings", "Advantages that are described below and not counted in money."),
        ("advantage-only", "How sure we are", "The benefits as proposed do not cover any of the costs."),
        ("tiny", "How sure we are", "The case pays if at least 60% of the benefits come true. It does not pay if any of these fails entirely: Ink saved and Time saved."),
    ],
)  # fmt: skip
def test_the_summary_says_it_in_words(built: Callable[[str], Any], case: str, term: str, told: str) -> None:
    assert terms(next(built(case).page.iter("section")))[term] == told


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("effortless-service", "The outlay is back after 17 months"),
        ("loss", "The outlay does not come back over four years"),
        ("smallest", "The running total is never negative"),
        ("short-year", "The outlay is back after 11 months"),
    ],
)
def test_the_chart_of_cash_flows_says_when_the_outlay_is_back(
    built: Callable[[str], Any], case: str, message: str
) -> None:
    assert any(f" {message} " in caption for caption in captions(built(case).page))


def test_the_chart_of_revenue_does_not_add_what_was_rescued_to_what_was_made_right(built: Callable[[str], Any]) -> None:
    told = "16.7% of revenue came through CXM, and CSM kept another 17.8%"
    assert any(told in caption for caption in captions(built("revenue-split").page))


def test_two_internal_rates_are_both_told_and_none_is_preferred(built: Callable[[str], Any]) -> None:
    [note] = [
        text_of(p)
        for p in built("two-rates").page.iterfind(".//p[@class='source']")
        if "internal rate" in text_of(p).lower()
    ]
    assert "Several rates make the present value zero" in note
    assert ": 10% and 40%." in note
    assert "Internal rate of return:" not in note.replace("Modified internal rate of return:", "")


def test_a_rate_that_is_not_defined_is_not_mentioned(built: Callable[[str], Any]) -> None:
    for case in ("loss", "advantage-only"):
        notes = " ".join(text_of(p) for p in built(case).page.iterfind(".//p[@class='source']"))
        assert "–" not in notes


def test_key_figures_are_four_and_short(built: Callable[[str], Any], each_case: str) -> None:
    first, *others = built(each_case).page.iterfind(".//table[@class='keys']/tbody/tr")
    assert len(first) == 4
    assert all(len(row) <= 4 for row in others)
    assert all(len(text_of(cell)) <= 11 for row in (first, *others) for cell in row)


# Tables


def test_the_calculation_is_that_of_published_studies(built: Callable[[str], Any]) -> None:
    assert table(built("effortless-service").page, "tab-portal-benefits-truck-rolls") == [
        ["Ref.", "Metric", "Source", "Year 1", "Year 2", "Year 3"],
        ["A1", "Truck rolls to business clients today (a year)", "Field service system, 12 months to 2026-09", "46,000", "46,000", "46,000"],
        ["A2", "Share that clients can avoid on the new portal", "Pilot in two regions (27% measured)", "24%", "24%", "24%"],
        ["A3", "Truck rolls avoided (a year)", "A1 × A2", "11,040", "11,040", "11,040"],
        ["A4", "Cost of one truck roll", "Finance, contractor invoices 2026", "$260", "$260", "$260"],
        ["A5", "Share of the full effect reached", "", "45%", "100%", "100%"],
        ["At", "Before risk", "A3 × A4 × A5", "1,291,680", "2,870,400", "2,870,400"],
        ["Ar", "Risk, lowered by 15%", "At × 15%", "−193,752", "−430,560", "−430,560"],
        ["Atr", "Truck rolls avoided", "At + Ar", "1,097,928", "2,439,840", "2,439,840"],
    ]  # fmt: skip


def test_a_quarter_is_named_by_the_calendar_and_continues_in_a_second_table(built: Callable[[str], Any]) -> None:
    page = built("quarterly").page
    first, second = (table(page, f"tab-knowledge-benefits-repeat-calls{tail}") for tail in ("", "-2"))
    assert first[0][3:] == ["Q2 2027", "Q3 2027", "Q4 2027", "Q1 2028"]
    assert second[0][3:] == ["Q2 2028", "Q3 2028", "Q4 2028", "Q1 2029"]
    assert [row[0] for row in first] == [row[0] for row in second]
    assert any("A. Repeat calls avoided (continued)" in caption for caption in captions(page))


def test_periods_that_are_alike_share_a_column(built: Callable[[str], Any]) -> None:
    page = built("monthly").page
    rows = table(page, "tab-reminders-benefits-calls")
    assert rows[0][3:] == ["Feb 2027 to Jan 2030"]
    # 1,234.56 a month: shown is the nearest, though some months are printed as 1,234 inside
    assert rows[-1][3:] == ["1,235"]
    assert len(table(page, "tab-reminders-benefits-letters")[0]) == 3 + 6


def test_a_year_that_is_cut_off_says_how_long_it_is(built: Callable[[str], Any]) -> None:
    assert table(built("short-year").page, "tab-cash")[0] == [
        "Flow", "Initial", "Year 1", "Year 2 (6 months)", "Total", "Present value"
    ]  # fmt: skip


def test_the_register_holds_every_value_that_was_written(built: Callable[[str], Any]) -> None:
    page = built("decade").page
    rows = [row[:3] for row in table(page, "tab-evidence")]
    assert ["D", "Building, initial", "17,500"] in rows
    assert ["F", "Training, initial", "400"] in rows
    assert ["F", "Training", "111"] in rows
    assert ["", "Discount rate", "7%"] in rows
    quarterly = [row[:3] for row in table(built("quarterly").page, "tab-evidence")]
    assert ["C", "Grant for training", "40,001"] in quarterly
    assert ["A4", "Cost of one contact", "$7.85"] in quarterly


def test_the_register_says_which_rates_a_case_was_converted_and_taxed_at(
    evaluated: Callable[[str], Evaluation],
) -> None:
    found = evaluated("""
        kind: business-case
        title: In two currencies
        organisation: O
        date: 2026-11-22
        currency: USD
        rates: {EUR: {rate: 1.0825, date: 2026-11-02, source: ECB}, GBP: {rate: 1.25}}
        finance: {discount_rate: 10%, period: year, periods: 2, start: 2027-01,
                  tax: {rate: 25%, depreciation_years: 2, source: Group Tax}, terminal: {multiple: 2.5}}
        initiatives:
          - {action: a, improvement: b, benefits: [{name: B, amount: €100k}], costs: [{name: C, initial: $20k}]}
        """)
    page = page_of(compose(found, SOBER)[0])
    rows = [row[1:4] for row in table(page, "tab-evidence")]
    assert ["One EUR in USD", "1.0825", "ECB, November 2, 2026"] in rows
    assert ["Rate of tax", "25%", "Group Tax"] in rows
    assert ["Multiple of the last year beyond the horizon", "2.5", "–"] in rows
    assert not [row for row in rows if "GBP" in row[0]]  # nothing was converted at it


def test_a_formula_of_numbers_alone_is_in_the_register(evaluated: Callable[[str], Evaluation]) -> None:
    found = evaluated(
        """
        kind: business-case
        title: T
        organisation: O
        date: 2026-11-22
        currency: USD
        finance: {discount_rate: 5%, period: year, periods: 2, start: 2027-01}
        initiatives:
          - id: i
            action: do it
            improvement: help
            benefits: [{name: B, formula: 1_000 * 12}]
            costs: [{name: C, amount: $1_000}]
        """
    )
    assert ["A", "B", "12,000"] in [row[:3] for row in table(page_of(compose(found, SOBER)[0]), "tab-evidence")]


def test_the_split_of_revenue_shows_each_way_of_giving_a_line(built: Callable[[str], Any]) -> None:
    rows = table(built("four-ways").page, "tab-revenue")
    assert [row[2] for row in rows[1:4]] == [
        "Trial without a card (difference between aligned and other)",
        "Prices on the page (difference to others, for 1,203 customers)",
        "Together",
    ]
    assert ["CSM", "Expanded", "Renewals saved (33.3% of 333 customers helped would have left)"] in [
        row[:3] for row in rows
    ]
    assert rows[-1] == ["All revenue", "98,765", "100.0%", ""]


def test_a_survey_says_how_sure_it_is(built: Callable[[str], Any]) -> None:
    text = text_of(built("survey").page)
    assert "37 of 412 customers asked said that help had kept them, a share of 9.0% (±2.8%, 95 times in 100)" in text
    assert "a surveyed share of 12.5% was applied" in text_of(built("huge").page)


def test_what_was_stated_elsewhere_is_reconciled(built: Callable[[str], Any]) -> None:
    note = terms(built("revenue-split").page)["Reconciliation"]
    assert (
        note == "CSM and Marketing and Sales: published figures differ from ours. Ours add up: 900 − 150 − 160 = 590."
    )


def test_a_reference_column_is_left_out_where_nothing_is_referred_to(built: Callable[[str], Any]) -> None:
    assert table(built("four-ways").page, "tab-sources")[0] == ["Line", "Source", "Date", "Grade"]
    assert table(built("dozen").page, "tab-sources")[0] == ["Ref.", "Line", "Source", "Date", "Grade"]


def test_every_table_is_as_wide_as_the_text_unless_it_is_a_name_and_its_amount(
    built: Callable[[str], Any], each_case: str
) -> None:
    for found in built(each_case).page.iter("table"):
        widths = [int(str(col.get("style"))[6:-2]) for col in found.iter("col")]
        wide = any(section.get("class") == "wide" for section in found.iterancestors("section"))
        if found.get("class") == "slim":
            assert len(widths) == 2
            assert sum(widths) <= LEAST_WIDTH
            continue
        assert sum(widths) in {0, SOBER.turned.text_width if wide else SOBER.text_width}, found.getparent()
        for row in found.iter("tr"):
            assert not widths or sum(int(cell.get("colspan") or 1) for cell in row) == len(widths)


def test_figures_carry_their_address(built: Callable[[str], Any]) -> None:
    case = built("effortless-service")
    marked = {
        str(element.get("data-path")): text_of(element) for element in case.page.iterfind(".//tfoot//*[@data-path]")
    }
    assert marked["npv"] == "3,205,969"
    assert marked["attribution.total"] == "412,000"
    assert all(address in case.evaluation.figures for address in marked)


# The parts that tables are made of


def test_lines_are_lettered_on_beyond_z() -> None:
    assert [letters(index) for index in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


@given(count=st.integers(1, 40), most=st.integers(1, 12))
def test_columns_are_parted_evenly_and_none_is_lost(count: int, most: int) -> None:
    parts = list(evenly(range(count), most))
    assert [place for part in parts for place in part] == list(range(count))
    assert len(parts) == -(-count // most)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_a_column_is_as_wide_as_its_widest_figure() -> None:
    assert breadth(SOBER, ["1"]) == 12
    assert breadth(SOBER, ["−9,036,208"]) == 17
    assert breadth(SOBER, ["Present value"]) < breadth(SOBER, [f"Present{S}value"])


@given(columns=st.integers(1, 30), digits=st.integers(1, 14))
def test_a_table_of_any_breadth_is_spread_over_pages(columns: int, digits: int) -> None:
    text = "9" * digits
    whole = Table(
        id="tab-x",
        title="X",
        unit="USD",
        widths=(),
        head=head("Ref.", "Name", figures=[f"Year{S}{number}" for number in range(columns)]),
        bodies=(Body((Row((name("Group", span=2 + columns),), "group"), Row((words("A"), name("A"), *[figure(text)] * columns)))),),
        foot=(Row((name("All", span=2), *[figure(text)] * columns)),),
    )  # fmt: skip
    parts = list(spread(SOBER, whole, ((12, 12), (34, SOBER.text_width)), "continued"))
    assert [cell.text for part in parts for cell in part.head[2:]] == [cell.text for cell in whole.head[2:]]
    for number, part in enumerate(parts, 1):
        assert sum(part.widths) == SOBER.text_width
        assert part.widths[0] == 12
        assert part.widths[1] >= 34
        assert min(part.widths[2:]) >= breadth(SOBER, [text])
        assert all(sum(cell.span for cell in row.cells) == len(part.head) for row in (*part.bodies[0].rows, *part.foot))
        assert (part.id, part.title) == (("tab-x", "X") if number == 1 else (f"tab-x-{number}", "X (continued)"))


@pytest.mark.parametrize(("length", "size"), [(1, 40), (60, 40), (61, 32), (110, 32), (111, 24), (1000, 24)])
def test_a_long_title_is_set_smaller(length: int, size: int) -> None:
    assert title_size("x" * length, SOBER).size == size


def test_a_term_with_more_lines_than_its_text_keeps_room_for_them() -> None:
    terms = ("Product A", "One contract for all sites", "Bundles that clients put together themselves")
    assert [Fact(term, "Basis: research.").height for term in terms] == ["", "two", "three"]
