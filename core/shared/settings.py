"""What an installation may set through its environment; the only place where the environment is read."""

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PAGES = PROJECT / "pages"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one installation; see README, “Configuration”."""

    database_url: str = field(repr=False)
    demonstration: bool
    behind_tls: bool
    public_url: str
    mail_url: str = field(default="", repr=False)
    mail_from: str = ""

    @property
    def sends_mail(self) -> bool:
        """Say whether letters leave: never from a demonstration, whose people and addresses are made up."""
        return bool(self.mail_url and self.mail_from) and not self.demonstration

    @property
    def on_sqlite(self) -> bool:
        """Say whether the network lives in a SQLite file."""
        return self.database_url.startswith("sqlite")


@cache
def settings() -> Settings:
    """Read the environment once; `settings.cache_clear()` reads it again (tests).

    Without DATABASE_URL, a demonstration has a file of its own.
    """
    demonstration = _is_on("NAVETTE_DEMO")
    file = PROJECT / "data" / ("demo.db" if demonstration else "navette.db")
    url = os.environ.get("DATABASE_URL", "").strip() or f"sqlite:///{file}"
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    return Settings(
        database_url=url,
        demonstration=demonstration,
        behind_tls=_is_on("NAVETTE_TLS"),
        public_url=os.environ.get("NAVETTE_URL", "http://localhost:8501").rstrip("/"),
        mail_url=os.environ.get("NAVETTE_SMTP_URL", "").strip(),
        mail_from=os.environ.get("NAVETTE_MAIL_FROM", "").strip(),
    )


def _is_on(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on", "oui"}
