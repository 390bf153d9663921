"""Every SQL sentence about letters."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Integer, String, bindparam, func, insert, literal, update
from sqlalchemy import cast as as_type
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from core.access.tables import Membership, Person
from core.database.columns import UtcDateTime
from core.database.doors import ReadSession, WriteSession
from core.database.sentences import rows_of, table_of
from core.notices.letter_tables import Letter, LetterChoice, LetterState, LettersWanted
from core.notices.tables import Notice

_OPEN = (LetterState.pending, LetterState.failed, LetterState.sending)
_PERSON, _MEMBERSHIP, _CHOICE = rows_of(Person).c, rows_of(Membership).c, rows_of(LetterChoice).c
_COLUMNS = ("notice_id", "person_id", "address", "language", "message_id", "made_at", "state", "tries", "next_try_at")
_CHOSEN = func.coalesce(as_type(_CHOICE.wanted, String), LettersWanted.important.value)
_WRITE_LETTERS = insert(table_of(Letter)).from_select(  # written once: each reservation tells somebody
    [*_COLUMNS, "error"],
    select_columns(
        bindparam("notice_id", type_=Integer),
        _PERSON.id,
        _PERSON.email,
        _PERSON.language,
        bindparam("begins", type_=String) + as_type(_PERSON.id, String) + bindparam("ends", type_=String),
        bindparam("at", type_=UtcDateTime),
        literal(LetterState.pending.value),
        literal(0),
        bindparam("at", type_=UtcDateTime),
        literal(""),
    )
    .select_from(rows_of(Membership))
    .join(rows_of(Person), _PERSON.id == _MEMBERSHIP.person_id)
    .join(rows_of(LetterChoice), _CHOICE.person_id == _PERSON.id, isouter=True)
    .where(
        _MEMBERSHIP.partner_id == bindparam("for_partner"),
        _PERSON.is_active.is_(True),
        _CHOSEN.in_(bindparam("kinds", expanding=True)),
    ),
)


def write_letters(
    session: WriteSession, notice_id: int, partner_id: int, *, at: datetime, host: str, wanted: Sequence[LettersWanted]
) -> None:
    """Write a letter to each of a partner's people whose choice is one of `wanted` (one sentence)."""
    asked = {
        "notice_id": notice_id,
        "for_partner": partner_id,
        "begins": f"notice.{notice_id}.{int(at.timestamp())}.",
        "ends": f"@{host}",
        "at": at,
        "kinds": [each.value for each in wanted],
    }
    with session.no_autoflush:
        session.execute(_WRITE_LETTERS, asked)


def count_due(session: ReadSession, now: datetime) -> int:
    """Return how many letters may be tried now."""
    return session.exec(select(func.count()).select_from(Letter).where(*_due(now))).one()


def due(session: ReadSession, now: datetime, most: int) -> Sequence[int]:
    """Return the letters that may be tried now, the longest due first."""
    order = (col(Letter.next_try_at), col(Letter.id))
    return [each or 0 for each in session.exec(select(Letter.id).where(*_due(now)).order_by(*order).limit(most))]


def claim(session: WriteSession, letter_id: int, *, now: datetime, until: datetime) -> bool:
    """Take a letter until a moment, unless somebody else has taken it meanwhile; say whether it is ours."""
    statement = update(Letter).where(col(Letter.id) == letter_id, *_due(now))
    taken = statement.values(state=LetterState.sending, tries=col(Letter.tries) + 1, next_try_at=until)
    return _count(session, taken) == 1


def settle(session: WriteSession, letter_id: int, tries: int, **values: Any) -> bool:
    """Write how a try ended, unless another worker has taken the letter since; say whether it was written."""
    statement = update(Letter).where(
        col(Letter.id) == letter_id, col(Letter.state) == LetterState.sending, col(Letter.tries) == tries
    )
    return _count(session, statement.values(**values)) == 1


def give_up(session: WriteSession, *, made_before: datetime, error: str) -> int:
    """Give up the letters made before a moment that never left; return how many."""
    statement = update(Letter).where(col(Letter.state).in_(_OPEN), col(Letter.made_at) < made_before)
    return _count(session, statement.values(state=LetterState.given_up, error=error))


def one(session: ReadSession, letter_id: int) -> tuple[Letter, Notice, bool]:
    """Return a letter, its notice, and whether its person still acts for that partner."""
    letter, notice = session.exec(
        select(Letter, Notice)
        .join(Notice, col(Notice.id) == col(Letter.notice_id))
        .where(col(Letter.id) == letter_id)
        .execution_options(populate_existing=True)
    ).one()
    still = session.exec(
        select(Person.id)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            col(Person.id) == letter.person_id,
            col(Person.is_active).is_(True),
            col(Membership.partner_id) == notice.partner_id,
        )
    ).first()
    return letter, notice, still is not None


def newest(session: ReadSession, most: int) -> Sequence[tuple[Letter, Notice]]:
    """Return the newest letters with what they tell."""
    return session.exec(
        select(Letter, Notice)
        .join(Notice, col(Notice.id) == col(Letter.notice_id))
        .order_by(col(Letter.id).desc())
        .limit(most)
    ).all()


def choice_of(session: ReadSession, person_id: int) -> LetterChoice | None:
    """Return what a person chose."""
    return session.get(LetterChoice, person_id)


def write_choice(session: WriteSession, person_id: int, wanted: LettersWanted) -> None:
    """Write what a person chose."""
    session.merge(LetterChoice(person_id=person_id, wanted=wanted))


def _due(now: datetime) -> tuple[Any, ...]:
    return (col(Letter.state).in_(_OPEN), col(Letter.next_try_at) <= now)


def _count(session: WriteSession, statement: Any) -> int:
    return cast(CursorResult[Any], session.execute(statement)).rowcount
