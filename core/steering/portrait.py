"""What stands behind the figures of a review: week by week, vehicle by vehicle, partner by partner."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.access.rights import Member, Right
from core.lines.load import NOTHING_CARRIED, Carriage
from core.partners.kinds import PartnerKind
from core.seasons.week_load import same_week_before
from core.shared.clock import local
from core.shared.periods import weeks_between
from core.steering.evidence import PartnerFacts
from core.steering.loads import percent_of
from core.steering.measures import Evidence, metres_by_owner
from core.steering.spans import Span
from core.steering.spread import BalanceSpread, balance_spread

QUIET_AFTER_DAYS = 60
_FEWEST_TO_HIDE_ONE = 3


@dataclass(frozen=True, slots=True)
class WeekFill:
    """How full the network was in a week, and in the same week last year; None where nothing ran."""

    week: date
    percent: float | None
    last_year_percent: float | None


@dataclass(frozen=True, slots=True)
class VehicleFill:
    """How full a vehicle was over the period and over the one before, and how much it ran."""

    name: str
    owner_name: str
    percent: float | None
    before_percent: float | None
    departures: int
    metres: int


@dataclass(frozen=True, slots=True)
class CarrierShare:
    """A partner whose vehicles drove, with its share (0 to 1) of the kilometres."""

    name: str
    metres: int
    share: float


@dataclass(frozen=True, slots=True)
class PartnerEffort:
    """What a partner gave in the period; money only where the person who looks may see it (R9)."""

    partner_id: int
    name: str
    kind: PartnerKind
    minutes: int
    metres: int
    goods_kg: int
    value_cents: int | None
    balance_cents: int | None


@dataclass(frozen=True, slots=True)
class PartnerPulse:
    """A partner's last signs of life, and whether it has gone quiet."""

    name: str
    kind: PartnerKind
    reserved_at: datetime | None
    contributed_at: datetime | None
    signed_in_at: datetime | None
    silent_days: int | None
    is_quiet: bool


def weeks_of(evidence: Evidence, span: Span) -> tuple[WeekFill, ...]:
    """Return how full each week of the period was, with the same week last year."""
    by_week: defaultdict[date, Carriage] = defaultdict(lambda: NOTHING_CARRIED)
    for use in evidence.uses:
        if not use.was_cancelled:
            by_week[use.week] += use.carriage
    return tuple(
        WeekFill(week, percent_of(by_week[week]), percent_of(by_week[same_week_before(week, 1)]))
        for week in weeks_between(span.first_day, span.last_day)
    )


def vehicles_of(evidence: Evidence) -> tuple[VehicleFill, ...]:
    """Return the vehicles that ran in the period, the fullest first."""
    carried: defaultdict[tuple[int, int], Carriage] = defaultdict(lambda: NOTHING_CARRIED)
    departures: defaultdict[int, int] = defaultdict(int)
    metres: defaultdict[int, int] = defaultdict(int)
    for use in evidence.uses:
        if use.was_cancelled:
            continue
        for index in (0, 1):
            if use.in_spans[index]:
                carried[index, use.vehicle_id] += use.carriage
        if use.in_spans[0]:
            departures[use.vehicle_id] += use.departures
            metres[use.vehicle_id] += use.metres
    rows = [
        VehicleFill(
            name=evidence.vehicles[vehicle_id].name,
            owner_name=evidence.vehicles[vehicle_id].owner_name,
            percent=percent_of(carried[0, vehicle_id]),
            before_percent=percent_of(carried[1, vehicle_id]),
            departures=departures[vehicle_id],
            metres=metres[vehicle_id],
        )
        for vehicle_id in departures
    ]
    return tuple(sorted(rows, key=lambda row: (-(row.percent or 0), row.name)))


def carriers_of(evidence: Evidence) -> tuple[CarrierShare, ...]:
    """Return the owners of the vehicles that ran, by kilometres."""
    ran = [use for use in evidence.uses if use.in_spans[0] and not use.was_cancelled]
    names = {vehicle.owner_id: vehicle.owner_name for vehicle in evidence.vehicles.values()}
    driven = metres_by_owner(ran, evidence.vehicles)
    whole = sum(driven.values()) or 1
    rows = [CarrierShare(names[owner_id], metres, metres / whole) for owner_id, metres in driven.items()]
    return tuple(sorted(rows, key=lambda row: (-row.metres, row.name)))


def effort_of(partner: PartnerFacts, member: Member) -> PartnerEffort:
    """Return what a partner gave, with the money `member` may see."""
    given, may_see_money = partner.given[0], member.may_see_money_of(partner.partner_id)
    return PartnerEffort(
        partner_id=partner.partner_id,
        name=partner.name,
        kind=partner.kind,
        minutes=given.minutes,
        metres=given.metres,
        goods_kg=given.goods_kg,
        value_cents=given.value_cents if may_see_money else None,
        balance_cents=partner.balance_cents[0] if may_see_money else None,
    )


def balances_of(evidence: Evidence, member: Member) -> BalanceSpread | None:
    """Return the spread of the balances as `member` may see it."""
    spread = balance_spread([partner.balance_cents[0] for partner in evidence.partners])
    sees_all = member.has(Right.treasurer) or member.has(Right.coordinator)
    return spread if spread is None or sees_all else spread.for_others(fewest=_FEWEST_TO_HIDE_ONE)


def pulses_of(partners: Sequence[PartnerFacts], now: datetime) -> tuple[PartnerPulse, ...]:
    """Return each partner's last signs of life."""
    return tuple(_pulse(partner, now) for partner in partners)


def _pulse(partner: PartnerFacts, now: datetime) -> PartnerPulse:
    signs = [at for at in (partner.reserved_at, partner.contributed_at, partner.signed_in_at) if at is not None]
    silent_days = (local(now).date() - local(max(signs)).date()).days if signs else None
    return PartnerPulse(
        name=partner.name,
        kind=partner.kind,
        reserved_at=partner.reserved_at,
        contributed_at=partner.contributed_at,
        signed_in_at=partner.signed_in_at,
        silent_days=silent_days,
        is_quiet=silent_days is None or silent_days > QUIET_AFTER_DAYS,
    )
