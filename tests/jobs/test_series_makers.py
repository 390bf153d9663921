"""A season goes on in the name of somebody who may act for its partner today, whoever made it (R4, R9)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlmodel import col, select

from core.access import store as access_store
from core.access.tables import Person
from core.audit.tables import AuditLine
from core.database.doors import WriteSession, reading, write
from core.jobs.regular import extend_series_in_time
from tests.builders import a_member
from tests.reservations.seasons import Season, a_season, generate


def a_season_with_more_to_come(*, made_by_coordinator: bool = False) -> Season:
    season = a_season(weeks=4, generated_weeks=1)
    maker = replace(season, member=season.coordinator) if made_by_coordinator else season
    maker.make()
    return season


def leave(season: Season, *, closes: bool) -> None:
    """Close the account of whoever made the season, or take its partner away from them."""

    def written(session: WriteSession) -> None:
        person_id = season.member.person_id or 0
        if closes:
            session.get_one(Person, person_id).is_active = False
        else:
            access_store.replace_memberships(session, person_id, ())

    write(written)


def makers() -> list[int | None]:
    """Return who the audit says reserved, in order."""
    with reading() as session:
        lines = session.exec(select(AuditLine).where(AuditLine.act == "reserved").order_by(col(AuditLine.id))).all()
        return [line.person_id for line in lines]


def test_a_colleague_goes_on_where_whoever_made_it_has_left(sqlite_database: Path) -> None:
    for closes in (True, False):
        season = a_season_with_more_to_come()
        colleague = write(lambda session: a_member(session, partner_ids=[season.partner_id]))  # noqa: B023 - run at once
        leave(season, closes=closes)
        generate(season, weeks=4)
        assert extend_series_in_time() == 3
        assert makers()[-3:] == [colleague.person_id] * 3


def test_nobody_acts_for_a_partner_without_people(sqlite_database: Path) -> None:
    season = a_season_with_more_to_come()
    leave(season, closes=True)
    generate(season, weeks=4)
    assert extend_series_in_time() == 0
    assert season.states() == ["confirmed"] + ["asked"] * 3


def test_what_a_coordinator_made_for_a_partner_goes_on(sqlite_database: Path) -> None:
    season = a_season_with_more_to_come(made_by_coordinator=True)
    generate(season, weeks=4)
    assert extend_series_in_time() == 3
    assert set(makers()) == {season.coordinator.person_id}
