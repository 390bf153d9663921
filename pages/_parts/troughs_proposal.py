"""The coordinator's proposal: asked for, followed, shown before and after, then sent as invitations."""

import json
from collections.abc import Mapping
from datetime import date

import streamlit as st

from core.database.doors import reading
from core.jobs.queue import wake
from core.shared import clock
from core.shared.errors import Refusal
from core.troughs.actions import ask_for_proposal, invite
from core.troughs.proposal import Proposal, proposal_of
from core.work.actions import ask_cancel
from core.work.tables import JobState
from core.work.views import JobRow, job
from pages._parts import vega
from pages._parts.acting import act, flash, show_refusal
from pages._parts.base_map import dark_mode
from pages._parts.screen import on_a_phone
from pages._parts.tab import Tab
from pages._parts.troughs_chart import scale_of_loads

_LINE_HEIGHT, _AROUND = 44, 120
_WEEKS_ON_A_PHONE = 5
_TWO_LINES = "split(datum.label, '\\n')"


def draw_asking(tab: Tab, weeks: int, *, again: bool) -> None:
    """Draw the button that asks the worker for a proposal."""
    _ = tab.words
    asked = st.button(
        _("Propose again") if again else _("Propose"),
        type="secondary" if again else "primary",
        key="troughs.propose",
        help=_("Matches what partners declared to the empty room of the coming trough weeks. Nothing is sent yet."),
    )
    if asked:
        job_id = act(tab, lambda session: ask_for_proposal(session, tab.member, first_week=clock.today(), weeks=weeks))
        if job_id is not None:
            wake(job_id)
            st.query_params["job"] = job_id
            st.rerun()


def draw_job(tab: Tab, job_id: str, found: JobRow, partners: Mapping[int, str]) -> None:
    """Draw the proposal of a finished job, or follow it until it ends."""
    _ = tab.words
    if not found.is_over:
        st.fragment(_follow, run_every=1)(tab, job_id)
    elif found.state is JobState.done and found.result is not None:
        _draw(tab, job_id, proposal_of(found.result), partners)
    elif found.state is JobState.cancelled:
        st.info(_("The search was stopped. Nothing was changed."))
    else:
        st.warning(found.why(_))


def _follow(tab: Tab, job_id: str) -> None:
    _ = tab.words
    try:
        with reading() as session:
            found = job(session, tab.member, job_id)
    except Refusal as refusal:
        show_refusal(tab, refusal)
        return
    if found.is_over:
        st.rerun()
    st.progress(
        found.progress_percent / 100,
        _("Waiting for the worker…") if found.state is JobState.queued else _("Matching needs to empty room…"),
    )
    if st.button(_("Stop the search"), disabled=found.is_stopping, key="troughs.stop"):
        act(tab, lambda session: ask_cancel(session, tab.member, job_id=job_id))
        st.rerun(scope="fragment")


def _draw(tab: Tab, job_id: str, proposal: Proposal, partners: Mapping[int, str]) -> None:
    _ = tab.words
    before, after = (_mean([getattr(cell, name) for cell in proposal.cells]) for name in ("before", "after"))
    st.subheader(
        _(
            "If every invitation is accepted, these weeks go from %(before)s to %(after)s full: %(kg)s more.",
            before=_.percent(before / 100),
            after=_.percent(after / 100),
            kg=_.kg(proposal.filled_kg),
        ),
        anchor=False,
    )
    st.markdown(
        _(
            "%(filled)s of the %(asked)s declared find room in a trough; the least served partner gets %(share)s of "
            "what could ride. At most %(gap)s from the most that fits.",
            filled=_.kg(proposal.filled_kg),
            asked=_.kg(proposal.asked_kg),
            share=_.percent(proposal.smallest_share),
            gap=_.number(100 * proposal.gap, 1) + ("\u00a0%" if _.language == "fr" else "%"),
        )
    )
    _before_and_after(tab, proposal)
    _table(tab, proposal, partners)
    count = len(proposal.loads)
    send = st.button(
        _.many("Send %(count)s invitation", "Send %(count)s invitations", count), type="primary", key="troughs.send"
    )
    if send:
        sent = act(tab, lambda session: invite(session, tab.member, job_id=job_id))
        if sent is not None:
            st.query_params.pop("job", None)
            flash(tab, _.many("%(count)s invitation sent.", "%(count)s invitations sent.", sent))
            st.rerun()


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _before_and_after(tab: Tab, proposal: Proposal) -> None:
    """Draw the heat map: two rows a line, as it is and as it would be."""
    _ = tab.words
    weeks = _weeks_shown(proposal)
    when = (_("now"), _("with the invitations"))
    rows = [
        {
            "line": f"{cell.line_name}\n{said}",
            "order": f"{cell.line_name} {place}",
            "week": cell.week.isoformat(),
            "week_said": _.day_and_year(cell.week),
            "percent": round(load),
            "said": _.number(load),
            "grows": place == 1 and cell.after > cell.before,
        }
        for cell in proposal.cells
        for place, (said, load) in enumerate(zip(when, (cell.before, cell.after), strict=True))
        if cell.week in weeks
    ]
    in_order = list(dict.fromkeys(str(row["line"]) for row in sorted(rows, key=lambda row: str(row["order"]))))
    dark = dark_mode()
    text = "#EEF2EE" if dark else "#17231F"
    vega.show(
        rows,
        [
            vega.layer("rect", color=scale_of_loads(_, dark=dark, text=text)),
            vega.layer(
                "rect",
                {"fillOpacity": 0, "stroke": text, "strokeWidth": 2, "width": {"band": 0.9}, "height": {"band": 0.88}},
                only="datum.grows",
            ),
            vega.layer("text", {"fontSize": 12}, text=vega.words("said"), color={"value": text}),
        ],
        encoding={
            "y": vega.words("line", title=None, sort=in_order, axis=_axis(text) | {"labelExpr": _TWO_LINES}),
            "x": vega.step("week", title=None, axis=_weeks(tab, weeks, text)),
            "tooltip": [
                vega.words("line", title=_("Line")),
                vega.words("week_said", title=_("Week of")),
                vega.amount("percent", title=_("Load (%)")),
            ],
        },
        height=_AROUND + _LINE_HEIGHT * len(in_order),
        alt=_("Load of each line, week by week, now and if every invitation is accepted"),
    )
    st.caption(_("A solid border: a week that would fill up. The table below names each load."))


def _weeks_shown(proposal: Proposal) -> list[date]:
    """Return every week; on a phone a few, from the first that would change."""
    weeks = sorted({cell.week for cell in proposal.cells})
    if not on_a_phone():
        return weeks
    first = min((cell.week for cell in proposal.cells if cell.after > cell.before), default=weeks[0])
    return [week for week in weeks if week >= first][:_WEEKS_ON_A_PHONE]


def _axis(text: str) -> vega.Spec:
    return {"labelLimit": 240, "labelFontSize": 12, "labelColor": text, "ticks": False, "domain": False}


def _weeks(tab: Tab, weeks: list[date], text: str) -> vega.Spec:
    said = {week.isoformat(): tab.words.day(week).split(maxsplit=1)[1] for week in weeks}
    return _axis(text) | {
        "orient": "top",
        "labelAngle": 0,
        "labelOverlap": "parity",
        "labelSeparation": 6,
        "labelExpr": f"{json.dumps(said)}[datum.value]",
    }


def _table(tab: Tab, proposal: Proposal, partners: Mapping[int, str]) -> None:
    _ = tab.words
    departures = {each.departure_id: each for each in proposal.departures}
    with st.expander(_("Who is invited, to which departure")):
        st.dataframe(
            vega.table(
                [
                    {
                        "partner": partners.get(load.partner_id, "–"),
                        "day": departures[load.departure_id].service_date,
                        "line": departures[load.departure_id].line_name,
                        "wanted": load.wanted_week,
                        "kg": load.kg,
                        "temperature": _.label(load.temperature),
                    }
                    for load in proposal.loads
                ]
            ),
            hide_index=True,
            column_config={
                "partner": _("Partner"),
                "day": st.column_config.DateColumn(_("Day"), format="YYYY-MM-DD"),
                "line": _("Line"),
                "wanted": st.column_config.DateColumn(_("Wanted in the week of"), format="YYYY-MM-DD"),
                "kg": st.column_config.NumberColumn(_("Weight (kg)")),
                "temperature": _("Temperature"),
            },
        )
