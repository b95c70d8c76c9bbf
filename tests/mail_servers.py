"""Servers for the tests of sending: one that fails wherever a test wants, and a Postfix of its own.

The first is written from RFC 5321 with plain sockets, so that a fault happens exactly where a test puts it.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

DROP, HANG, TAKE_AND_DROP = "drop", "hang", "take and drop"
STAGES = ("greeting", "ehlo", "mail", "rcpt", "data", "body", "dot")
Fault = Callable[[str, str], str | None]
"""Called with a stage and what the client said; returns a reply, DROP, HANG, TAKE_AND_DROP, or None for a yes."""

_YES = {
    "greeting": "220 here",
    "mail": "250 ok",
    "rcpt": "250 ok",
    "data": "354 go on",
    "dot": "250 2.0.0 queued",
    "rset": "250 ok",
    "quit": "221 bye",
}


@dataclass
class Mailroom:
    """A server that takes mail on loopback; `taken` has (recipients, message) of each that it said yes to."""

    fault: Fault = lambda *_: None
    size: int = 0
    taken: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    @contextmanager
    def open(self) -> Iterator[Mailroom]:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            # So little room that a large message cannot all be on its way before a part of it has been read.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            self.port = listening.getsockname()[1]
            threading.Thread(target=self._listen, args=(listening,), daemon=True).start()
            yield self
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)

    def got(self, address: str) -> int:
        """Return how many messages have been taken for an address."""
        return sum(address in recipients for recipients, _ in self.taken)

    def _listen(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines, suppress(_Dropped, OSError):
            self._say(connection, "greeting")
            recipients: list[str] = []
            for line in lines:
                words = line.decode("ascii").strip()
                stage = words[:4].lower()
                if stage in {"ehlo", "helo"}:
                    self._say(connection, "ehlo", yes=f"250-here\r\n250 SIZE {self.size}" if self.size else "250 here")
                elif stage == "data":
                    if self._say(connection, "data", words).startswith("354"):
                        self._take(connection, lines, recipients)
                elif self._say(connection, stage, words).startswith("25") and stage == "rcpt":
                    recipients.append(words.partition("<")[2].partition(">")[0])
                if stage in {"mail", "rset"}:
                    recipients = []

    def _take(self, connection: socket.socket, lines: Iterator[bytes], recipients: list[str]) -> None:
        body = []
        for number, line in enumerate(lines):
            if number == 3:
                self._say(connection, "body", yes="")
            if line == b".\r\n":
                break
            body.append(line[1:] if line.startswith(b".") else line)
        else:
            return  # the client has left before the end: there is no message
        reply = self.fault("dot", "") or _YES["dot"]
        if reply in {TAKE_AND_DROP, _YES["dot"]}:
            self.taken.append((tuple(recipients), b"".join(body)))
        self._answer(connection, reply)

    def _say(self, connection: socket.socket, stage: str, words: str = "", yes: str | None = None) -> str:
        reply = self.fault(stage, words)
        reply = (_YES.get(stage, "502 what?") if yes is None else yes) if reply is None else reply
        self._answer(connection, reply)
        return reply

    def _answer(self, connection: socket.socket, reply: str) -> None:
        if reply == HANG:
            time.sleep(3)
        if reply in {DROP, HANG, TAKE_AND_DROP}:
            connection.close()
            raise _Dropped
        if reply:
            connection.sendall(reply.encode() + b"\r\n")


class _Dropped(Exception):
    pass


def once(stage: str, reply: str) -> Fault:
    """Return a fault that happens at the first time of a stage and never again."""
    left = [reply]

    def fault(at: str, _: str) -> str | None:
        return left.pop() if at == stage and left else None

    return fault


def always(stage: str, reply: str, words: str = "") -> Fault:
    """Return a fault that happens at every time of a stage, where the client says `words`."""
    return lambda at, said: reply if at == stage and words in said else None


@dataclass(frozen=True)
class Postfix:
    """A running Postfix: its port, and what it has delivered."""

    port: int
    boxes: Path
    log: Path

    def delivered(self, user: str, count: int = 1) -> list[bytes]:
        """Return the messages in the mailbox of a user, once there are so many."""
        new = self.boxes / user / "new"
        deadline = time.monotonic() + 20
        while len(found := sorted(new.glob("*")) if new.is_dir() else []) < count:
            assert time.monotonic() < deadline, self.log.read_text("utf-8", "replace")[-2000:]
            time.sleep(0.05)
        return [file.read_bytes() for file in found]


@contextmanager
def running_postfix(certificate: Path, key: Path) -> Iterator[Postfix]:
    """Start a Postfix with settings, queue and mailboxes of its own on a free port of loopback; stop it at the end.

    It needs neither systemd nor a mail name, and touches nothing of a Postfix that may run on this machine.
    """
    program = shutil.which("postfix") or "/usr/sbin/postfix"
    assert Path(program).exists(), "Postfix is missing; this brings it:  .ci/setup mail"
    folder = Path(mkdtemp(prefix="cxreport-postfix-"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    try:
        _write_settings(folder, port, certificate, key)
        started = subprocess.run([program, "-c", folder / "etc", "start"], check=False, capture_output=True, text=True)
        assert started.returncode == 0, started.stdout + started.stderr
        yield Postfix(port, folder / "boxes", folder / "log" / "postfix.log")
    finally:
        subprocess.run([program, "-c", folder / "etc", "stop"], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def _write_settings(folder: Path, port: int, certificate: Path, key: Path) -> None:
    folder.chmod(0o755)
    for name in ("etc", "queue", "data", "boxes", "log"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    shutil.chown(folder / "boxes", "postfix")
    for file, name in ((certificate, "cert.pem"), (key, "key.pem")):
        (folder / "etc" / name).write_bytes(file.read_bytes())
        (folder / "etc" / name).chmod(0o600)
    settings = {
        "compatibility_level": "3.6",
        "queue_directory": folder / "queue",
        "data_directory": folder / "data",
        "maillog_file": folder / "log" / "postfix.log",
        "maillog_file_prefixes": folder,
        "myhostname": "post.client.example",
        "mydestination": "",
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "mynetworks": "127.0.0.0/8",
        "alias_maps": "",
        "alias_database": "",
        "local_recipient_maps": "",
        "virtual_mailbox_domains": "client.example",
        "virtual_mailbox_base": folder / "boxes",
        "virtual_mailbox_maps": f"texthash:{folder}/etc/boxes",
        "virtual_uid_maps": f"static:{(folder / 'boxes').stat().st_uid}",
        "virtual_gid_maps": f"static:{(folder / 'boxes').stat().st_gid or 8}",
        "virtual_minimum_uid": "1",
        "smtpd_tls_cert_file": folder / "etc" / "cert.pem",
        "smtpd_tls_key_file": folder / "etc" / "key.pem",
        "smtpd_tls_security_level": "encrypt",
        "smtpd_peername_lookup": "no",
        "smtpd_recipient_restrictions": "permit_mynetworks, reject",
        "biff": "no",
    }
    text = "".join(f"{name} = {value}\n" for name, value in settings.items())
    (folder / "etc" / "main.cf").write_text(text, "utf-8")
    (folder / "etc" / "boxes").write_text(
        "".join(f"{user}@client.example {user}/\n" for user in ("zoe", "ken")), "utf-8"
    )
    services = [
        f"127.0.0.1:{port} inet n - n - - smtpd",
        "pickup unix n - n 60 1 pickup",
        "cleanup unix n - n - 0 cleanup",
        "qmgr unix n - n 300 1 qmgr",
        "tlsmgr unix - - n 1000? 1 tlsmgr",
        "rewrite unix - - n - - trivial-rewrite",
        "bounce unix - - n - 0 bounce",
        "defer unix - - n - 0 bounce",
        "trace unix - - n - 0 bounce",
        "proxymap unix - - n - - proxymap",
        "showq unix n - n - - showq",
        "error unix - - n - - error",
        "retry unix - - n - - error",
        "virtual unix - n n - - virtual",
        "anvil unix - - n - 1 anvil",
        "postlog unix-dgram n - n - 1 postlogd",
    ]
    (folder / "etc" / "master.cf").write_text("\n".join(services) + "\n", "utf-8")
