"""The committee's figures in words: a value with its unit, a change with its sign, and the sentences above charts."""

from collections.abc import Callable

from core.i18n.words import Words
from core.steering.headline import Headline, Subject
from core.steering.indicators import Figure, Indicator, Measure
from core.steering.loads import FilledTroughs
from core.steering.views import Review
from pages._parts.plain_text import dollars, plain

_TONNE_GRAMS = 1_000_000


def value_said(_: Words, measure: Measure, value: float | None) -> str:
    """Return a figure with its unit; a dash where nothing was measured."""
    if value is None:
        return "–"
    return _WRITTEN[measure](_, value)


def whole_dollars(_: Words, cents: float) -> str:
    """Return an amount in whole dollars: `18 269 $` or `$18,269`."""
    amount = _.number(round(abs(cents) / 100))
    return f"{'-' if cents <= -50 else ''}{_('$%(amount)s', amount=amount)}"


_WRITTEN: dict[Measure, Callable[[Words, float], str]] = {
    Measure.percent: lambda _, value: _.percent(value / 100),
    Measure.metres: lambda _, value: _.km(value),
    Measure.kg: lambda _, value: _.kg(round(value)),
    Measure.cents: lambda _, value: whole_dollars(_, value),
    Measure.cents_per_kg: lambda _, value: _("%(price)s/kg", price=_.money(round(value))),
    Measure.grams: lambda _, value: _("%(tonnes)s t CO₂e", tonnes=_.number(value / _TONNE_GRAMS, 1)),
    Measure.coefficient: lambda _, value: _.number(value, 2),
    Measure.number: lambda _, value: _.number(value),
}


def change_said(_: Words, measure: Measure, change: float | None) -> str | None:
    """Return a change with its sign: points for percentages, per cent of the old value for the rest."""
    if change is None:
        return None
    if measure is Measure.percent:
        said = _.many("%(count)s point", "%(count)s points", abs(round(change)))
        return f"{_sign(round(change))}{said}"
    if measure is Measure.coefficient:
        return f"{_sign(round(change, 2))}{_.number(abs(change), 2)}"
    return f"{_sign(round(change * 100))}{_.percent(abs(change))}"


def _sign(change: float) -> str:
    return "-" if change < 0 else "+" if change > 0 else ""


def headline_said(_: Words, headline: Headline) -> str:
    """Return the sentence of the whole review, in large type."""
    value = _.percent(abs(headline.value) / 100)
    match headline.subject:
        case Subject.troughs:
            said = _("%(share)s of the trough weeks were filled", share=value)
        case Subject.saved:
            said = _("Over twelve months, delivering together cost %(share)s less than each on its own", share=value)
        case Subject.cost_more:
            said = _("Over twelve months, delivering together cost %(share)s more than each on its own", share=value)
        case Subject.delivered:
            return _("%(kg)s were delivered together.", kg=_.kg(round(headline.value)))
        case Subject.nothing:
            return _("Nothing ran in this period.")
    compared = _saving_compared if headline.subject is Subject.saved else _comparison
    return f"{said}{compared(_, headline)}."


def _comparison(_: Words, headline: Headline) -> str:
    if headline.change is None or headline.subject is Subject.cost_more:
        return ""
    points = round(headline.change)
    if points == 0:
        return _(", as many as last year")
    said = _.many("%(count)s point", "%(count)s points", abs(points))
    more, less = _(", %(points)s more than last year"), _(", %(points)s less than last year")
    return (more if points > 0 else less) % {"points": said}


def _saving_compared(_: Words, headline: Headline) -> str:
    """Say how a saving changed: after "cost less", a bare "more" could be read either way."""
    points = round(headline.change or 0)
    if points == 0:
        return _comparison(_, headline)
    said = _.many("%(count)s point", "%(count)s points", abs(points))
    more, less = _(", a saving %(points)s larger than last year"), _(", a saving %(points)s smaller than last year")
    return (more if points > 0 else less) % {"points": said}


def fill_said(_: Words, review: Review) -> str:
    """Return what the picture of the weeks says."""
    fill = review.figure(Indicator.fill_rate)
    if fill.value is None:
        return _("No vehicle ran in this period.")
    against = fill.last_year if fill.last_year is not None else fill.before
    said = _("The trucks ran %(share)s full", share=_.percent(fill.value / 100))
    if against is None:
        return f"{said}."
    points = round(fill.value - against)
    step = _.many("%(count)s point", "%(count)s points", abs(points))
    if fill.last_year is not None:
        more, less = _(", %(points)s more than last year"), _(", %(points)s less than last year")
    else:
        more = _(", %(points)s more than in the period before")
        less = _(", %(points)s less than in the period before")
    return f"{said}{(more if points >= 0 else less) % {'points': step}}."


def troughs_said(_: Words, troughs: FilledTroughs) -> str:
    """Return how many trough weeks there were and how many of them filled: a share of one week says little."""
    return _.many(
        "%(filled)s of %(count)s trough week of past years",
        "%(filled)s of %(count)s trough weeks of past years",
        troughs.troughs,
        filled=_.number(troughs.filled),
    )


def vehicles_said(_: Words, review: Review) -> str:
    """Return which vehicle was the fullest and which the emptiest."""
    known = [vehicle for vehicle in review.vehicles if vehicle.percent is not None]
    if len(known) < 2:
        return _("How full each vehicle was")
    return _(
        "The fullest: %(most)s (%(high)s). The emptiest: %(least)s (%(low)s).",
        most=plain(known[0].name),
        high=_.percent((known[0].percent or 0) / 100),
        least=plain(known[-1].name),
        low=_.percent((known[-1].percent or 0) / 100),
    )


def cost_said(_: Words, pooled: Figure, alone: Figure) -> str:
    """Return what a kilogram costs together and alone."""
    if pooled.value is None or alone.value is None:
        return _("Nothing was delivered, so a cost per kilogram cannot be told.")
    said = _(
        "A kilogram costs %(pooled)s together; each alone, about %(alone)s.",
        pooled=_.money(round(pooled.value)),
        alone=_.money(round(alone.value)),
    )
    return dollars(said)


def effort_said(_: Words, review: Review) -> str:
    """Return how evenly the effort is shared."""
    half = review.half_given
    if half is None:
        return _("No effort was approved in this period.")
    return _.many(
        "Half of the effort comes from %(count)s partner of %(all)s.",
        "Half of the effort comes from %(count)s partners of %(all)s.",
        half.givers,
        all=_.number(half.partners),
    )


def balances_said(_: Words, review: Review) -> str:
    """Return how far balances are from zero, without naming anybody."""
    spread = review.balances
    if spread is None:
        return ""
    owed = _.many("%(count)s partner is owed money", "%(count)s partners are owed money", spread.owed)
    owing = _.many("%(count)s owes some", "%(count)s owe some", spread.owing)
    if spread.total_owed_cents is not None:
        owed += f" ({whole_dollars(_, spread.total_owed_cents)})"
    if spread.total_owing_cents is not None:
        owing += f" ({whole_dollars(_, spread.total_owing_cents)})"
    return dollars(f"{owed}, {owing}.")


def heartbeat_said(_: Words, review: Review, *, after_days: int) -> str:
    """Return how many partners have gone quiet."""
    quiet = sum(1 for pulse in review.pulses if pulse.is_quiet)
    if not quiet:
        return _("Every partner gave a sign of life in the last %(days)s days.", days=_.number(after_days))
    return _.many(
        "%(count)s partner of %(all)s has been quiet for more than %(days)s days.",
        "%(count)s partners of %(all)s have been quiet for more than %(days)s days.",
        quiet,
        all=_.number(len(review.pulses)),
        days=_.number(after_days),
    )


def carriers_said(_: Words, review: Review) -> str:
    """Return how much rests on the largest carrier."""
    if not review.carriers:
        return ""
    first = review.carriers[0]
    return _(
        "%(name)s drives %(share)s of the shared kilometres.", name=plain(first.name), share=_.percent(first.share)
    )
