"""What people see of roles, effort and money, in one place: see the module beside that each view comes from."""

from core.compensation.contribution_views import ContributionRow, EffortRow, contributions, partner_effort, rates
from core.compensation.money_views import (
    AccountStatement,
    ClosableRow,
    MoneyLine,
    check,
    departures_to_close,
    funds,
    statement,
)
from core.compensation.role_views import LetterRow, RoleBoard, RoleRow, TurnRow, role_board

__all__ = [
    "AccountStatement",
    "ClosableRow",
    "ContributionRow",
    "EffortRow",
    "LetterRow",
    "MoneyLine",
    "RoleBoard",
    "RoleRow",
    "TurnRow",
    "check",
    "contributions",
    "departures_to_close",
    "funds",
    "partner_effort",
    "rates",
    "role_board",
    "statement",
]
