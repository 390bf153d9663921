"""Setting prices: who may, from when, and what is refused with a sentence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.access.rights import VISITOR, Right
from core.database.doors import reading, write
from core.partners.kinds import PartnerKind
from core.shared import clock
from core.shared.errors import NotAllowed, Refusal, SignInNeeded
from core.shared.periods import Period
from core.shared.plausible import OutOfBounds
from core.shared.quantities import Quantity
from core.tariffs.actions import set_tariff
from core.tariffs.cards import TariffBegun, TariffCard, TariffDateTaken
from core.tariffs.views import price_list, quote, tariff_on
from tests.builders import a_coordinator, a_member


def a_card(valid_from: date, **values: int) -> TariffCard:
    card = TariffCard(
        valid_from=valid_from,
        microdollars_per_kg_km=900,
        microdollars_per_pallet_km=250_000,
        cents_per_stop=300,
        cents_flat=0,
        solidarity={PartnerKind.food_bank: 50},
    )
    return replace(card, **values)  # type: ignore[arg-type] # whole numbers, by the names of amounts


def test_a_tariff_that_was_set_prices_the_next_load(database: str) -> None:
    write(lambda session: set_tariff(session, a_coordinator(session), a_card(clock.today())))
    with reading() as session:
        priced = quote(
            session,
            quantity=Quantity(300, 0),
            metres=100_000,
            day=clock.today(),
            kind=PartnerKind.food_bank,
            period=Period.trough,
            trough_discount_percent=30,
        )
        assert (priced.full_price_cents, priced.price_cents) == (3300, 1155)
        assert tariff_on(session, clock.today()).solidarity == {PartnerKind.food_bank: 50}
        assert len(price_list(session).tariffs) == 1


def test_the_treasurer_may_set_prices_and_a_member_may_not(sqlite_database: object) -> None:
    write(lambda session: set_tariff(session, a_member(session, rights=[Right.treasurer]), a_card(clock.today())))
    with pytest.raises(NotAllowed):
        write(lambda session: set_tariff(session, a_member(session), a_card(clock.today() + timedelta(days=1))))
    with pytest.raises(SignInNeeded):
        write(lambda session: set_tariff(session, VISITOR, a_card(clock.today() + timedelta(days=1))))


def test_only_the_first_tariff_may_begin_in_the_past(sqlite_database: object) -> None:
    long_ago = clock.today() - timedelta(days=700)
    write(lambda session: set_tariff(session, a_coordinator(session), a_card(long_ago)))
    with pytest.raises(TariffBegun):
        write(lambda session: set_tariff(session, a_coordinator(session), a_card(clock.today() - timedelta(days=1))))
    with pytest.raises(TariffDateTaken):
        write(lambda session: set_tariff(session, a_coordinator(session), a_card(long_ago)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"microdollars_per_kg_km": -1},
        {"microdollars_per_pallet_km": 10**12},
        {"cents_per_stop": float("nan")},
        {"cents_flat": 1.5},
    ],
)
def test_unbelievable_prices_are_refused(sqlite_database: object, wrong: dict[str, int]) -> None:
    with pytest.raises(OutOfBounds) as refused:
        write(lambda session: set_tariff(session, a_coordinator(session), a_card(clock.today(), **wrong)))
    assert isinstance(refused.value, Refusal)
