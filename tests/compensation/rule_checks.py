"""What the rules of money must always do, as checks that a broken rule cannot pass.

Each check calls the rules through their module, so that a test may put a broken one in its place and see the check
notice (`test_mutants.py`).
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from core.compensation import effort, posting_rules, raci, run_cost
from core.compensation.kinds import ContributionKind, PaymentDirection, Responsibility
from core.ledger import entries
from core.ledger.entries import Draft, Fund, LedgerLine, Written, network_account, partner_account
from core.ledger.units import Unit
from core.shared.taxes import NO_TAXES, Bill
from core.tariffs.cards import QUEBEC_TAXES

CAD, MINUTES, KG = Unit.cad_cents, Unit.minutes, Unit.in_kind_kg
DAY = date(2026, 11, 2)
OWNER, A, B = 9, 1, 2


def moved(lines: tuple[LedgerLine, ...]) -> dict[tuple[str, Unit], int]:
    """Return what the lines change, by account."""
    sums: Counter[tuple[str, Unit]] = Counter()
    for line in lines:
        sums[line.account.code, line.account.unit] += line.amount
    return {name: amount for name, amount in sums.items() if amount}


def is_an_entry(lines: tuple[LedgerLine, ...]) -> bool:
    """Say whether lines balance, without asking the code under test."""
    sums: Counter[Unit] = Counter()
    for line in lines:
        sums[line.account.unit] += line.amount
    return len(lines) >= 2 and not any(sums.values()) and all(line.amount for line in lines)


def check_departure_closed() -> None:
    closed = posting_rules.departure_closed
    assert moved(closed({A: Bill(3000), B: Bill(1200)}, owner_id=OWNER, cost_cents=4200)) == {
        ("partner:1", CAD): -3000,
        ("partner:2", CAD): -1200,
        ("partner:9", CAD): 4200,
    }
    assert (
        moved(closed({A: Bill(3000), B: Bill(1200)}, owner_id=OWNER, cost_cents=4199)).get(("network:cushion", CAD))
        == 1
    )
    assert moved(closed({A: Bill(3000)}, owner_id=OWNER, cost_cents=10_000)) == {
        ("partner:1", CAD): -3000,
        ("partner:9", CAD): 3000,
    }
    assert moved(closed({A: Bill(3000), OWNER: Bill(500)}, owner_id=OWNER, cost_cents=3100)) == {
        ("partner:1", CAD): -3000,
        ("partner:9", CAD): 2600,
        ("network:cushion", CAD): 400,
    }
    assert closed({A: Bill(0)}, owner_id=OWNER, cost_cents=5000) == ()
    assert moved(closed({A: Bill(700)}, owner_id=OWNER, cost_cents=0)) == {
        ("partner:1", CAD): -700,
        ("network:cushion", CAD): 700,
    }
    assert moved(closed({A: Bill(700, 35, 70)}, owner_id=OWNER, cost_cents=500, storage={B: 100})) == {
        ("partner:1", CAD): -805,
        ("partner:2", CAD): 100,
        ("partner:9", CAD): 500,
        ("network:cushion", CAD): 100,
        ("network:gst", CAD): 35,
        ("network:qst", CAD): 70,
    }


def check_storage_closed() -> None:
    closed = posting_rules.storage_closed
    assert moved(closed(Bill(1000, 50, 100), partner_id=A, owner_id=B)) == {
        ("partner:1", CAD): -1150,
        ("partner:2", CAD): 1000,
        ("network:gst", CAD): 50,
        ("network:qst", CAD): 100,
    }
    assert closed(Bill(1000, 50, 100), partner_id=A, owner_id=A) == ()
    assert closed(Bill(0), partner_id=A, owner_id=B) == ()


def check_taxes() -> None:
    assert QUEBEC_TAXES.on(4120) == Bill(4120, 206, 411)  # 410.97 cents
    assert QUEBEC_TAXES.on(10) == Bill(10, 1, 1)  # 0.5 cent: half away from zero
    assert QUEBEC_TAXES.within(114_975) == Bill(100_000, 5_000, 9_975)
    assert NO_TAXES.on(4120) == NO_TAXES.within(4120) == Bill(4120)


def check_departures_at_random() -> None:
    dice = random.Random(20261102)
    for _ in range(200):
        rates = dice.choice([NO_TAXES, QUEBEC_TAXES])
        bills = {
            partner: rates.on(dice.choice([0, 1, dice.randrange(50_000)])) for partner in range(1, dice.randrange(2, 8))
        }
        collected = sum(bill.price_cents for bill in bills.values())
        cost = max(0, dice.choice([collected - 1, collected, collected + 1, dice.randrange(60_000)]))
        lines = posting_rules.departure_closed(bills, owner_id=OWNER, cost_cents=cost)
        changes = moved(lines)
        assert is_an_entry(lines) or (lines == () and collected == 0)
        assert changes.get(("partner:9", CAD), 0) == min(collected, cost)
        assert changes.get(("network:cushion", CAD), 0) == max(0, collected - cost)
        for tax in ("gst", "qst"):
            due = sum(getattr(bill, f"{tax}_cents") for bill in bills.values())
            assert changes.get((f"network:{tax}", CAD), 0) == due


def check_contribution_approved() -> None:
    approved = posting_rules.contribution_approved
    assert moved(approved(A, ContributionKind.hours, quantity=90, value_cents=3000)) == {
        ("partner:1", CAD): 3000,
        ("network:cushion", CAD): -3000,
        ("partner:1", MINUTES): 90,
        ("network:effort", MINUTES): -90,
    }
    assert moved(approved(A, ContributionKind.goods, quantity=40, value_cents=0)) == {
        ("partner:1", KG): 40,
        ("network:effort", KG): -40,
    }
    for kind in (ContributionKind.money, ContributionKind.distance):
        assert moved(approved(A, kind, quantity=2500, value_cents=2400)) == {
            ("partner:1", CAD): 2400,
            ("network:cushion", CAD): -2400,
        }
    assert approved(A, ContributionKind.distance, quantity=2500, value_cents=0) == ()
    assert all(
        is_an_entry(approved(B, kind, quantity=7, value_cents=worth))
        for kind in (ContributionKind.hours, ContributionKind.goods)
        for worth in (0, 1)
    )


def check_payment() -> None:
    paid = posting_rules.payment
    assert moved(paid(A, cents=5000, direction=PaymentDirection.received)) == {
        ("partner:1", CAD): 5000,
        ("network:bank", CAD): -5000,
    }
    assert moved(paid(A, cents=5000, direction=PaymentDirection.paid_out)) == {
        ("partner:1", CAD): -5000,
        ("network:bank", CAD): 5000,
    }


def check_grant() -> None:
    assert moved(posting_rules.grant(cents=5000)) == {("network:cushion", CAD): 5000, ("network:bank", CAD): -5000}


def check_cost_shared() -> None:
    shared = posting_rules.cost_shared
    assert moved(shared({A: 100, B: 33, OWNER: 67}, owner_id=OWNER)) == {
        ("partner:1", CAD): -100,
        ("partner:2", CAD): -33,
        ("partner:9", CAD): 133,
    }
    assert shared({OWNER: 200}, owner_id=OWNER) == ()
    assert is_an_entry(shared({A: 1, B: 0}, owner_id=OWNER))


def check_value() -> None:
    value = effort.value_cents
    assert value(ContributionKind.hours, 90, 2000) == 3000
    assert value(ContributionKind.hours, 1, 2000) == 33
    assert value(ContributionKind.hours, 1, 2010) == 34  # 33.5 cents: half away from zero
    assert value(ContributionKind.distance, 12_500, 61) == 763  # 762.5 cents
    assert value(ContributionKind.goods, 40, 150) == 6000
    assert value(ContributionKind.money, 2500, 100) == 2500
    assert value(ContributionKind.hours, 90, None) == 0


def check_rate() -> None:
    def rate(kind: ContributionKind, days: int, cents: int) -> effort.Rate:
        return effort.Rate(kind, DAY + timedelta(days=days), cents)

    hours = ContributionKind.hours
    rates = [rate(hours, -30, 1800), rate(hours, 0, 2000), rate(hours, 10, 2500), rate(ContributionKind.goods, -5, 90)]
    on = {days: effort.rate_on(rates, hours, DAY + timedelta(days=days)) for days in (-31, -30, -1, 0, 9, 10, 400)}
    assert on == {-31: None, -30: 1800, -1: 1800, 0: 2000, 9: 2000, 10: 2500, 400: 2500}
    assert effort.rate_on(rates[::-1], hours, DAY) == 2000
    assert effort.rate_on(rates, ContributionKind.distance, DAY) is None
    assert effort.rate_on(rates, ContributionKind.money, DAY) == 100
    assert effort.rate_on([rate(ContributionKind.money, 0, 95)], ContributionKind.money, DAY) == 95


def check_run_cost() -> None:
    costs = run_cost.VehicleCosts(fixed_cents=5000, cents_per_km=71, cents_per_hour=3001)
    assert run_cost.run_cost(costs, metres=0, minutes=0) == 5000
    assert run_cost.run_cost(costs, metres=100_000, minutes=120) == 5000 + 7100 + 6002
    assert run_cost.run_cost(costs, metres=500, minutes=30) == 5000 + 36 + 1501  # 35.5 and 1500.5 cents


def check_raci() -> None:
    letter, gap = Responsibility, raci.Gap
    assert raci.gaps([letter.accountable, letter.responsible]) == ()
    assert raci.gaps([letter.accountable, letter.responsible, letter.responsible, letter.informed]) == ()
    assert raci.gaps([]) == (gap.nobody_accountable, gap.nobody_responsible)
    assert raci.gaps([letter.accountable]) == (gap.nobody_responsible,)
    assert raci.gaps([letter.accountable, letter.accountable, letter.responsible]) == (gap.several_accountable,)
    assert raci.gaps([letter.consulted, letter.responsible]) == (gap.nobody_accountable,)


def check_balance() -> None:
    dollars, hours = partner_account(A, CAD), partner_account(A, MINUTES)
    cushion = network_account(Fund.cushion, CAD)
    assert entries.faults([LedgerLine(dollars, 5), LedgerLine(cushion, -5)]) == []
    assert entries.faults([LedgerLine(dollars, 5), LedgerLine(cushion, -4)])
    assert entries.faults([LedgerLine(dollars, 5), LedgerLine(hours, -5)])
    assert entries.faults([LedgerLine(dollars, 0), LedgerLine(cushion, 0)])
    assert entries.faults([])
    too_much = entries.MOST + 1
    assert entries.faults([LedgerLine(dollars, too_much), LedgerLine(cushion, -too_much)])


def check_fingerprint() -> None:
    def of(amount: int = 5, day: date = DAY, key: str = "k", facts: str = "x", code: int = A) -> str:
        lines = (LedgerLine(partner_account(code, CAD), amount), LedgerLine(network_account(Fund.bank, CAD), -amount))
        return entries.body_sha256(Draft(key, day, "payment", {"n": facts}, lines))

    others = [of(amount=6), of(day=date(2026, 11, 3)), of(key="l"), of(facts="y"), of(code=B)]
    assert of() == of()
    assert len({of(), *others}) == 6


def check_written() -> None:
    lines = (LedgerLine(partner_account(A, CAD), 5), LedgerLine(network_account(Fund.bank, CAD), -5))
    assert entries.mirrored(lines) == tuple(LedgerLine(line.account, -line.amount) for line in lines)

    def written(draft: Draft, *, is_sealed: bool = True, body: str | None = None) -> Written:
        return Written(1, draft, body or entries.body_sha256(draft), is_sealed)

    draft = Draft("k", DAY, "payment", {}, lines)
    undo = Draft("r", DAY, "reversal", {}, entries.mirrored(lines), reverses_id=1)
    repeat = Draft("r", DAY, "reversal", {}, lines, reverses_id=1)
    assert entries.faults_of_written(written(draft), None) == []
    assert entries.faults_of_written(written(draft, is_sealed=False), None)
    assert entries.faults_of_written(written(draft, body="0"), None)
    assert entries.faults_of_written(written(undo), written(draft)) == []
    assert entries.faults_of_written(written(undo), None)
    assert entries.faults_of_written(written(repeat), written(draft))


CHECKS: tuple[Callable[[], None], ...] = (
    check_departure_closed,
    check_departures_at_random,
    check_storage_closed,
    check_taxes,
    check_contribution_approved,
    check_payment,
    check_grant,
    check_cost_shared,
    check_value,
    check_rate,
    check_run_cost,
    check_raci,
    check_balance,
    check_fingerprint,
    check_written,
)
