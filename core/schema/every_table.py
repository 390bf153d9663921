"""Importing this module makes every table known to the metadata (migrations, tests)."""

import core.access.feed_tables
import core.access.tables
import core.audit.tables
import core.compensation.tables
import core.fleet.tables
import core.ledger.tables
import core.lines.tables
import core.notices.letter_tables
import core.notices.tables
import core.partners.tables
import core.reservations.connection_tables
import core.reservations.series_tables
import core.reservations.tables
import core.routes.tables
import core.seasons.tables
import core.slot_windows.tables
import core.steering.tables
import core.storage.tables
import core.tariffs.tables
import core.troughs.tables
import core.work.tables  # noqa: F401 - imported for their tables
from core.database.columns import metadata as metadata
