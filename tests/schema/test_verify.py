"""`make verify` finds what was damaged behind Navette's back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from core.database.doors import writing
from core.database.engines import current_writer
from core.schema.verify import verify
from tests.builders import a_departure


def test_sound_data_has_nothing_wrong(database: str) -> None:
    with writing() as session:
        a_departure(session)
    assert verify() == []


def test_a_counter_changed_by_hand_is_found(database: str) -> None:
    with writing() as session:
        a_departure(session)
    with current_writer().begin() as connection:
        connection.execute(text("UPDATE leg_room SET used_kg = 7"))
    assert any("7" in wrong for wrong in verify())


def test_a_missing_trigger_is_found(database: str) -> None:
    dropped = "ledger_entry_only_seal" + (" ON ledger_entry" if database == "postgresql" else "")
    with current_writer().begin() as connection:
        connection.execute(text(f"DROP TRIGGER {dropped}"))
    assert verify() == ["trigger ledger_entry_only_seal is missing: run the migrations"]


def test_a_row_that_points_to_nothing_is_found(sqlite_database: Path) -> None:
    with writing() as session:
        a_departure(session)
    with closing(sqlite3.connect(sqlite_database)) as careless:
        careless.execute("UPDATE departure SET vehicle_id = 999")
        careless.commit()
    assert any("departure" in wrong and "vehicle" in wrong for wrong in verify())
