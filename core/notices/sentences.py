"""What each notice says, in the reader's language, from the facts it carries."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from core.i18n.labels import LABELS
from core.i18n.words import Words
from core.notices.tables import NoticeKind
from core.shared.errors import N_
from core.shared.quantities import Quantity
from core.shared.taxes import Bill

SENTENCES: dict[NoticeKind, str] = {
    NoticeKind.reserved: N_(
        "%(number)s is reserved: %(kg)s from %(from_place)s to %(to_place)s, %(day)s, %(line)s. Price: %(price_cents)s."
    ),
    NoticeKind.waiting: N_(
        "%(number)s is on the waiting list: %(kg)s from %(from_place)s to %(to_place)s, %(day)s, %(line)s. "
        "You are told as soon as there is room."
    ),
    NoticeKind.promoted: N_(
        "Room was found for %(number)s: %(kg)s from %(from_place)s to %(to_place)s, %(day)s, %(line)s. It is reserved."
    ),
    NoticeKind.offered: N_(
        "There is room for %(number)s: %(kg)s from %(from_place)s to %(to_place)s, %(day)s, %(line)s. "
        "It is kept for you until %(offer_ends_at)s. Accept or decline it under My reservations."
    ),
    NoticeKind.changed: N_(
        "%(number)s was changed: now %(kg)s from %(from_place)s to %(to_place)s, %(day)s, %(line)s."
    ),
    NoticeKind.cancelled: N_("%(number)s is cancelled: %(from_place)s to %(to_place)s, %(day)s, %(line)s."),
    NoticeKind.departure_cancelled: N_(
        "%(line)s will not run on %(day)s: %(reason)s. %(number)s is cancelled; choose another departure under Reserve."
    ),
    NoticeKind.cancelled_late: N_(
        "%(number)s is cancelled: %(from_place)s to %(to_place)s, %(day)s, %(line)s. It could be cancelled free of "
        "charge until %(free_until_at)s: %(penalty_cents)s is owed if the truck runs."
    ),
    NoticeKind.awaiting_approval: N_(
        "%(number)s has its room: %(kg)s from %(from_place)s to %(to_place)s, %(day)s, %(line)s. "
        "The coordinator answers before %(offer_ends_at)s."
    ),
    NoticeKind.approved: N_(
        "%(number)s is approved and reserved: %(kg)s from %(from_place)s to %(to_place)s, %(day)s, %(line)s. "
        "Price: %(price_cents)s."
    ),
    NoticeKind.refused: N_(
        "%(number)s is refused (%(from_place)s to %(to_place)s, %(day)s, %(line)s): %(reason)s. "
        "Choose another departure under Reserve."
    ),
    NoticeKind.not_approved: N_(
        "Nobody answered for %(number)s (%(from_place)s to %(to_place)s, %(day)s, %(line)s) before the cut-off: its "
        "room is free again. Choose another departure under Reserve, or call your coordinator."
    ),
    NoticeKind.moved: N_(
        "%(from_line)s of %(from_day)s no longer carries %(number)s: %(reason)s. Room is kept for it on %(line)s, "
        "%(day)s, until %(offer_ends_at)s. Accept it, or choose another departure, under My reservations."
    ),
    NoticeKind.departure_moved: N_(
        "%(line)s now leaves on %(leaves_at)s with %(number)s: %(kg)s from %(from_place)s to %(to_place)s. Your "
        "reservation stays; cancel it under My reservations if this does not suit you."
    ),
    NoticeKind.tour_accepted: N_(
        "The tour of %(day)s is planned. %(number)s: %(kg)s from %(from_place)s to %(to_place)s, leaving %(leaves_at)s."
    ),
    NoticeKind.left_out_of_tour: N_(
        "The tour of %(day)s is planned without %(number)s: %(kg)s from %(from_place)s to %(to_place)s. "
        "Your coordinator knows why; you may also choose another departure under Reserve."
    ),
    NoticeKind.reminder: N_(
        "%(number)s leaves on %(leaves_at)s: %(kg)s from %(from_place)s to %(to_place)s, %(line)s. If it cannot come, "
        "cancel it under My reservations: its room then serves somebody else."
    ),
    NoticeKind.invited: N_(
        "You are invited to fill empty room, at a reduced price where the week is a trough: %(count)s loads, %(kg)s in "
        "all, the first on %(day)s. Accept or decline each in a click under Troughs."
    ),
    NoticeKind.contribution_approved: N_(
        "Your contribution of %(day)s is approved: %(contribution_kind)s, %(quantity)s."
    ),
    NoticeKind.contribution_questioned: N_(
        "There is a question about your contribution of %(day)s: “%(question)s” Answer it under Roles and compensation."
    ),
    NoticeKind.stay_reserved: N_(
        "%(number)s is reserved: %(pallet_hundredths)s at %(site)s from %(first_day)s to %(last_day)s. "
        "Price: %(price_cents)s."
    ),
    NoticeKind.stay_waiting: N_(
        "%(number)s is on the waiting list: %(pallet_hundredths)s at %(site)s from %(first_day)s to %(last_day)s. "
        "You are told as soon as there is room."
    ),
    NoticeKind.stay_promoted: N_(
        "Room was found for %(number)s: %(pallet_hundredths)s at %(site)s from %(first_day)s to %(last_day)s. "
        "It is reserved."
    ),
    NoticeKind.stay_offered: N_(
        "There is room for %(number)s: %(pallet_hundredths)s at %(site)s from %(first_day)s to %(last_day)s. "
        "It is kept for you until %(offer_ends_at)s. Accept or decline it under Storage."
    ),
    NoticeKind.stay_changed: N_(
        "%(number)s was changed: now %(pallet_hundredths)s at %(site)s from %(first_day)s to %(last_day)s."
    ),
    NoticeKind.stay_cancelled: N_(
        "%(number)s is cancelled: %(pallet_hundredths)s at %(site)s from %(first_day)s to %(last_day)s."
    ),
    NoticeKind.stay_here: N_(
        "At your place %(site)s: %(pallet_hundredths)s from %(first_day)s to %(last_day)s (%(number)s). "
        "Storage says whose they are."
    ),
    NoticeKind.stay_gone: N_(
        "No longer at your place %(site)s: %(pallet_hundredths)s from %(first_day)s to %(last_day)s (%(number)s)."
    ),
    NoticeKind.series_booked: N_(
        "Your season %(number)s on %(line)s: %(booked)s dates have their place, %(waiting)s wait for room, %(skipped)s "
        "are not booked. Each date and its reason is under My reservations."
    ),
    NoticeKind.series_to_confirm: N_(
        "Confirm %(number)s of your season before %(ends_at)s: %(line)s, %(day)s. Without an answer its room goes to "
        "others. Confirm under My reservations."
    ),
    NoticeKind.series_not_confirmed: N_(
        "%(number)s of your season was not confirmed in time: its room on %(line)s, %(day)s, is free again. The other "
        "dates stay."
    ),
    NoticeKind.slots_open: N_(
        "%(window)s, %(line)s: say by %(closes_on_day)s which slots you need on its %(dates)s departures from "
        "%(first_day)s to %(last_day)s, under Season requests. If more is asked than there is, it is shared evenly: "
        "being first brings nothing, asking for more than you need neither."
    ),
    NoticeKind.slots_shared: N_(
        "%(window)s, %(line)s: you asked for %(asked_quantity)s on %(dates)s dates. You receive all of it on %(full)s, "
        "a part on %(part)s, nothing on %(nothing)s: %(given_quantity)s over the season. On %(fullest_day)s there was "
        "room for %(room_quantity)s: %(sharers)s partners asked, each received up to %(most_quantity)s; who has least "
        "over the season comes first. Each date and its reason: Season requests."
    ),
}
OFFER_ENDED = N_(
    "The offer for %(number)s (%(from_place)s to %(to_place)s, %(day)s) ended unanswered: "
    "its room went to the next in line."
)
STAY_OFFER_ENDED = N_(
    "The offer for %(number)s (%(pallet_hundredths)s at %(site)s from %(first_day)s to %(last_day)s) ended unanswered: "
    "its room went to the next in line."
)
NO_STORAGE_CAME_FREE = N_(
    "No room came free for %(number)s (%(pallet_hundredths)s at %(site)s) before its first day, %(first_day)s: it "
    "ends. Find room elsewhere, or on other days, under Storage."
)
ALL_RECEIVED = N_(
    "%(window)s, %(line)s: you receive everything you asked for, %(asked_quantity)s on each of %(dates)s dates. The "
    "reservations are under My reservations."
)
NOT_ALL_BOOKED = N_(
    "%(window)s, %(line)s: you asked for %(asked_quantity)s on %(dates)s dates. You receive all of it on %(full)s, a "
    "part on %(part)s, nothing on %(nothing)s: %(given_quantity)s over the season. Each date and its reason: Season "
    "requests."
)
_STAY_ENDED = {"offer_ended": STAY_OFFER_ENDED, "no_room": NO_STORAGE_CAME_FREE}
_FIELD = re.compile(r"%\((\w+)\)s")
_UNKNOWN = "—"
_AMOUNTS = ("kg", "pallet_hundredths", "_quantity")


def sentence_of(_: Words, kind: NoticeKind, facts: Mapping[str, Any]) -> str:
    """Return the sentence of a notice; a fact it does not carry is written as a dash."""
    message = _message(kind, facts)
    known = {**facts, "quantity": _quantity(_, facts)}
    said = {name: _said(_, name, known.get(name)) for name in _FIELD.findall(message)}
    if "price_cents" in said and "gst_cents" in facts:
        bill = Bill(*(int(facts[name]) for name in ("price_cents", "gst_cents", "qst_cents")))
        said["price_cents"] = _.bill(bill)
    return _(message, **said)


def _message(kind: NoticeKind, facts: Mapping[str, Any]) -> str:
    if kind is NoticeKind.stay_cancelled:
        return _STAY_ENDED.get(str(facts.get("reason")), SENTENCES[kind])
    if facts.get("reason") == "offer_ended":
        return OFFER_ENDED
    if kind is NoticeKind.slots_shared and facts.get("is_all"):
        return ALL_RECEIVED
    if kind is NoticeKind.slots_shared and not facts.get("sharers"):
        return NOT_ALL_BOOKED
    return SENTENCES[kind]


def _quantity(_: Words, facts: Mapping[str, Any]) -> str:
    """Write how much was given: its unit (minutes, metres, kg or cents) follows from what was given."""
    write = {"hours": _.duration, "distance": _.km, "goods": _.kg, "money": _.money}.get(
        str(facts.get("contribution_kind"))
    )
    return write(int(facts["quantity"])) if write is not None and facts.get("quantity") is not None else ""


def _said(_: Words, name: str, fact: Any) -> str:
    if fact is None or fact == "":
        return _UNKNOWN
    if name == "day" or name.endswith("_day"):
        return _.day(date.fromisoformat(str(fact)))
    if name.endswith("_at"):
        return _.value(datetime.fromisoformat(str(fact)))
    if name.endswith("_cents"):
        return _.money(int(fact))
    if name.endswith(_AMOUNTS):
        return _amount(_, name, fact)
    if name == "contribution_kind":
        said = LABELS["ContributionKind"].get(str(fact), str(fact))
        return _(said)
    return _.value(fact)


def _amount(_: Words, name: str, fact: Any) -> str:
    if name.endswith("_quantity"):
        kg, pallet_hundredths = fact
        return _.quantity(Quantity(kg, pallet_hundredths))
    return _.kg(int(fact)) if name.endswith("kg") else _.pallets(int(fact))
