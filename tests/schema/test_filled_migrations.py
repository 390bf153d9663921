"""A database with people, runs and bookings goes down, up again, and nothing of what it held before is lost."""

from __future__ import annotations

import hashlib
from functools import partial

from sqlalchemy import Connection, inspect, text

from core.database.doors import write
from core.database.engines import current_writer
from core.lines.actions import pause_line
from core.reservations.actions import cancel
from core.schema.migrate import migrate
from core.schema.triggers import missing_triggers
from core.schema.verify import verify
from core.shared import clock
from tests.builders import a_line
from tests.reservations.asking import Dock, a_dock


def _filled() -> Dock:
    dock = a_dock()
    dock.ask(300)
    cancelled = dock.ask(200)
    write(lambda session: cancel(session, dock.member, reservation_id=cancelled.reservation_id))
    line_id = write(a_line)
    day = clock.today()
    pause = partial(pause_line, member=dock.coordinator, line_id=line_id, first_day=day, last_day=day, reason="Neige")
    write(pause)
    return dock


def _held(connection: Connection) -> dict[tuple[str, str], tuple[int, str]]:
    """Return what each column of each table holds: how many values, and a digest of them."""
    inspector = inspect(connection)
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for table in inspector.get_table_names():
        names = [str(column["name"]) for column in inspector.get_columns(table)]
        rows = connection.execute(text(f'SELECT * FROM "{table}"')).mappings().all()
        for name in names if table != "alembic_version" else ():
            values = "\n".join(sorted(repr(row[name]) for row in rows))
            found[table, name] = (len(rows), hashlib.sha256(values.encode()).hexdigest())
    return found


def _walls(connection: Connection) -> dict[str, set[str]]:
    inspector = inspect(connection)
    return {
        table: {str(each["name"]) for each in inspector.get_check_constraints(table)}
        for table in inspector.get_table_names()
    }


def test_down_and_up_again_loses_nothing_of_what_both_know(database: str) -> None:
    dock = _filled()
    with current_writer().connect() as connection:
        walls, before = _walls(connection), _held(connection)
    assert {"reservation", "leg_room", "audit_line", "line_pause", "notice"} <= {
        table for (table, _name), (count, _digest) in before.items() if count
    }

    assert migrate("-1") is True
    with current_writer().connect() as connection:
        lower = _held(connection)
        assert missing_triggers(connection) == []
    assert lower.keys() < before.keys()
    assert lower == {key: before[key] for key in lower}

    assert migrate() is True
    with current_writer().connect() as connection:
        after = _held(connection)
        assert _walls(connection) == walls
    assert after.keys() == before.keys()
    assert {key: after[key] for key in lower} == lower
    assert verify() == []
    dock.ask(100)
    assert dock.used_kg() == [400, 400]
