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
from core.reservations.tables import Reservation, ReservationPart
from core.reservations.views import drift
from core.shared import clock
from core.shared.errors import Refusal
from core.shared.quantities import Quantity, TemperatureClass
from tests.builders import a_coordinator, a_departure, a_member, a_partner, a_site, a_vehicle, site_ids_of
from tests.conftest import forget_database, use_database
from tests.reservations.conftest import MONDAY

AMBIENT, CHILLED, FROZEN = TemperatureClass.ambient, TemperatureClass.chilled, TemperatureClass.frozen
BOXES = {FROZEN: (60, 200), CHILLED: (100, 300), AMBIENT: (80, 300)}  # what each compartment holds: kg, hundredths
PAYLOAD = 200
MAY_RIDE = {FROZEN: {FROZEN}, CHILLED: {CHILLED}, AMBIENT: {AMBIENT, CHILLED}}
HOLDS_ROOM = {"held", "to_approve", "offered", "confirmed", "delivered", "no_show"}
AWAITED = {"held", "to_approve", "offered"}

Held = dict[str, Any]


class Histories(RuleBasedStateMachine):
    """One departure of four stops and three compartments, and people who change their minds."""

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

    @initialize(needs_approval=st.booleans())
    def a_network(self, needs_approval: bool) -> None:
        def written(session: WriteSession) -> None:
            boxes = tuple(CompartmentCard(kept.value, *BOXES[kept], (kept,)) for kept in BOXES)
            vehicle_id = a_vehicle(session, compartments=boxes, payload_kg=PAYLOAD)
            sites = [a_site(session) for _ in range(4)]
            self.partner_id = a_partner(session)
            self.member = a_member(session, partner_ids=[self.partner_id])
            self.departure_id = a_departure(session, vehicle_id=vehicle_id, site_ids=sites)
            self.sites = site_ids_of(session, self.departure_id)
            self.coordinator = a_coordinator(session)
            line_id = session.get_one(Departure, self.departure_id).line_id
            terms = Terms(needs_approval=needs_approval, hold_minutes=5)
            set_line_terms(session, self.coordinator, line_id=line_id, terms=terms)

        with clock.set_to(self.now):
            write(written)
        with reading() as session:
            rooms = session.exec(select(LegRoom).where(LegRoom.position == 0)).all()
        self.kept = {room.compartment_id: room.temperature for room in rooms}
        for temperature, kg in ((FROZEN, 50), (CHILLED, 45), (CHILLED, 50), (AMBIENT, 55)):
            self.act(lambda session, load=(temperature, kg): reserve(session, self.member, self._request(*load)))

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
        self, temperature: TemperatureClass, kg: int, pallets: int = 0, *, way: tuple[int, int] = (0, 3), **values: Any
    ) -> ReservationRequest:
        return ReservationRequest(
            request_id=uuid4().hex,
            partner_id=self.partner_id,
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
    ) -> None:
        request = self._request(
            temperature,
            kg,
            pallets,
            way=way,
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
        assert not [each for each in self.held() if each["state"] in AWAITED and each["until"] <= self.now]

    # --- what must hold, always ------------------------------------------------------------------------------------

    @invariant()
    def never_over_capacity_and_never_too_warm(self) -> None:
        held = self.held()
        for leg in range(3):
            for box, kept in self.kept.items():
                aboard = [each for each in held if self._rides(each, leg) and each["box"] == box]
                assert sum(each["kg"] for each in aboard) <= BOXES[kept][0]
                assert sum(each["pallets"] for each in aboard) <= BOXES[kept][1]
                assert all(kept in MAY_RIDE[each["temperature"]] for each in aboard)
            assert sum(each["kg"] for each in held if self._rides(each, leg)) <= PAYLOAD

    @invariant()
    def the_counters_are_the_sums(self) -> None:
        with reading() as session:
            assert drift(session) == []

    @invariant()
    def no_room_stands_idle_that_nobody_before_has_a_claim_to(self) -> None:
        held = self.held()
        waiting = [each for each in held if each["state"] == "waiting"]
        for place, waiter in enumerate(waiting):
            assert not self._could_board(held, waiting[:place], waiter), waiter

    # --- a slow reading of the rules -------------------------------------------------------------------------------

    def _rides(self, each: Held, leg: int) -> bool:
        return bool(each["state"] in HOLDS_ROOM and leg in each["legs"])

    def _free(self, held: list[Held], leg: int, box: int) -> tuple[int, int]:
        aboard = [each for each in held if self._rides(each, leg) and each["box"] == box]
        kg, pallets = BOXES[self.kept[box]]
        return kg - sum(each["kg"] for each in aboard), pallets - sum(each["pallets"] for each in aboard)

    def _free_payload(self, held: list[Held], leg: int) -> int:
        carried: int = sum(each["kg"] for each in held if self._rides(each, leg))
        return PAYLOAD - carried

    def _boxes(self, each: Held) -> list[int]:
        return [box for box, kept in self.kept.items() if kept in MAY_RIDE[each["temperature"]]]

    def _ever(self, each: Held) -> bool:
        """Say whether the empty truck would take the smallest part agreed on."""
        return any(self._part(each, *BOXES[self.kept[box]], PAYLOAD) >= each["least"] for box in self._boxes(each))

    def _part(self, each: Held, kg: int, pallets: int, payload: int) -> int:
        """Return the most kilograms of a load that a room takes, counted down one by one."""
        whole: int = each["kg"]
        most: int = min(whole, kg, payload)
        for part in range(most, 0, -1):
            if -(-each["pallets"] * part // whole) <= max(0, pallets):
                return int(part)
        return 0

    def _could_board(self, held: list[Held], ahead: list[Held], waiter: Held) -> bool:
        """Say whether some compartment has room for the waiter beyond what all those before it were promised."""
        ahead = [each for each in ahead if self._ever(each)]
        for box in self._boxes(waiter):
            kg, pallets, payload = 10**9, 10**9, 10**9
            for leg in waiter["legs"]:
                free_kg, free_pallets = self._free(held, leg, box)
                free_payload = self._free_payload(held, leg)
                for each in ahead:
                    if leg not in each["legs"]:
                        continue
                    if box in self._boxes(each):
                        free_kg, free_pallets = free_kg - each["kg"], free_pallets - each["pallets"]
                    usable = max(self._free(held, leg, other)[0] for other in self._boxes(each))
                    free_payload -= min(each["kg"], max(0, usable))
                kg, pallets, payload = min(kg, free_kg), min(pallets, free_pallets), min(payload, free_payload)
            if self._part(waiter, kg, pallets, payload) >= waiter["least"]:
                return True
        return False

    def _ahead_of(self, reservation_id: int) -> list[Held]:
        waiting = [each for each in self.held() if each["state"] == "waiting"]
        place = next(index for index, each in enumerate(waiting) if each["id"] == reservation_id)
        mine = waiting[place]
        return [each for each in waiting[:place] if set(each["legs"]) & set(mine["legs"])]

    def _nobody_was_overtaken(self, before: list[Held], newcomer_id: int) -> None:
        """Check that everyone who waited before the newcomer still finds there what it was promised."""
        held = self.held()
        newcomer = next(each for each in held if each["id"] == newcomer_id)
        still = {each["id"] for each in held if each["state"] == "waiting"}
        ahead = [each for each in before if each["state"] == "waiting" and each["id"] in still and self._ever(each)]
        for leg in newcomer["legs"]:
            met = [each for each in ahead if leg in each["legs"] and newcomer["box"] in self._boxes(each)]
            if met:
                assert self._free(held, leg, newcomer["box"])[0] >= sum(each["kg"] for each in met)


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
