from __future__ import annotations

import re
from pathlib import Path

import pytest

from cxreport.batch.gather import Chosen, gather
from cxreport.errors import UsageError
from cxreport.mail.distribution import ListRefused, read_orders
from cxreport.mail.plan import Order, plan_mail
from cxreport.mail.wishes import Wishes, read_wishes
from mail_cases import PROPOSAL, REPORT, SHARED

CSV = """\
team,to,cc,language,formats,audience,subject
portal,"""  # each test writes the rest


@pytest.fixture
def cases(tmp_path: Path) -> tuple[Chosen, ...]:
    """Return two cases, one of them in a folder of its own."""
    (tmp_path / "cases" / "emea").mkdir(parents=True)
    (tmp_path / "cases" / "cxreport.yaml").write_text(SHARED.replace("theme: house\n", ""), "utf-8")
    (tmp_path / "cases" / "portal.yaml").write_text(PROPOSAL, "utf-8")
    (tmp_path / "cases" / "emea" / "billing.yaml").write_text(REPORT, "utf-8")
    return gather([tmp_path / "cases"]).cases


def orders_of(text: str, cases: tuple[Chosen, ...], folder: Path, ending: str = "csv") -> tuple[Order, ...]:
    file = folder / f"teams.{ending}"
    file.write_text(text, "utf-8")
    return read_orders(file, cases, Wishes())


def problems_of(text: str, cases: tuple[Chosen, ...], folder: Path, ending: str = "csv") -> list[str]:
    with pytest.raises(ListRefused) as caught:
        orders_of(text, cases, folder, ending)
    return [f"{one.place.line}:{one.place.column} {one.code}" for one in caught.value.problems]


ROWS = {
    "csv": (
        "team,to,cc,language,formats,audience\n"
        'portal,"Zoë <zoe@client.example>, ""Sato, Ken"" <ken@client.example>",,,docx pdf,board\n'
        "\n"
        "emea/billing,anna@client.example,cx@client.example,de_AT,,team\n"
    ),
    "excel.csv": (
        "team;to;cc;language;formats;audience\r\n"
        'portal;"Zoë <zoe@client.example>; ""Sato, Ken"" <ken@client.example>";;;docx, pdf;board\r\n'
        "emea/billing;anna@client.example;cx@client.example;de_AT;;team\r\n"
    ),
    "yaml": """\
teams:
  - {team: portal, to: [Zoë <zoe@client.example>, '"Sato, Ken" <ken@client.example>'], formats: [docx, pdf], audience: board}
  - team: emea/billing
    to: anna@client.example
    cc: cx@client.example
    language: de_AT
    audience: team
""",
}


@pytest.mark.parametrize("ending", ROWS)
def test_csv_and_yaml_order_the_same_mails(ending: str, cases: tuple[Chosen, ...], tmp_path: Path) -> None:
    board, team = orders_of(ROWS[ending], cases, tmp_path, ending)
    assert [str(one) for one in board.wishes.to] == ["Zoë <zoe@client.example>", '"Sato, Ken" <ken@client.example>']
    assert (board.key, board.wishes.attach) == ("portal.board", ("docx", "pdf"))
    assert (team.key, team.chosen.path.name) == ("emea/billing.team.de_AT", "billing.yaml")
    assert [one.address for one in team.wishes.cc] == ["cx@client.example"]


def test_all_that_is_wrong_is_told_at_once_with_line_and_column(cases: tuple[Chosen, ...], tmp_path: Path) -> None:
    text = (
        "team,to,language,formats,audience\n"
        "portl,zoe@client.example,,,\n"
        "portal,zoe@client,xx_YY,docx doc,bored\n"
        "billing,,,,\n"
        'billing,"a@b.example, a@b.example",,,,too,much\n'
    )
    assert problems_of(text, cases, tmp_path) == [
        "2:1 CX505", "3:8 CX501", "3:19 CX121", "3:25 CX104", "3:34 CX104", "4:1 CX101", "5:39 CX507",
    ]  # fmt: skip


def test_a_wrong_team_is_answered_with_the_right_one(cases: tuple[Chosen, ...], tmp_path: Path) -> None:
    with pytest.raises(ListRefused) as caught:
        orders_of("team,to\nbiling,a@b.example\n", cases, tmp_path)
    assert caught.value.problems[0].hint == 'did you mean "billing"?'


def test_an_unknown_column_is_told_at_the_head(cases: tuple[Chosen, ...], tmp_path: Path) -> None:
    assert problems_of("team,to,langauge\nportal,a@b.example,de_DE\n", cases, tmp_path) == ["1:9 CX102"]


def test_nobody_is_on_the_list_twice_for_the_same_document(cases: tuple[Chosen, ...], tmp_path: Path) -> None:
    text = "team,to,audience\nportal,a@b.example,board\nportal,a@b.example,team\nportal,c@b.example; a@b.example,team\n"
    assert problems_of(text, cases, tmp_path) == ["4:8 CX506"]


def test_two_rows_of_one_edition_have_drafts_of_their_own(cases: tuple[Chosen, ...], tmp_path: Path) -> None:
    orders = orders_of("team,to\nportal,a@b.example\nportal,c@b.example\n", cases, tmp_path)
    assert [order.draft for order in orders] == ["portal.eml", "portal-2.eml"]


@pytest.mark.parametrize(
    "text",
    ['team,to\nportal,"Zoë\nBcc: <a@b.example>"\n', 'team,to,subject\nportal,a@b.example,"One\nBcc: c@d.example"\n'],
)
def test_a_row_cannot_write_another_head_line(text: str, cases: tuple[Chosen, ...], tmp_path: Path) -> None:
    (problem,) = problems_of(text, cases, tmp_path)
    assert problem.endswith(("CX501", "CX502"))


def test_an_empty_list_and_one_that_is_no_text_are_told(cases: tuple[Chosen, ...], tmp_path: Path) -> None:
    assert problems_of("team,to\n", cases, tmp_path) == ["1:1 CX124"]
    (tmp_path / "teams.csv").write_bytes("team,to\nportal,Zo\xeb <a@b.example>\n".encode("latin-1"))
    with pytest.raises(ListRefused) as caught:
        read_orders(tmp_path / "teams.csv", cases, Wishes())
    assert [problem.code for problem in caught.value.problems] == ["CX003"]


@pytest.mark.parametrize("text", ["", "\n\n", "portal,zoe@client.example\n"])
def test_a_table_without_a_row_of_names_is_told_in_one_line(
    text: str, cases: tuple[Chosen, ...], tmp_path: Path
) -> None:
    assert problems_of(text, cases, tmp_path) == ["1:1 CX508"]


def test_a_list_of_yaml_begins_with_its_key(cases: tuple[Chosen, ...], tmp_path: Path) -> None:
    (tmp_path / "teams.yaml").write_text("- {team: portal, to: a@b.example}\n", "utf-8")
    with pytest.raises(ListRefused) as caught:
        read_orders(tmp_path / "teams.yaml", cases, Wishes())
    (problem,) = caught.value.problems
    assert (problem.message, problem.hint) == (
        "a distribution list is keys and values, and this file is a list", "begin with  teams:"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "told", "hint"),
    [
        ("teams.xlsx", r"teams\.xlsx is no distribution list", "CSV UTF-8"),
        ("cases", "cases is no distribution list", "CSV UTF-8"),
        ("cases/portal.yaml", "is a case, and no distribution list", "teams:"),
        ("team.csv", r"there is no distribution list .*team\.csv", r"did you mean .*teams\.csv"),
    ],
)
def test_what_is_no_list_is_refused(name: str, told: str, hint: str, cases: tuple[Chosen, ...], tmp_path: Path) -> None:
    for file in ("teams.xlsx", "teams.csv"):
        (tmp_path / file).write_bytes(b"PK\x03\x04")
    with pytest.raises(UsageError, match=told) as caught:
        read_orders(tmp_path / name, cases, Wishes())
    assert re.search(hint, caught.value.hint)


def test_the_list_alone_says_who_gets_it(cases: tuple[Chosen, ...], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the list says who gets the mails"):
        read_orders(tmp_path / "teams.csv", cases, read_wishes(to=["a@b.example"]))


def test_each_team_gets_its_edition_in_its_language(cases: tuple[Chosen, ...], tmp_path: Path) -> None:
    text = (
        "team,to,language,audience,greeting,formats\n"
        "portal,zoe@client.example,de_DE,,Liebe Zoë,xlsx\n"
        "portal,ken@client.example,,,Dear Ken,xlsx\n"
    )
    (tmp_path / "teams.csv").write_text(text, "utf-8")
    plan = plan_mail([tmp_path / "cases"], tmp_path / "out", read_wishes(), listed=tmp_path / "teams.csv")
    assert plan.unsent == ()
    german, english = plan.outgoing
    assert (german.key, english.key) == ("portal.de_DE", "portal")
    assert german.message.letter.text.startswith("Liebe Zoë\n")
    assert "Kapitalwert" in german.message.letter.text
    assert "Net present value" in english.message.letter.text
    assert german.message.attachments[0].data != english.message.attachments[0].data
    assert [path.name for path in plan.unlisted] == ["billing.yaml"]
    assert sorted(file.name for file in (tmp_path / "out").glob("*.xlsx")) == ["portal.de_DE.xlsx", "portal.xlsx"]
