"""The sentences of the trough page: a coming empty week said in plain words, fact by fact."""

from collections.abc import Sequence
from datetime import date

from core.i18n.words import Words
from core.partners.kinds import PartnerKind
from core.seasons.explanation import Explanation, JudgedOn
from core.shared.errors import N_
from core.shared.periods import Period
from core.troughs.board import BoardCell, EmptyWeek
from core.troughs.forecasting import Forecast
from core.troughs.needs import UsualNeed
from core.troughs.track_record import TrackRecord
from pages._parts.plain_text import plain

_SEVERAL: dict[PartnerKind, str] = {
    PartnerKind.producer: N_("producers"),
    PartnerKind.food_bank: N_("food banks"),
    PartnerKind.hub: N_("hubs"),
    PartnerKind.grocer: N_("grocers"),
    PartnerKind.institution: N_("institutions"),
    PartnerKind.carrier: N_("carriers"),
    PartnerKind.other: N_("other organisations"),
}


def summary_said(_: Words, empty: Sequence[EmptyWeek], last_day: date) -> str:
    """Return the sentence at the top: how many empty weeks are coming, and what they offer."""
    until = _.day_and_year(last_day)
    if not empty:
        return _("Until %(day)s, no week is a trough.", day=until)
    lines = len({week.line_id for week in empty})
    said = _.many(
        "Until %(day)s, %(count)s trough: %(kg)s free.",
        "Until %(day)s, %(count)s troughs on %(lines)s lines: %(kg)s free.",
        len(empty),
        day=until,
        lines=_.number(lines),
        kg=_.kg(sum(week.free_kg for week in empty)),
    )
    most = max(week.discount_percent for week in empty)
    return f"{said} {_('Price reduced by up to %(discount)s.', discount=_.percent(most / 100))}" if most else said


def room_said(_: Words, week: EmptyWeek) -> str:
    """Return the room: how much, at what temperature, on how many departures."""
    if len(week.free_by_temperature) == 1:
        kinds = _.label(week.free_by_temperature[0][0])
    else:
        kinds = ", ".join(f"{_.kg(kg)} {_.label(temperature)}" for temperature, kg in week.free_by_temperature)
    if week.departures == 1:
        return _(
            "**%(kg)s free** from end to end on %(day)s (%(kinds)s).",
            kg=_.kg(week.free_kg),
            kinds=kinds,
            day=_.day(week.first_day),
        )
    return _(
        "**%(kg)s free** from end to end on %(count)s departures, from %(day)s on (%(kinds)s).",
        kg=_.kg(week.free_kg),
        kinds=kinds,
        count=_.number(week.departures),
        day=_.day(week.first_day),
    )


def booked_said(_: Words, week: EmptyWeek) -> str:
    """Return how full it is, how full last year was at the same date and in the end, and what to expect."""
    booked = _.percent(week.booked_percent / 100)
    if week.last_year_percent is None or week.last_year_by_now_percent is None:
        said = _("%(booked)s reserved.", booked=booked)
    else:
        said = _(
            "%(booked)s reserved; last year %(then)s at this date, %(end)s in the end.",
            booked=booked,
            then=_.percent(week.last_year_by_now_percent / 100),
            end=_.percent(week.last_year_percent / 100),
        )
    return f"{said} {forecast_said(_, week.forecast, week.record)}"


def forecast_said(_: Words, forecast: Forecast | None, record: TrackRecord | None) -> str:
    """Return what to expect, with its range, or that there is not enough history, or that last year says as much."""
    if forecast is None:
        return _("Not enough history for a forecast.")
    said = _(
        "Expected: about %(percent)s (eight times out of ten, between %(low)s and %(high)s).",
        percent=_.percent(forecast.percent / 100),
        low=_.percent(forecast.low_percent / 100),
        high=_.percent(forecast.high_percent / 100),
    )
    if record is not None and not record.beats_last_year:
        return f"{said} {_('On this line, the forecast has been no better than repeating last year.')}"
    return said


def record_said(_: Words, record: TrackRecord | None) -> str:
    """Return how good the forecasts of a line have been, in plain words."""
    if record is None:
        return _("Not enough history to say how good the forecast of this line is.")
    facts = {
        "count": _.number(record.trials),
        "error": _.number(record.error, 1),
        "repeated": _.number(record.last_year_error, 1),
        "inside": _.percent(record.inside_percent / 100),
        "aim": _.percent(0.8),
    }
    if not record.beats_last_year:
        return _(
            "**No better than last year**: replayed on %(count)s past weeks, the forecast was off by %(error)s points "
            "on average, repeating last year by %(repeated)s. Its range held %(inside)s of the weeks (it aims for "
            "%(aim)s).",
            **facts,
        )
    return _(
        "Replayed on %(count)s past weeks, the forecast was off by **%(error)s points** on average; repeating last "
        "year, by %(repeated)s (ratio %(mase)s: under 1, the forecast does better). Its range held **%(inside)s** of "
        "the weeks (it aims for %(aim)s).",
        mase=_.number(record.mase, 2),
        **facts,
    )


def explanation_said(_: Words, cell: BoardCell) -> str:
    """Return why a week has its period: the figure that decided, and the line's threshold."""
    why = cell.explanation
    if why.judged_on is JudgedOn.coordinator:
        return _("Declared by a coordinator: %(reason)s", reason=cell.note)
    booked = _.percent(cell.load_percent / 100)
    if why.judged_on is JudgedOn.carried:
        said = _("%(percent)s carried", percent=booked)
    elif cell.last_year_by_now_percent is None:
        said = _("%(booked)s reserved", booked=booked)
    else:
        then = _.percent(cell.last_year_by_now_percent / 100)
        said = _("%(booked)s reserved, %(then)s last year at this date", booked=booked, then=then)
    if why.judged_on is JudgedOn.past_seasons:
        said += f" · {_('%(percent)s in past seasons', percent=_.percent(why.percent / 100))}"
    return f"{said} · {_bounds_said(_, why)}"


def _bounds_said(_: Words, why: Explanation) -> str:
    least, below = _.percent(why.least / 100), _.percent(why.below / 100)
    if why.period is Period.trough:
        return _("trough under %(below)s", below=below)
    if why.period is Period.peak:
        return _("peak from %(least)s", least=least)
    return _("normal from %(least)s to %(below)s", least=least, below=below)


def needs_said(_: Words, needs: Sequence[UsualNeed]) -> str:
    """Return who usually ships in these weeks, and from where to where; empty when nobody is known to."""
    if not needs:
        return ""
    ways = ", ".join(
        _(
            "**%(kind)s** (%(from_town)s → %(to_town)s)",
            kind=_(_SEVERAL[need.kind]),
            from_town=plain(need.from_town),
            to_town=plain(need.to_town),
        )
        for need in needs
    )
    return _("Usually ship then: %(ways)s.", ways=ways)
