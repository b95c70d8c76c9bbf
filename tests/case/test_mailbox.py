from __future__ import annotations

import pytest

from cxreport.case.mailbox import Mailbox, parse_mailbox, parse_mailboxes
from cxreport.quantity import QuantityError


@pytest.mark.parametrize(
    ("text", "mailbox"),
    [
        ("zoe@client.example", Mailbox("", "zoe", "client.example")),
        ("Zoë O'Brien <zoe@client.example>", Mailbox("Zoë O'Brien", "zoe", "client.example")),
        ('"O\'Brien, Zoë" <zoe@client.example>', Mailbox("O'Brien, Zoë", "zoe", "client.example")),
        (r'"Zoë \"Z\" O" <zoe@client.example>', Mailbox('Zoë "Z" O', "zoe", "client.example")),
        ("佐藤 健 <ken+cx@client.example>", Mailbox("佐藤 健", "ken+cx", "client.example")),
        ("<zoe@client.example>", Mailbox("", "zoe", "client.example")),
        ("zoe@München.Example", Mailbox("", "zoe", "xn--mnchen-3ya.example")),
    ],
)
def test_an_address_has_a_name_in_any_script_or_none(text: str, mailbox: Mailbox) -> None:
    assert parse_mailbox(text) == mailbox


@pytest.mark.parametrize(
    "text",
    [
        "zoe", "zoe@", "@client.example", "zoe@client", "zoe@client..example", "zoe@-client.example", "zoe@client.1",
        "zoe @client.example", "zoe..z@client.example", ".zoe@client.example", "zoë@client.example",
        "a@b.example, c@d.example", "Zoë <zoe@client.example", "zoe@client.example>", "x@y <zoe@client.example>",
        "zoe@straße.example", "zoe@[127.0.0.1]", "z" * 65 + "@client.example", "zoe@" + "c" * 64 + ".example", "",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_mailbox(text)
    assert caught.value.code == "CX501"
    assert caught.value.hint


def test_addresses_in_one_text_are_split_outside_of_names() -> None:
    read = parse_mailboxes('"O\'Brien, Zoë" <zoe@client.example>; ken@client.example, ')
    assert [str(mailbox) for mailbox in read] == ['"O\'Brien, Zoë" <zoe@client.example>', "ken@client.example"]
