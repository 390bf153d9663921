"""Opening one page the way a browser does: through the entry script, signed in or as a stranger."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from core.access.session_actions import open_session
from core.access.tokens import sha256_of
from core.access.views import member_by_email
from core.database.doors import reading, write
from core.shared.settings import PROJECT

ENTRY = PROJECT / "pages" / "_shell" / "main.py"


def open_page(page: str, email: str | None = None, language: str = "fr", **query: str) -> AppTest:
    """Draw the page `pages/<page>.py` for the person with this e-mail (None: a stranger) and return it."""
    app = AppTest.from_file(ENTRY, default_timeout=30)
    app.user = {"session": session_of(email) if email else None, "language": language}
    app.run()
    for name, value in query.items():
        app.query_params[name] = value
    return app.switch_page(f"../{page}.py").run()


def session_of(email: str) -> str:
    """Sign a person in and return what the identity middleware would hand to the page."""
    with reading() as session:
        member = member_by_email(session, email)
    person_id = member.person_id if member is not None else None
    assert person_id is not None, f"nobody signs in as {email}"
    return sha256_of(
        write(lambda session: open_session(session, person_id=person_id, email=email, address="192.0.2.1"))
    )


def texts(app: AppTest) -> str:
    """Return everything a person can read on the page, one piece a line (titles, text, notices, labels)."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "success", "info", "warning", "error", "button")
    found = [str(getattr(each, "value", "")) for kind in kinds for each in app.get(kind)]
    return "\n".join([*found, *(str(each.label) for each in app.button)])
