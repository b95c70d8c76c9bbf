"""A message's way through SMTP (RFC 5321), step by step, so that each fault is known for what it is.

Before the line that ends a message has left, a fault is passing: the server cannot have taken it, and one may try
again. After it the message is in doubt, until the server's answer is heard.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from cxreport.mail.server import Secret, Server, ServerRefused, tls_context

_NAME = "localhost.localdomain"  # what we call ourselves, so that the machine's name does not travel
_LONE_LINE_END = re.compile(rb"\r\n|\r|\n")


class Patience(NamedTuple):
    """How many seconds to wait: for each answer, and for the one that decides (RFC 5321 §4.5.3.2 asks for minutes)."""

    answer: float = 60
    verdict: float = 600


class PassingFault(Exception):
    """Stands for a fault that may be gone the next time; nothing was taken. `reached` tells that a server answered."""

    def __init__(self, told: str, *, reached: bool) -> None:
        super().__init__(told)
        self.reached = reached


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a server said of one message: who gets it, who is refused for good, who for now, and who perhaps has it."""

    sent: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    waiting: Mapping[str, str] = field(default_factory=dict)
    reply: str = ""


class Courier:
    """A connection to one server, opened when it is first needed, and again after a fault."""

    def __init__(self, server: Server, secret: Secret | None, patience: Patience = Patience()) -> None:  # noqa: B008 - frozen
        self.server = server
        self._secret, self._patience = secret, patience
        self._smtp: smtplib.SMTP | None = None

    def carry(
        self, sender: str, recipients: Sequence[str], data: bytes, on_last_line: Callable[[tuple[str, ...]], None]
    ) -> Delivery:
        """Return what the server said of a message; `on_last_line` hears who is to get it before its last line leaves.

        Raises PassingFault where nothing was taken and one may try again, ServerRefused where no message will be.
        """
        smtp = self._connected()
        try:
            return self._handed_over(smtp, sender, recipients, data, on_last_line)
        except PassingFault:
            self.close()
            raise
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self.close()
            raise PassingFault(_told(error), reached=True) from None
        except BaseException:
            self.close(politely=False)  # a message that was not ended is forgotten by the server
            raise

    def close(self, *, politely: bool = True) -> None:
        """End the connection."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        with suppress(smtplib.SMTPException, OSError, ValueError):
            if politely and smtp.sock is not None:
                smtp.sock.settimeout(5)
                smtp.quit()
        smtp.close()

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = self._opened()
            except ServerRefused:
                raise
            except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
                raise PassingFault(f"{self.server} ended the connection before it was secured", reached=True) from None
            except ssl.SSLError as error:
                raise self._untrusted(error) from None
            except smtplib.SMTPException as error:
                raise PassingFault(f"{self.server}: {_told(error)}", reached=True) from None
            except socket.gaierror as error:
                if error.errno != socket.EAI_NONAME:
                    raise PassingFault(f"{self.server} cannot be reached: {_told(error)}", reached=False) from None
                hint = "check  host:  under  smtp:  letter by letter, and whether you are online"
                raise ServerRefused(f"no server {self.server.host} is known", hint) from None
            except (OSError, ValueError) as error:
                raise PassingFault(f"{self.server} cannot be reached: {_told(error)}", reached=False) from None
        return self._smtp

    def _opened(self) -> smtplib.SMTP:
        server, seconds = self.server, self._patience.answer
        if server.security == "tls":
            context = tls_context(server)
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, _NAME, timeout=seconds, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, _NAME, timeout=seconds)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                self._secure(smtp)
            if server.user:
                self._sign_in(smtp)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _secure(self, smtp: smtplib.SMTP) -> None:
        if not smtp.has_extn("starttls"):
            hint = "is this the right port? 587 is usual for starttls, 465 for tls"
            raise ServerRefused(f"{self.server} does not offer to secure the connection", hint)
        code, reply = smtp.starttls(context=tls_context(self.server))
        if code != 220:
            raise smtplib.SMTPResponseException(code, reply)
        smtp.ehlo()

    def _sign_in(self, smtp: smtplib.SMTP) -> None:
        assert self._secret is not None  # noqa: S101 - found before, for whoever has a user
        user, secret = self.server.user, self._secret
        try:
            if secret.is_token:
                smtp.auth("XOAUTH2", lambda challenge=None: _bearer(user, secret.text) if challenge is None else "")
            else:
                smtp.login(user, secret.text)
        except smtplib.SMTPAuthenticationError as error:
            if 400 <= error.smtp_code < 500:
                raise
            hint = "check user and password; many providers want a password made for one program, see docs/mail.md"
            raise ServerRefused(f"{self.server} does not let {user} in: {_told(error)}", hint) from None
        except smtplib.SMTPNotSupportedError as error:
            raise ServerRefused(f"{self.server} does not take a password here: {error}", "see docs/mail.md") from None

    def _untrusted(self, error: ssl.SSLError) -> ServerRefused:
        if isinstance(error, ssl.SSLCertVerificationError):
            hint = "check the name of the server; a certificate of your own authority is named by  ca:  under smtp"
            return ServerRefused(f"the certificate of {self.server} is not trusted: {error.verify_message}", hint)
        hint = "is this the right port? 587 is usual for starttls, 465 for tls"
        return ServerRefused(f"{self.server} cannot secure the connection: {error.reason or error}", hint)

    def _handed_over(
        self,
        smtp: smtplib.SMTP,
        sender: str,
        recipients: Sequence[str],
        data: bytes,
        on_last_line: Callable[[tuple[str, ...]], None],
    ) -> Delivery:
        body = _stuffed(data)
        most = smtp.esmtp_features.get("size", "")
        if most.isdigit() and 0 < int(most) < len(body):
            told = f"the server takes messages of {int(most):,} bytes at most, and this one has {len(body):,}"
            return Delivery(refused=dict.fromkeys(recipients, told))
        options = [f"size={len(body)}"] if smtp.has_extn("size") else []
        code, reply = smtp.mail(sender, options)
        if code != 250:
            return self._all(smtp, recipients, code, reply)
        taken, refused, waiting = self._named(smtp, recipients)
        if not taken:
            smtp.rset()
            return Delivery(refused=refused, waiting=waiting)
        code, reply = smtp.docmd("DATA")
        if code != 354:
            whole = self._all(smtp, taken, code, reply)
            return Delivery(refused=refused | dict(whole.refused), waiting=waiting | dict(whole.waiting))
        smtp.send(body)
        if self._ended_early(smtp):
            raise PassingFault("the connection was ended", reached=True)
        on_last_line(taken)
        return self._decided(smtp, taken, refused, waiting)

    def _named(
        self, smtp: smtplib.SMTP, recipients: Sequence[str]
    ) -> tuple[tuple[str, ...], dict[str, str], dict[str, str]]:
        """Return which recipients the server takes, and what it said of the others: for good, and for now."""
        taken: list[str] = []
        refused: dict[str, str] = {}
        waiting: dict[str, str] = {}
        for address in recipients:
            code, reply = smtp.rcpt(address)
            if code in {250, 251}:
                taken.append(address)
            elif code == 421 or not 400 <= code < 600:
                raise PassingFault(_reply(code, reply), reached=True)
            else:
                (waiting if code < 500 else refused)[address] = _reply(code, reply)
        return tuple(taken), refused, waiting

    def _ended_early(self, smtp: smtplib.SMTP) -> bool:
        """Return whether the server has gone, or spoken, before the last line: then it has not taken the message."""
        if smtp.sock is None:
            return True
        smtp.sock.settimeout(0)
        try:
            smtp.sock.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True
        finally:
            smtp.sock.settimeout(self._patience.verdict)
        return True

    def _decided(
        self, smtp: smtplib.SMTP, taken: tuple[str, ...], refused: Mapping[str, str], waiting: Mapping[str, str]
    ) -> Delivery:
        """Send the last line, and return what the server made of the message."""
        try:
            smtp.send(b".\r\n")
            code, reply = smtp.getreply()
            if smtp.sock is not None:
                smtp.sock.settimeout(self._patience.answer)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self.close(politely=False)
            return Delivery(doubtful=taken, refused=refused, waiting=waiting, reply=_told(error))
        told = _reply(code, reply)
        if 200 <= code < 300:
            return Delivery(sent=taken, refused=refused, waiting=waiting, reply=told)
        if 400 <= code < 500:
            if code == 421:
                self.close()
            return Delivery(refused=refused, waiting={**waiting, **dict.fromkeys(taken, told)})
        if 500 <= code < 600:
            return Delivery(refused={**refused, **dict.fromkeys(taken, told)}, waiting=waiting)
        self.close(politely=False)
        return Delivery(doubtful=taken, refused=refused, waiting=waiting, reply=told)

    def _all(self, smtp: smtplib.SMTP, recipients: Sequence[str], code: int, reply: bytes) -> Delivery:
        """Return that everybody got the same answer, which was no yes."""
        if code == 421 or not 400 <= code < 600:
            raise PassingFault(_reply(code, reply), reached=True)
        smtp.rset()
        told = dict.fromkeys(recipients, _reply(code, reply))
        return Delivery(waiting=told) if code < 500 else Delivery(refused=told)


def _stuffed(data: bytes) -> bytes:
    """Return a message as it travels: every line end whole, and a dot that begins a line doubled."""
    lines = _LONE_LINE_END.sub(b"\r\n", data).removesuffix(b"\r\n") + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", lines)


def _bearer(user: str, token: str) -> str:
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def _reply(code: int, reply: bytes) -> str:
    return f"{code} {' '.join(reply.decode('utf-8', 'replace').split())}".strip()


def _told(error: Exception) -> str:
    """Return what a fault says, in a line."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return _reply(error.smtp_code, text if isinstance(text, bytes) else str(text).encode())
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "no such server is known"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "the connection was ended"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
