"""A declared need: believable before it is written, and what it asks of each week."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.shared import plausible
from core.shared.errors import N_, WrongInput
from core.shared.quantities import Quantity, TemperatureClass
from core.troughs.balance import Priority, Want
from core.troughs.kinds import NeedKind

MOST_KG_A_WEEK = 40_000
MOST_PALLET_HUNDREDTHS = 4_000
MOST_FLEXIBILITY_WEEKS = 4
WORTH_A_STOP_KG = 25


@dataclass(frozen=True, slots=True)
class NeedCard:
    """What a partner declares of its season, as its form was sent.

    It leaves from a place, or from anywhere in a territory (`from_site_id` None). Months are 1 to 12, both included;
    a last month before the first means over the turn of the year.
    """

    request_id: str
    partner_id: int
    kind: NeedKind
    from_site_id: int | None
    from_territory: str
    to_site_id: int
    first_month: int
    last_month: int
    kg_a_week: int
    pallet_hundredths_a_week: int
    temperature: TemperatureClass
    flexibility_weeks: int = 1
    priority: Priority = Priority.normal
    note: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredNeed:
    """A need that was not withdrawn, and the places it may leave from."""

    need_id: int
    partner_id: int
    from_site_ids: frozenset[int]
    to_site_id: int
    first_month: int
    last_month: int
    quantity: Quantity
    temperature: TemperatureClass
    flexibility_weeks: int
    priority: Priority


def checked_need(card: NeedCard) -> NeedCard:
    """Return the need with whole numbers and a tidy note.

    Raises:
        Refusal: something is blank, out of bounds or contradictory.
    """
    if card.from_site_id == card.to_site_id:
        raise WrongInput(
            field=N_("To"), reason=N_("the load would stay where it is. Choose another place to bring it to.")
        )
    from_anywhere = card.from_site_id is None
    territory = plausible.text(N_("From"), card.from_territory, longest=60) if from_anywhere else ""
    return replace(
        card,
        request_id=plausible.text(N_("Request"), card.request_id, longest=40),
        kind=NeedKind(card.kind),
        from_territory=territory,
        first_month=plausible.whole(N_("First month"), card.first_month, least=1, most=12),
        last_month=plausible.whole(N_("Last month"), card.last_month, least=1, most=12),
        kg_a_week=plausible.whole(N_("Weight a week (kg)"), card.kg_a_week, least=1, most=MOST_KG_A_WEEK),
        pallet_hundredths_a_week=plausible.whole(
            N_("Floor space (hundredths of a pallet)"),
            card.pallet_hundredths_a_week,
            least=0,
            most=MOST_PALLET_HUNDREDTHS,
        ),
        temperature=TemperatureClass(card.temperature),
        flexibility_weeks=plausible.whole(
            N_("Weeks earlier or later"), card.flexibility_weeks, least=0, most=MOST_FLEXIBILITY_WEEKS
        ),
        priority=Priority(card.priority),
        note=plausible.text(N_("Note"), card.note, longest=200, may_be_blank=True),
    )


def in_season(month: int, *, first: int, last: int) -> bool:
    """Say whether a month lies between two, over the turn of the year if the last comes before the first."""
    return first <= month <= last if first <= last else month >= first or month <= last


def wants(
    needs: Iterable[DeclaredNeed], weeks: Iterable[date], answered_kg: Mapping[tuple[int, date], int]
) -> Iterator[Want]:
    """Yield what each need asks of each week of its season, less what it was already invited for.

    A week belongs to the month of its Thursday.
    """
    mondays = list(weeks)
    for need in needs:
        for monday in mondays:
            month = (monday + timedelta(days=3)).month
            left = need.quantity.kg - answered_kg.get((need.need_id, monday), 0)
            if left <= 0 or not in_season(month, first=need.first_month, last=need.last_month):
                continue
            pallets = -(-need.quantity.pallet_hundredths * left // need.quantity.kg)
            yield Want(
                need_id=need.need_id,
                partner_id=need.partner_id,
                week=monday,
                quantity=Quantity(left, pallets),
                temperature=need.temperature,
                from_site_ids=need.from_site_ids,
                to_site_id=need.to_site_id,
                flexibility_weeks=need.flexibility_weeks,
                priority=need.priority,
                least_kg=WORTH_A_STOP_KG,
            )
