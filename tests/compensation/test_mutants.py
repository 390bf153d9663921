"""The checks notice a broken rule: each mutant changes one line of one rule, and at least one check must fail."""

import inspect
from types import ModuleType
from typing import NamedTuple

import pytest

from core.compensation import effort, posting_rules, raci, run_cost
from core.ledger import entries
from tests.compensation.rule_checks import CHECKS


class Mutant(NamedTuple):
    """One change of one line of a rule."""

    name: str
    module: ModuleType
    rule: str
    old: str
    new: str


MUTANTS = [
    Mutant("partners pay no taxes", posting_rules, "departure_closed", "-bill.total_cents", "-bill.price_cents"),
    Mutant("the truck's owner keeps the taxes", posting_rules, "departure_closed", "*_taxes(bills.values()),", ""),
    Mutant(
        "what a load paid for storage goes to the truck",
        posting_rules,
        "departure_closed",
        " - sum(storage.values())",
        "",
    ),
    Mutant(
        "whoever keeps pallets is owed the taxes",
        posting_rules,
        "storage_closed",
        "bill.price_cents",
        "bill.total_cents",
    ),
    Mutant("one owes oneself for one's own place", posting_rules, "storage_closed", "partner_id == owner_id", "False"),
    Mutant("GST goes to Québec", posting_rules, "_taxes", "due.gst_cents", "due.qst_cents"),
    Mutant(
        "the owner is owed more than the run's cost",
        posting_rules,
        "departure_closed",
        "min(collected, cost_cents)",
        "collected",
    ),
    Mutant(
        "the owner is owed a cost nobody paid",
        posting_rules,
        "departure_closed",
        "min(collected, cost_cents)",
        "cost_cents",
    ),
    Mutant(
        "the cushion pays the surplus",
        posting_rules,
        "departure_closed",
        "collected - to_owner",
        "to_owner - collected",
    ),
    Mutant(
        "the surplus disappears",
        posting_rules,
        "departure_closed",
        "(network_account(Fund.cushion, CAD), collected - to_owner),",
        "",
    ),
    Mutant(
        "partners are owed the price",
        posting_rules,
        "departure_closed",
        "-bill.total_cents) for",
        "bill.total_cents) for",
    ),
    Mutant(
        "effort is taken from its giver",
        posting_rules,
        "contribution_approved",
        "(partner_account(partner_id, CAD), value_cents)",
        "(partner_account(partner_id, CAD), -value_cents)",
    ),
    Mutant(
        "hours are counted as dollars",
        posting_rules,
        "contribution_approved",
        "partner_account(partner_id, own), quantity",
        "partner_account(partner_id, CAD), quantity",
    ),
    Mutant(
        "hours are worth their minutes",
        posting_rules,
        "contribution_approved",
        "[(partner_account(partner_id, own), quantity)",
        "[(partner_account(partner_id, own), value_cents)",
    ),
    Mutant(
        "a payment received raises the debt",
        posting_rules,
        "payment",
        "PaymentDirection.received else",
        "PaymentDirection.paid_out else",
    ),
    Mutant(
        "the bank does not move",
        posting_rules,
        "payment",
        ", (network_account(Fund.bank, CAD), -amount)",
        "",
    ),
    Mutant(
        "the owner pays itself its own share",
        posting_rules,
        "cost_shared",
        "if partner_id != owner_id",
        "",
    ),
    Mutant(
        "lines of zero are written",
        posting_rules,
        "_lines",
        " if amount",
        "",
    ),
    Mutant(
        "values are cut, not rounded",
        effort,
        "value_cents",
        "rounded(quantity * (cents_per_unit or 0), SMALLEST_PER_UNIT[kind])",
        "quantity * (cents_per_unit or 0) // SMALLEST_PER_UNIT[kind]",
    ),
    Mutant(
        "a new rate rewrites the past",
        effort,
        "rate_on",
        " and rate.valid_from <= day",
        "",
    ),
    Mutant(
        "a rate starts the day after",
        effort,
        "rate_on",
        "rate.valid_from <= day",
        "rate.valid_from < day",
    ),
    Mutant(
        "a rate counts for every kind",
        effort,
        "rate_on",
        "rate.kind is kind and ",
        "",
    ),
    Mutant(
        "the first rate stays for ever",
        effort,
        "rate_on",
        "in_force = max(",
        "in_force = min(",
    ),
    Mutant(
        "a dollar needs a rate",
        effort,
        "rate_on",
        "AT_PAR if kind is ContributionKind.money else None",
        "None",
    ),
    Mutant(
        "the fixed cost is forgotten",
        run_cost,
        "run_cost",
        "costs.fixed_cents + ",
        "",
    ),
    Mutant(
        "two accountables are one",
        raci,
        "gaps",
        "> 1",
        "> 2",
    ),
    Mutant(
        "nobody responsible is fine",
        raci,
        "gaps",
        "held[Responsibility.responsible] == 0",
        "False",
    ),
    Mutant(
        "units are summed together",
        entries,
        "totals",
        "sums[line.account.unit] = sums.get(line.account.unit, 0)",
        "sums[Unit.cad_cents] = sums.get(Unit.cad_cents, 0)",
    ),
    Mutant(
        "one unit forgives another",
        entries,
        "faults",
        "for unit, total in totals(lines).items() if total",
        "for unit, total in totals(lines).items() if sum(totals(lines).values())",
    ),
    Mutant(
        "an empty entry is an entry",
        entries,
        "faults",
        "len(lines) < 2",
        "len(lines) < 0",
    ),
    Mutant(
        "any amount is believed",
        entries,
        "faults",
        "abs(line.amount) > MOST",
        "False",
    ),
    Mutant(
        "the fingerprint forgets the amounts",
        entries,
        "body_sha256",
        ", line.amount]",
        "]",
    ),
    Mutant(
        "the fingerprint forgets the day",
        entries,
        "body_sha256",
        "draft.day.isoformat()",
        "''",
    ),
    Mutant(
        "a reversal keeps the sign",
        entries,
        "mirrored",
        "-line.amount",
        "line.amount",
    ),
    Mutant(
        "a reversal of nothing is fine",
        entries,
        "_undoes",
        "other is not None and",
        "other is None or",
    ),
    Mutant(
        "an open entry is fine",
        entries,
        "faults_of_written",
        "not entry.is_sealed",
        "False",
    ),
]


def failing_checks() -> list[str]:
    """Return the names of the checks that fail."""
    failing = []
    for check in CHECKS:
        try:
            check()
        except AssertionError:
            failing.append(check.__name__)
    return failing


def test_the_rules_as_they_are_fail_no_check() -> None:
    assert failing_checks() == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_broken_rule_is_noticed(mutant: Mutant, monkeypatch: pytest.MonkeyPatch) -> None:
    source = inspect.getsource(getattr(mutant.module, mutant.rule))
    assert source.count(mutant.old) == 1, "this mutant no longer fits the rule: write it anew"
    namespace = dict(vars(mutant.module))
    broken = compile(source.replace(mutant.old, mutant.new), f"<{mutant.name}>", "exec")
    exec(broken, namespace)  # noqa: S102 - our own source
    monkeypatch.setattr(mutant.module, mutant.rule, namespace[mutant.rule])
    assert failing_checks() != []
