"""One of several processes that fight for the last room: `python -m tests.races.contender`, told by standard input."""

from __future__ import annotations

import json
import sys
from uuid import uuid4

from core.access.rights import Member
from core.database.doors import write
from core.i18n.words import words
from core.reservations.actions import ReservationRequest, Reserved, reserve
from core.shared.errors import Refusal
from core.shared.quantities import Quantity, TemperatureClass


def main() -> None:
    """Read the order, say ready, wait for the start, try again and again, and tell how each try ended."""
    order = json.loads(sys.stdin.readline())
    member = Member(person_id=order["person_id"], partner_ids=(order["partner_id"],))
    print("ready", flush=True)
    sys.stdin.readline()
    won, sentences = [], []
    for _ in range(order["tries"]):
        request = ReservationRequest(
            request_id=uuid4().hex,
            partner_id=order["partner_id"],
            departure_id=order["departure_id"],
            from_site_id=order["from_site_id"],
            to_site_id=order["to_site_id"],
            quantity=Quantity(order["kg"], 0),
            temperature=TemperatureClass.chilled,
        )
        try:
            done = write(lambda session, asked=request: reserve(session, member, asked))  # type: ignore[misc]  # a default binds the loop variable
            if isinstance(done, Reserved):
                won.append(done.reservation_id)
        except Refusal as refusal:
            sentences.append(words("fr").refusal(refusal))
    print(json.dumps({"won": won, "sentences": sentences}), flush=True)


if __name__ == "__main__":
    main()
