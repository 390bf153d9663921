"""The mail server's password travels only inside an encrypted connection to the server that it belongs to."""

from __future__ import annotations

import logging
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from core.jobs import smtp
from core.jobs.post import send_letters
from core.jobs.smtp import NotTaken, connected
from core.notices.letter_tables import LetterState
from core.shared.settings import settings
from tests.jobs.mail import MailBox, a_mail_server
from tests.jobs.test_post import the_letters, told

USER, PASSWORD = "navette@exemple.test", "mot/de passe"

Logins = list[tuple[str, str]]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of `localhost` that signs itself, and its key."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("needs the openssl program to make a certificate")
    folder = tmp_path_factory.mktemp("certificate")
    file, key = folder / "certificate.pem", folder / "key.pem"
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    made = [program, "req", *kind, *names, "-keyout", str(key), "-out", str(file)]
    subprocess.run(made, check=True, capture_output=True)
    return file, key


@contextmanager
def a_careful_server(
    certificate: tuple[Path, Path], *, scheme: str = "smtp", password: str = PASSWORD
) -> Iterator[tuple[str, MailBox, Logins]]:
    """Yield a server that takes a login over TLS only, its box, and who logged in."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    logins: Logins = []

    def authenticator(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=logins[-1] == (USER, password), handled=False)

    how: dict[str, Any] = {"authenticator": authenticator, "auth_required": True}
    if scheme == "smtps":
        how |= {"ssl_context": context, "auth_require_tls": False}
    else:
        how |= {"tls_context": context, "require_starttls": True}
    with a_mail_server(**how) as (url, box):
        port = url.rpartition(":")[2]
        yield f"{scheme}://navette%40exemple.test:mot%2Fde%20passe@localhost:{port}", box, logins


def an_installation(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("NAVETTE_SMTP_URL", url)
    monkeypatch.setenv("NAVETTE_MAIL_FROM", "Navette <navette@exemple.test>")
    monkeypatch.delenv("NAVETTE_DEMO", raising=False)
    settings.cache_clear()


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_letter_leaves_by_an_encrypted_connection_after_the_login(
    sqlite_database: Path, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    told()
    with a_careful_server(certificate, scheme=scheme) as (url, box, logins):
        an_installation(monkeypatch, url)
        assert send_letters() == 1
    assert len(box.taken) == 1
    assert logins == [(USER, PASSWORD)]
    assert [each.state for each in the_letters()] == [LetterState.sent]


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_nobody_vouches_for_does_not_get_the_password(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with (
        a_careful_server(certificate, scheme=scheme) as (url, box, logins),
        pytest.raises(NotTaken, match="CERTIFICATE_VERIFY_FAILED") as refused,
        connected(url),
    ):
        pass
    assert refused.value.server_is_away
    assert (box.taken, logins) == ([], [])


def test_a_password_that_the_server_does_not_know_holds_the_letters_and_is_written_nowhere(
    sqlite_database: Path,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    told({}, {})
    with a_careful_server(certificate, password="another one") as (url, box, _), caplog.at_level(logging.DEBUG):
        an_installation(monkeypatch, url)
        assert send_letters() == 0
    assert box.taken == []
    first, second = the_letters()
    assert (first.state, second.state) == (LetterState.failed, LetterState.pending), "one try costs one letter"
    assert first.error.startswith("535")
    for said in (first.error, caplog.text):
        assert "mot/de passe" not in said
        assert "mot%2Fde" not in said


def test_without_encryption_the_password_stays_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "_is_here", lambda host: False)
    with a_mail_server() as (url, _box):
        address = url.replace("smtp://", "smtp://navette:secret@")
        with pytest.raises(NotTaken, match="no encryption"), connected(address):
            pass


def test_a_password_with_an_accent_is_a_failure_like_another(
    sqlite_database: Path, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    told()
    with a_careful_server(certificate) as (url, _box, _logins):
        an_installation(monkeypatch, url.replace("mot%2Fde%20passe", "%C3%A9t%C3%A9"))
        assert send_letters() == 0
    (letter,) = the_letters()
    assert letter.state is LetterState.failed
    assert "été" not in letter.error
