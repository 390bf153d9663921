"""A partner's statement, and the same as a file for a spreadsheet, where no text can hide a formula."""

import csv
from dataclasses import dataclass
from datetime import date
from io import StringIO

from core.compensation.kinds import Fact
from core.i18n.words import Words
from core.ledger.units import Unit
from core.reservations.requests import number
from core.shared.errors import N_

SMALLEST_PER_UNIT: dict[Unit, int] = {Unit.cad_cents: 100, Unit.minutes: 60, Unit.in_kind_kg: 1}
COLUMNS = (
    N_("Day"),
    N_("Entry"),
    N_("What"),
    N_("Detail"),
    N_("Reservations"),
    N_("Amount"),
    N_("Balance"),
    N_("Unit"),
    N_("of which GST"),
    N_("of which QST"),
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One movement of a partner's account, saying only what concerns that partner (R9).

    `fact` is what happened; for a reversal, `undoes` is the fact it undoes. `about` is a line's name or a reason,
    `reservation_ids` the partner's own. A debt holds its taxes; `for_storage` says that a closed departure pays for
    pallets kept between two trucks.
    """

    entry_id: int
    day: date
    fact: Fact
    undoes: Fact | None
    about: str
    reservation_ids: tuple[int, ...]
    amount: int
    balance: int
    is_reversed: bool
    for_storage: bool = False
    gst_cents: int = 0
    qst_cents: int = 0


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """A partner's account over a span of days, with its running balance."""

    partner_id: int
    unit: Unit
    first_day: date
    last_day: date
    opening: int
    closing: int
    lines: tuple[MoneyLine, ...]


def statement_csv(_: Words, statement: AccountStatement) -> str:
    """Return the statement as CSV (UTF-8, comma, decimal point, ISO dates), its opening balance first."""
    unit, unit_name = statement.unit, _.label(statement.unit)
    text = StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow([_(column) for column in COLUMNS])
    opening = decimal(statement.opening, unit)
    rows.writerow(
        [statement.first_day.isoformat(), "", _("Balance brought forward"), "", "", "", opening, unit_name, "", ""]
    )
    for line in statement.lines:
        rows.writerow(
            [
                line.day.isoformat(),
                line.entry_id,
                fact_said(_, line),
                plain(line.about),
                " ".join(number(each) for each in line.reservation_ids),
                decimal(line.amount, unit),
                decimal(line.balance, unit),
                unit_name,
                *(decimal(cents, unit) if cents else "" for cents in (line.gst_cents, line.qst_cents)),
            ]
        )
    return text.getvalue()


def fact_said(_: Words, line: MoneyLine) -> str:
    """Return what happened, in words: a closed departure is a transport to some, a run of its truck to its owner."""
    if line.undoes is not None:
        return _("Reversal: %(what)s", what=_.label(line.undoes))
    if line.fact is Fact.storage_closed or line.for_storage:
        return _("Pallets stored") if line.amount < 0 else _("Storage lent")
    if line.fact is Fact.departure_closed:
        return _("Transport delivered") if line.amount < 0 else _("Run of the partner's truck")
    return _.label(line.fact)


def plain(cell: str) -> str:
    """Return a text that a spreadsheet reads as text: what would start a formula gets an apostrophe before it."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def decimal(amount: int, unit: Unit) -> str:
    """Return an amount in dollars, hours or kg, with a decimal point."""
    smallest = SMALLEST_PER_UNIT[unit]
    return str(amount) if smallest == 1 else f"{amount / smallest:.2f}"
