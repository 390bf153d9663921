"""What a member chose to see of roles and compensation: the section, the period and the unit, kept in the address."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from core.access.rights import Right
from core.i18n.words import Words
from core.ledger.units import Unit
from core.shared.errors import N_
from core.steering.spans import SpanKind, next_span, span_of
from pages._parts.choosing import choose_one
from pages._parts.tab import Tab

KEY = "roles"
SEASONS_BACK = 4
E = TypeVar("E", bound=StrEnum)


class Section(StrEnum):
    """The parts of the page."""

    overview = "overview"
    board = "board"
    contributions = "contributions"
    accounts = "accounts"
    closing = "closing"


TITLES = {
    Section.overview: N_("Overview and map"),
    Section.board: N_("Who does what"),
    Section.contributions: N_("Contributions"),
    Section.accounts: N_("Accounts"),
    Section.closing: N_("Departures and stays to close"),
}
UNITS = {Unit.cad_cents: N_("$"), Unit.minutes: N_("Hours"), Unit.in_kind_kg: N_("In kind (kg)")}


@dataclass(frozen=True, slots=True)
class Choice:
    """The section shown, the days it is about, and the unit things are counted in."""

    section: Section
    period: str
    first_day: date
    last_day: date
    unit: Unit


def read_choice(tab: Tab, today: date) -> Choice:
    """Return what this browser tab has chosen, or what the address says."""
    spans = periods(today)
    period = _kept("period")
    first_day, last_day = spans.get(period) or spans["12m"]
    section = _word("section", Section, Section.overview)
    if section not in _sections(tab):
        section = Section.overview
    in_dollars = _is_steward(tab) or section is Section.accounts
    return Choice(
        section=section,
        period=period if period in spans else "12m",
        first_day=first_day,
        last_day=last_day,
        unit=_word(_unit_name(section), Unit, Unit.cad_cents if in_dollars else Unit.minutes),
    )


def periods(today: date) -> dict[str, tuple[date, date]]:
    """Return the periods one may look at, by the word that stands for each in the address."""
    found = {"12m": (today - timedelta(days=365), today)}
    span = span_of(SpanKind.season, today)
    for steps in range(SEASONS_BACK):
        season = next_span(SpanKind.season, span, -steps)
        found[f"{season.first_day:%Y-%m}"] = (season.first_day, season.last_day)
    return found


def draw_sections(tab: Tab, choice: Choice) -> None:
    """Draw the choice of a section."""
    _ = tab.words
    choose_one(
        _("Section"),
        _sections(tab),
        default=choice.section,
        key=f"{KEY}.section",
        format_func=lambda section: _(TITLES[section]),
        on_change=_write_address,
    )


def draw_filters(_: Words, choice: Choice, today: date) -> None:
    """Draw the choice of a period and of a unit."""
    spans = periods(today)
    unit = _unit_name(choice.section)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.selectbox(
            _("Period"),
            list(spans),
            index=list(spans).index(choice.period),
            key=f"{KEY}.period",
            format_func=lambda name: _("Last 12 months") if name == "12m" else _.days(*spans[name]),
            width=260,
            on_change=_write_address,
        )
        choose_one(
            _("Counted in"),
            list(UNITS),
            default=choice.unit,
            key=f"{KEY}.{unit}",
            format_func=lambda unit: _(UNITS[unit]),
            label_visibility="visible",
            on_change=_write_address,
        )


def go_to(section: Section) -> None:
    """Turn to another section; for callbacks, which run before the page is drawn."""
    st.session_state[f"{KEY}.section"] = section
    _write_address()


def _write_address() -> None:
    kept = {name: _kept(name) for name in ("section", "period", "unit", "account_unit")}
    st.query_params.from_dict({name: word for name, word in kept.items() if word})


def _kept(name: str) -> str:
    return str(st.session_state.get(f"{KEY}.{name}") or st.query_params.get(name, ""))


def _word(name: str, kind: type[E], otherwise: E) -> E:
    kept = _kept(name)
    return kind(kept) if kept in set(kind) else otherwise


def _unit_name(section: Section) -> str:
    """The map and the accounts each remember their own unit."""
    return "account_unit" if section is Section.accounts else "unit"


def _sections(tab: Tab) -> list[Section]:
    return [each for each in Section if each is not Section.closing or _is_steward(tab)]


def _is_steward(tab: Tab) -> bool:
    return tab.member.has(Right.treasurer) or tab.member.has(Right.coordinator)
