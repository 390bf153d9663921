"""Effort, balances and roles in words, the same wherever they are shown on the page."""

from core.compensation.kinds import ContributionKind, ContributionState, Fact
from core.compensation.statements import MoneyLine, fact_said
from core.compensation.views import EffortRow
from core.i18n.words import Words
from core.ledger.units import Unit
from core.reservations.requests import number
from core.shared.taxes import Bill

STATE_SIGNS = {
    ContributionState.submitted: "○",
    ContributionState.approved: "●",
    ContributionState.questioned: "?",
}


def quantity_said(_: Words, kind: ContributionKind, quantity: int) -> str:
    """Return a contribution's quantity: `6 h 30`, `132 km`, `40 kg`, `25,00 $`."""
    say = {
        ContributionKind.hours: _.duration,
        ContributionKind.distance: _.km,
        ContributionKind.goods: _.kg,
        ContributionKind.money: _.money,
    }
    return say[kind](quantity)


def amount_said(_: Words, unit: Unit, amount: int) -> str:
    """Return an amount of a unit, with its sign."""
    if unit is Unit.cad_cents:
        return _.money(amount)
    sign = "−" if amount < 0 else ""
    return sign + (_.duration(abs(amount)) if unit is Unit.minutes else _.kg(abs(amount)))


def balance_said(_: Words, cents: int, *, own: bool = False) -> str:
    """Return what a balance in dollars means for its partner; `own` when the reader is of that partner."""
    if own and cents:
        owed = _("The network owes you %(amount)s", amount=_.money(cents))
        return owed if cents > 0 else _("You owe the network %(amount)s", amount=_.money(-cents))
    if cents > 0:
        return _("The network owes it %(amount)s", amount=_.money(cents))
    if cents < 0:
        return _("It owes the network %(amount)s", amount=_.money(-cents))
    return _("All is settled")


def effort_said(_: Words, row: EffortRow) -> str:
    """Return what a partner gave, in its own units: `12 h · 340 km · 40 kg`."""
    said = [
        *([_.duration(row.hours_minutes)] if row.hours_minutes else []),
        *([_.km(row.metres)] if row.metres else []),
        *([_("%(kg)s given", kg=_.kg(row.goods_kg))] if row.goods_kg else []),
    ]
    return " · ".join(said) or _("no effort entered")


def state_said(_: Words, state: ContributionState) -> str:
    """Return the sign and the word of a contribution's state."""
    return f"{STATE_SIGNS[state]}\u00a0{_.label(state)}"


def line_said(_: Words, line: MoneyLine) -> str:
    """Return what a movement of an account was: `Transport livré · Ligne de la vallée · R-0012`."""
    said = [fact_said(_, line)]
    if line.about:
        said.append(line.about)
    if line.amount < 0 or line.fact is Fact.reversal:
        said += [number(reservation_id) for reservation_id in line.reservation_ids]
    if taxes := _.taxes(Bill(0, line.gst_cents, line.qst_cents)):
        said.append(_("of which %(taxes)s", taxes=taxes))
    if line.is_reversed:
        said.append(_("since reversed"))
    return " · ".join(said)
