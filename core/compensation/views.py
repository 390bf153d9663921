"""What people see of roles, effort and money, in one place: see the module beside that each view comes from."""

from core.compensation.card_views import LatestRow, PartnerCard, RoleOfPartner, partner_card
from core.compensation.check_views import check
from core.compensation.contribution_views import ContributionRow, EffortRow, contributions, partner_effort, rates
from core.compensation.money_views import (
    Accounts,
    BalanceRow,
    ClosableRow,
    ToClose,
    accounts,
    departures_to_close,
    statement,
    to_close,
)
from core.compensation.role_views import LetterRow, RoleBoard, RoleRow, TurnRow, role_board
from core.compensation.statements import AccountStatement, MoneyLine
from core.compensation.stay_closing_store import StayToClose

__all__ = [
    "AccountStatement",
    "Accounts",
    "BalanceRow",
    "ClosableRow",
    "ContributionRow",
    "EffortRow",
    "LatestRow",
    "LetterRow",
    "MoneyLine",
    "PartnerCard",
    "RoleBoard",
    "RoleOfPartner",
    "RoleRow",
    "StayToClose",
    "ToClose",
    "TurnRow",
    "accounts",
    "check",
    "contributions",
    "departures_to_close",
    "partner_card",
    "partner_effort",
    "rates",
    "role_board",
    "statement",
    "to_close",
]
