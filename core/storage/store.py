"""Every SQL sentence about offers of storage and the counter of each of their days (R1)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, func, insert, update
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from core.database.doors import ReadSession, WriteSession
from core.partners.tables import Partner, Site
from core.shared.places import Point
from core.shared.quantities import TemperatureClass, classes_that_carry
from core.storage.board import StorageBoard
from core.storage.room import DayRoom, Days
from core.storage.tables import StayState, StorageDay, StorageOffer, StorageStay
from core.storage.waiting_list import Held, Waiter

# --- locks and counters ------------------------------------------------------------------------------------------


def lock_offers(session: WriteSession, offer_ids: Iterable[int]) -> dict[int, StorageOffer]:
    """Lock offers against every other writer, always in the order of their ids (no deadlock), and return them.

    Whoever also locks departures locks those first.
    """
    statement = (
        select(StorageOffer)
        .where(col(StorageOffer.id).in_(sorted(set(offer_ids))))
        .order_by(col(StorageOffer.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {offer.id: offer for offer in session.exec(statement) if offer.id is not None}


def offer(session: ReadSession, offer_id: int) -> StorageOffer | None:
    """Return an offer."""
    return session.get(StorageOffer, offer_id)


def locked_site(session: WriteSession, site_id: int) -> Site | None:
    """Lock a place, so that two of its offers cannot be written past each other, and return it if it is active."""
    statement = select(Site).where(col(Site.id) == site_id, col(Site.is_active)).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def take(session: WriteSession, offer_id: int, days: Days, pallet_hundredths: int) -> bool:
    """Count pallets on every day if all of them have room; return whether they had.

    The condition stands in the UPDATE itself and the CHECK behind it. When this returns False nothing is kept only
    if the caller then raises: callers decide under the offer's lock, so False is a bug.
    """
    statement = (
        update(StorageDay)
        .where(
            col(StorageDay.offer_id) == offer_id,
            col(StorageDay.day).between(days.first, days.last),
            col(StorageDay.used_pallet_hundredths) + pallet_hundredths <= col(StorageDay.offered_pallet_hundredths),
        )
        .values(used_pallet_hundredths=StorageDay.used_pallet_hundredths + pallet_hundredths)
    )
    done = cast(CursorResult[Any], session.execute(statement, execution_options={"synchronize_session": False}))
    return done.rowcount == days.count


def give_back(session: WriteSession, offer_id: int, days: Days, pallet_hundredths: int) -> None:
    """Take pallets off every day."""
    statement = (
        update(StorageDay)
        .where(col(StorageDay.offer_id) == offer_id, col(StorageDay.day).between(days.first, days.last))
        .values(used_pallet_hundredths=StorageDay.used_pallet_hundredths - pallet_hundredths)
    )
    session.execute(statement, execution_options={"synchronize_session": False})


def used_by_day(session: ReadSession, offer_id: int) -> dict[date, int]:
    """Return what is taken of an offer, day by day."""
    statement = select_columns(col(StorageDay.day), col(StorageDay.used_pallet_hundredths)).where(
        col(StorageDay.offer_id) == offer_id
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def replace_days(session: WriteSession, offer_id: int, days: Days, pallet_hundredths: int) -> None:
    """Offer this much on each of these days and nothing on any other; what is taken stays counted."""
    used = used_by_day(session, offer_id)
    session.execute(delete(StorageDay).where(col(StorageDay.offer_id) == offer_id))
    rows = [
        {
            "offer_id": offer_id,
            "day": day,
            "offered_pallet_hundredths": pallet_hundredths,
            "used_pallet_hundredths": used.get(day, 0),
        }
        for day in days
    ]
    session.execute(insert(StorageDay), rows)


def same_offer(session: ReadSession, wanted: StorageOffer) -> int | None:
    """Return the open offer of the same place that says the same in everything, if there is one."""
    statement = select(StorageOffer.id).where(
        StorageOffer.site_id == wanted.site_id,
        StorageOffer.temperature == wanted.temperature,
        StorageOffer.first_day == wanted.first_day,
        StorageOffer.last_day == wanted.last_day,
        StorageOffer.pallet_hundredths == wanted.pallet_hundredths,
        StorageOffer.cents_per_pallet_day == wanted.cents_per_pallet_day,
        StorageOffer.conditions == wanted.conditions,
        col(StorageOffer.is_open),
    )
    return session.exec(statement).first()


def offered_elsewhere(
    session: ReadSession, *, site_id: int, days: Days, except_offer_id: int | None
) -> dict[date, int]:
    """Return what all other offers of a place hold together, day by day."""
    statement = (
        select_columns(col(StorageDay.day), func.sum(col(StorageDay.offered_pallet_hundredths)))
        .join(StorageOffer, col(StorageOffer.id) == StorageDay.offer_id)
        .where(
            col(StorageOffer.site_id) == site_id,
            col(StorageDay.day).between(days.first, days.last),
            col(StorageOffer.id) != (except_offer_id or 0),
        )
        .group_by(col(StorageDay.day))
    )
    return {row[0]: int(row[1]) for row in session.execute(statement)}


# --- offers as the rules see them ----------------------------------------------------------------------------------


def these_boards(session: ReadSession, offer_ids: Iterable[int], *, today: date) -> list[StorageBoard]:
    """Return offers as the rules see them from today on, by id (three queries)."""
    return _boards(session, [col(StorageOffer.id).in_(sorted(set(offer_ids)))], today=today, until=None)


def boards_for(
    session: ReadSession,
    *,
    temperature: TemperatureClass | None,
    days: Days,
    today: date,
    site_ids: Iterable[int] | None = None,
    territory: str | None = None,
) -> list[StorageBoard]:
    """Return the open offers that keep a temperature on some of these days (three queries)."""
    which: list[ColumnElement[bool]] = [
        col(StorageOffer.is_open).is_(True),
        col(Site.is_active).is_(True),
        col(StorageOffer.first_day) <= days.last,
        col(StorageOffer.last_day) >= days.first,
    ]
    if temperature is not None:
        which.append(col(StorageOffer.temperature).in_(sorted(classes_that_carry(temperature))))
    if site_ids is not None:
        which.append(col(StorageOffer.site_id).in_(sorted(set(site_ids))))
    if territory is not None:
        which.append(col(Site.territory) == territory)
    return _boards(session, which, today=today, until=days.last)


def boards_of_owners(session: ReadSession, partner_ids: Sequence[int] | None, *, today: date) -> list[StorageBoard]:
    """Return the offers, closed ones included, at the places of these partners (None: of everybody), not over yet."""
    which: list[ColumnElement[bool]] = [col(StorageOffer.last_day) >= today]
    if partner_ids is not None:
        which.append(col(Site.partner_id).in_(partner_ids))
    return _boards(session, which, today=today, until=None)


def _boards(
    session: ReadSession, which: Sequence[ColumnElement[bool]], *, today: date, until: date | None
) -> list[StorageBoard]:
    statement = (
        select_columns(StorageOffer, Site, col(Partner.name))
        .join(Site, col(Site.id) == StorageOffer.site_id)
        .join(Partner, col(Partner.id) == Site.partner_id)
        .where(*which)
        .order_by(col(StorageOffer.id))
        .execution_options(populate_existing=True)
    )
    rows = session.execute(statement).all()
    ids = [row[0].id for row in rows]
    waiters, held = _queues(session, ids)
    furthest = max([until, *(each.days.last for queue in waiters.values() for each in queue)]) if until else None
    rooms = _rooms(session, ids, since=today, until=furthest)
    return [_board(row, rooms, waiters, held) for row in rows]


def _board(
    row: Any,
    rooms: Mapping[int, dict[date, DayRoom]],
    waiters: Mapping[int, list[Waiter]],
    held: Mapping[int, list[Held]],
) -> StorageBoard:
    offer, site, owner = row
    return StorageBoard(
        offer_id=offer.id,
        site_id=site.id,
        site_name=site.name,
        town=site.town,
        territory=site.territory,
        point=Point(site.latitude, site.longitude),
        owner_id=site.partner_id,
        owner_name=owner,
        temperature=offer.temperature,
        days=Days(offer.first_day, offer.last_day),
        pallet_hundredths=offer.pallet_hundredths,
        cents_per_pallet_day=offer.cents_per_pallet_day,
        conditions=offer.conditions,
        is_open=offer.is_open and site.is_active,
        version=offer.version,
        room=rooms.get(offer.id, {}),
        queue=waiters.get(offer.id, ()),
        held=held.get(offer.id, ()),
    )


def _rooms(
    session: ReadSession, offer_ids: Sequence[int], *, since: date, until: date | None
) -> dict[int, dict[date, DayRoom]]:
    """Columns, not entities: counters change by UPDATE, and a row remembered by the session could be out of date."""
    statement = select_columns(
        col(StorageDay.offer_id),
        col(StorageDay.day),
        col(StorageDay.offered_pallet_hundredths),
        col(StorageDay.used_pallet_hundredths),
    ).where(col(StorageDay.offer_id).in_(offer_ids), col(StorageDay.day) >= since)
    if until is not None:
        statement = statement.where(col(StorageDay.day) <= until)
    found: dict[int, dict[date, DayRoom]] = defaultdict(dict)
    for offer_id, day, offered, used in session.execute(statement.order_by(col(StorageDay.day))):
        found[offer_id][day] = DayRoom(offered, used)
    return found


def _queues(session: ReadSession, offer_ids: Sequence[int]) -> tuple[dict[int, list[Waiter]], dict[int, list[Held]]]:
    """Return, by offer, the stays that wait (first come first) and those for which room is held."""
    statement = (
        select(StorageStay)
        .where(
            col(StorageStay.offer_id).in_(offer_ids),
            col(StorageStay.state).in_([StayState.waiting, StayState.offered]),
        )
        .order_by(col(StorageStay.waiting_since), col(StorageStay.id))
        .execution_options(populate_existing=True)
    )
    waiters: dict[int, list[Waiter]] = defaultdict(list)
    held: dict[int, list[Held]] = defaultdict(list)
    for stay in session.exec(statement):
        days, pallets = Days(stay.first_day, stay.last_day), stay.pallet_hundredths
        if stay.state == StayState.waiting:
            waiter = Waiter(stay.id or 0, days, pallets, stay.least_pallet_hundredths, stay.promotes_at_once)
            waiters[stay.offer_id].append(waiter)
        elif stay.offer_ends_at is not None:
            held[stay.offer_id].append(Held(stay.id or 0, days, pallets, stay.offer_ends_at))
    return waiters, held
