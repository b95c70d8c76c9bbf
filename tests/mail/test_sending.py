"""Through real servers: aiosmtpd and Postfix, secured by an authority of our own, which alone is trusted."""

from __future__ import annotations

import datetime as dt
import email
import os
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from cxreport.mail.courier import Patience
from cxreport.mail.ledger import LEDGER
from cxreport.mail.plan import MailPlan
from cxreport.mail.send import Dispatch, World, send_mail
from cxreport.mail.server import Server, ServerRefused
from mail_parcels import NOW, ZOE, outgoing
from mail_servers import Mailroom, running_postfix

PHRASE, TOKEN = "correct horse", "token of one hour"


@dataclass(frozen=True)
class Authority:
    """An authority of our own: the file with its certificate, and certificates that it has given."""

    root: trustme.CA
    pem: Path
    folder: Path

    def context(self, *names: str, until: dt.datetime | None = None) -> ssl.SSLContext:
        """Return what a server of these names shows."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.root.issue_cert(*names, not_after=until).configure_cert(context)
        return context


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder, root = tmp_path_factory.mktemp("authority"), trustme.CA()
    root.cert_pem.write_to_path(str(folder / "ca.pem"))
    return Authority(root, folder / "ca.pem", folder)


class Sink:
    """Keeps every message that comes in."""

    def __init__(self) -> None:
        self.taken: list[Any] = []

    async def handle_DATA(self, *told: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.taken.append(told[2])
        return "250 2.0.0 taken"

    async def auth_XOAUTH2(self, _: SMTP, words: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd's name
        import base64

        good = base64.b64decode(words[1]) == b"user=cx\x01auth=Bearer " + TOKEN.encode() + b"\x01\x01"
        return AuthResult(success=good, handled=False)


def known(server: object, session: object, envelope: object, mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and data == LoginPassword(b"cx", PHRASE.encode())
    return AuthResult(success=good, handled=False)


@contextmanager
def aiosmtpd(context: ssl.SSLContext | None, *, at_once: bool = False, **options: Any) -> Iterator[tuple[Sink, int]]:
    """Run an aiosmtpd on loopback, secured `at_once` or by STARTTLS."""
    sink = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    if context and not at_once:
        options |= {"tls_context": context, "require_starttls": True}
    controller = Controller(sink, hostname="127.0.0.1", port=port, ssl_context=context if at_once else None, **options)
    try:
        controller.start()
        yield sink, port
    finally:
        controller.stop()


def through(
    server: Server, out: Path, mails: Any = None, secret: str = "", by: str = "PASSWORD"
) -> tuple[Dispatch, ...]:
    environment = {f"CXREPORT_SMTP_{by}": secret} if secret else {}
    world = World(environment, lambda: NOW, lambda _: None, (), Patience(answer=5, verdict=5))
    return send_mail(mails or [outgoing(server)], out, world=world)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_mail_arrives_byte_for_byte_through_tls(security: Any, authority: Authority, tmp_path: Path) -> None:
    with aiosmtpd(authority.context("127.0.0.1"), at_once=security == "tls") as (sink, port):
        mail = outgoing(Server("127.0.0.1", port, security, ca=authority.pem))
        (dispatch,) = through(mail.server, tmp_path, [mail])  # type: ignore[arg-type]  # it has one
    assert dispatch.sent == (ZOE,)
    assert sink.taken[0].content == mail.message.as_bytes(NOW, mail.message.identity(), draft=False)
    assert b"X-Unsent" not in sink.taken[0].content
    assert (sink.taken[0].mail_from, sink.taken[0].rcpt_tos) == ("cx@northwind.example", [ZOE])


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize(
    ("names", "trusted", "until", "told"),
    [
        (["other.example"], True, None, "mismatch"),
        (["127.0.0.1"], False, None, "unable to get local issuer|self.signed"),
        (["127.0.0.1"], True, dt.datetime(2020, 1, 1, tzinfo=dt.UTC), "expired"),
    ],
    ids=["name of another", "authority of nobody", "of yesterday"],
)
def test_a_wrong_certificate_is_refused(
    security: Any, names: list[str], trusted: bool, until: dt.datetime | None, told: str, authority: Authority, tmp_path: Path
) -> None:  # fmt: skip
    with aiosmtpd(authority.context(*names, until=until), at_once=security == "tls") as (sink, port):
        server = Server("127.0.0.1", port, security, ca=authority.pem if trusted else None)
        with pytest.raises(ServerRefused, match=f"certificate of 127.0.0.1:{port} is not trusted: .*({told})"):
            through(server, tmp_path)
    assert sink.taken == []
    assert not (tmp_path / LEDGER).exists()


@pytest.mark.parametrize(
    ("text", "told"), [(None, "no such file"), ("not a certificate", "no certificate or crl found")]
)
def test_a_file_without_an_authority_is_told(text: str | None, told: str, authority: Authority, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "own.pem").write_text(text, "utf-8")
    with aiosmtpd(authority.context("127.0.0.1")) as (_, port), pytest.raises(ServerRefused, match=told):
        through(Server("127.0.0.1", port, "starttls", ca=tmp_path / "own.pem"), tmp_path)


def test_a_server_that_nobody_knows_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(ServerRefused, match=r"no server smtp\.client\.example is known"):
        through(Server("smtp.client.example", 587, "starttls"), tmp_path)


def test_a_server_that_does_not_secure_the_connection_gets_nothing(authority: Authority, tmp_path: Path) -> None:
    with Mailroom().open() as room, pytest.raises(ServerRefused, match="does not offer to secure"):
        through(Server("127.0.0.1", room.port, "starttls", ca=authority.pem), tmp_path)
    assert room.taken == []


def test_the_password_comes_from_the_environment(authority: Authority, tmp_path: Path) -> None:
    with aiosmtpd(authority.context("127.0.0.1"), authenticator=known, auth_required=True) as (sink, port):
        server = Server("127.0.0.1", port, "starttls", "cx", authority.pem)
        with pytest.raises(ServerRefused, match="does not let cx in: 535"):
            through(server, tmp_path, secret=TOKEN)
        with pytest.raises(ServerRefused, match=r"password of cx at 127\.0\.0\.1 is not known"):
            through(server, tmp_path)
        assert sink.taken == []
        (dispatch,) = through(server, tmp_path, secret=PHRASE)
    assert dispatch.sent == (ZOE,)


def test_the_password_comes_from_the_keyring(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring

    kept = {("cxreport:127.0.0.1", "cx"): PHRASE}
    monkeypatch.setattr(keyring, "get_password", lambda service, user: kept.get((service, user)))
    with aiosmtpd(authority.context("127.0.0.1"), authenticator=known, auth_required=True) as (_, port):
        (dispatch,) = through(Server("127.0.0.1", port, "starttls", "cx", authority.pem), tmp_path)
    assert dispatch.sent == (ZOE,)


def test_a_password_of_the_environment_is_shown_to_one_server_alone(authority: Authority, tmp_path: Path) -> None:
    with aiosmtpd(authority.context("127.0.0.1"), authenticator=known, auth_required=True) as (sink, port):
        ours = outgoing(Server("127.0.0.1", port, "starttls", "cx", authority.pem))
        other = outgoing(Server("localhost", port, "starttls", "cx", authority.pem), key="other")
        with pytest.raises(ServerRefused, match=r"no other may see it: cx at 127\.0\.0\.1, cx at localhost"):
            through(ours.server, tmp_path, [ours, other], secret=PHRASE)  # type: ignore[arg-type]  # it has one
    assert sink.taken == []


def test_a_token_of_oauth_opens_what_takes_no_password(authority: Authority, tmp_path: Path) -> None:
    with aiosmtpd(authority.context("127.0.0.1"), auth_required=True) as (_, port):
        server = Server("127.0.0.1", port, "starttls", "cx", authority.pem)
        with pytest.raises(ServerRefused, match="does not let cx in"):
            through(server, tmp_path, secret=PHRASE, by="TOKEN")
        (dispatch,) = through(server, tmp_path, secret=TOKEN, by="TOKEN")
    assert dispatch.sent == (ZOE,)


@pytest.mark.skipif(
    os.geteuid() != 0, reason="Postfix starts as root only; .ci/run as root, as in a container, runs it"
)
def test_postfix_delivers_the_mail_and_libreoffice_opens_what_it_carries(
    authority: Authority, planned: MailPlan, tmp_path: Path
) -> None:
    issued = authority.root.issue_cert("localhost", "127.0.0.1")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    issued.cert_chain_pems[0].write_to_path(str(certificate))
    issued.private_key_pem.write_to_path(str(key))
    with running_postfix(certificate, key) as postfix:
        server = Server("localhost", postfix.port, "starttls", ca=authority.pem)
        with pytest.raises(ServerRefused, match="is not trusted"):
            through(Server("127.0.0.1", postfix.port, "starttls"), tmp_path)
        mail = planned_through(planned, server)
        (dispatch,) = through(server, tmp_path, [mail])
        (arrived,) = postfix.delivered("zoe")
        postfix.delivered("ken")
    assert sorted(dispatch.sent) == ["ken@client.example", "zoe@client.example"]
    assert [*dispatch.refused] == ["finance@client.example"]
    assert "User unknown" in dispatch.refused["finance@client.example"]
    sent = mail.message.as_bytes(NOW, mail.message.identity(), draft=False)
    assert arrived.endswith(sent.replace(b"\r\n", b"\n"))  # a mailbox on disk has the line ends of its system
    message = email.message_from_bytes(arrived, policy=policy.default)
    assert isinstance(message, EmailMessage)
    for part, file in zip(message.iter_attachments(), mail.message.attachments, strict=True):
        assert (part.get_filename(), part.get_content()) == (file.name, file.data)
        (tmp_path / file.name).write_bytes(part.get_content())
    assert "We propose to" in read_by_libreoffice(tmp_path / mail.message.attachments[0].name)


def planned_through(planned: MailPlan, server: Server) -> Any:
    from dataclasses import replace

    return replace(planned.outgoing[0], server=server)


def read_by_libreoffice(file: Path) -> str:
    """Return the text that LibreOffice finds in a document."""
    command = [
        "soffice", f"-env:UserInstallation=file://{file.parent}/office", "--headless", "--convert-to", "txt:Text (encoded):UTF8",
        "--outdir", str(file.parent), str(file),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return file.with_suffix(".txt").read_text("utf-8-sig")
