"""The server that takes the mail, and the password for it, which is in no file of the project."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cxreport.case.load import LoadedCase
from cxreport.case.models import Security, Smtp
from cxreport.errors import CxreportError

PASSWORD, TOKEN = "CXREPORT_SMTP_PASSWORD", "CXREPORT_SMTP_TOKEN"


class ServerRefused(CxreportError):
    """Stands for a server that cannot be trusted, or that does not take mail from us; nothing goes through it."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server: where it is, how the connection is secured, who signs in, and whose certificates count beside all."""

    host: str
    port: int
    security: Security
    user: str = ""
    ca: Path | None = None

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def server_of(smtp: Smtp, loaded: LoadedCase) -> Server:
    """Return the server that a case names; a file beside it is found from the file that names it."""
    ca = Path(loaded.place(("mail", "smtp", "ca")).file).parent / smtp.ca if smtp.ca else None
    return Server(smtp.host, smtp.reached, smtp.secured, smtp.user or "", ca)


@dataclass(frozen=True, slots=True)
class Secret:
    """What one signs in with: a password, or a token of OAuth 2."""

    text: str
    is_token: bool = False


def find_secret(server: Server, environment: Mapping[str, str]) -> Secret:
    """Return what to sign in with: from the environment, else from the keyring of the system.

    Raises ServerRefused where neither has it.
    """
    if token := environment.get(TOKEN):
        return Secret(token, is_token=True)
    if password := environment.get(PASSWORD) or _from_keyring(server):
        return Secret(password)
    kept = f"keyring set cxreport:{server.host} {server.user}"
    hint = f"put it into the environment as {PASSWORD}, or into the keyring of the system:  {kept}"
    raise ServerRefused(f"the password of {server.user} at {server.host} is not known here", hint)


def _from_keyring(server: Server) -> str:
    """Return the password that the system's keyring has; empty where there is none, or no keyring."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:  # an extra that not everyone has
        return ""
    with suppress(KeyringError):
        return keyring.get_password(f"cxreport:{server.host}", server.user) or ""
    return ""


def tls_context(server: Server) -> ssl.SSLContext:
    """Return what checks the server's certificate and its name. Raises ServerRefused for a file of none."""
    context = ssl.create_default_context()
    if server.ca is not None:
        try:
            context.load_verify_locations(server.ca)
        except (OSError, ssl.SSLError) as error:
            told = getattr(error, "strerror", None) or str(error)
            raise ServerRefused(f"{server.ca} holds no certificates: {told}", "name a file in PEM form") from None
    return context
