"""What people do with seasons: a coordinator declares a line's week trough, normal or peak."""

from datetime import date

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines.line_store import lock_line
from core.seasons import store
from core.seasons.tables import PeriodOverride
from core.shared import plausible
from core.shared.errors import N_
from core.shared.periods import Period
from core.shared.periods import week_start as monday_of


def override_period(
    session: WriteSession, member: Member, *, line_id: int, week_start: date, period: Period | None, note: str = ""
) -> None:
    """Declare the period of a line's week with the reason people see, or with None go back to what the load says.

    Any day of the week will do as `week_start`. Prices already agreed do not change.

    Raises:
        Refusal: not a coordinator, no such line, or no reason.
    """
    by = require(member, Right.coordinator)
    lock_line(session, line_id)
    monday = monday_of(week_start)
    there = store.override_of(session, line_id, monday)
    if period is None:
        if there is not None:
            session.delete(there)
    else:
        said = plausible.text(N_("Reason"), note, longest=200)
        row = there or PeriodOverride(line_id=line_id, week_start=monday, period=period, note=said)
        row.period, row.note = Period(period), said
        session.add(row)
    session.flush()
    record(session, by, "declared the period", "line", line_id, week=monday.isoformat(), period=period, note=note)
