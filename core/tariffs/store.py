"""Every SQL sentence about tariffs."""

from datetime import date

from sqlmodel import col, select

from core.database.doors import ReadSession, WriteSession
from core.partners.kinds import PartnerKind
from core.shared.taxes import TaxRates
from core.tariffs.cards import TariffCard
from core.tariffs.price_list import PriceList, TariffInForce
from core.tariffs.pricing import PriceFormula
from core.tariffs.tables import SolidarityRate, Tariff


def price_list(session: ReadSession) -> PriceList:
    """Return every tariff with its solidarity rates, oldest first, in one query."""
    statement = (
        select(Tariff, SolidarityRate)
        .join(SolidarityRate, col(SolidarityRate.tariff_id) == Tariff.id, isouter=True)
        .order_by(col(Tariff.valid_from), col(SolidarityRate.id))
    )
    tariffs: dict[int, Tariff] = {}
    rates: dict[int, dict[PartnerKind, int]] = {}
    for tariff, rate in session.exec(statement):
        number = tariff.id or 0
        tariffs[number] = tariff
        rates.setdefault(number, {})
        if rate is not None:
            rates[number][rate.kind] = rate.discount_percent
    return PriceList(tuple(in_force(tariff, rates[number]) for number, tariff in tariffs.items()))


def begins_on(session: ReadSession, day: date) -> bool:
    """Say whether a tariff begins on `day`."""
    return session.exec(select(Tariff.id).where(col(Tariff.valid_from) == day)).first() is not None


def is_empty(session: ReadSession) -> bool:
    """Say whether the network has no tariff yet."""
    return session.exec(select(Tariff.id).limit(1)).first() is None


def add(session: WriteSession, card: TariffCard) -> int:
    """Write a tariff and its solidarity rates; return its id."""
    tariff = Tariff(
        valid_from=card.valid_from,
        microdollars_per_kg_km=card.microdollars_per_kg_km,
        microdollars_per_pallet_km=card.microdollars_per_pallet_km,
        cents_per_stop=card.cents_per_stop,
        cents_flat=card.cents_flat,
        gst_millipercent=card.taxes.gst_millipercent,
        qst_millipercent=card.taxes.qst_millipercent,
    )
    session.add(tariff)
    session.flush()
    if tariff.id is None:  # pragma: no cover - the flush gives it
        raise RuntimeError("a flushed tariff has an id")
    session.add_all(
        SolidarityRate(tariff_id=tariff.id, kind=kind, discount_percent=percent)
        for kind, percent in sorted(card.solidarity.items())
    )
    session.flush()
    return tariff.id


def in_force(tariff: Tariff, solidarity: dict[PartnerKind, int]) -> TariffInForce:
    """Return a tariff as the price list holds it."""
    return TariffInForce(
        tariff_id=tariff.id,
        valid_from=tariff.valid_from,
        formula=PriceFormula(
            microdollars_per_kg_km=tariff.microdollars_per_kg_km,
            microdollars_per_pallet_km=tariff.microdollars_per_pallet_km,
            cents_per_stop=tariff.cents_per_stop,
            cents_flat=tariff.cents_flat,
        ),
        solidarity=solidarity,
        taxes=TaxRates(tariff.gst_millipercent, tariff.qst_millipercent),
    )
