"""Loading a case: what folders share, ids, text of all kinds, and what the loaded case promises."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from cxreport.case.load import LoadedCase, load_case
from cxreport.case.models import BusinessCase, ValueReport
from cxreport.case.problem import Problem
from cxreport.quantity import Money

Base = Callable[..., str]
Write = Callable[[str | bytes], Path]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return path


def errors(loaded: LoadedCase) -> list[Problem]:
    return [problem for problem in loaded.problems if problem.severity == "error"]


def business(loaded: LoadedCase) -> BusinessCase:
    assert isinstance(loaded.case, BusinessCase), loaded.problems
    return loaded.case


def report(loaded: LoadedCase) -> ValueReport:
    assert isinstance(loaded.case, ValueReport), loaded.problems
    return loaded.case


SMALL = """\
    kind: business-case
    title: Fix it
    date: 2026-11-22
    initiatives:
      - action: redesign the portal
        improvement: make it easier
        benefits: [{name: Fewer calls, amount: 30k}]
        costs: [{name: Build, initial: 10k}]
    """


def test_a_sound_case_has_no_problems(case_file: Write, business_case: Base) -> None:
    loaded = load_case(case_file(business_case()))
    assert loaded.problems == ()
    assert loaded.sound
    assert loaded.id == "case"
    assert business(loaded).initiatives[0].costs[0].initial == Money(Decimal(1_500_000), "$")


def test_what_a_case_leaves_out_comes_from_the_nearest_folder_that_has_it(tmp_path: Path) -> None:
    write(tmp_path / "cxreport.yaml", """\
        organisation: The Group
        currency: USD
        finance: {discount_rate: 10%, period: year, periods: 3, start: 2027-01}
        rates: {EUR: {rate: 1.08}, GBP: {rate: 1.27}}
        """)  # fmt: skip
    write(tmp_path / "emea/cxreport.yaml", """\
        organisation: The Region
        finance: {discount_rate: 12%, margin: 40%}
        rates: {EUR: {rate: 1.10}}
        """)  # fmt: skip
    loaded = load_case(write(tmp_path / "emea/q3/case.yaml", dedent(SMALL) + "finance: {periods: 5}\n"))
    assert errors(loaded) == []
    case = business(loaded)
    assert (case.organisation, case.currency) == ("The Region", "USD")
    finance = case.finance
    assert (finance.discount_rate, finance.margin) == (Decimal("0.12"), Decimal("0.4"))
    assert (finance.period, finance.periods, str(finance.start)) == ("year", 5, "2027-01")
    assert {code: rate.rate for code, rate in case.rates.items()} == {"EUR": Decimal("1.10"), "GBP": Decimal("1.27")}


def test_a_shared_value_keeps_the_place_in_its_own_file(tmp_path: Path) -> None:
    shared = write(tmp_path / "cxreport.yaml", """\
        organisation: Northwind
        currency: USD
        finance:
          discount_rate: 10%
          period: year
          periods: 3
          start: 2027-13
        """)  # fmt: skip
    loaded = load_case(write(tmp_path / "case.yaml", SMALL))
    (problem,) = errors(loaded)
    assert str(problem.place) == f"{shared}:7:10"
    assert problem.excerpt == "  start: 2027-13"
    assert loaded.place(("finance", "discount_rate")).file == str(shared)
    assert loaded.place(("title",)).line == 2


def test_an_empty_key_of_the_case_leaves_the_shared_value_in_force(tmp_path: Path) -> None:
    write(tmp_path / "cxreport.yaml", """\
        organisation: Northwind
        currency: USD
        finance: {discount_rate: 10%, period: year, periods: 3, start: 2027-01}
        """)  # fmt: skip
    loaded = load_case(write(tmp_path / "case.yaml", dedent(SMALL) + "organisation:\nfinance: # as ever\n"))
    assert errors(loaded) == []
    assert business(loaded).organisation == "Northwind"


@pytest.mark.parametrize(
    ("text", "hint"),
    [("colours: {ink: '#000000'}\n", "kind: business-case"), ("teams:\n  - {team: portal}\n", "mail CASE --list FILE")],
)
def test_a_file_that_is_something_else_gets_one_answer(text: str, hint: str, tmp_path: Path) -> None:
    (problem,) = load_case(write(tmp_path / "other.yaml", text)).problems
    assert problem.code == "CX101"
    assert problem.message.startswith("this is no case")
    assert hint in problem.hint


@pytest.mark.parametrize("text", ["", "# organisation: Northwind\n", "---\n"])
def test_a_shared_file_with_nothing_in_it_is_no_problem(text: str, tmp_path: Path, value_report: Base) -> None:
    write(tmp_path / "cxreport.yaml", text)
    assert load_case(write(tmp_path / "case.yaml", value_report())).sound


def test_a_shared_file_that_cannot_be_read_is_one_problem_and_its_keys_are_not_missed(tmp_path: Path) -> None:
    shared = write(tmp_path / "cxreport.yaml", 'organisation: "Northwind\ncurrency: USD\n')
    loaded = load_case(write(tmp_path / "case.yaml", SMALL))
    assert [(problem.code, str(problem.place)) for problem in errors(loaded)] == [("CX005", f"{shared}:1:15")]
    assert loaded.is_troubled(("currency",))


@pytest.mark.parametrize(
    ("text", "wanted", "told"),
    [
        ("organization: Northwind", ("CX102", 1), 'did you mean "organisation"?'),
        ("title: One for all", ("CX102", 1), "in the case itself"),
        ("kind: value-report", ("CX102", 1), "in the case itself"),
        ("- organisation", ("CX015", 1), "organisation: …"),
        ("locale: en_US\nlocale: de_DE", ("CX007", 1), "one of the two"),
        ("finance: {discount_rate: 10}", ("CX108", 26), "write 10%"),
        ("rates: {EUR: {rate: none}}", ("CX106", 21), "digits"),
    ],
)
def test_a_mistake_in_a_shared_file_is_placed_there(
    text: str, wanted: tuple[str, int], told: str, tmp_path: Path, value_report: Base
) -> None:
    shared = write(tmp_path / "cxreport.yaml", text)
    (problem,) = errors(load_case(write(tmp_path / "case.yaml", value_report())))
    assert (problem.code, problem.place.column) == wanted
    assert problem.place.file == str(shared)
    assert told in problem.hint


@pytest.mark.parametrize("own", ["finance: {margin: 40%}\n", ""])
def test_a_shared_section_of_the_wrong_shape_is_told_whether_the_case_has_its_own_or_not(
    own: str, tmp_path: Path, value_report: Base
) -> None:
    write(tmp_path / "cxreport.yaml", "finance: 10%")
    (problem,) = errors(load_case(write(tmp_path / "case.yaml", value_report() + own)))
    assert (problem.code, problem.place.line, problem.place.column) == ("CX103", 1, 10)


def test_the_project_is_the_folder_of_the_topmost_shared_file(tmp_path: Path, value_report: Base) -> None:
    case = write(tmp_path / "a/b/c/case.yaml", value_report())
    assert load_case(case).project == tmp_path / "a/b/c"
    write(tmp_path / "a/b/cxreport.yaml", "locale: en_GB")
    assert load_case(case).project == tmp_path / "a/b"
    write(tmp_path / "a/cxreport.yaml", "locale: en_US")
    assert load_case(case).project == tmp_path / "a"


def test_a_path_through_a_neighbouring_folder_takes_nothing_from_there(tmp_path: Path, value_report: Base) -> None:
    write(tmp_path / "other/cxreport.yaml", "locale: de_DE")
    write(tmp_path / "case.yaml", value_report())
    loaded = load_case(tmp_path / "other" / ".." / "case.yaml")
    assert report(loaded).locale == "en_US"
    assert loaded.project == tmp_path


def test_files_are_named_as_the_user_named_the_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value_report: Base
) -> None:
    write(tmp_path / "cxreport.yaml", "locale: nowhere")
    write(tmp_path / "cases/case.yaml", value_report(("currency: USD", "currency: usd")))
    monkeypatch.chdir(tmp_path / "cases")
    places = {problem.place.file for problem in errors(load_case("case.yaml"))}
    assert places == {"case.yaml", os.path.join("..", "cxreport.yaml")}  # noqa: PTH118 - as it is printed


def test_ids_are_made_from_names_and_kept_apart(case_file: Write, value_report: Base) -> None:
    names = ["Améliorer l'accueil!", "Product A", "Product A", "漢字", "Product A 2"]
    lines = "".join(f"\n      - {{name: {name}, amount: 1}}" for name in names)
    given = "\n      - {name: B, id: product-a, amount: 1}\n      - {name: B, id: , amount: 1}"
    old = "\n      - {name: Product A, amount: $60M, aligned_by: Journey research, change: product}"
    loaded = load_case(case_file(value_report((old, lines + given))))
    assert [line.id for line in report(loaded).revenue.cxm.switched] == [
        "ameliorer-l-accueil",
        "product-a-2",
        "product-a-3",
        "line-4",
        "product-a-2-2",
        "product-a",
        "b",
    ]


def test_an_initiative_takes_its_id_from_its_name_or_the_beginning_of_its_action(
    case_file: Write, business_case: Base
) -> None:
    assert (
        business(load_case(case_file(business_case(("id: portal", "name: The Portal"))))).initiatives[0].id
        == "the-portal"
    )
    unnamed = business(load_case(case_file(business_case(("id: portal", "live: 2027-03")))))
    assert unnamed.initiatives[0].id == "redesign-the-service-portal"
    figure = business(load_case(case_file(business_case(("id: portal", "name: NPV")))))
    assert figure.initiatives[0].id == "npv-2"


@pytest.mark.parametrize("reserved", ["npv", "attribution", "finance", "drivers", "cumulative"])
def test_an_initiative_cannot_have_the_id_of_a_figure(
    reserved: str, business_case: Base, refuses: Callable[[str], None]
) -> None:
    refuses(business_case(("id: portal", f"id: <CX117 name of a figure>{reserved}")))


def test_an_id_that_is_repeated_names_the_line_of_the_first(value_report: Base, refuses: Callable[[str], None]) -> None:
    lines = "expanded: [{id: a, name: A, amount: 1}, {id: <CX116 line 13>a, name: B, amount: 1}]"
    refuses(value_report(("expanded: [{name: Interventions, amount: $90M}]", lines)))


def test_two_lines_may_share_what_an_anchor_names(case_file: Write, value_report: Base) -> None:
    text = value_report(
        ("aligned_by: Journey research", "evidence: &pilot [{source: Pilot, grade: tested}], aligned_by: Research"),
        ("amount: $90M", "amount: $90M, evidence: *pilot"),
    )
    loaded = load_case(case_file(text))
    assert loaded.problems == ()
    revenue = report(loaded).revenue
    assert revenue.csm.expanded[0].evidence == revenue.cxm.switched[0].evidence != ()


def test_a_mistake_behind_an_anchor_is_told_once_for_each_use(case_file: Write, value_report: Base) -> None:
    text = value_report(("amount: $60M", "amount: &a '1,5M'"), ("amount: $90M", "amount: *a"))
    problems = errors(load_case(case_file(text)))
    assert [(problem.code, problem.place.line) for problem in problems] == [("CX105", 11), ("CX105", 11)]
    assert len({problem.message for problem in problems}) == 2  # each names its own line


@pytest.mark.parametrize("text", ["Zürich — 東京 🚀", "no", "yes", "1.0", "0x1F", "2026-11-22", "'null'", "'~'", "on"])
def test_a_text_is_what_was_written(text: str, case_file: Write, value_report: Base) -> None:
    loaded = load_case(case_file(value_report(("title: Where our revenue comes from", f"title: {text}"))))
    assert loaded.problems == ()
    assert report(loaded).title == text.strip("'")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_marks_move_no_problem(
    end: str, mark: bytes, case_file: Write, value_report: Base
) -> None:
    text = value_report(("kind: value-report", "kind: value-repor"), ("total: $900M", "total: 1,5M"))
    problems = errors(load_case(case_file(mark + text.replace("\n", end).encode())))
    assert [(p.place.line, p.place.column, p.excerpt) for p in problems] == [
        (1, 7, "kind: value-repor"),
        (8, 10, "  total: 1,5M"),
    ]


def test_columns_count_characters(case_file: Write, value_report: Base) -> None:
    text = value_report(("{name: Interventions, amount: $90M}", "{name: 東京🚀é, amount: 15x}"))
    (problem,) = errors(load_case(case_file(text)))
    assert (problem.place.line, problem.place.column) == (13, 37)


def test_a_cxm_line_without_its_reason_is_a_warning(case_file: Write, value_report: Base) -> None:
    loaded = load_case(case_file(value_report((", aligned_by: Journey research, change: product", ""))))
    (problem,) = loaded.problems
    assert (problem.code, problem.severity) == ("CX208", "warning")
    assert "aligned_by and change" in problem.message
    assert (problem.place.line, problem.place.column) == (11, 9)
    assert loaded.sound
    assert not loaded.is_troubled(("revenue",))


def test_support_s_own_sales_are_a_warning_unless_the_customer_would_have_left(
    case_file: Write, value_report: Base
) -> None:
    loaded = load_case(case_file(value_report(("amount: $90M", "amount: $90M, team: support"))))
    assert [(p.code, p.severity, p.place.column) for p in loaded.problems] == [("CX209", "warning", 58)]
    saved = "saved: {customers: 900, would_have_left: 30%, revenue_each: $2k}, team: support"
    assert load_case(case_file(value_report(("amount: $90M", saved)))).problems == ()


def test_problems_come_worst_first_and_then_by_place(case_file: Write, value_report: Base) -> None:
    text = value_report((", change: product", ""), ("total: $900M", "total: 1,5M"), ("currency: USD", "currency: usd"))
    path = case_file(text)
    first, again = load_case(path).problems, load_case(path).problems
    assert first == again
    assert [(p.severity, p.place.line) for p in first] == [("error", 5), ("error", 8), ("warning", 11)]


def test_trouble_is_known_at_its_path_below_it_and_above_it(case_file: Write, value_report: Base) -> None:
    loaded = load_case(case_file(value_report(("total: $900M", "total: 1,5M"))))
    assert loaded.is_troubled(("revenue", "total"))
    assert loaded.is_troubled(("revenue",))
    assert loaded.is_troubled(("revenue", "total", "amount"))
    assert not loaded.is_troubled(("revenue", "period"))


def test_models_are_frozen(case_file: Write, value_report: Base) -> None:
    case = report(load_case(case_file(value_report())))
    with pytest.raises(AttributeError, match="frozen"):
        case.title = "Another"
    with pytest.raises(AttributeError, match="frozen"):
        case.revenue.cxm.switched[0].amount = None


def test_two_readings_of_one_file_are_equal(case_file: Write, business_case: Base) -> None:
    path = case_file(business_case())
    assert load_case(path).case == load_case(path).case
    assert repr(load_case(path).case) == repr(load_case(path).case)
