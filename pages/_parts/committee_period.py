"""Which period the committee looks at: a month, a quarter, a season or a year, kept in the page's address."""

from datetime import date, timedelta

import streamlit as st

from core.i18n.words import Words
from core.shared import clock
from core.steering.spans import Span, SpanKind, next_span, span_of
from pages._parts.choosing import choose_one

_SETTLING_DAYS = 14


def draw_period(_: Words) -> tuple[SpanKind, Span]:
    """Draw the picker and return the kind of period and its days, never one that has not begun."""
    today = clock.today()
    kind = _kind(st.query_params.get("span", ""))
    span = span_of(kind, _day(st.query_params.get("day", ""), today))
    later = next_span(kind, span, 1)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        choose_one(
            _("Period"),
            list(SpanKind),
            default=kind,
            format_func=lambda each: _.label(each).capitalize(),
            key="committee.kind",
            on_change=_choose_kind,
            args=(span,),
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
            before = next_span(kind, span, -1)
            st.button("‹", key="committee.earlier", help=_("Before"), on_click=_go_to, args=(before,))
            st.markdown(f"**{span_said(_, kind, span)}**", width="content")
            st.button(
                "›",
                key="committee.later",
                help=_("After"),
                on_click=_go_to,
                args=(later,),
                disabled=later.first_day > today,
            )
    return kind, span


def span_said(_: Words, kind: SpanKind, span: Span) -> str:
    """Return the name of a period: `octobre 2026`, `4ᵉ trimestre 2026`, `saison des champs 2026`, `2026`."""
    year = str(span.first_day.year)
    if kind is SpanKind.month:
        return _.month(span.first_day)
    if kind is SpanKind.quarter:
        return [
            _("1st quarter of %(year)s", year=year),
            _("2nd quarter of %(year)s", year=year),
            _("3rd quarter of %(year)s", year=year),
            _("4th quarter of %(year)s", year=year),
        ][(span.first_day.month - 1) // 3]
    if kind is SpanKind.season:
        if span.first_day.year == span.last_day.year:
            return _("growing season %(year)s (June–November)", year=year)
        return _("winter season %(years)s (December–May)", years=f"{year}–{span.last_day.year}")
    return year


def _kind(asked: str) -> SpanKind:
    return SpanKind(asked) if asked in set(SpanKind) else SpanKind.quarter


def _day(asked: str, today: date) -> date:
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return today - timedelta(days=_SETTLING_DAYS)
    return min(max(day, date(2000, 1, 1)), today)


def _choose_kind(span: Span) -> None:
    st.query_params["span"] = st.session_state["committee.kind"]
    st.query_params["day"] = span.first_day.isoformat()


def _go_to(span: Span) -> None:
    st.query_params["day"] = span.first_day.isoformat()
