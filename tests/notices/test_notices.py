"""Notices: one sentence each, read by the partner's people only."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest

from core.access.rights import VISITOR, Member, Right
from core.database.doors import reading, write
from core.i18n.words import words
from core.notices.actions import mark_all_read, tell
from core.notices.sentences import OFFER_ENDED, SENTENCES, sentence_of
from core.notices.tables import NoticeKind
from core.notices.views import outbox, own_notices, unread_count
from core.shared.errors import NotAllowed, SignInNeeded
from tests.builders import a_partner, a_person

FACTS: dict[str, Any] = {
    "number": "R-0012",
    "kg": 1320,
    "count": 3,
    "from_place": "Amqui",
    "to_place": "Matane",
    "day": "2026-12-03",
    "line": "Ligne de la vallée",
    "price_cents": 4120,
    "offer_ends_at": "2026-11-25T22:00:00+00:00",
    "leaves_at": "2026-12-03T11:30:00+00:00",
    "reason": "pont fermé",
    "contribution_kind": "hours",
    "quantity": 6,
    "question": "Quel jour ?",
    "site": "Plateforme de la Vallée",
    "first_day": "2026-12-03",
    "last_day": "2026-12-20",
    "pallet_hundredths": 250,
    "penalty_cents": 900,
    "free_until_at": "2026-12-01T17:00:00+00:00",
    "from_day": "2026-12-02",
    "from_line": "Côte–Vallée",
    "booked": 22,
    "waiting": 3,
    "skipped": 1,
    "ends_at": "2026-11-30T11:30:00+00:00",
    "window": "Été 2027",
    "dates": 20,
    "closes_on_day": "2027-03-15",
    "full": 12,
    "part": 7,
    "nothing": 1,
    "asked_quantity": [1200, 600],
    "given_quantity": [18_400, 9200],
    "fullest_day": "2027-06-03",
    "room_quantity": [800, 400],
    "most_quantity": [400, 200],
    "sharers": 7,
}


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_kind_of_notice_has_its_sentence(kind: NoticeKind, language: str) -> None:
    said = sentence_of(words(language), kind, FACTS)
    assert "%(" not in said
    assert "—" not in said, "every fact of the sentence is one that the network gives"


def test_facts_are_written_for_people() -> None:
    said = sentence_of(words("fr"), NoticeKind.offered, FACTS)
    assert "1\u00a0320\u00a0kg" in said
    assert "jeu. 3 déc." in said
    assert "mer. 25 nov. 17\u00a0h" in said
    assert "41,20\u00a0$" in sentence_of(words("fr"), NoticeKind.reserved, FACTS)
    assert "6:30\u00a0a.m." in sentence_of(words("en"), NoticeKind.tour_accepted, FACTS)


@pytest.mark.parametrize(
    ("kind", "quantity", "said"),
    [
        ("hours", 390, "heures de travail, 6\u00a0h\u00a030"),
        ("distance", 132_000, "132\u00a0km"),
        ("goods", 40, "40\u00a0kg"),
        ("money", 5_000, "50,00\u00a0$"),
    ],
)
def test_a_contribution_is_told_in_its_own_unit(kind: str, quantity: int, said: str) -> None:
    facts = {**FACTS, "contribution_kind": kind, "quantity": quantity}
    assert said in sentence_of(words("fr"), NoticeKind.contribution_approved, facts)


@pytest.mark.parametrize("kind", NoticeKind)
def test_a_notice_that_lacks_a_fact_is_still_a_sentence(kind: NoticeKind) -> None:
    assert "%(" not in sentence_of(words("fr"), kind, {})


def test_an_offer_that_ended_says_so() -> None:
    said = sentence_of(words("en"), NoticeKind.cancelled, {**FACTS, "reason": "offer_ended"})
    assert said.endswith("its room went to the next in line.")


def test_every_sentence_is_translated_with_the_same_facts() -> None:
    for message in (*SENTENCES.values(), OFFER_ENDED):
        fields = re.findall(r"%\(\w+\)s", message)
        assert sorted(re.findall(r"%\(\w+\)s", words("fr")(message))) == sorted(fields)
        assert words("fr")(message) != message


def test_a_partner_reads_its_own_and_nobody_elses(database: str) -> None:
    ours, theirs = (write(a_partner) for _ in range(2))
    person_id = write(a_person)
    for partner_id in (ours, theirs, theirs):
        write(partial(tell, partner_id=partner_id, kind=NoticeKind.cancelled, **FACTS))
    member = Member(person_id, partner_ids=(ours,))
    with reading() as session:
        assert unread_count(session, member) == 1
        assert [each.partner_id for each in own_notices(session, member)] == [ours]
        assert unread_count(session, Member(person_id)) == 0
        with pytest.raises(SignInNeeded):
            own_notices(session, VISITOR)
        with pytest.raises(NotAllowed):
            outbox(session, member)
        assert len(outbox(session, Member(person_id, rights=frozenset({Right.coordinator})))) == 3
    assert write(lambda session: mark_all_read(session, member)) == 1
    assert write(lambda session: mark_all_read(session, member)) == 0
    with reading() as session:
        assert unread_count(session, member) == 0
        assert unread_count(session, Member(person_id, partner_ids=(theirs,))) == 2
        assert not own_notices(session, member)[0].is_new
