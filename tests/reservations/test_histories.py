"""Any history of reserving, changing, cancelling and answering keeps every promise (R1, R2, R3).

The machine goes through the real actions on a real database; what it must find there is worked out each time from the
bare list of reservations by a slow reading of the rules that shares no code with them.
"""

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import select

from core.database.doors import WriteSession, reading, write
from core.fleet.cards import CompartmentCard
from core.lines.tables import Departure, LegRoom
from core.lines.terms import Terms
from core.lines.terms_actions import set_line_terms
from core.partners.kinds import PartnerKind
from core.reservations.actions import (
    Held as Kept,
)
from core.reservations.actions import (
    ReservationRequest,
    Reserved,
    ToApprove,
    Waiting,
    accept_offer,
    approve,
    cancel,
    change_quantity,
    confirm_hold,
    decline_offer,
    expire_offers,
    refuse,
    reserve,
)
from core.reservations.priority_actions import serve_released
from core.reservations.tables import Reservation, ReservationPart
from core.reservations.views import drift
from core.seasons.allotment_actions import add_allotment
from core.shared import clock
from core.shared.errors import Refusal
from core.shared.quantities import Quantity, TemperatureClass
from tests.builders import a_coordinator, a_departure, a_member, a_partner, a_site, a_vehicle, site_ids_of
from tests.conftest import forget_database, use_database
from tests.reservations.conftest import MONDAY
from tests.reservations.keeping import a_card
from tests.reservations.slow_rules import AMBIENT, BOXES, CHILLED, FROZEN, MAY_RIDE, PAYLOAD, Held, SlowRules

AWAITED = {"held", "to_approve", "offered"}

NOTHING_KEPT, FOOD_BANKS_FIRST, LIMITED, BOTH = (0, 0), (50, 0), (0, 40), (40, 60)
KINDS = (PartnerKind.producer, PartnerKind.food_bank, PartnerKind.producer)
RELEASE_DAYS = 3


class Histories(SlowRules, RuleBasedStateMachine):
    """One departure of four stops and three compartments, and people who change their minds.

    Half of the room may be kept for food banks, or one partner may hold so much only, until three days before (R5).
    """

    template: Path
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        file = self.folder / f"{uuid4().hex}.db"
        shutil.copy(self.template, file)
        use_database(self.patch, f"sqlite:///{file}")
        self.now = clock.at_local(MONDAY, 10 * 60)

    def teardown(self) -> None:
        forget_database()
        self.patch.undo()

    @initialize(
        needs_approval=st.booleans(),
        keeps=st.sampled_from([NOTHING_KEPT, FOOD_BANKS_FIRST, LIMITED, BOTH]),
    )
    def a_network(self, needs_approval: bool, keeps: tuple[int, int]) -> None:
        self.share, self.limit = keeps

        def written(session: WriteSession) -> None:
            boxes = tuple(CompartmentCard(kept.value, *BOXES[kept], (kept,)) for kept in BOXES)
            vehicle_id = a_vehicle(session, compartments=boxes, payload_kg=PAYLOAD)
            sites = [a_site(session) for _ in range(4)]
            self.partners = [a_partner(session, kind=kind) for kind in KINDS]
            self.kinds = dict(zip(self.partners, KINDS, strict=True))
            self.member = a_member(session, partner_ids=self.partners)
            self.departure_id = a_departure(session, vehicle_id=vehicle_id, site_ids=sites)
            self.sites = site_ids_of(session, self.departure_id)
            self.coordinator = a_coordinator(session)
            departure = session.get_one(Departure, self.departure_id)
            self.released_at = clock.at_local(departure.service_date - timedelta(days=RELEASE_DAYS), 0)
            terms = Terms(
                needs_approval=needs_approval,
                hold_minutes=5,
                partner_cap_percent=self.limit,
                cap_release_days=RELEASE_DAYS,
            )
            set_line_terms(session, self.coordinator, line_id=departure.line_id, terms=terms)
            if self.share:
                card = a_card(percent=self.share, release_days=RELEASE_DAYS)
                add_allotment(session, self.coordinator, line_id=departure.line_id, card=card)

        with clock.set_to(self.now):
            write(written)
        with reading() as session:
            rooms = session.exec(select(LegRoom).where(LegRoom.position == 0)).all()
        self.kept = {room.compartment_id: room.temperature for room in rooms}
        for who, (temperature, kg) in enumerate(((FROZEN, 50), (CHILLED, 45), (CHILLED, 50), (AMBIENT, 55))):
            request = self._request(temperature, kg, who=who)
            self.act(lambda session, request=request: reserve(session, self.member, request))

    def act(self, do: Any) -> Any:
        """Do something a little later; a refusal must leave everything as it was."""
        self.now += timedelta(minutes=1)
        before = self.held()
        with clock.set_to(self.now):
            try:
                return write(do)
            except Refusal as refusal:
                assert self.held() == before
                return refusal

    def _request(
        self,
        temperature: TemperatureClass,
        kg: int,
        pallets: int = 0,
        *,
        way: tuple[int, int] = (0, 3),
        who: int = 0,
        **values: Any,
    ) -> ReservationRequest:
        return ReservationRequest(
            request_id=uuid4().hex,
            partner_id=self.partners[who % len(self.partners)],
            departure_id=self.departure_id,
            from_site_id=self.sites[way[0]],
            to_site_id=self.sites[way[1]],
            quantity=Quantity(kg, pallets),
            temperature=temperature,
            **values,
        )

    def held(self) -> list[Held]:
        """Return every reservation as plain facts, in the order of the line."""
        with reading() as session:
            rows = session.exec(
                select(Reservation, ReservationPart).join(
                    ReservationPart,
                    ReservationPart.reservation_id == Reservation.id,  # type: ignore[arg-type]  # a condition at run time
                )
            ).all()
        found = [
            {
                "id": reservation.id,
                "partner": reservation.partner_id,
                "state": reservation.state.value,
                "legs": range(part.from_position or 0, part.to_position or 0),
                "box": part.compartment_id,
                "temperature": reservation.temperature,
                "kg": reservation.kg,
                "pallets": reservation.pallet_hundredths,
                "least": reservation.least_kg,
                "since": reservation.waiting_since or datetime.max.replace(tzinfo=self.now.tzinfo),
                "version": reservation.version,
                "at_once": reservation.promotes_at_once,
                "until": reservation.offer_ends_at,
            }
            for reservation, part in rows
        ]
        return sorted(found, key=lambda each: (each["since"], each["id"]))

    def choose(self, number: int, *states: str) -> Held | None:
        among = [each for each in self.held() if each["state"] in states]
        return among[number % len(among)] if among else None

    # --- what people do --------------------------------------------------------------------------------------------

    @rule(
        way=st.sampled_from([(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]),
        kg=st.integers(1, 100),
        pallets=st.integers(0, 200),
        temperature=st.sampled_from(sorted(MAY_RIDE)),
        part=st.sampled_from([4, 4, 4, 1, 2, 3]),
        at_once=st.booleans(),
        waits=st.sampled_from([True, True, True, False]),
        holds=st.sampled_from([False, False, True]),
        who=st.integers(0, 2),
    )
    def ask(
        self,
        way: tuple[int, int],
        kg: int,
        pallets: int,
        temperature: TemperatureClass,
        part: int,
        at_once: bool,
        waits: bool,
        holds: bool,
        who: int,
    ) -> None:
        request = self._request(
            temperature,
            kg,
            pallets,
            way=way,
            who=who,
            least_kg=max(1, kg * part // 4),
            promotes_at_once=at_once,
            waits_if_full=waits,
            holds_first=holds,
        )
        before = self.held()
        answer = self.act(lambda session: reserve(session, self.member, request))
        if isinstance(answer, Reserved | Kept | ToApprove):
            self._nobody_was_overtaken(before, answer.reservation_id)
        if isinstance(answer, Waiting):
            ahead = self._ahead_of(answer.reservation_id)
            assert answer.rank >= 1
            assert (answer.rank > 1) <= bool(ahead)
        if not isinstance(answer, Refusal):
            count = len(self.held())
            assert self.act(lambda session: reserve(session, self.member, request)) == answer
            assert len(self.held()) == count

    @rule(number=st.integers(0, 9), kg=st.integers(1, 100), pallets=st.integers(0, 200))
    def change(self, number: int, kg: int, pallets: int) -> None:
        chosen = self.choose(number, "confirmed", "to_approve", "waiting")
        if chosen is None:
            return
        before = self.held()
        answer = self.act(
            lambda session: change_quantity(
                session,
                self.member,
                reservation_id=chosen["id"],
                quantity=Quantity(kg, pallets),
                version=chosen["version"],
            )
        )
        if isinstance(answer, Reserved | ToApprove) and chosen["state"] != "waiting" and kg > chosen["kg"]:
            self._nobody_was_overtaken(before, chosen["id"])

    @rule(number=st.integers(0, 9))
    def give_up(self, number: int) -> None:
        chosen = self.choose(number, "confirmed", "waiting", *AWAITED)
        if chosen is not None:
            self.act(lambda session: cancel(session, self.member, reservation_id=chosen["id"]))

    @rule(number=st.integers(0, 9), accepts=st.booleans())
    @precondition(lambda self: any(each["state"] == "offered" for each in self.held()))
    def answer_an_offer(self, number: int, accepts: bool) -> None:
        chosen = self.choose(number, "offered")
        assert chosen is not None
        answering = accept_offer if accepts else decline_offer
        self.act(lambda session: answering(session, self.member, reservation_id=chosen["id"]))

    @rule(number=st.integers(0, 9), says_yes=st.booleans())
    @precondition(lambda self: any(each["state"] == "held" for each in self.held()))
    def finish_a_hold(self, number: int, says_yes: bool) -> None:
        chosen = self.choose(number, "held")
        assert chosen is not None
        if not says_yes:
            self.act(lambda session: cancel(session, self.member, reservation_id=chosen["id"]))
            return
        answer = self.act(lambda session: confirm_hold(session, self.member, reservation_id=chosen["id"]))
        if not isinstance(answer, Refusal):
            (after,) = [each for each in self.held() if each["id"] == chosen["id"]]
            assert (after["kg"], after["box"]) == (chosen["kg"], chosen["box"]), "what was kept is what is reserved"

    @rule(number=st.integers(0, 9), says_yes=st.booleans())
    @precondition(lambda self: any(each["state"] == "to_approve" for each in self.held()))
    def a_coordinator_answers(self, number: int, says_yes: bool) -> None:
        chosen = self.choose(number, "to_approve")
        assert chosen is not None
        if says_yes:
            self.act(lambda session: approve(session, self.coordinator, reservation_id=chosen["id"]))
        else:
            self.act(lambda session: refuse(session, self.coordinator, reservation_id=chosen["id"], reason="non"))

    @rule(minutes=st.sampled_from([6, 6, 24 * 60]))
    @precondition(lambda self: any(each["state"] in AWAITED for each in self.held()))
    def let_time_pass(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.act(expire_offers)
        self.act(serve_released)
        assert not [each for each in self.held() if each["state"] in AWAITED and each["until"] <= self.now]

    @rule()
    @precondition(lambda self: self.keeps_room())
    def the_release_comes(self) -> None:
        self.now = self.released_at
        self.act(expire_offers)
        self.act(serve_released)

    # --- what must hold, always ------------------------------------------------------------------------------------

    @invariant()
    def never_over_capacity_and_never_too_warm(self) -> None:
        held = self.held()
        for leg in range(3):
            for box, kept in self.kept.items():
                aboard = [each for each in held if self.rides(each, leg) and each["box"] == box]
                assert sum(each["kg"] for each in aboard) <= BOXES[kept][0]
                assert sum(each["pallets"] for each in aboard) <= BOXES[kept][1]
                assert all(kept in MAY_RIDE[each["temperature"]] for each in aboard)
            assert sum(each["kg"] for each in held if self.rides(each, leg)) <= PAYLOAD

    @invariant()
    def the_counters_are_the_sums(self) -> None:
        with reading() as session:
            assert drift(session) == []

    @invariant()
    def no_room_stands_idle_that_nobody_before_has_a_claim_to(self) -> None:
        held = self.held()
        waiting = [each for each in held if each["state"] == "waiting"]
        for place, waiter in enumerate(waiting):
            assert not self.could_board(held, waiting[:place], waiter), waiter

    def _ahead_of(self, reservation_id: int) -> list[Held]:
        waiting = [each for each in self.held() if each["state"] == "waiting"]
        place = next(index for index, each in enumerate(waiting) if each["id"] == reservation_id)
        mine = waiting[place]
        return [each for each in waiting[:place] if set(each["legs"]) & set(mine["legs"])]

    def _nobody_was_overtaken(self, before: list[Held], newcomer_id: int) -> None:
        """Check that the newcomer took only what nobody who waited before it was promised."""
        held = self.held()
        newcomer = next(each for each in held if each["id"] == newcomer_id)
        still = {each["id"] for each in held if each["state"] == "waiting"}
        ahead = [each for each in before if each["state"] == "waiting" and each["id"] in still]
        without = [each for each in held if each["id"] != newcomer_id]
        assert self.could_board(without, ahead, {**newcomer, "least": newcomer["kg"]})


def test_every_history_keeps_every_promise(sqlite_template: Path, tmp_path: Path) -> None:
    Histories.template, Histories.folder = sqlite_template, tmp_path
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=int(os.environ.get("NAVETTE_HISTORIES", "8")),
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
