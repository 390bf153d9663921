"""What people see of a day's plan: a coordinator all of it, a partner its own loads by name and the others as loads."""

from collections.abc import Iterable
from datetime import date

from core.access.rights import Member, Right, require_signed_in
from core.database.doors import ReadSession
from core.reservations.requests import number
from core.routes import store
from core.routes.day_views import DayBoard
from core.routes.each_alone import METHOD
from core.routes.emissions import FACTORS
from core.routes.plan import Plan, Tour, TourStop
from core.routes.plan_document import Document, changed_loads, plan_from
from core.routes.plan_rows import (
    AloneRow,
    CompartmentAboard,
    DayPlan,
    LoadRow,
    PlanFigures,
    PlanLeg,
    PlanStop,
    TourRow,
    UnservedRow,
)
from core.routes.store import Places
from core.routes.tables import PlanState, TourPlan
from core.shared import clock
from core.shared.errors import N_, NotFound
from core.shared.places import Point
from core.shared.quantities import Quantity, TemperatureClass


def plan_of_day(
    session: ReadSession,
    member: Member,
    *,
    service_date: date,
    plan_id: int | None = None,
    board: DayBoard | None = None,
) -> DayPlan | None:
    """Return a day's plan: for a coordinator the one asked for, else the accepted one, else the newest draft.

    Everybody else who is signed in sees the accepted one, with only their own loads named. With the day's `board`, a
    plan that is out of date says so. Two queries at most.

    Raises:
        SignInNeeded: nobody is signed in.
        NotFound: the plan asked for is not of that day.
    """
    require_signed_in(member)
    plans = store.plans_of_day(session, service_date)
    if not member.has(Right.coordinator):
        plans = [each for each in plans if each.state is PlanState.accepted]
    elif plan_id is not None:
        plans = [each for each in plans if each.id == plan_id]
        if not plans:
            raise NotFound(what=N_("tour plan"))
    if not plans:
        return None
    places = store.places(session) if board is None else board.places
    return _Reading(member, plans[0], places).day_plan(board)


def planned_days(session: ReadSession) -> list[date]:
    """Return the days from today on that have an accepted plan, in order (one query)."""
    return store.accepted_days(session, clock.today())


class _Reading:
    """One plan, read for one person."""

    def __init__(self, member: Member, row: TourPlan, places: Places) -> None:
        self.row = row
        self.member = member
        self.places = places
        self.plan: Plan = plan_from(row.document)
        self.sees_money = member.has(Right.coordinator) or member.has(Right.treasurer)
        self.loads: dict[int, Document] = {each["id"]: each for each in row.document["loads"]}
        self.vehicles: dict[int, Document] = {each["id"]: each for each in row.document["vehicles"]}
        self.figures = {vehicle_id: (cents, grams) for vehicle_id, cents, grams in row.document["figures"]}

    def day_plan(self, board: DayBoard | None) -> DayPlan:
        """Return the whole plan as rows."""
        row, alone = self.row, self.row.document["alone"]
        return DayPlan(
            plan_id=row.id or 0,
            service_date=row.service_date,
            state=row.state,
            made_at=row.made_at,
            accepted_at=row.accepted_at,
            made_by=row.document["made_by"],
            tours=tuple(self._tour(each) for each in self.plan.tours),
            unserved=tuple(
                UnservedRow(self._load(each.shipment_id), each.reason)
                for each in self.plan.unserved
                if self._is_own(each.shipment_id)
            ),
            together=PlanFigures(row.metres, row.minutes, self._money(row.cost_cents), row.emissions_grams),
            alone=PlanFigures(
                row.alone_metres,
                sum(each["minutes"] for each in alone),
                self._money(row.alone_cost_cents),
                row.alone_emissions_grams,
            ),
            alone_rows=tuple(
                AloneRow(
                    partner_name=self.places.partners[each["partner_id"]].name,
                    loads=each["shipments"],
                    metres=each["metres"],
                    minutes=each["minutes"],
                    cost_cents=each["cost_cents"],
                    emissions_grams=each["emissions_grams"],
                )
                for each in alone
                if self.member.may_see_money_of(each["partner_id"])
            ),
            alone_method=METHOD,
            emissions_source=FACTORS.source,
            changed=0 if board is None else changed_loads(row.document["loads"], board.load_documents()),
        )

    def _money(self, cents: int) -> int | None:
        return cents if self.sees_money else None

    def _is_own(self, shipment_id: int) -> bool:
        return self.member.may_act_for(self.loads[shipment_id]["partner"])

    def _load(self, shipment_id: int) -> LoadRow:
        load, own = self.loads[shipment_id], self._is_own(shipment_id)
        return LoadRow(
            number=number(shipment_id) if own else "",
            partner_name=self.places.partners[load["partner"]].name if own else "",
            from_name=self.places.sites[load["from"]].name if own else "",
            to_name=self.places.sites[load["to"]].name if own else "",
            quantity=Quantity(load["kg"], load["pallet_hundredths"]),
            temperature=TemperatureClass(load["temperature"]),
            is_own=own,
        )

    def _tour(self, tour: Tour) -> TourRow:
        vehicle = self.vehicles[tour.vehicle_id]
        cents, grams = self.figures[tour.vehicle_id]
        return TourRow(
            vehicle_id=tour.vehicle_id,
            vehicle_name=vehicle["name"],
            payload_kg=vehicle["payload_kg"],
            stops=tuple(self._stop(position, stop) for position, stop in enumerate(tour.stops, 1)),
            legs=tuple(self._legs(tour, vehicle)),
            loads=len(tour.shipment_ids),
            metres=tour.metres,
            minutes=tour.minutes,
            driving_minutes=tour.driving_minutes,
            cost_cents=self._money(cents),
            emissions_grams=grams,
        )

    def _stop(self, position: int, stop: TourStop) -> PlanStop:
        site = self.places.sites[stop.site_id]
        return PlanStop(
            number=position,
            site_name=site.name,
            town=site.town,
            point=Point(site.latitude, site.longitude),
            arrives_at=clock.at_local(self.row.service_date, stop.arrives),
            leaves_at=clock.at_local(self.row.service_date, stop.leaves),
            waits_minutes=stop.begins - stop.arrives,
            deliveries=tuple(self._load(each) for each in stop.deliveries),
            pick_ups=tuple(self._load(each) for each in stop.pick_ups),
        )

    def _legs(self, tour: Tour, vehicle: Document) -> Iterable[PlanLeg]:
        settings = dict(tour.settings)
        boxes = {each: (name, Quantity(kg, hundredths)) for each, name, kg, hundredths in vehicle["compartments"]}
        for leg in tour.legs:
            yield PlanLeg(
                metres=leg.road.metres,
                minutes=leg.road.minutes,
                ferry=leg.road.ferry,
                how=leg.road.how,
                aboard=leg.total,
                by_compartment=tuple(
                    CompartmentAboard(boxes[each][0], settings[each], quantity, boxes[each][1])
                    for each, quantity in leg.loads
                ),
            )
