"""Keeping the worker's proposal as a draft that people can look at and accept."""

from dataclasses import asdict, dataclass

from core.audit.actions import record
from core.database.doors import WriteSession
from core.routes import store
from core.routes.each_alone import Alone
from core.routes.emissions import EmissionFactors
from core.routes.engine import Proposal
from core.routes.plan import Tour
from core.routes.plan_document import document_of, load_document, vehicle_document
from core.routes.problem import TourProblem
from core.routes.tables import PlanState, TourPlan
from core.shared import clock


@dataclass(frozen=True, slots=True)
class Comparison:
    """A proposal for a day beside each partner driving alone."""

    problem: TourProblem
    proposal: Proposal
    alone: tuple[Alone, ...]
    factors: EmissionFactors

    def emissions_grams(self, tour: Tour) -> int:
        """Return the emissions of one tour of the proposal."""
        vehicle = self.problem.vehicles[tour.vehicle_id]
        return self.factors.grams(
            metres=tour.metres,
            litres_per_100_km=vehicle.litres_per_100_km,
            is_refrigerated=vehicle.is_refrigerated,
        )


def keep_draft(session: WriteSession, found: Comparison, job_id: str | None, by: int | None) -> int:
    """Write a checked proposal down as a draft and return its id (called by the worker, for the person `by`)."""
    tours = found.proposal.plan.tours
    vehicles = found.problem.vehicles
    plan_id = store.add_plan(
        session,
        TourPlan(
            service_date=found.problem.service_date,
            state=PlanState.draft,
            job_id=job_id,
            made_at=clock.now(),
            made_by_id=by,
            cost_cents=sum(tour.cost_cents(vehicles[tour.vehicle_id]) for tour in tours),
            alone_cost_cents=sum(each.cost_cents for each in found.alone),
            metres=sum(tour.metres for tour in tours),
            alone_metres=sum(each.metres for each in found.alone),
            minutes=sum(tour.minutes for tour in tours),
            emissions_grams=sum(found.emissions_grams(tour) for tour in tours),
            alone_emissions_grams=sum(each.emissions_grams for each in found.alone),
            document=document_of(found.proposal.plan)
            | {
                "made_by": found.proposal.made_by,
                "refused": [each.kind.value for each in found.proposal.refused],
                "vehicles": [vehicle_document(each) for each in vehicles.values()],
                "figures": [
                    [tour.vehicle_id, tour.cost_cents(vehicles[tour.vehicle_id]), found.emissions_grams(tour)]
                    for tour in tours
                ],
                "loads": [load_document(each) for each in found.problem.shipments.values()],
                "alone": [asdict(each) for each in found.alone],
            },
        ),
    )
    record(
        session,
        by,
        "drafted",
        "tour_plan",
        plan_id,
        day=found.problem.service_date.isoformat(),
        tours=len(tours),
        unserved=len(found.proposal.plan.unserved),
    )
    return plan_id
