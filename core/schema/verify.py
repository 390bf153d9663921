"""Read all the data and list what is wrong with it: `make verify`, or `python -m core.schema.verify`."""

import sys
from collections.abc import Callable
from contextlib import closing

from core.compensation.check_views import check as check_book
from core.database.doors import ReadSession, reading
from core.lines.check_views import double_bookings
from core.reservations import check_views
from core.reservations.connection_check_views import broken_connections
from core.schema.triggers import missing_triggers
from core.storage import check_views as storage_checks


def verify() -> list[str]:
    """Return a sentence for everything that is wrong; an empty list is the only good answer."""
    checks: tuple[Callable[[ReadSession], list[str]], ...] = (
        _references,
        _triggers,
        double_bookings,
        check_views.drift,
        storage_checks.drift,
        broken_connections,
        check_book,
    )
    with reading() as session:
        return [wrong for check in checks for wrong in check(session)]


def _references(session: ReadSession) -> list[str]:
    """On SQLite a row can be made to point to nothing by a program that forgot to turn foreign keys on."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    with closing(session.connection().connection.cursor()) as cursor:
        rows = cursor.execute("PRAGMA foreign_key_check").fetchall()
        damage = [str(row[0]) for row in cursor.execute("PRAGMA quick_check").fetchall() if row[0] != "ok"]
    return [f"{table} row {row}: points to a missing {parent}" for table, row, parent, _ in rows] + damage


def _triggers(session: ReadSession) -> list[str]:
    return [f"trigger {name} is missing: run the migrations" for name in missing_triggers(session.connection())]


def main() -> int:
    """Print what is wrong; the exit code says whether anything is."""
    wrong = verify()
    for sentence in wrong:
        print(f"✗ {sentence}")
    print("Tout concorde." if not wrong else f"{len(wrong)} chose(s) à corriger.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
