"""Whose room is kept: food banks in winter on the coast line, and a limit for regulars along the river (R5)."""

from dataclasses import replace
from datetime import date

from core.database.doors import WriteSession
from core.demo.stage import Stage
from core.lines.terms import USUAL_TERMS
from core.partners.kinds import PartnerKind
from core.reservations.priority_actions import set_line_terms
from core.seasons.allotment_actions import add_allotment
from core.seasons.allotments import AllotmentCard

KEEPING_LINE, LIMITED_LINE = "COTE", "LITTORAL"
_SHARE_PERCENT, _LIMIT_PERCENT, _RELEASE_DAYS = 60, 50, 7


def keep_for_food_banks(session: WriteSession, stage: Stage) -> None:
    """Keep most of the coast line for food banks from January to April, every year from the coming one on."""
    year = stage.span.today.year + 1
    card = AllotmentCard(
        kinds=frozenset({PartnerKind.food_bank}),
        percent=_SHARE_PERCENT,
        first_day=date(year, 1, 1),
        last_day=date(year, 4, 30),
        release_days=_RELEASE_DAYS,
        every_year=True,
        note="L’hiver, les paniers solidaires d’abord",
    )
    add_allotment(session, stage.coordinator, line_id=stage.lines[KEEPING_LINE], card=card)


def limit_regulars(session: WriteSession, stage: Stage) -> None:
    """Let no partner hold more than half of a departure along the river until a week before."""
    terms = replace(USUAL_TERMS, partner_cap_percent=_LIMIT_PERCENT, cap_release_days=_RELEASE_DAYS)
    set_line_terms(session, stage.coordinator, line_id=stage.lines[LIMITED_LINE], terms=terms)
