"""Runs the migrations on the writing engine, foreign keys off and checked afterwards on SQLite.

With foreign keys on, Alembic's batch mode recreates a table by dropping it, and the drop cascades: bookings vanish.
"""

from alembic import context
from sqlalchemy import Connection

from core.schema.every_table import metadata
from core.schema.triggers import create_triggers, drop_triggers


def run(connection: Connection) -> None:
    """Run the pending migrations inside the caller's transaction."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=False,
    )
    drop_triggers(connection)
    context.run_migrations()
    create_triggers(connection)


run(context.config.attributes["connection"])
