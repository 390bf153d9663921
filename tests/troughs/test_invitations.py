"""From a declared need to a reservation: proposed, judged, sent once, accepted at most once, never over the room."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from core.access.rights import Member
from core.database.doors import reading, write, writing
from core.lines.tables import LegRoom
from core.notices.tables import Notice, NoticeKind
from core.reservations.actions import ReservationRequest, cancel, reserve
from core.reservations.tables import Reservation
from core.schema.verify import verify
from core.seasons.actions import override_period
from core.shared import clock
from core.shared.errors import InThePast, NotAllowed, NotFound, Refusal, SignInNeeded, WrongInput
from core.shared.periods import Period, week_start
from core.shared.plausible import Missing, OutOfBounds
from core.shared.quantities import Quantity, TemperatureClass
from core.troughs.actions import ask_for_proposal, declare_need, invite, withdraw_need
from core.troughs.balance import Priority
from core.troughs.balance_views import needs, season_ahead
from core.troughs.invitation_actions import accept_invitation, decline_invitation
from core.troughs.kinds import InvitationState
from core.troughs.refusals import AlreadyAnswered, NoNeeds, NothingToPropose, ProposalStale
from core.troughs.seasonal_needs import in_season
from core.troughs.tables import Invitation, SeasonalNeed
from tests.troughs.season_network import FIRST, NOW, Network, a_network, invited, proposed, seen


def accept(member: Member, invitation_id: int) -> int:
    return write(lambda session: accept_invitation(session, member, invitation_id=invitation_id))


@pytest.fixture(autouse=True)
def _in_january() -> Iterator[None]:
    with clock.set_to(NOW):
        yield


def test_a_need_becomes_invitations_and_each_accepted_one_a_reservation(database: str) -> None:
    network = a_network()
    rows = invited(network, network.card(), network.card(1, kg_a_week=200))
    assert [(row.partner_id, row.quantity.kg) for row in rows] == [
        (network.partners[0], 300),
        (network.partners[1], 200),
    ] * 2
    reservation_id = accept(network.members[0], rows[0].id)
    assert accept(network.members[0], rows[0].id) == reservation_id
    with reading() as session:
        (reservation,) = session.exec(select(Reservation)).all()
        assert (reservation.kg, reservation.partner_id, reservation.period) == (300, network.partners[0], Period.trough)
        assert reservation.price_cents == rows[0].price_cents
        rooms = session.exec(select(LegRoom).where(LegRoom.departure_id == rows[0].departure_id)).all()
        told = session.exec(select(Notice).where(Notice.kind == NoticeKind.invited)).all()
    assert [room.used_kg for room in rooms] == [300, 300]
    assert sorted((notice.partner_id, notice.facts["count"], notice.facts["kg"]) for notice in told) == [
        (network.partners[0], 2, 600),
        (network.partners[1], 2, 400),
    ]
    assert seen(network.members[0])[0].state is InvitationState.accepted
    assert verify() == []


def test_the_proposal_says_each_week_before_and_after(sqlite_database: object) -> None:
    network = a_network()
    write(lambda session: declare_need(session, network.coordinator, network.card()))
    _, proposal = proposed(network)
    assert [(cell.before, cell.after) for cell in proposal.cells] == [(0.0, 30.0), (0.0, 30.0)]
    assert (proposal.asked_kg, proposal.filled_kg, proposal.smallest_share, proposal.gap) == (600, 600, 1.0, 0.0)


def test_sending_twice_sends_once(database: str) -> None:
    network = a_network()
    write(lambda session: declare_need(session, network.coordinator, network.card()))
    job_id, _ = proposed(network)
    counts = [write(lambda session: invite(session, network.coordinator, job_id=job_id)) for _ in range(2)]
    assert counts == [2, 2]
    assert len(seen(network.coordinator)) == 2


def test_what_was_sent_is_not_proposed_again_nor_promised_twice(database: str) -> None:
    network = a_network(capacity_kg=500)
    rows = invited(network, network.card())
    write(lambda session: decline_invitation(session, network.members[0], invitation_id=rows[0].id, reason="Pas prêts"))
    write(lambda session: declare_need(session, network.coordinator, network.card(1, flexibility_weeks=0)))
    _, proposal = proposed(network)
    assert [(load.partner_id, load.kg) for load in proposal.loads] == [
        (network.partners[1], 300),  # the first week is free again: its invitation was declined
        (network.partners[1], 200),  # the second holds 300 kg promised
    ]


def test_a_proposal_that_no_longer_fits_is_not_sent(database: str) -> None:
    network = a_network(capacity_kg=400)
    write(lambda session: declare_need(session, network.coordinator, network.card()))
    job_id, _ = proposed(network)
    take_room(network, kg=150)
    with pytest.raises(ProposalStale):
        write(lambda session: invite(session, network.coordinator, job_id=job_id))
    assert seen(network.coordinator) == []


def test_a_withdrawn_need_makes_its_proposal_stale_and_its_invitations_lapse(database: str) -> None:
    network = a_network()
    rows = invited(network, network.card())
    write(lambda session: declare_need(session, network.coordinator, network.card(1)))
    job_id, _ = proposed(network)
    for need_id in needs_of(network.coordinator):
        with writing() as session:
            withdraw_need(session, network.coordinator, need_id=need_id)
    with pytest.raises(ProposalStale):
        write(lambda session: invite(session, network.coordinator, job_id=job_id))
    with pytest.raises(AlreadyAnswered):
        accept(network.members[0], rows[0].id)
    assert {row.state for row in seen(network.coordinator)} == {InvitationState.lapsed}


def needs_of(member: Member) -> list[int]:
    with reading() as session:
        return [need.id for need in needs(session, member)]


def take_room(network: Network, *, kg: int) -> None:
    request = ReservationRequest(
        request_id=f"other-{kg}",
        partner_id=network.partners[1],
        departure_id=network.departures[0],
        from_site_id=network.sites[0],
        to_site_id=network.sites[1],
        quantity=Quantity(kg, 0),
        temperature=TemperatureClass.chilled,
    )
    write(lambda session: reserve(session, network.coordinator, request))


def test_room_taken_meanwhile_is_refused_with_a_sentence_and_the_invitation_stays_open(database: str) -> None:
    network = a_network(capacity_kg=400)
    rows = invited(network, network.card())
    take_room(network, kg=150)
    with pytest.raises(Refusal) as no:
        accept(network.members[0], rows[0].id)
    assert "full" in no.value.sentence
    assert seen(network.members[0])[0].state is InvitationState.open
    assert verify() == []


@pytest.mark.parametrize("clicks", [8])
def test_many_clicks_at_once_reserve_once(database: str, clicks: int) -> None:
    network = a_network()
    rows = invited(network, network.card())

    def click(_number: int) -> int:
        with clock.set_to(NOW):
            return accept(network.members[0], rows[0].id)

    with ThreadPoolExecutor(clicks) as crowd:
        answers = set(crowd.map(click, range(clicks)))
    assert len(answers) == 1
    with reading() as session:
        assert len(session.exec(select(Reservation)).all()) == 1


def test_without_the_lock_and_the_request_id_two_clicks_would_reserve_twice(sqlite_database: object) -> None:
    """Negative control: the same load under another request id is another reservation."""
    network = a_network()
    rows = invited(network, network.card())
    accept(network.members[0], rows[0].id)
    take_room(network, kg=300)
    with reading() as session:
        assert len(session.exec(select(Reservation)).all()) == 2


def test_a_declined_invitation_is_not_accepted_and_an_accepted_one_not_declined(database: str) -> None:
    network = a_network()
    first, second = invited(network, network.card())
    member = network.members[0]
    for _ in range(2):
        write(lambda session: decline_invitation(session, member, invitation_id=first.id, reason=" Rien à envoyer "))
    with pytest.raises(AlreadyAnswered):
        accept(member, first.id)
    accept(member, second.id)
    with pytest.raises(AlreadyAnswered):
        write(lambda session: decline_invitation(session, member, invitation_id=second.id))
    assert [(row.state, row.reason) for row in seen(member)] == [
        (InvitationState.declined, "Rien à envoyer"),
        (InvitationState.accepted, ""),
    ]


def test_a_cancelled_reservation_does_not_come_back_by_the_invitation(sqlite_database: object) -> None:
    network = a_network()
    rows = invited(network, network.card())
    reservation_id = accept(network.members[0], rows[0].id)
    write(lambda session: cancel(session, network.members[0], reservation_id=reservation_id))
    assert accept(network.members[0], rows[0].id) == reservation_id


def test_once_the_departure_is_closed_an_open_invitation_counts_as_lapsed(sqlite_database: object) -> None:
    network = a_network()
    rows = invited(network, network.card())
    with clock.set_to(rows[0].answer_by + timedelta(minutes=1)):
        assert seen(network.members[0])[0].state is InvitationState.lapsed
        with pytest.raises(Refusal):
            accept(network.members[0], rows[0].id)


def test_each_sees_their_own_and_the_coordinator_everything(sqlite_database: object) -> None:
    network = a_network()
    rows = invited(network, network.card(), network.card(1))
    assert {row.partner_id for row in seen(network.members[1])} == {network.partners[1]}
    assert len(seen(network.coordinator)) == len(rows)
    assert len(needs_of(network.members[0])) == 1
    assert len(needs_of(network.coordinator)) == 2
    with pytest.raises(SignInNeeded):
        seen(Member(person_id=None))


def test_nobody_answers_or_withdraws_for_another_partner(sqlite_database: object) -> None:
    network = a_network()
    rows = invited(network, network.card())
    other = network.members[1]
    with pytest.raises(NotFound):
        accept(other, rows[0].id)
    with pytest.raises(NotFound):
        write(lambda session: decline_invitation(session, other, invitation_id=rows[0].id))
    with pytest.raises(NotFound):
        write(lambda session: withdraw_need(session, other, need_id=needs_of(network.coordinator)[0]))
    with pytest.raises(NotAllowed):
        write(lambda session: declare_need(session, other, network.card()))
    with pytest.raises(NotFound):
        accept(network.members[0], 999)


def test_only_a_coordinator_proposes_and_sends(sqlite_database: object) -> None:
    network = a_network()
    write(lambda session: declare_need(session, network.members[0], network.card()))
    job_id, _ = proposed(network)
    with pytest.raises(NotAllowed):
        write(lambda session: ask_for_proposal(session, network.members[0], first_week=FIRST, weeks=2))
    with pytest.raises(NotAllowed):
        write(lambda session: invite(session, network.members[0], job_id=job_id))
    with pytest.raises(NotFound):
        write(lambda session: invite(session, network.coordinator, job_id="nothing"))


def test_there_is_something_to_match_and_somewhere_to_look(sqlite_database: object) -> None:
    network = a_network()
    with pytest.raises(NoNeeds):
        write(lambda session: ask_for_proposal(session, network.coordinator, first_week=FIRST, weeks=2))
    write(lambda session: declare_need(session, network.coordinator, network.card(temperature=TemperatureClass.frozen)))
    with pytest.raises(InThePast):
        write(lambda session: ask_for_proposal(session, network.coordinator, first_week=date(2026, 12, 1), weeks=2))
    with pytest.raises(OutOfBounds):
        write(lambda session: ask_for_proposal(session, network.coordinator, first_week=FIRST, weeks=99))
    with pytest.raises(NothingToPropose):
        proposed(network)


def test_only_trough_weeks_are_filled(sqlite_database: object) -> None:
    network = a_network()
    write(
        lambda session: override_period(
            session, network.coordinator, line_id=network.line_id, week_start=FIRST, period=Period.normal, note="Essai"
        )
    )
    rows = invited(network, network.card())
    assert {week_start(row.service_date) for row in rows} == {FIRST + timedelta(weeks=1)}


def test_a_need_from_a_territory_leaves_from_any_of_its_places(sqlite_database: object) -> None:
    network = a_network()
    rows = invited(network, network.card(from_site_id=None, from_territory="Bas-Saint-Laurent"))
    assert {row.quantity.kg for row in rows} == {300}
    assert {row.to_place.split()[0] for row in rows} == {"Amqui"}


def test_the_same_form_declares_once(database: str) -> None:
    network = a_network()
    ids = {write(lambda session: declare_need(session, network.members[0], network.card())) for _ in range(2)}
    assert len(ids) == 1
    with pytest.raises(NotFound):
        write(lambda session: declare_need(session, network.members[1], network.card(1, request_id="need-0")))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"kg_a_week": 0}, OutOfBounds),
        ({"kg_a_week": 10**6}, OutOfBounds),
        ({"first_month": 13}, OutOfBounds),
        ({"flexibility_weeks": 9}, OutOfBounds),
        ({"pallet_hundredths_a_week": -1}, OutOfBounds),
        ({"from_site_id": None}, Missing),
        ({"request_id": " "}, Missing),
    ],
)
def test_a_need_that_cannot_be_believed_is_answered(
    sqlite_database: object, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    network = a_network(weeks=1)
    with pytest.raises(refusal):
        write(lambda session: declare_need(session, network.members[0], network.card(**changes)))
    with pytest.raises(WrongInput):
        same = network.card(to_site_id=network.sites[0])
        write(lambda session: declare_need(session, network.members[0], same))


@pytest.mark.parametrize(
    ("month", "first", "last", "expected"),
    [(2, 1, 4, True), (5, 1, 4, False), (12, 11, 2, True), (1, 11, 2, True), (6, 11, 2, False), (7, 7, 7, True)],
)
def test_a_season_may_turn_the_year(month: int, first: int, last: int, expected: bool) -> None:
    assert in_season(month, first=first, last=last) is expected


def test_urgent_needs_are_invited_first(sqlite_database: object) -> None:
    network = a_network(weeks=1, capacity_kg=300)
    rows = invited(network, network.card(), network.card(1, priority=Priority.urgent), weeks=1)
    assert [(row.partner_id, row.quantity.kg) for row in rows] == [(network.partners[1], 300)]


def test_the_database_itself_refuses_an_accepted_invitation_without_reservation(database: str) -> None:
    network = a_network()
    rows = invited(network, network.card())
    with pytest.raises(Exception, match="accepted_is_reserved"), writing() as session:  # the last wall
        session.get_one(Invitation, rows[0].id).state = InvitationState.accepted
    with reading() as session:
        assert session.exec(select(SeasonalNeed)).one().kg_a_week == 300
        ahead = season_ahead(session, first_week=FIRST, weeks=2, now=NOW)
    assert ahead.problem.wants == ()
