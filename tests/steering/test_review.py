"""The review of a period says what its rows say, to the right people only, in few sentences."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core.access.rights import Member, Right
from core.database.doors import reading, write
from core.shared import clock
from core.shared.errors import NotAllowed, SignInNeeded, WrongInput
from core.steering.indicators import Indicator
from core.steering.views import Review, review
from tests.builders import a_partner, a_person
from tests.queries import counting_queries
from tests.steering.random_network import write_random_network
from tests.steering.slow_review import SlowReview

NOW = datetime(2026, 4, 9, 15, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
COMMITTEE = Member(person_id=1, rights=frozenset({Right.committee}))
TREASURER = Member(person_id=1, rights=frozenset({Right.treasurer}))


def a_network(seed: int = 1) -> None:
    with clock.set_to(NOW):
        write(
            lambda session: write_random_network(
                session, seed=seed, years=range(2023, 2027), first=date(2026, 2, 1), last=date(2026, 4, 5)
            )
        )


def read(member: Member = TREASURER, first: date = FIRST, last: date = LAST) -> Review:
    with clock.set_to(NOW), reading() as session:
        return review(session, member, first_day=first, last_day=last)


def close(value: float | None, expected: float | None, *, within: float = 1e-6) -> None:
    if value is None or expected is None:
        assert value is expected
        return
    assert value == pytest.approx(expected, abs=within)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_is_what_a_slow_loop_over_all_rows_finds(database: str, seed: int) -> None:
    a_network(seed)
    found = read()
    with reading() as session:
        slow = SlowReview(session)
    for index, span in enumerate(found.periods.spans):
        first, last = span.first_day, span.last_day

        def figure(indicator: Indicator, index: int = index) -> float | None:
            each = found.figure(indicator)
            return (each.value, each.before, each.last_year)[index]

        ran = slow.ran(first, last)
        assert ran, "the network is there to be measured"
        close(figure(Indicator.fill_rate), slow.percent(ran), within=0.0501)
        assert figure(Indicator.departures_run) == len(ran)
        assert figure(Indicator.departures_cancelled) == slow.cancelled(first, last)
        assert figure(Indicator.shared_distance) == slow.metres(ran)

        carried = [each for _, each, _ in slow.carried(first, last)]
        kg = sum(each.kg if each.delivered_kg is None else each.delivered_kg for each in carried)
        assert figure(Indicator.delivered) == kg
        food_banks = {
            site_id for site_id, site in slow.sites.items() if slow.partners[site.partner_id].kind.value == "food_bank"
        }
        assert figure(Indicator.to_food_banks) == sum(
            each.kg if each.delivered_kg is None else each.delivered_kg
            for each in carried
            if each.to_site_id in food_banks
        )
        assert figure(Indicator.unmet) == sum(
            slow.reservations[part.reservation_id].kg
            for part in slow.parts
            if slow.reservations[part.reservation_id].state.value in {"waiting", "requested"}
            and first <= slow.all_departures[part.departure_id].service_date <= last
        )

        pooled, (alone, alone_grams) = slow.pooled_cents(ran) + slow.work_cents(first, last), slow.alone(first, last)
        cents_of_rounding = 3 * len(carried) + 3 * len(ran)
        close(figure(Indicator.pooled_cost), pooled, within=cents_of_rounding)
        close(figure(Indicator.alone_cost), alone, within=cents_of_rounding)
        close(figure(Indicator.pooled_cost_per_kg), pooled / kg, within=0.5)
        close(figure(Indicator.alone_cost_per_kg), alone / kg, within=0.5)
        close(figure(Indicator.saved), 100 * (alone - pooled) / alone, within=0.1)
        close(figure(Indicator.emissions_avoided), alone_grams - slow.pooled_grams(ran), within=3 * len(carried) + 50)

        troughs, filled = slow.troughs(first, last, date(2026, 4, 8))
        assert (found.troughs[index].troughs, found.troughs[index].filled) == (troughs, filled)
        close(figure(Indicator.trough_weeks_filled), 100 * filled / troughs if troughs >= 5 else None)

        driven = slow.carriers(ran)
        shares = [metres / sum(driven.values()) for metres in driven.values()]
        close(figure(Indicator.largest_carrier), 100 * max(shares))
        close(figure(Indicator.concentration), sum((100 * share) ** 2 for share in shares), within=0.5)

        values = slow.values_given(first, last)
        gaps = sum(abs(a - b) for a in values for b in values)
        close(figure(Indicator.effort_spread), gaps / (2 * len(values) * sum(values)))


def test_what_a_year_saved_counts_every_season(sqlite_database: object) -> None:
    a_network()
    found = read()
    with reading() as session:
        slow = SlowReview(session)
    year = timedelta(weeks=52)
    for ends, saved in zip((LAST, LAST - year), found.saved_over_a_year, strict=True):
        first = ends - year + timedelta(days=1)
        pooled = slow.pooled_cents(slow.ran(first, ends)) + slow.work_cents(first, ends)
        alone, _ = slow.alone(first, ends)
        assert saved == pytest.approx(100 * (alone - pooled) / alone, abs=0.1)
        assert saved != found.figure(Indicator.saved).value


def test_a_year_is_not_compared_with_one_that_began_halfway(sqlite_database: object) -> None:
    with clock.set_to(NOW):
        write(
            lambda session: write_random_network(
                session, seed=1, years=range(2025, 2027), first=date(2026, 2, 1), last=date(2026, 4, 5)
            )
        )
    this_year, before = read().saved_over_a_year
    assert this_year is not None
    assert before is None


@pytest.mark.parametrize("seed", [1, 2])
def test_the_range_of_each_estimate_is_what_the_slow_loop_finds_with_other_hypotheses(
    sqlite_database: object, seed: int
) -> None:
    a_network(seed)
    found = read()
    with reading() as session:
        slow = SlowReview(session)
    ran = slow.ran(FIRST, LAST)
    pooled = slow.pooled_cents(ran) + slow.work_cents(FIRST, LAST)
    for place, (alone, grams) in enumerate(
        (
            slow.alone(FIRST, LAST, most_dollars_per_kg=2.0, roads=0.93),
            slow.alone(FIRST, LAST, days=1, most_dollars_per_kg=1e9),
        )
    ):

        def bound(indicator: Indicator, place: int = place) -> float | None:
            between = found.figure(indicator).between
            return between and between[place]

        close(bound(Indicator.alone_cost), alone, within=500)
        close(bound(Indicator.saved), 100 * (alone - pooled) / alone, within=0.2)
        close(bound(Indicator.emissions_avoided), grams - slow.pooled_grams(ran), within=2_000)
    saved = found.figure(Indicator.saved)
    assert saved.value is not None
    assert saved.between is not None
    assert saved.between[0] <= saved.value <= saved.between[1]
    assert found.figure(Indicator.delivered).between is None


def test_the_trough_weeks_of_this_network_are_worth_counting(sqlite_database: object) -> None:
    a_network()
    assert sum(each.troughs for each in read().troughs) >= 5


def test_effort_balances_and_weeks_agree_with_the_slow_loop(sqlite_database: object) -> None:
    a_network()
    found = read()
    with reading() as session:
        slow = SlowReview(session)
    for each in found.effort:
        assert each.balance_cents == slow.balance(each.partner_id, LAST)
        given = [
            one
            for one in slow.contributions
            if one.partner_id == each.partner_id and FIRST <= one.day <= LAST and one.state.value == "approved"
        ]
        assert each.minutes == sum(one.quantity for one in given if one.kind.value == "hours")
        assert each.metres == sum(one.quantity for one in given if one.kind.value == "distance")
        assert each.goods_kg == sum(one.quantity for one in given if one.kind.value == "goods")
        assert each.value_cents == sum(one.value_cents or 0 for one in given)
    assert [week.week for week in found.weeks] == [date(2026, 2, 23), *(date(2026, 3, d) for d in (2, 9, 16, 23, 30))]
    assert any(week.percent for week in found.weeks)
    assert {vehicle.name for vehicle in found.vehicles} <= {each.name for each in slow.vehicles.values()}
    assert sum(vehicle.metres for vehicle in found.vehicles) == found.figure(Indicator.shared_distance).value
    assert sum(carrier.share for carrier in found.carriers) == pytest.approx(1)


def test_a_committee_member_sees_aggregates_and_nobody_elses_money(sqlite_database: object) -> None:
    a_network()
    own = read(TREASURER).effort[0].partner_id
    member = Member(person_id=1, partner_ids=(own,), rights=frozenset({Right.committee}))
    found = read(member)
    for each in found.effort:
        assert (each.balance_cents is None) == (each.partner_id != own)
        assert (each.value_cents is None) == (each.partner_id != own)
    assert found.figures == read(TREASURER).figures
    spread = found.balances
    assert spread is not None
    assert (spread.total_owed_cents is None) == (spread.owed < 3)
    assert (spread.total_owing_cents is None) == (spread.owing < 3)


def test_only_the_committee_may_look(sqlite_database: object) -> None:
    with pytest.raises(NotAllowed):
        read(Member(person_id=1, rights=frozenset({Right.driver})))
    with pytest.raises(SignInNeeded):
        read(Member(person_id=None))


@pytest.mark.parametrize(("first", "last"), [(date(2026, 5, 1), date(2026, 5, 31)), (LAST, FIRST)])
def test_a_period_that_has_not_begun_is_refused_with_a_sentence(
    sqlite_database: object, first: date, last: date
) -> None:
    with pytest.raises(WrongInput):
        read(first=first, last=last)


def test_an_empty_network_has_an_empty_review(database: str) -> None:
    found = read()
    assert found.is_empty
    assert {figure.value for figure in found.figures} == {None}
    assert found.pulses == ()
    assert found.animator_name is None


def test_a_partner_without_a_sign_of_life_is_quiet(sqlite_database: object) -> None:
    a_network()
    write(lambda session: a_partner(session, name="Aaa Muette"))
    pulses = {pulse.name: pulse for pulse in read().pulses}
    assert pulses["Aaa Muette"].is_quiet
    assert pulses["Aaa Muette"].silent_days is None
    assert any(not pulse.is_quiet for pulse in pulses.values())


def test_signing_in_is_a_sign_of_life_of_every_partner_one_acts_for(sqlite_database: object) -> None:
    from core.audit.actions import record

    with clock.set_to(NOW):
        partner_id = write(lambda session: a_partner(session, name="Aaa"))
        person_id = write(lambda session: a_person(session, partner_ids=[partner_id]))
        write(lambda session: record(session, person_id, "signed in", "person", person_id))
    pulse = next(pulse for pulse in read().pulses if pulse.name == "Aaa")
    assert (pulse.signed_in_at, pulse.silent_days, pulse.is_quiet) == (NOW, 0, False)


def test_a_running_month_is_measured_up_to_yesterday(sqlite_database: object) -> None:
    a_network()
    found = read(first=date(2026, 4, 1), last=date(2026, 4, 30))
    assert found.periods.is_running
    assert found.periods.this.last_day == date(2026, 4, 8)
    with reading() as session:
        slow = SlowReview(session)
    assert found.figure(Indicator.departures_run).value == len(slow.ran(date(2026, 4, 1), date(2026, 4, 8)))


def test_a_review_takes_six_sentences_whatever_its_length(sqlite_database: object) -> None:
    a_network()
    for first, last in ((FIRST, LAST), (date(2025, 1, 1), date(2025, 12, 31))):
        with counting_queries() as counter:
            read(first=first, last=last)
        assert counter.count <= 6, str(counter)
