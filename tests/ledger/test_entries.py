"""An entry is lines that sum to zero in each unit, with a fingerprint (R6)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ledger.entries import (
    MOST,
    AccountName,
    Draft,
    Fund,
    LedgerLine,
    Unbalanced,
    Written,
    body_sha256,
    faults,
    faults_of_written,
    mirrored,
    network_account,
    partner_account,
    require_balanced,
    totals,
)
from core.ledger.units import Unit

CAD = partner_account(1, Unit.cad_cents)
HOURS = partner_account(1, Unit.minutes)
CUSHION = network_account(Fund.cushion, Unit.cad_cents)


def a_draft(*lines: LedgerLine, key: str = "k", reverses_id: int | None = None) -> Draft:
    kept = lines or (LedgerLine(CAD, 500), LedgerLine(CUSHION, -500))
    return Draft(key, date(2026, 11, 2), "payment", {"note": "é"}, kept, reverses_id)


def a_written(draft: Draft, *, entry_id: int = 1, is_sealed: bool = True) -> Written:
    return Written(entry_id, draft, body_sha256(draft), is_sealed)


def test_two_lines_that_sum_to_zero_are_an_entry() -> None:
    require_balanced(a_draft())


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], "fewer than two lines"),
        ([LedgerLine(CAD, 0)], "a line of zero"),
        ([LedgerLine(CAD, 500), LedgerLine(CUSHION, -499)], "cad_cents sums to 1"),
        ([LedgerLine(CAD, MOST + 1), LedgerLine(CUSHION, -MOST - 1)], "beyond belief"),
        ([LedgerLine(CAD, 500), LedgerLine(HOURS, -500)], "minutes sums to -500"),
    ],
)
def test_other_lines_are_refused_with_their_reason(lines: list[LedgerLine], reason: str) -> None:
    with pytest.raises(Unbalanced, match=reason):
        require_balanced(replace(a_draft(), lines=tuple(lines)))


def test_an_amount_at_the_limit_is_believed() -> None:
    assert faults([LedgerLine(CAD, MOST), LedgerLine(CUSHION, -MOST)]) == []


def test_hours_never_pay_for_dollars() -> None:
    lines = [LedgerLine(CAD, 500), LedgerLine(CUSHION, -500), LedgerLine(HOURS, 60), LedgerLine(HOURS, 60)]
    assert totals(lines) == {Unit.cad_cents: 0, Unit.minutes: 120}
    assert faults(lines) == ["minutes sums to 120"]


LINES = st.lists(
    st.builds(
        LedgerLine,
        st.sampled_from([CAD, HOURS, CUSHION]),
        st.integers(-(10**9), 10**9),
    ),
    max_size=5,
)


@given(LINES)
def test_lines_are_an_entry_exactly_when_each_unit_sums_to_zero(lines: list[LedgerLine]) -> None:
    sums = {unit: sum(line.amount for line in lines if line.account.unit is unit) for unit in Unit}
    is_entry = len(lines) >= 2 and all(line.amount for line in lines) and not any(sums.values())
    assert (faults(lines) == []) is is_entry


@given(LINES)
def test_a_mirror_undoes_its_lines(lines: list[LedgerLine]) -> None:
    assert all(total == 0 for total in totals([*lines, *mirrored(lines)]).values())
    assert mirrored(mirrored(lines)) == tuple(lines)


def test_the_order_of_lines_does_not_change_the_fingerprint() -> None:
    draft = a_draft()
    assert body_sha256(replace(draft, lines=draft.lines[::-1])) == body_sha256(draft)


@pytest.mark.parametrize(
    "change",
    [
        {"key": "other"},
        {"day": date(2026, 11, 3)},
        {"fact": "gift"},
        {"facts": {"note": "e"}},
        {"reverses_id": 7},
        {"lines": (LedgerLine(CAD, 501), LedgerLine(CUSHION, -501))},
        {"lines": (LedgerLine(partner_account(2, Unit.cad_cents), 500), LedgerLine(CUSHION, -500))},
        {"lines": (LedgerLine(HOURS, 500), LedgerLine(network_account(Fund.cushion, Unit.minutes), -500))},
    ],
)
def test_any_change_changes_the_fingerprint(change: dict[str, object]) -> None:
    draft = a_draft()
    assert body_sha256(replace(draft, **change)) != body_sha256(draft)  # type: ignore[arg-type] # one field each


def test_a_sound_entry_has_no_fault() -> None:
    assert faults_of_written(a_written(a_draft()), None) == []


def test_each_fault_of_a_written_entry_is_named() -> None:
    draft = a_draft()
    assert "not sealed" in faults_of_written(a_written(draft, is_sealed=False), None)[0]
    assert "something else" in faults_of_written(replace(a_written(draft), body_sha256="0"), None)[0]
    wrong = LedgerLine(AccountName("partner:1", Unit.cad_cents, 2), 500)
    assert "another partner" in faults_of_written(a_written(a_draft(wrong, draft.lines[1])), None)[0]


def test_a_reversal_must_undo_what_it_points_to() -> None:
    draft = a_draft()
    undo = a_draft(*mirrored(draft.lines), key="r", reverses_id=1)
    assert faults_of_written(a_written(undo, entry_id=2), a_written(draft)) == []
    for other in (None, a_written(a_draft(LedgerLine(CAD, 400), LedgerLine(CUSHION, -400)))):
        assert faults_of_written(a_written(undo, entry_id=2), other) == ["entry 2 (r): does not undo entry 1"]
