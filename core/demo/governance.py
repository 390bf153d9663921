"""The life of the cooperative: roles and turns, effort given, payments, meetings and their decisions."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from core.compensation import actions as compensation
from core.compensation.kinds import ContributionKind, PaymentDirection, Responsibility
from core.database.doors import WriteSession
from core.demo import structure
from core.demo.demand import chance
from core.demo.replay import Event
from core.demo.sources import Decided, Effort, MeetingHeld, Row, decisions, efforts, meetings, rows
from core.demo.stage import Stage
from core.ledger.units import Unit
from core.ledger.views import balances
from core.shared import clock
from core.shared.periods import week_start
from core.steering import actions as steering

_LETTERS = ("responsible", "accountable", "consulted", "informed")
_SMALLEST = {ContributionKind.hours: 60, ContributionKind.distance: 1000, ContributionKind.goods: 1}
_WEEKS_OF_EFFORT = 60  # before that nobody wrote it down
_WEEKS_OF_TURNS_BEFORE = 40
_WEEKS_OF_TURNS_AHEAD = 20
_NOT_YET_APPROVED = timedelta(days=12)
_QUESTIONED_EVERY = 4
_PAYMENT_TERM = timedelta(days=30)
_PAYS_LATE = ("MGP", "CPE")
_LATE_SINCE = timedelta(days=110)
_PAID_OUT_PERCENT = 85
_GRANT_CENTS = 9_000_00


def set_roles(session: WriteSession, stage: Stage) -> None:
    """Describe the roles and give each partner its letters."""
    for row in rows("roles"):
        card = compensation.RoleCard(
            code=row["code"],
            name_fr=row["name_fr"],
            name_en=row["name_en"],
            purpose_fr=row["purpose_fr"],
            purpose_en=row["purpose_en"],
            rotates=row["rotates"] == "yes",
        )
        role_id = stage.roles[row["code"]] = compensation.add_role(session, stage.coordinator, card)
        for letter in _LETTERS:
            for code in row[letter].split():
                compensation.set_responsibility(
                    session,
                    stage.coordinator,
                    role_id=role_id,
                    partner_id=stage.partners[code],
                    responsibility=Responsibility(letter),
                )


def set_turns(session: WriteSession, stage: Stage) -> None:
    """Share the turns out, from some weeks ago to some weeks ahead; the last one of each role is still vacant."""
    until = stage.span.today + timedelta(weeks=_WEEKS_OF_TURNS_AHEAD)
    for row in rows("roles"):
        weeks = int(row["turn_weeks"])
        if weeks:
            _share_turns_out(session, stage, row, timedelta(weeks=weeks), until)


def contributions(stage: Stage) -> Iterator[Event]:
    """Yield the effort partners give and its approval; the newest waits, a few are questioned."""
    given: dict[str, int] = {}
    for number, effort in enumerate(efforts()):
        dice = chance(stage.span.seed, "effort", effort.partner, number)
        first = max(stage.span.first_day, stage.span.today - timedelta(weeks=_WEEKS_OF_EFFORT))
        friday = week_start(first) + timedelta(days=4, weeks=dice.randrange(effort.every_weeks))
        while friday <= stage.span.today:
            name = f"effort-{number}-{friday:%Y%m%d}"
            amount = dice.randint(effort.low, effort.high)
            yield Event(clock.at_local(friday, 16 * 60), name, _giving(stage, effort, name, friday, amount, given))
            decided = friday + timedelta(days=3)
            if stage.span.today - friday > _NOT_YET_APPROVED:
                yield Event(clock.at_local(decided, 10 * 60), name, _approval(stage, name, given))
            elif number % _QUESTIONED_EVERY == 1:
                yield Event(clock.at_local(decided, 10 * 60), name, _question(stage, name, given))
            friday += timedelta(weeks=effort.every_weeks)


def grants(stage: Stage) -> Iterator[Event]:
    """Yield the regional fund's grant, which fills the cushion fund once a year: approved effort is paid from it."""
    first = next(_firsts_of_months(stage.span.first_day, stage.span.today), None)
    while first is not None and first <= stage.span.today:
        yield Event(clock.at_local(first, 9 * 60), "grant", _grant(stage, first))
        first = first.replace(year=first.year + 1)


def payments(stage: Stage) -> Iterator[Event]:
    """Yield the treasurer's work on the first of each month: what is due is paid in, owners of trucks are paid out.

    What the network owes for effort alone is kept as a credit against coming loads.
    """
    for first in _firsts_of_months(stage.span.first_day, stage.span.today):
        yield Event(clock.at_local(first, 11 * 60), "payments", _payments_of(stage, first))


def gatherings(stage: Stage) -> Iterator[Event]:
    """Yield the meetings of the past weeks, their decisions, and what was carried out since."""
    for meeting in meetings():
        day = week_start(stage.span.today - timedelta(weeks=meeting.weeks_ago)) + timedelta(days=2)
        if day >= stage.span.first_day:
            yield from _gathering(stage, meeting, day)


def second_year_prices(stage: Stage) -> Iterator[Event]:
    """Yield the new tariff, a year before today."""
    day = stage.span.today - timedelta(days=365)
    if day - timedelta(days=30) > stage.span.first_day:
        at = clock.at_local(day - timedelta(days=30), 14 * 60)
        yield Event(at, "tariff", lambda session: structure.raise_prices(session, stage, day))


def _share_turns_out(session: WriteSession, stage: Stage, row: Row, length: timedelta, until: date) -> None:
    holders, first_day, number = row["responsible"].split(), week_start(stage.span.first_day), 0
    first_day = max(first_day, week_start(stage.span.today - timedelta(weeks=_WEEKS_OF_TURNS_BEFORE)))
    while first_day + length < until:
        compensation.set_turn(
            session,
            stage.coordinator,
            role_id=stage.roles[row["code"]],
            partner_id=stage.partners[holders[number % len(holders)]],
            first_day=first_day,
            last_day=first_day + length - timedelta(days=1),
        )
        first_day, number = first_day + length, number + 1


def _giving(
    stage: Stage, effort: Effort, name: str, day: date, amount: int, given: dict[str, int]
) -> Callable[[WriteSession], None]:
    kind = ContributionKind(effort.kind)

    def give(session: WriteSession) -> None:
        request = compensation.ContributionRequest(
            request_id=name,
            partner_id=stage.partners[effort.partner],
            kind=kind,
            quantity=amount * _SMALLEST[kind],
            day=day,
            role_id=stage.roles.get(effort.role),
            note=effort.note,
        )
        given[name] = compensation.give_contribution(session, stage.acting_for[effort.partner], request)

    return give


def _approval(stage: Stage, name: str, given: dict[str, int]) -> Callable[[WriteSession], None]:
    def approve(session: WriteSession) -> None:
        compensation.approve_contribution(session, stage.treasurer, contribution_id=given[name])

    return approve


def _question(stage: Stage, name: str, given: dict[str, int]) -> Callable[[WriteSession], None]:
    def ask(session: WriteSession) -> None:
        compensation.question_contribution(
            session,
            stage.treasurer,
            contribution_id=given[name],
            question="Est-ce que cela comprend la réunion de mardi ?",
        )

    return ask


def _grant(stage: Stage, day: date) -> Callable[[WriteSession], None]:
    def give(session: WriteSession) -> None:
        compensation.record_grant(
            session,
            stage.treasurer,
            request_id=f"grant-{day:%Y}",
            cents=_GRANT_CENTS,
            day=day,
            giver="Fonds régional de développement",
        )

    return give


def _payments_of(stage: Stage, first: date) -> Callable[[WriteSession], None]:
    def pay(session: WriteSession) -> None:
        due = balances(session, until=first - _PAYMENT_TERM)
        now = balances(session)
        owners = {row["owner"] for row in rows("vehicles")}
        for code, partner_id in stage.partners.items():
            owed_then = due.get((partner_id, Unit.cad_cents), 0)
            owed_now = now.get((partner_id, Unit.cad_cents), 0)
            if owed_then < 0 and owed_now < 0 and not (code in _PAYS_LATE and stage.span.today - first < _LATE_SINCE):
                _pay(session, stage, code, first, min(-owed_then, -owed_now), PaymentDirection.received)
            elif owed_then > 0 and owed_now > 0 and first.month % 3 == 1 and code in owners:
                out = min(owed_then, owed_now) * _PAID_OUT_PERCENT // 100
                _pay(session, stage, code, first, out, PaymentDirection.paid_out)

    return pay


def _pay(session: WriteSession, stage: Stage, code: str, day: date, cents: int, direction: PaymentDirection) -> None:
    if cents >= 100:
        compensation.record_payment(
            session,
            stage.treasurer,
            request_id=f"pay-{code}-{day:%Y%m}",
            partner_id=stage.partners[code],
            cents=cents,
            day=day,
            direction=direction,
        )


def _firsts_of_months(first_day: date, last_day: date) -> Iterator[date]:
    first = first_day.replace(day=1)
    while True:
        first = (first + timedelta(days=32)).replace(day=1)
        if first > last_day:
            return
        yield first


def _gathering(stage: Stage, meeting: MeetingHeld, day: date) -> Iterator[Event]:
    written: dict[str, int] = {}

    def hold(session: WriteSession) -> None:
        meeting_id = steering.record_meeting(
            session,
            stage.coordinator,
            request_id=f"meeting-{meeting.key}",
            held_on=day,
            subject=meeting.subject,
            minutes_text=meeting.minutes,
        )
        for number, decided in enumerate(taken):
            written[decided.text] = steering.record_decision(
                session,
                stage.coordinator,
                request_id=f"decision-{meeting.key}-{number}",
                meeting_id=meeting_id,
                decided=decided.text,
                owner_partner_id=stage.partners[decided.owner],
                due_on=day + timedelta(weeks=decided.due_after_weeks),
            )

    taken = [decided for decided in decisions() if decided.meeting == meeting.key]
    yield Event(clock.at_local(day, 15 * 60), f"meeting {meeting.key}", hold)
    for decided in taken:
        if decided.done_after_weeks is not None:
            done_on = day + timedelta(weeks=decided.done_after_weeks)
            yield Event(clock.at_local(done_on, 15 * 60), "done", _carried_out(stage, decided, done_on, written))


def _carried_out(
    stage: Stage, decided: Decided, done_on: date, written: dict[str, int]
) -> Callable[[WriteSession], None]:
    def mark(session: WriteSession) -> None:
        steering.mark_decision_done(session, stage.coordinator, decision_id=written[decided.text], done_on=done_on)

    return mark
