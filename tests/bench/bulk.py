"""Writing many rows at once, past the actions: raw statements on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Engine, text

from core.database.engines import current_writer

Row = tuple[object, ...]

COLUMNS: dict[str, str] = {
    "partner": "id code name kind territory town contact_email contact_phone alone_cents_per_km alone_cents_per_hour "
    "is_active version",
    "site": "id code partner_id name kind town territory latitude longitude opens_minute closes_minute setup_minutes "
    "minutes_per_pallet dock_note stores_pallets stores_temperatures is_active version",
    "vehicle": "id code name owner_id base_site_id gvwr_kg payload_kg fixed_cents cents_per_km cents_per_hour "
    "litres_per_100_km is_refrigerated shift_starts_minute shift_ends_minute is_active version",
    "compartment": "id vehicle_id name kg pallet_hundredths temperatures",
    "line": "id code name territory kind vehicle_id driver_id rrule season_from season_to starts_minute cut_off_hours "
    "trough_below_percent peak_from_percent trough_discount_percent is_active note version",
    "line_stop": "id line_id position site_id arrives_after_minutes dwell_minutes metres_from_previous ferry",
    "line_compartment": "id line_id compartment_id temperature",
    "departure": "id line_id vehicle_id driver_id kind state service_date starts_at ends_at closes_at tour_plan_id "
    "note version",
    "departure_stop": "departure_id position site_id arrives_at leaves_at",
    "leg": "departure_id position metres ferry payload_kg used_kg",
    "leg_room": "departure_id position compartment_id temperature capacity_kg capacity_pallet_hundredths used_kg "
    "used_pallet_hundredths",
    "reservation": "id request_id request_sha256 partner_id from_site_id to_site_id kg pallet_hundredths temperature "
    "least_kg promotes_at_once state period tariff_id trough_percent solidarity_percent full_price_cents price_cents "
    "made_at made_by_id waiting_since offer_ends_at delivered_kg called_off note version",
    "reservation_part": "id reservation_id position departure_id compartment_id from_position to_position",
    "notice": "id at partner_id kind facts read_at handled_at once_key",
    "ledger_account": "id code unit partner_id",
    "ledger_entry": "id at day fact facts key body_sha256 reverses_id posted_by_id is_sealed",
    "ledger_posting": "entry_id account_id amount",
}
"""The columns written, in the order of the rows; a column that is not named keeps the default of the database."""

_SEAL = "UPDATE ledger_entry SET is_sealed = true WHERE NOT is_sealed"


class Bulk(Protocol):
    """Takes rows by table, in an order in which what they point to comes first."""

    def put(self, rows: Mapping[str, Sequence[Row]]) -> None: ...


@contextmanager
def bulk_writing() -> Iterator[Bulk]:
    """Open one transaction on the configured database; books are sealed, and statistics made, at its end."""
    engine = current_writer()
    with _sqlite(engine) if engine.dialect.name == "sqlite" else _postgresql(engine) as bulk:
        yield bulk


class _Sqlite:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, rows: Mapping[str, Sequence[Row]]) -> None:
        for table, found in rows.items():
            names = COLUMNS[table].split()
            marks = ", ".join("?" * len(names))
            self._connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", found)


@contextmanager
def _sqlite(engine: Engine) -> Iterator[Bulk]:
    connection = sqlite3.connect(engine.url.database or "", isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -200000")
        connection.execute("BEGIN IMMEDIATE")
        yield _Sqlite(connection)
        connection.execute(_SEAL)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


class _Postgresql:
    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def put(self, rows: Mapping[str, Sequence[Row]]) -> None:
        for table, found in rows.items():
            with self._cursor.copy(f"COPY {table} ({', '.join(COLUMNS[table].split())}) FROM STDIN") as copy:
                for row in found:
                    copy.write_row(row)


@contextmanager
def _postgresql(engine: Engine) -> Iterator[Bulk]:
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("SET LOCAL session_replication_role = replica")  # foreign keys: SQLite's load checks them
        yield _Postgresql(cursor)
        cursor.execute(_SEAL)
        connection.commit()
    finally:
        connection.close()
    with engine.connect() as analysing:
        analysing.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
