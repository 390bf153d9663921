"""Makes the whole demonstration network in an empty database, in order, telling how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from core.audit.actions import record
from core.database.doors import WriteSession, reading, writing
from core.demo import asking, coming, days, governance, keeping, needs, replay, season_slots, store, storing, structure
from core.demo.stage import Span, Stage
from core.notices.actions import mark_handled
from core.shared import clock
from core.shared.errors import N_
from core.shared.periods import week_start
from core.shared.settings import settings

SEED = 2026
WEEKS_OF_HISTORY = 104
WEEKS_AHEAD = 52
_CALENDAR_THERE, _HISTORY_FROM, _HISTORY_TO, _ALL = 10, 15, 92, 100
_OPENING = N_("Partners, places and vehicles")
_LINES = N_("Lines and departures")
_HISTORY = N_("Past weeks")
_COMING = N_("Coming weeks")
_READY = N_("Ready")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the making is: a message for the catalogs, the week being lived if any, and a percentage."""

    step: str
    percent: int
    week: date | None = None


class NotEmpty(RuntimeError):
    """The database already holds something; the demonstration is made in an empty one only."""


class NotInDemonstrationMode(RuntimeError):
    """Known passwords exist in demonstration mode only (NAVETTE_DEMO=1)."""


Tell = Callable[[Progress], None]


def build(
    *,
    seed: int = SEED,
    weeks_of_history: int = WEEKS_OF_HISTORY,
    weeks_ahead: int = WEEKS_AHEAD,
    tell: Tell = lambda _progress: None,
) -> Stage:
    """Make the network; the same seed on the same day at the same moment makes the same one.

    Raises:
        NotInDemonstrationMode: the installation does not run as a demonstration.
        NotEmpty: there is something in the database.
    """
    if not settings().demonstration:
        raise NotInDemonstrationMode("set NAVETTE_DEMO=1")
    with reading() as session:
        if not store.is_empty(session):
            raise NotEmpty("the database already holds a network")
    stage = Stage(_span(seed, weeks_of_history, weeks_ahead))
    tell(Progress(_OPENING, 0))
    _set_up(stage, tell)
    _live(stage, tell)
    tell(Progress(_COMING, _HISTORY_TO))
    _look_ahead(stage)
    tell(Progress(_READY, _ALL))
    return stage


def _span(seed: int, weeks_of_history: int, weeks_ahead: int) -> Span:
    today = clock.today()
    return Span(
        seed=seed,
        now=clock.now(),
        first_day=week_start(today) - timedelta(weeks=weeks_of_history),
        today=today,
        last_day=today + timedelta(weeks=weeks_ahead),
    )


def _set_up(stage: Stage, tell: Tell) -> None:
    """Set the network up as of the first morning of the story, then complete the calendar as of now."""
    with clock.set_to(clock.at_local(stage.span.first_day, 8 * 60)):
        _in_one_transaction(
            stage, structure.open_network, structure.add_partners_and_sites, structure.add_people,
            structure.add_vehicles, structure.set_first_prices,
        )  # fmt: skip
        tell(Progress(_LINES, _CALENDAR_THERE // 2))
        _in_one_transaction(stage, structure.add_lines, structure.generate_far)
        _in_one_transaction(stage, governance.set_roles, governance.set_turns)
    _in_one_transaction(stage, structure.generate_rest)
    tell(Progress(_LINES, _CALENDAR_THERE))
    with reading() as session:
        structure.list_runs(session, stage)


def _live(stage: Stage, tell: Tell) -> None:
    def told(monday: date, share: float) -> None:
        tell(Progress(_HISTORY, _HISTORY_FROM + round((_HISTORY_TO - _HISTORY_FROM) * share), monday))

    events = chain(
        replay.bookings(stage),
        replay.closings(stage),
        governance.second_year_prices(stage),
        governance.contributions(stage),
        governance.grants(stage),
        governance.payments(stage),
        governance.gatherings(stage),
    )
    replay.live(stage, events, told)


def _look_ahead(stage: Stage) -> None:
    def finish(session: WriteSession, stage: Stage) -> None:
        mark_handled(session, stage.administrator, until=stage.span.now - timedelta(days=7))
        record(session, stage.administrator.person_id, store.FINISHED, "network", 1, seed=stage.span.seed)

    with clock.set_to(stage.span.now):
        _in_one_transaction(stage, replay.name_drivers, coming.announce_a_pause)
        _in_one_transaction(stage, coming.fill_a_peak_week, coming.request_wednesdays, needs.declare_needs)
        _in_one_transaction(stage, storing.offer_and_store, storing.cross_by_transfers)
        _in_one_transaction(stage, asking.ask_for_approval, asking.reserve_a_season)
        _in_one_transaction(stage, days.decide_days)
        _in_one_transaction(stage, season_slots.share_twelve_weeks, season_slots.open_the_summer)
        _in_one_transaction(stage, keeping.keep_for_food_banks, keeping.limit_regulars)
        _in_one_transaction(stage, finish)


def _in_one_transaction(stage: Stage, *acts: Callable[[WriteSession, Stage], None]) -> None:
    with writing() as session:
        for act in acts:
            act(session, stage)
