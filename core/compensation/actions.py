"""What people do with roles, effort and money, in one place: see the module beside that each act comes from."""

from core.compensation.contribution_actions import (
    Approved,
    ContributionRequest,
    approve_contribution,
    correct_contribution,
    give_contribution,
    question_contribution,
    set_rate,
)
from core.compensation.money_actions import (
    Closed,
    close_departure,
    record_grant,
    record_payment,
    reverse_entry,
    share_cost,
)
from core.compensation.role_actions import (
    RoleCard,
    add_role,
    change_role,
    drop_responsibility,
    drop_turn,
    set_responsibility,
    set_turn,
)
from core.compensation.stay_closing_actions import StayClosed, close_stay

__all__ = [
    "Approved",
    "Closed",
    "ContributionRequest",
    "RoleCard",
    "StayClosed",
    "add_role",
    "approve_contribution",
    "change_role",
    "close_departure",
    "close_stay",
    "correct_contribution",
    "drop_responsibility",
    "drop_turn",
    "give_contribution",
    "question_contribution",
    "record_grant",
    "record_payment",
    "reverse_entry",
    "set_rate",
    "set_responsibility",
    "set_turn",
    "share_cost",
]
