"""GST and QST on a price: each is reckoned on the price without the other, and rounded once to the cent."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from core.shared.money import rounded

MILLIPERCENT_OF_THE_WHOLE = 100_000


@dataclass(frozen=True, slots=True)
class Bill:
    """A price before taxes, each tax on it, and what is to be paid, all in cents."""

    price_cents: int
    gst_cents: int = 0
    qst_cents: int = 0

    @property
    def tax_cents(self) -> int:
        """Return both taxes together."""
        return self.gst_cents + self.qst_cents

    @property
    def total_cents(self) -> int:
        """Return what is to be paid."""
        return self.price_cents + self.tax_cents


@dataclass(frozen=True, slots=True)
class TaxRates:
    """What each tax takes of a price, in thousandths of a per cent (5 % is 5 000); nothing for a small supplier."""

    gst_millipercent: int = 0
    qst_millipercent: int = 0

    def on(self, price_cents: int) -> Bill:
        """Return what is to be paid for a price before taxes."""
        return Bill(
            price_cents,
            rounded(price_cents * self.gst_millipercent, MILLIPERCENT_OF_THE_WHOLE),
            rounded(price_cents * self.qst_millipercent, MILLIPERCENT_OF_THE_WHOLE),
        )

    def within(self, total_cents: int) -> Bill:
        """Return the price and the taxes that an amount already holds, to the cent."""
        whole = MILLIPERCENT_OF_THE_WHOLE + self.gst_millipercent + self.qst_millipercent
        gst = rounded(total_cents * self.gst_millipercent, whole)
        qst = rounded(total_cents * self.qst_millipercent, whole)
        return Bill(total_cents - gst - qst, gst, qst)


NO_TAXES = TaxRates()


class Taxed(Protocol):
    """Whatever keeps the price and the rates it was agreed at."""

    price_cents: int
    gst_millipercent: int
    qst_millipercent: int


def rates_of(agreed: Taxed) -> TaxRates:
    """Return the rates something was agreed at."""
    return TaxRates(agreed.gst_millipercent, agreed.qst_millipercent)


def bill_of(agreed: Taxed) -> Bill:
    """Return what is to be paid for something, at the rates it was agreed at."""
    return rates_of(agreed).on(agreed.price_cents)


def tax_facts(agreed: Taxed) -> dict[str, int]:
    """Return the taxes that a notice says beside a price; nothing where there are none."""
    bill = bill_of(agreed)
    return {"gst_cents": bill.gst_cents, "qst_cents": bill.qst_cents} if bill.tax_cents else {}


def summed(bills: Iterable[Bill]) -> Bill:
    """Return several bills as one; each was rounded by itself."""
    every = tuple(bills)
    return Bill(
        sum(bill.price_cents for bill in every),
        sum(bill.gst_cents for bill in every),
        sum(bill.qst_cents for bill in every),
    )
