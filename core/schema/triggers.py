"""Walls inside the database: books, audit and decisions are not rewritten (R6), nobody drives two runs at once.

Kept apart from the migrations because recreating a SQLite table silently drops its triggers: every migration run
drops and creates all of them again.
"""

from sqlalchemy import Connection, inspect, text

_APPEND_ONLY = ("audit_line", "ledger_account", "ledger_posting", "meeting")

_UNBALANCED = """(SELECT count(*) FROM ledger_posting WHERE entry_id = NEW.id) < 2 OR EXISTS (
    SELECT 1 FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
    WHERE p.entry_id = NEW.id GROUP BY a.unit HAVING sum(p.amount) <> 0)"""

# The departures of a vehicle never overlap, so only the last one that starts before the new one ends can meet it.
_ON_TWO_AT_ONCE = """(SELECT d.ends_at FROM departure d
    WHERE d.{whose} = NEW.{whose} AND d.id IS NOT NEW.id AND d.state <> 'cancelled' AND d.starts_at < NEW.ends_at
    ORDER BY d.starts_at DESC LIMIT 1) > NEW.starts_at"""
_ALONE = {"vehicle_id": "departure_vehicle_on_one_at_a_time", "driver_id": "departure_driver_on_one_at_a_time"}

_SQLITE = {
    **{
        f"{name}_{act}": (
            "departure",
            f"""BEFORE {event} ON departure WHEN NEW.state <> 'cancelled' AND {_ON_TWO_AT_ONCE.format(whose=whose)}
                BEGIN SELECT RAISE(ABORT, '{name}'); END""",
        )
        for whose, name in _ALONE.items()
        for act, event in {
            "insert": "INSERT",
            "update": f"UPDATE OF {whose}, starts_at, ends_at, state",
        }.items()
    },
    **{
        f"{table}_no_{act}": (
            table,
            f"BEFORE {act.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
        )
        for table in _APPEND_ONLY
        for act in ("update", "delete")
    },
    "ledger_entry_no_delete": (
        "ledger_entry",
        "BEFORE DELETE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END",
    ),
    "ledger_entry_only_seal": (
        "ledger_entry",
        """BEFORE UPDATE ON ledger_entry WHEN OLD.is_sealed OR NOT NEW.is_sealed
           OR NEW.key <> OLD.key OR NEW.body_sha256 <> OLD.body_sha256 OR NEW.at <> OLD.at OR NEW.day <> OLD.day
           OR NEW.fact <> OLD.fact OR NEW.facts <> OLD.facts OR NEW.reverses_id IS NOT OLD.reverses_id
           BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END""",
    ),
    "ledger_entry_balances": (
        "ledger_entry",
        f"""BEFORE UPDATE OF is_sealed ON ledger_entry WHEN {_UNBALANCED}
            BEGIN SELECT RAISE(ABORT, 'ledger_entry does not balance'); END""",
    ),
    "decision_no_delete": (
        "decision",
        "BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END",
    ),
    "decision_only_done": (
        "decision",
        """BEFORE UPDATE ON decision WHEN OLD.done_on IS NOT NULL OR NEW.done_on IS NULL
           OR NEW.id <> OLD.id OR NEW.request_id <> OLD.request_id OR NEW.meeting_id <> OLD.meeting_id
           OR NEW.text <> OLD.text OR NEW.owner_partner_id IS NOT OLD.owner_partner_id OR NEW.due_on IS NOT OLD.due_on
           OR NEW.replaces_id IS NOT OLD.replaces_id OR NEW.written_by_id <> OLD.written_by_id
           OR NEW.written_at <> OLD.written_at
           BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END""",
    ),
    "ledger_posting_entry_open": (
        "ledger_posting",
        """BEFORE INSERT ON ledger_posting WHEN (SELECT is_sealed FROM ledger_entry WHERE id = NEW.entry_id)
           BEGIN SELECT RAISE(ABORT, 'ledger_entry is sealed'); END""",
    ),
}

_POSTGRESQL_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION navette_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$;
CREATE OR REPLACE FUNCTION navette_entry_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.is_sealed OR NOT NEW.is_sealed
     OR (to_jsonb(OLD) - 'is_sealed') <> (to_jsonb(NEW) - 'is_sealed')
  THEN RAISE EXCEPTION 'ledger_entry is append-only'; END IF;
  IF {_UNBALANCED} THEN RAISE EXCEPTION 'ledger_entry does not balance'; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION navette_decision_done() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.done_on IS NOT NULL OR NEW.done_on IS NULL
     OR (to_jsonb(OLD) - 'done_on') <> (to_jsonb(NEW) - 'done_on')
  THEN RAISE EXCEPTION 'decision is append-only'; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION navette_entry_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT is_sealed FROM ledger_entry WHERE id = NEW.entry_id)
  THEN RAISE EXCEPTION 'ledger_entry is sealed'; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION navette_entry_must_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT (SELECT is_sealed FROM ledger_entry WHERE id = NEW.id)
  THEN RAISE EXCEPTION 'ledger_entry was not sealed'; END IF;
  RETURN NULL;
END $$;
"""

_POSTGRESQL = {
    **{
        f"{table}_append_only": (
            table,
            f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION navette_append_only()",
        )
        for table in _APPEND_ONLY
    },
    **{
        f"{table}_no_truncate": (table, f"BEFORE TRUNCATE ON {table} EXECUTE FUNCTION navette_append_only()")
        for table in (*_APPEND_ONLY, "ledger_entry", "decision")
    },
    "ledger_entry_only_seal": (
        "ledger_entry",
        "BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION navette_entry_seal()",
    ),
    "decision_only_done": (
        "decision",
        "BEFORE UPDATE OR DELETE ON decision FOR EACH ROW EXECUTE FUNCTION navette_decision_done()",
    ),
    "ledger_posting_entry_open": (
        "ledger_posting",
        "BEFORE INSERT ON ledger_posting FOR EACH ROW EXECUTE FUNCTION navette_entry_open()",
    ),
}
_POSTGRESQL_ALONE = {
    name: f"""EXCLUDE USING gist ({whose} WITH =, tstzrange(starts_at, ends_at) WITH &&)
              WHERE (state <> 'cancelled')"""
    for whose, name in _ALONE.items()
}
_POSTGRESQL_MUST_SEAL = (
    "ledger_entry_must_seal",
    """AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
       FOR EACH ROW EXECUTE FUNCTION navette_entry_must_seal()""",
)


def create_triggers(connection: Connection) -> None:
    """Create every trigger and exclusion whose table exists."""
    existing = set(inspect(connection).get_table_names())
    if connection.dialect.name == "sqlite":
        for name, (table, body) in _SQLITE.items():
            if table in existing:
                connection.execute(text(f"CREATE TRIGGER {name} {body}"))
        return
    if "ledger_entry" not in existing:
        return
    connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS btree_gist")
    for name, body in _POSTGRESQL_ALONE.items():
        connection.exec_driver_sql(f"ALTER TABLE departure ADD CONSTRAINT {name} {body}")
    connection.exec_driver_sql(_POSTGRESQL_FUNCTIONS)
    for name, (_table, body) in _POSTGRESQL.items():
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {body}")
    name, body = _POSTGRESQL_MUST_SEAL
    connection.exec_driver_sql(f"CREATE CONSTRAINT TRIGGER {name} {body}")


def drop_triggers(connection: Connection) -> None:
    """Drop every trigger and exclusion of ours that exists."""
    existing = set(inspect(connection).get_table_names())
    if connection.dialect.name == "sqlite":
        for name in _SQLITE:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        return
    for name in _POSTGRESQL_ALONE if "departure" in existing else ():
        connection.exec_driver_sql(f"ALTER TABLE departure DROP CONSTRAINT IF EXISTS {name}")
    for name, (table, _body) in {**_POSTGRESQL, _POSTGRESQL_MUST_SEAL[0]: ("ledger_entry", "")}.items():
        if table in existing:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def missing_triggers(connection: Connection) -> list[str]:
    """Return the names of our triggers and exclusions that do not stand in the database."""
    if connection.dialect.name == "sqlite":
        wanted, standing = set(_SQLITE), "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        wanted = {*_POSTGRESQL, *_POSTGRESQL_ALONE, _POSTGRESQL_MUST_SEAL[0]}
        standing = (
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal "
            "UNION ALL SELECT conname FROM pg_constraint WHERE contype = 'x'"
        )
    return sorted(wanted - {str(row[0]) for row in connection.execute(text(standing))})
