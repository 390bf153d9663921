"""The facts of an act in words: amounts with their units, people and partners by name, never a field's name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.i18n.labels import LABELS
from core.i18n.words import Words
from core.shared.errors import N_

Names = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What facts refer to by number, with its name: people and partners."""

    people: Names
    partners: Names


Write = Callable[[Words, Any, Known], str]

LANGUAGES = {"fr": N_("French"), "en": N_("English")}
KINDS = {**LABELS["ContributionKind"], "plan_tours": N_("plan of the tours")}


def _in_units(_: Words, kind: str) -> Callable[[int], str]:
    """Return how a contribution of this kind writes its quantity."""
    units: dict[str, Callable[[int], str]] = {
        "hours": _.duration,
        "distance": _.km,
        "goods": _.kg,
        "money": _.money,
    }
    return units.get(kind, _.number)


def _text(_: Words, value: Any, _known: Known) -> str:
    return str(value)


def _number(_: Words, value: Any, _known: Known) -> str:
    return _.number(value)


def _kg(_: Words, value: Any, _known: Known) -> str:
    return _.kg(value)


def _pallets(_: Words, value: Any, _known: Known) -> str:
    return _.pallets(value)


def _money(_: Words, value: Any, _known: Known) -> str:
    return _.money(value)


def _rate(_: Words, value: Any, _known: Known) -> str:
    """Millionths of a dollar a kilogram and kilometre are tenths of a cent a tonne and kilometre."""
    return _.money(round(value / 10))


def _floor_rate(_: Words, value: Any, _known: Known) -> str:
    return _.money(round(value / 10_000))


def _day(_: Words, value: Any, _known: Known) -> str:
    return _.day_and_year(date.fromisoformat(value))


def _moment(_: Words, value: Any, _known: Known) -> str:
    return _.value(datetime.fromisoformat(value))


def _percent(_: Words, value: Any, _known: Known) -> str:
    return _.percent(value / 100)


def _person(_: Words, value: Any, known: Known) -> str:
    return known.people.get(value) or _("no. %(number)s", number=value)


def _partner(_: Words, value: Any, known: Known) -> str:
    return known.partners.get(value) or _("no. %(number)s", number=value)


def _partners(_: Words, value: Any, known: Known) -> str:
    return ", ".join(_partner(_, each, known) for each in value)


def _numbers(_: Words, value: Any, _known: Known) -> str:
    return ", ".join(str(each) for each in value)


def _chosen(labels: Mapping[str, str]) -> Write:
    return lambda _, value, _known: _(labels.get(value, value))


def _rights(_: Words, value: Any, _known: Known) -> str:
    return ", ".join(_(LABELS["Right"].get(each, each)) for each in value)


def _solidarity(_: Words, value: Any, _known: Known) -> str:
    kinds = LABELS["PartnerKind"]
    return ", ".join(f"{_(kinds.get(kind, kind))} {_.percent(percent / 100)}" for kind, percent in value.items())


def _millipercent(_: Words, value: Any, _known: Known) -> str:
    """Thousandths of a per cent: 9 975 is 9.975 %."""
    return _("%(number)s per cent", number=_.number(value / 1000, 3))


def _kinds(_: Words, value: Any, _known: Known) -> str:
    return ", ".join(_(LABELS["PartnerKind"].get(each, each)) for each in value)


def _yes_or_no(yes: str, no: str) -> Write:
    return lambda _, value, _known: _(yes) if value else _(no)


AS_IT_IS = "%(value)s"
FACTS: dict[str, tuple[str, Write]] = {
    "animator_id": (N_("animator: %(value)s"), _person),
    "asked_kg": (N_("asked for %(value)s"), _kg),
    "before_kg": (N_("before: %(value)s"), _kg),
    "before_pallet_hundredths": (N_("before: %(value)s"), _pallets),
    "cap_release_days": (N_("limit of one partner lifted %(value)s days before"), _number),
    "cancel_notice_hours": (N_("free to cancel until %(value)s h before"), _number),
    "cents": (AS_IT_IS, _money),
    "cents_flat": (N_("%(value)s a reservation"), _money),
    "cents_per_pallet_day": (N_("%(value)s a pallet and day"), _money),
    "cents_per_stop": (N_("%(value)s a stop"), _money),
    "closes": (AS_IT_IS, _yes_or_no(N_("nothing runs"), N_("for information"))),
    "code": (N_("code %(value)s"), _text),
    "collected_cents": (N_("%(value)s charged to partners"), _money),
    "count": (N_("invitations: %(value)s"), _number),
    "cut": (N_("departures with less room: %(value)s"), _number),
    "dates": (N_("dates: %(value)s"), _number),
    "closes_on": (N_("asking until %(value)s"), _day),
    "shares": (N_("shares: %(value)s"), _number),
    "day": (N_("on %(value)s"), _day),
    "delivered_kg": (N_("%(value)s delivered"), _kg),
    "departure_id": (N_("departure no. %(value)s"), _text),
    "departure_ids": (N_("departures no. %(value)s"), _numbers),
    "direction": (AS_IT_IS, _chosen(LABELS["PaymentDirection"])),
    "done_on": (N_("on %(value)s"), _day),
    "driver_id": (N_("driver: %(value)s"), _person),
    "ended": (N_("reservations ended: %(value)s"), _number),
    "entry_id": (N_("ledger entry no. %(value)s"), _text),
    "every_year": (AS_IT_IS, _yes_or_no(N_("every year"), N_("once"))),
    "first_day": (N_("from %(value)s"), _day),
    "giver": (N_("given by %(value)s"), _text),
    "grown": (N_("departures with more room: %(value)s"), _number),
    "held": (N_("departures booked above their truck: %(value)s"), _number),
    "hold_minutes": (N_("room kept for %(value)s min"), _number),
    "held_on": (N_("held on %(value)s"), _day),
    "is_active": (AS_IT_IS, _yes_or_no(N_("in service"), N_("out of service"))),
    "is_open": (AS_IT_IS, _yes_or_no(N_("open to reservations"), N_("closed to reservations"))),
    "job": (N_("calculation %(value)s"), _text),
    "keeps_percent": (N_("payload kept: %(value)s"), _percent),
    "gst_millipercent": (N_("GST: %(value)s"), _millipercent),
    "qst_millipercent": (N_("QST: %(value)s"), _millipercent),
    "kept_percent": (N_("share kept: %(value)s"), _percent),
    "kinds": (N_("for %(value)s"), _kinds),
    "release_days": (N_("released %(value)s days before"), _number),
    "kept": (N_("departures kept for their reservations: %(value)s"), _number),
    "kept_dates": (N_("dates that stay: %(value)s"), _number),
    "kg": (AS_IT_IS, _kg),
    "kind": (AS_IT_IS, _chosen(KINDS)),
    "language": (AS_IT_IS, _chosen(LANGUAGES)),
    "last_day": (N_("to %(value)s"), _day),
    "late_cancel_percent": (N_("owed for cancelling late: %(value)s"), _percent),
    "left_out": (N_("loads left out: %(value)s"), _number),
    "letter": (AS_IT_IS, _chosen(LABELS["Responsibility"])),
    "made": (N_("departures made: %(value)s"), _number),
    "meeting_id": (N_("meeting no. %(value)s"), _text),
    "microdollars_per_kg_km": (N_("%(value)s a tonne and kilometre"), _rate),
    "microdollars_per_pallet_km": (N_("%(value)s a pallet and kilometre"), _floor_rate),
    "name": (AS_IT_IS, _text),
    "note": (N_("note: %(value)s"), _text),
    "needs_approval": (AS_IT_IS, _yes_or_no(N_("asks for approval"), N_("asks for no approval"))),
    "offer_hours": (N_("offers kept for %(value)s h"), _number),
    "offer_id": (N_("storage offer no. %(value)s"), _text),
    "offer_ids": (N_("storage offers no. %(value)s"), _numbers),
    "offered": (N_("loads offered another departure: %(value)s"), _number),
    "pallet_hundredths": (AS_IT_IS, _pallets),
    "partner_cap_percent": (N_("most for one partner: %(value)s"), _percent),
    "partner_id": (AS_IT_IS, _partner),
    "partner_ids": (N_("acts for %(value)s"), _partners),
    "passed_above_percent": (N_("may be passed above %(value)s"), _percent),
    "penalty_cents": (N_("kept for the late change: %(value)s"), _money),
    "period": (AS_IT_IS, _chosen(LABELS["Period"])),
    "placed": (N_("loads placed: %(value)s"), _number),
    "price_cents": (N_("price: %(value)s"), _money),
    "purpose": (AS_IT_IS, _chosen(LABELS["LinkPurpose"])),
    "queue_rule": (AS_IT_IS, _chosen(LABELS["QueueRule"])),
    "question": (N_("question: %(value)s"), _text),
    "reason": (N_("reason: %(value)s"), _text),
    "reconfirm_days_before": (N_("confirmed again %(value)s days before"), _number),
    "removed": (N_("departures removed: %(value)s"), _number),
    "replaces_id": (N_("replaces decision no. %(value)s"), _text),
    "reservation_id": (N_("reservation no. %(value)s"), _text),
    "reservations": (N_("reservations cancelled: %(value)s"), _number),
    "reversal_id": (N_("by ledger entry no. %(value)s"), _text),
    "rights": (N_("rights: %(value)s"), _rights),
    "seed": (N_("drawn from the number %(value)s"), _text),
    "since": (N_("from %(value)s on"), _day),
    "site_id": (N_("place no. %(value)s"), _text),
    "skipped": (N_("days without a run: %(value)s"), _number),
    "solidarity": (N_("solidarity: %(value)s"), _solidarity),
    "starts_at": (N_("leaves on %(value)s"), _moment),
    "substitute_id": (N_("replaced by %(value)s"), _person),
    "temperature": (AS_IT_IS, _chosen(LABELS["TemperatureClass"])),
    "to_day": (N_("moved to %(value)s"), _day),
    "tours": (N_("tours: %(value)s"), _number),
    "unserved": (N_("loads not served: %(value)s"), _number),
    "valid_from": (N_("from %(value)s on"), _day),
    "value_cents": (N_("worth %(value)s"), _money),
    "vehicle_id": (N_("vehicle no. %(value)s"), _text),
    "wanted": (N_("e-mails wanted: %(value)s"), _chosen(LABELS["LettersWanted"])),
    "week": (N_("week of %(value)s"), _day),
}


def facts_said(_: Words, facts: Mapping[str, Any], known: Known) -> str:
    """Return the facts of an act in words: `105 kg · 1 pal. · price: $7.22`; what is empty is left out."""
    said = [_fact_said(_, name, value, known) for name, value in facts.items() if name != "quantity"]
    quantity = facts.get("quantity")
    if quantity is not None:
        said.append(_in_units(_, facts.get("kind", ""))(quantity))
    return " · ".join(each for each in said if each)


def _fact_said(_: Words, name: str, value: Any, known: Known) -> str:
    if value is None or value in ("", [], {}):
        return ""
    message, write = FACTS.get(name, (AS_IT_IS, _text))
    return _(message, value=write(_, value, known))
