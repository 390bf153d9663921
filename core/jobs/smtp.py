"""Handing a message to the mail server that an installation names, over an encrypted connection where it has one."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import unquote, urlsplit

WAIT_SECONDS = 20.0
_FOR_GOOD = 500


@dataclass(eq=False)
class NotTaken(Exception):
    """A message could not be handed over; `for_good` when the server says it never will take it."""

    reason: str
    for_good: bool = False
    server_is_away: bool = False


class Postman(Protocol):
    """Whatever takes messages."""

    def hand_over(self, message: EmailMessage) -> None:
        """Hand one message over, or raise `NotTaken`."""
        ...


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server as its address names it."""

    host: str
    port: int
    user: str
    password: str
    is_encrypted: bool


def mail_server(url: str) -> MailServer:
    """Read `smtp(s)://user:password@host:port`; user, password and port may be left out.

    Raises:
        NotTaken: it is not such an address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotTaken("NAVETTE_SMTP_URL is not an address", server_is_away=True) from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise NotTaken("NAVETTE_SMTP_URL must begin with smtp:// or smtps://", server_is_away=True)
    encrypted = parts.scheme == "smtps"
    usual = 465 if encrypted else 587 if parts.username else 25
    return MailServer(
        parts.hostname, port or usual, unquote(parts.username or ""), unquote(parts.password or ""), encrypted
    )


@contextmanager
def connected(url: str) -> Iterator[Postman]:
    """Connect to the mail server for the length of the block.

    Raises:
        NotTaken: it cannot be reached, or does not know us.
    """
    server = mail_server(url)
    try:
        connection = _open(server)
    except (OSError, smtplib.SMTPException) as fault:
        raise NotTaken(_said(fault), server_is_away=True) from fault
    except UnicodeError:  # which says a letter of the password
        raise NotTaken(
            "NAVETTE_SMTP_URL has letters that cannot be sent to a mail server", server_is_away=True
        ) from None
    try:
        yield _Connection(connection)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        connection.close()


def _open(server: MailServer) -> smtplib.SMTP:
    secure = ssl.create_default_context()
    if server.is_encrypted:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=WAIT_SECONDS, context=secure)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=WAIT_SECONDS)
    try:
        _introduce(connection, server, secure)
    except BaseException:
        connection.close()
        raise
    return connection


def _introduce(connection: smtplib.SMTP, server: MailServer, secure: ssl.SSLContext) -> None:
    connection.ehlo()
    encrypted = server.is_encrypted
    if not encrypted and connection.has_extn("starttls"):
        connection.starttls(context=secure)
        connection.ehlo()
        encrypted = True
    if not server.user:
        return
    if not encrypted and not _is_here(server.host):
        raise smtplib.SMTPException("the server offers no encryption: the password was not sent")
    connection.login(server.user, server.password)


def _is_here(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


class _Connection:
    def __init__(self, connection: smtplib.SMTP) -> None:
        self._connection = connection

    def hand_over(self, message: EmailMessage) -> None:
        try:
            self._connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = next(iter(refused.recipients.values()))
            raise NotTaken(f"{code} {_text(said)}", for_good=code >= _FOR_GOOD) from refused
        except smtplib.SMTPServerDisconnected as fault:
            raise NotTaken(_said(fault), server_is_away=True) from fault
        except (OSError, smtplib.SMTPException, UnicodeError) as fault:
            raise NotTaken(_said(fault), server_is_away=isinstance(fault, OSError) and _is_silent(fault)) from fault


def _is_silent(fault: OSError) -> bool:
    return not isinstance(fault, smtplib.SMTPResponseException)


def _said(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_text(fault.smtp_error)}"
    return f"{type(fault).__name__}: {fault}"


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
