"""Making departures ahead: for which lines, until when; then what was made, and why some days have no run."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from core.database.doors import WriteSession
from core.lines.actions import Generated, generate_departures
from core.lines.views import LineRow
from core.shared import clock
from pages._parts.acting import act, flash
from pages._parts.network_choice import KEY
from pages._parts.tab import Tab

_AHEAD = timedelta(weeks=16)
_SKIPPED = f"{KEY}.skipped"


def draw_generation(tab: Tab, every_line: Sequence[LineRow], until: Mapping[int, date]) -> None:
    """Draw the form that generates departures, and the days it skipped last time."""
    _ = tab.words
    names = {line.id: line.name for line in every_line if line.is_active}
    reached = max((day for line_id, day in until.items() if line_id in names), default=clock.today())
    with st.form(f"{KEY}.generate"), st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(
            _("Lines"),
            list(names),
            format_func=names.__getitem__,
            key=f"{KEY}.generate.lines",
            placeholder=_("All lines in service"),
        )
        last = st.date_input(
            _("Generate until"),
            value=max(reached, clock.today() + _AHEAD),
            key=f"{KEY}.generate.until",
            format="YYYY-MM-DD",
            width=200,
        )
        asked = st.form_submit_button(_("Generate the missing departures"), type="primary")
    _draw_skipped(tab)
    if not asked:
        return
    line_ids = sorted(chosen or names)

    def generate(session: WriteSession) -> list[Generated]:
        return [
            generate_departures(
                session,
                tab.member,
                line_id=line_id,
                first_day=clock.today(),
                last_day=last or clock.today(),
            )
            for line_id in line_ids
        ]

    done = act(tab, generate)
    if done is None:
        return
    made = sum(len(each.made) for each in done)
    flash(tab, _.many("%(count)s departure made.", "%(count)s departures made.", made))
    st.session_state[_SKIPPED] = [
        (names[line_id], _.refusal(skipped.reason))
        for line_id, each in zip(line_ids, done, strict=True)
        for skipped in each.skipped
    ]
    st.rerun()


def _draw_skipped(tab: Tab) -> None:
    _ = tab.words
    skipped: list[tuple[str, str]] = st.session_state.get(_SKIPPED, [])
    if not skipped:
        return
    title = _.many("%(count)s day without a run, and why", "%(count)s days without a run, and why", len(skipped))
    with st.expander(title):
        st.dataframe(
            [{"line": line, "reason": reason} for line, reason in skipped],
            column_config={
                "line": st.column_config.TextColumn(_("Line"), width="medium"),
                "reason": st.column_config.TextColumn(_("Reason"), width="large"),
            },
            hide_index=True,
            alt=title,
        )
