"""What a coordinator does with the room a line keeps for some partners; what is reserved already keeps its place (R5).

Less kept is more for everyone: `core.reservations.priority_actions` does these acts and promotes whoever waits.
"""

from typing import Any

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines import terms_store
from core.lines.kinds import DepartureKind
from core.seasons import allotment_store
from core.seasons.allotments import AllotmentCard, TourKeepsNothing, check_beside, checked_card
from core.seasons.tables import Allotment
from core.shared import clock
from core.shared.errors import N_, NotFound, StaleForm

ALLOTMENT = N_("allotment")


def add_allotment(session: WriteSession, member: Member, *, line_id: int, card: AllotmentCard) -> int:
    """Keep a share of each departure of a line for some kinds of partners, from now on; return its id.

    Raises:
        NotAllowed: only a coordinator may.
        NotFound: there is no such line.
        TourKeepsNothing: the line is a flexible tour.
        Refusal: the card is not believable, or goes against another allotment of the line.
    """
    by = require(member, Right.coordinator)
    card = checked_card(card, today=clock.today())
    line = terms_store.lock_line(session, line_id)
    if line is None:
        raise NotFound(what=N_("line"))
    if line.kind == DepartureKind.flexible:
        raise TourKeepsNothing(line=line.name)
    check_beside(card, allotment_store.cards(allotment_store.of_lines(session, [line_id])))
    id_ = allotment_store.add(session, line_id, card)
    record(session, by, "kept room", "line", line_id, **_facts(card))
    return id_


def change_allotment(
    session: WriteSession, member: Member, *, allotment_id: int, card: AllotmentCard, version: int | None
) -> int:
    """Change an allotment, for the departures that have not been released yet; return its line.

    Raises:
        NotAllowed: only a coordinator may.
        NotFound: there is no such allotment.
        StaleForm: somebody changed it since the form was drawn.
        Refusal: the card is not believable, or goes against another allotment of the line.
    """
    by = require(member, Right.coordinator)
    card = checked_card(card, today=clock.today())
    row = _locked(session, allotment_id, version)
    others = [each for each in allotment_store.of_lines(session, [row.line_id]) if each.id != row.id]
    check_beside(card, allotment_store.cards(others))
    if allotment_store.card_of(row) != card:
        allotment_store.change(session, row, card)
        record(session, by, "changed the room kept", "line", row.line_id, **_facts(card))
    return row.line_id


def end_allotment(session: WriteSession, member: Member, *, allotment_id: int, version: int | None = None) -> int:
    """Keep no room any more: anyone may book at once; return the line.

    Raises:
        NotAllowed: only a coordinator may.
        NotFound: there is no such allotment.
        StaleForm: somebody changed it since the list was drawn.
    """
    by = require(member, Right.coordinator)
    row = _locked(session, allotment_id, version)
    facts = _facts(allotment_store.card_of(row))
    allotment_store.take_away(session, row)
    record(session, by, "ended the room kept", "line", row.line_id, **facts)
    return row.line_id


def _locked(session: WriteSession, allotment_id: int, version: int | None) -> Allotment:
    """Lock the line of an allotment, then return it as it is now."""
    found = allotment_store.one(session, allotment_id)
    if found is not None:
        terms_store.lock_line(session, found.line_id)
        found = allotment_store.one(session, allotment_id)
    if found is None:
        raise NotFound(what=ALLOTMENT)
    if version is not None and version != found.version:
        raise StaleForm(what=ALLOTMENT)
    return found


def _facts(card: AllotmentCard) -> dict[str, Any]:
    return {
        "kinds": sorted(card.kinds),
        "kept_percent": card.percent,
        "first_day": card.first_day.isoformat(),
        "last_day": card.last_day.isoformat(),
        "every_year": card.every_year,
        "release_days": card.release_days,
        "note": card.note,
    }
