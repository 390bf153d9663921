"""Opening a new network: `python -m core.web.set_up` asks for its first administrator in the terminal.

The welcome page does the same in a browser. On a machine that others can reach, it asks for the code that the
terminal shows, so that a passer-by cannot become administrator of a network that is being installed.
"""

import os
import secrets
import sys
from collections.abc import Mapping
from functools import cache
from getpass import getpass

from core.access.actions import create_first_administrator
from core.access.views import is_set_up
from core.database.doors import reading, write
from core.demo import beside
from core.i18n.words import words
from core.jobs import beside_app
from core.schema.migrate import migrate
from core.shared.errors import Refusal
from core.shared.settings import settings

_LOOPBACK = (None, "127.0.0.1", "::1")
_FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip", "via")


@cache
def set_up_code() -> str:
    """Return the code of this process, shown in its terminal while the network has nobody."""
    return "-".join(f"{secrets.randbelow(10_000):04d}" for _ in range(3))


def announce_set_up() -> bool:
    """Say in the terminal how to open the network, while nobody exists; return whether it was said."""
    with reading() as session:
        if is_set_up(session):
            return False
    print(
        f"\n  Aucun compte encore · No account yet.  Code de mise en service · Set-up code: {set_up_code()}\n",
        flush=True,
    )
    return True


def is_this_machine(address: str | None, headers: Mapping[str, str]) -> bool:
    """Say whether a visitor sits at the machine itself: a loopback address, and no proxy in between.

    Streamlit says None for the loopback.
    """
    return address in _LOOPBACK and not any(headers.get(name) for name in _FORWARDED)


def may_demonstrate() -> bool:
    """Say whether this process can show the demonstration: it is in that mode, or free to choose its own file."""
    return settings().demonstration or not os.environ.get("DATABASE_URL", "").strip()


def start_demonstration() -> None:
    """Make this process serve the demonstration network from a file of its own, and start making it if it is not there.

    The network's own database is left alone: starting again without the demonstration finds it as it was.
    """
    if not settings().demonstration:
        os.environ["NAVETTE_DEMO"] = "1"
        settings.cache_clear()
        migrate()
        beside_app.stop()
        beside_app.start_beside_app()
    beside.start()


def main() -> int:
    """Ask for the first administrator until what was typed can be used."""
    _ = words("fr")
    migrate()
    print("Premier compte d’administration de ce réseau.")
    name, email = input("Nom : "), input("Courriel : ")
    password = getpass("Mot de passe (au moins 12 caractères) : ")
    try:
        write(lambda session: create_first_administrator(session, name=name, email=email, password=password))
    except Refusal as refusal:
        print(_.refusal(refusal), file=sys.stderr)
        return 1
    print("C’est fait : ouvrez Navette et connectez-vous.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
