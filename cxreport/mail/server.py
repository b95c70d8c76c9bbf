"""The server that takes the mail, and the password for it, which is in no file of the project."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Mapping
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


def find_secrets(servers: Iterable[Server], environment: Mapping[str, str]) -> Mapping[Server, Secret]:
    """Return what to sign in with at each server that has a user: from the environment, else from the system's keyring.

    Raises ServerRefused where a secret is known to neither, and where the environment has one and two servers would
    get it: it belongs to one of them.
    """
    signing = [server for server in servers if server.user]
    given = next((name for name in (TOKEN, PASSWORD) if environment.get(name)), "")
    accounts = dict.fromkeys(f"{server.user} at {server.host}" for server in signing)
    if given and len(accounts) > 1:
        hint = "take it out of the environment and give each password to the keyring, or send to one server at a time"
        raise ServerRefused(f"{given} is for one of these, and no other may see it: {', '.join(accounts)}", hint)
    if given:
        return dict.fromkeys(signing, Secret(environment[given], is_token=given == TOKEN))
    return {server: Secret(_from_keyring(server)) for server in signing}


def _from_keyring(server: Server) -> str:
    """Return the password that the system's keyring has. Raises ServerRefused where there is none, or no keyring."""
    password = ""
    with suppress(ImportError):  # an extra that not everyone has
        import keyring
        from keyring.errors import KeyringError

        with suppress(KeyringError):
            password = keyring.get_password(f"cxreport:{server.host}", server.user) or ""
    if not password:
        kept = f"keyring set cxreport:{server.host} {server.user}"
        hint = f"put it into the environment as {PASSWORD}, or into the keyring of the system:  {kept}"
        raise ServerRefused(f"the password of {server.user} at {server.host} is not known here", hint)
    return password


def tls_context(server: Server) -> ssl.SSLContext:
    """Return what checks the server's certificate and its name. Raises ServerRefused for a file of none."""
    context = ssl.create_default_context()
    if server.ca is not None:
        try:
            context.load_verify_locations(server.ca)
        except (OSError, ssl.SSLError) as error:
            told = (getattr(error, "strerror", None) or str(error)).lower()
            raise ServerRefused(f"{server.ca} holds no certificates: {told}", "name a file in PEM form") from None
    return context
