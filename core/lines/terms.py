"""The terms of a line: what it asks of whoever reserves on it, and what it promises them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.shared import plausible
from core.shared.errors import N_


class QueueRule(StrEnum):
    """Who is served first when room comes free: whoever waits longest, or, past a very big load, the next ones."""

    strict = "strict"
    small_may_board = "small_may_board"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a line asks and promises; a line that says nothing has these.

    Attributes:
        needs_approval: a reservation takes room at once, and a coordinator says yes or no before the cut-off.
        hold_minutes: how long room is kept for a partner who chose a departure and has not confirmed; 0 means never.
        offer_hours: how long room offered to a waiting load is kept for it.
        cancel_notice_hours: until how long before the departure a reservation may be cancelled free of charge.
        late_cancel_percent: what is owed of the price for cancelling later than that.
        queue_rule: whether a waiting load may be passed, and
        passed_above_percent: from which share of the truck on it may be.
        reconfirm_days_before: how many days ahead each date of a series must be confirmed again; 0 means never.
        partner_cap_percent: the most of a departure that one partner may hold; 0 means all of it; until
        cap_release_days: how many days before it leaves, when anyone may book what is left.
    """

    needs_approval: bool = False
    hold_minutes: int = 15
    offer_hours: int = 24
    cancel_notice_hours: int = 0
    late_cancel_percent: int = 0
    queue_rule: QueueRule = QueueRule.strict
    passed_above_percent: int = 50
    reconfirm_days_before: int = 0
    partner_cap_percent: int = 0
    cap_release_days: int = 7

    @property
    def passed_above(self) -> int | None:
        """Return from which share of the truck on a waiting load may be passed, in per cent; None if none may be."""
        return self.passed_above_percent if self.queue_rule is QueueRule.small_may_board else None

    def penalty_cents(self, price_cents: int, *, starts_at: datetime, now: datetime) -> int:
        """Return what cancelling now costs of a price, in whole cents, half a cent up."""
        if now <= self.free_until(starts_at):
            return 0
        return (price_cents * self.late_cancel_percent + 50) // 100

    def free_until(self, starts_at: datetime) -> datetime:
        """Return until when a departure may be cancelled free of charge."""
        return starts_at - timedelta(hours=self.cancel_notice_hours if self.late_cancel_percent else 0)


USUAL_TERMS = Terms()


def checked_terms(terms: Terms) -> Terms:
    """Return the terms in whole numbers.

    Raises:
        OutOfBounds: one of them is not believable.
    """
    whole = plausible.whole
    return replace(
        terms,
        needs_approval=bool(terms.needs_approval),
        hold_minutes=whole(N_("Room kept while confirming (minutes)"), terms.hold_minutes, least=0, most=120),
        offer_hours=whole(N_("Offers are kept for (hours)"), terms.offer_hours, least=1, most=168),
        cancel_notice_hours=whole(
            N_("Free of charge until (hours before)"), terms.cancel_notice_hours, least=0, most=336
        ),
        late_cancel_percent=whole(N_("Owed afterwards (per cent)"), terms.late_cancel_percent, least=0, most=100),
        queue_rule=QueueRule(terms.queue_rule),
        passed_above_percent=whole(
            N_("Loads above this share may be passed (per cent)"), terms.passed_above_percent, least=1, most=100
        ),
        reconfirm_days_before=whole(N_("Confirm again (days before)"), terms.reconfirm_days_before, least=0, most=60),
        partner_cap_percent=whole(N_("Most for one partner (per cent)"), terms.partner_cap_percent, least=0, most=100),
        cap_release_days=whole(N_("Limit lifted (days before)"), terms.cap_release_days, least=1, most=90),
    )
