"""How tours are said: a load, a reason, a vehicle's letter and colour, a stop's number."""

from core.i18n.words import Words
from core.routes.reasons import Reason
from core.routes.views import LoadRow, PlanLeg, PlanStop, TourRow
from core.shared.quantities import Quantity, TemperatureClass
from pages._parts.base_map import rgb
from pages._parts.map_ground import Colour

NO_BREAK_HYPHEN = "\u2011"
_LIGHT = ("#1B6B57", "#1F5FA8", "#B4500F", "#7A5AA6", "#A61B2B", "#2C7A8A", "#75680F", "#4A5751")
_DARK = ("#6FD0B3", "#8DBDF2", "#F3A66B", "#C3A8E8", "#FF9AA2", "#7CC7D6", "#D8C65A", "#B4C0BA")


def letter(index: int) -> str:
    """Return the letter that stands for the vehicle number `index` of a plan, from A."""
    return chr(ord("A") + index % 26)


def colour(index: int, *, dark: bool) -> Colour:
    """Return the colour of that vehicle; its letter always stands beside it."""
    colours = _DARK if dark else _LIGHT
    return rgb(colours[index % len(colours)])


def stop_said(index: int, stop: PlanStop) -> str:
    """Return `A3`: the third stop of the first vehicle."""
    return f"{letter(index)}{stop.number}"


def quantity_said(_: Words, quantity: Quantity) -> str:
    """Return `300 kg · 1,5 pal.`."""
    return f"{_.kg(quantity.kg)} · {_.pallets(quantity.pallet_hundredths)}"


def load_said(_: Words, load: LoadRow) -> str:
    """Return `150 kg fresh produce`."""
    return f"{_.kg(load.quantity.kg)} {_.label(load.temperature)}"


def owned_load_said(_: Words, load: LoadRow) -> str:
    """Return `R-1634, Ferme …, 150 kg fresh produce`; somebody else's load has neither number nor name."""
    return ", ".join(each for each in (load.number, load.partner_name, load_said(_, load)) if each)


def loads_said(_: Words, stop: PlanStop) -> list[str]:
    """Return what is delivered (−) and picked up (+) at a stop, one line each, with the other end and the number."""
    return [
        *(f"− {load_said(_, load)}{_way('←', load.from_name, load.number)}" for load in stop.deliveries),
        *(f"+ {load_said(_, load)}{_way('→', load.to_name, load.number)}" for load in stop.pick_ups),
    ]


def _way(arrow: str, place: str, number: str) -> str:
    """Return ` → Entrepôt (R-1634)`; nothing for somebody else's load."""
    return f" {arrow} {place} ({number.replace('-', NO_BREAK_HYPHEN)})" if number else ""


def leg_said(_: Words, leg: PlanLeg) -> str:
    """Return `12 km · 15 min`, with the ferry if there is one."""
    way = f"{_.km(leg.metres)} · {_.duration(leg.minutes)}"
    return f"{way} · {_('ferry %(name)s', name=leg.ferry)}" if leg.ferry else way


def aboard_said(_: Words, leg: PlanLeg) -> str:
    """Return what is in each compartment on a leg: `Caisse (frais) 300 / 1 000 kg`."""
    return " · ".join(
        _(
            "%(name)s (%(setting)s): %(aboard)s of %(room)s",
            name=each.name,
            setting=_.label(each.setting),
            aboard=_.number(each.aboard.kg),
            room=_.kg(each.room.kg),
        )
        for each in leg.by_compartment
    )


def gas_said(_: Words, grams: int) -> str:
    """Return `112 kg CO₂e`."""
    return _("%(kg)s CO₂e", kg=_.kg(round(grams / 1000)))


def tour_said(_: Words, tour: TourRow) -> str:
    """Return the figures of a tour in one line."""
    figures = [
        _.many("%(count)s load", "%(count)s loads", tour.loads),
        _.km(tour.metres),
        _.duration(tour.minutes),
        *([_.money(tour.cost_cents)] if tour.cost_cents is not None else []),
        gas_said(_, tour.emissions_grams),
    ]
    return " · ".join(figures)


def reason_said(_: Words, reason: Reason) -> str:
    """Return the sentence of a reason, its figures written for people."""
    return _(reason.sentence, **{name: _fact(_, name, fact) for name, fact in reason.facts})


def _fact(_: Words, name: str, fact: int | str) -> str:
    if name == "temperature":
        return _.label(TemperatureClass(str(fact)))
    if isinstance(fact, str):
        return fact
    ending = name.rsplit("_", 1)[-1]
    written = {"kg": _.kg, "pallets": _.pallets, "minute": _.minute_of_day, "minutes": _.duration}
    return written.get(ending, _.number)(fact)
