"""The figures a committee looks at: what each one means, its unit, where it comes from and how sure it is.

Nothing may be shown that cannot be traced: every figure carries its `Definition`.
"""

from dataclasses import dataclass
from enum import Enum

from core.shared.errors import N_


class Indicator(Enum):
    """One measured thing."""

    trough_weeks_filled = "trough_weeks_filled"
    fill_rate = "fill_rate"
    departures_run = "departures_run"
    departures_cancelled = "departures_cancelled"
    shared_distance = "shared_distance"
    delivered = "delivered"
    to_food_banks = "to_food_banks"
    unmet = "unmet"
    pooled_cost = "pooled_cost"
    alone_cost = "alone_cost"
    pooled_cost_per_kg = "pooled_cost_per_kg"
    alone_cost_per_kg = "alone_cost_per_kg"
    saved = "saved"
    emissions_avoided = "emissions_avoided"
    effort_spread = "effort_spread"
    concentration = "concentration"
    largest_carrier = "largest_carrier"


class Measure(Enum):
    """The unit of a figure, and how it is written."""

    percent = "percent"
    number = "number"
    metres = "metres"
    kg = "kg"
    cents = "cents"
    cents_per_kg = "cents_per_kg"
    grams = "grams"
    coefficient = "coefficient"


class Better(Enum):
    """Which way is the good one."""

    more = "more"
    less = "less"
    neither = "neither"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure means. Texts are messages for the catalogs."""

    name: str
    measure: Measure
    better: Better
    meaning: str
    source: str
    sureness: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator for the period, the period before and the same period last year; None where nothing was measured.

    `recorded_share` (0 to 1) says how much of it was written down by people rather than assumed, where that matters;
    `between` the lowest and the highest value that other hypotheses give, for an estimate.
    """

    indicator: Indicator
    value: float | None
    before: float | None
    last_year: float | None
    recorded_share: float | None = None
    between: tuple[float, float] | None = None

    @property
    def definition(self) -> Definition:
        """Return what it means."""
        return DEFINITIONS[self.indicator]

    @property
    def change(self) -> float | None:
        """Return the change from the period before: points for a percentage, a share of the old value otherwise."""
        return change(self.definition.measure, self.value, self.before)

    @property
    def change_from_last_year(self) -> float | None:
        """Return the change from the same period last year, in the same way."""
        return change(self.definition.measure, self.value, self.last_year)


def change(measure: Measure, value: float | None, earlier: float | None) -> float | None:
    """Return points for a percentage or an index, a share of the old value for the rest; None if it cannot be said."""
    if value is None or earlier is None:
        return None
    if measure in {Measure.percent, Measure.coefficient}:
        return value - earlier
    return None if earlier == 0 else (value - earlier) / abs(earlier)


_RUNS = N_("Departures, their legs and the room counted on each leg.")
_LOADS = N_("Reservations and the quantities recorded at delivery.")
_COUNTED = N_("Sure: counted by Navette in every row.")
_DECLARED = N_(
    "Fairly sure: kilometres and hours come from the timetable, costs per kilometre and per hour are those the "
    "vehicles' owners declare. Fuel receipts are not read."
)
_ESTIMATED = N_(
    "An estimate, made so that it does not flatter pooling. It lies between two others: roads 7 % shorter and at most "
    "$2 a kg; one round for every day on which the partner used the calendar, and no limit. Distances come from the "
    "estimator, costs are those each partner declares."
)
_ALONE = N_(
    "Assumption: alone, each partner makes one round a week with its own vehicle, by the cheapest loop through all the "
    "places where it loads or unloads that week, at the cost per kilometre and per hour it declares, docks and ferries "
    "included, with no fixed cost. A round is never counted above $2.50 a kg: beyond that the partner would hand the "
    "load over to a carrier or give it up."
)

DEFINITIONS: dict[Indicator, Definition] = {
    Indicator.trough_weeks_filled: Definition(
        N_("Trough weeks filled"),
        Measure.percent,
        Better.more,
        N_(
            "Of the weeks in which a line was a trough in past years (mean load of the same week below the line's "
            "threshold), the share that reached the threshold this time. Only weeks that are over count; with fewer "
            "than five such weeks no share is given."
        ),
        _RUNS,
        N_("Sure for lines with at least one past season; weeks of newer lines are left out."),
    ),
    Indicator.fill_rate: Definition(
        N_("Fill rate"),
        Measure.percent,
        Better.more,
        N_(
            "Load carried over room offered, each times the kilometres of its leg, by weight or by floor space, "
            "whichever is fuller. Cancelled departures do not count."
        ),
        _RUNS,
        _COUNTED,
    ),
    Indicator.departures_run: Definition(
        N_("Departures run"),
        Measure.number,
        Better.neither,
        N_("Departures of the period that were not cancelled."),
        _RUNS,
        _COUNTED,
    ),
    Indicator.departures_cancelled: Definition(
        N_("Departures cancelled"),
        Measure.number,
        Better.less,
        N_("Departures of the period that were cancelled, for whatever reason."),
        _RUNS,
        _COUNTED,
    ),
    Indicator.shared_distance: Definition(
        N_("Shared kilometres"),
        Measure.metres,
        Better.neither,
        N_("Kilometres driven by the shared vehicles on departures that were not cancelled, empty legs included."),
        _RUNS,
        N_("Fairly sure: the lengths of the itineraries as planned, not odometer readings."),
    ),
    Indicator.delivered: Definition(
        N_("Kilograms delivered"),
        Measure.kg,
        Better.more,
        N_("Weight recorded at delivery; where nobody recorded it, the weight reserved. Goods not brought count 0."),
        _LOADS,
        N_("As sure as what is recorded at delivery."),
    ),
    Indicator.to_food_banks: Definition(
        N_("Kilograms to food banks"),
        Measure.kg,
        Better.more,
        N_("The part of the kilograms delivered whose destination is a site of a food bank."),
        _LOADS,
        N_("As sure as what is recorded at delivery."),
    ),
    Indicator.unmet: Definition(
        N_("Kilograms that found no room"),
        Measure.kg,
        Better.less,
        N_("Loads still on the waiting list, or never put on a tour, when their departure left."),
        _LOADS,
        N_("A minimum: needs that nobody asked for are not known."),
    ),
    Indicator.pooled_cost: Definition(
        N_("Cost, pooled"),
        Measure.cents,
        Better.neither,
        N_(
            "What the shared departures cost their owners, empty ones too: each run, kilometre and hour as declared, "
            "ferries paid; and the hours and kilometres partners gave to make it work, at their approved value."
        ),
        _RUNS,
        _DECLARED,
    ),
    Indicator.alone_cost: Definition(
        N_("Cost, each alone"), Measure.cents, Better.neither, _ALONE, N_("Reservations carried."), _ESTIMATED
    ),
    Indicator.pooled_cost_per_kg: Definition(
        N_("Cost per kg, pooled"),
        Measure.cents_per_kg,
        Better.less,
        N_("Cost, pooled, divided by the kilograms delivered."),
        _RUNS,
        _DECLARED,
    ),
    Indicator.alone_cost_per_kg: Definition(
        N_("Cost per kg, each alone"),
        Measure.cents_per_kg,
        Better.neither,
        N_("Cost, each alone, divided by the same kilograms."),
        _LOADS,
        _ESTIMATED,
    ),
    Indicator.saved: Definition(
        N_("Saved by pooling"),
        Measure.percent,
        Better.more,
        N_("How much less the shared departures cost than each partner alone; below 0, pooling cost more."),
        _LOADS,
        _ESTIMATED,
    ),
    Indicator.emissions_avoided: Definition(
        N_("Greenhouse gases avoided"),
        Measure.grams,
        Better.more,
        N_(
            "What the same rounds of each partner alone would emit, less what the shared departures emit; below 0, "
            "pooling emitted more. The same factors on both sides: diesel 2.72 kg CO₂e a litre, refrigeration +12 %. "
            "Alone, a van of 14 L/100 km carries up to 1,000 kg, a truck of 25.4 more; the shared vehicles burn what "
            "their owners declare."
        ),
        _LOADS,
        _ESTIMATED,
    ),
    Indicator.effort_spread: Definition(
        N_("Spread of the effort (Gini)"),
        Measure.coefficient,
        Better.less,
        N_(
            "How unevenly the approved contributions, at their value, are spread over active partners: 0 when all "
            "give the same, near 1 when one gives everything."
        ),
        N_("Contributions approved in the period."),
        N_("As sure as what is entered: effort nobody writes down is not seen."),
    ),
    Indicator.concentration: Definition(
        N_("Concentration of carriers (HHI)"),
        Measure.number,
        Better.less,
        N_(
            "Sum of the squared shares of kilometres driven, in per cent: 10,000 when one carrier drives everything; "
            "above 2,500 it is called high."
        ),
        _RUNS,
        _COUNTED,
    ),
    Indicator.largest_carrier: Definition(
        N_("Share of the largest carrier"),
        Measure.percent,
        Better.less,
        N_("Kilometres driven by the vehicles of the partner that drives the most, over all shared kilometres."),
        _RUNS,
        _COUNTED,
    ),
}
