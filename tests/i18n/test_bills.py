"""A price is said in full, in both languages: before taxes, each tax, and what is to be paid."""

import pytest

from core.i18n.words import words
from core.notices.sentences import sentence_of
from core.notices.tables import NoticeKind
from core.shared.taxes import Bill

TAXED = Bill(4120, 206, 411)


@pytest.mark.parametrize(
    ("language", "bill", "said"),
    [
        ("fr", TAXED, "41,20 $ + TPS 2,06 $ + TVQ 4,11 $ = 47,37 $"),
        ("en", TAXED, "$41.20 + GST $2.06 + QST $4.11 = $47.37"),
        ("en", Bill(4120, 206), "$41.20 + GST $2.06 = $43.26"),
        ("fr", Bill(4120), "41,20 $"),
    ],
)
def test_a_bill_is_said_in_full(language: str, bill: Bill, said: str) -> None:
    assert words(language).bill(bill).replace("\u00a0", " ") == said


def test_a_notice_says_the_taxes_it_carries() -> None:
    facts = {"number": "R-0001", "kg": 100, "price_cents": 4120}
    untaxed = sentence_of(words("en"), NoticeKind.reserved, facts)
    taxed = sentence_of(words("en"), NoticeKind.reserved, {**facts, "gst_cents": 206, "qst_cents": 411})
    assert untaxed.endswith("Price: $41.20.")
    assert taxed.endswith("Price: $41.20 + GST $2.06 + QST $4.11 = $47.37.")
