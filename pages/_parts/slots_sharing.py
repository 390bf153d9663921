"""A window from the coordinator's side: what is asked, the sharing it gives, and the click that confirms it."""

from collections.abc import Sequence

import streamlit as st

from core.i18n.words import Words
from core.slot_windows.kinds import WindowStage
from core.slot_windows.proposal import DateOnOffer
from core.slot_windows.sharing_actions import SharingStep, confirm_sharing, go_on_sharing
from core.slot_windows.sharing_views import SharingBoard
from core.slot_windows.views import Outcome, WindowRow
from pages._parts.acting import act, flash
from pages._parts.plain_text import plain
from pages._parts.slots_changes import draw_changes
from pages._parts.slots_chart import draw_short
from pages._parts.slots_words import request_said, size_said
from pages._parts.tab import Tab
from pages._parts.word_table import draw_words


def draw_sharing(tab: Tab, window: WindowRow, board: SharingBoard) -> None:
    """Draw what partners ask and how it would be shared; once asking is over, the button that confirms it."""
    _ = tab.words
    st.header(_("Requests"), anchor=False)
    if not board.requests:
        st.info(_("Nobody has asked yet. Partners of these kinds were told when the window was declared."))
    else:
        draw_short(_, window, board.dates)
        _draw_outcomes(_, window, board.outcomes, proposed=True)
        _draw_dates(_, window, board.dates)
        if window.stage is WindowStage.closed:
            _draw_confirm(tab, window, board)
        else:
            st.caption(_("This is how it would be shared now. You confirm once asking is over."))
    with st.expander(_("Change or withdraw this window")):
        draw_changes(tab, window)


def draw_outcomes(_: Words, window: WindowRow, outcomes: Sequence[Outcome]) -> None:
    """Draw what each request of a shared window received."""
    st.header(_("What each received"), anchor=False)
    _draw_outcomes(_, window, outcomes, proposed=False)


def _draw_outcomes(_: Words, window: WindowRow, outcomes: Sequence[Outcome], *, proposed: bool) -> None:
    draw_words(
        (
            _("Partner"),
            _("Request"),
            _("Asked"),
            _("Would receive") if proposed else _("Received"),
            _("All · part · nothing"),
        ),
        [
            (
                plain(each.request.partner_name),
                request_said(_, each.request, dates=each.dates),
                size_said(_, each.asked, window.measure),
                size_said(_, each.given, window.measure),
                f"{each.full} · {each.part} · {each.nothing + each.refused}",
            )
            for each in outcomes
        ],
        right=(2, 3, 4),
    )


def _draw_dates(_: Words, window: WindowRow, dates: Sequence[DateOnOffer]) -> None:
    with st.expander(_("Date by date, on the busiest leg")):
        draw_words(
            (_("Date"), _("Busiest leg"), _("Partners"), _("Asked"), _("On offer and free"), _("Would be given")),
            [
                (
                    _.day(each.day),
                    plain(each.place),
                    _.number(each.partners),
                    size_said(_, each.asked, window.measure),
                    size_said(_, each.room, window.measure),
                    size_said(_, each.given, window.measure),
                )
                for each in dates
            ],
            right=(2, 3, 4, 5),
        )


def _draw_confirm(tab: Tab, window: WindowRow, board: SharingBoard) -> None:
    _ = tab.words
    if board.is_fair:
        st.caption(
            _(
                "✓ Checked apart: within the room, no room left idle, and on no date could anybody receive more "
                "without somebody who has less over the season giving it up."
            )
        )
    count = sum(1 for each in board.shares if each.given.kg)
    said = _.many("Confirm: make %(count)s reservation", "Confirm: make %(count)s reservations", count)
    if st.button(said, type="primary", key="slots.confirm"):
        _confirm(tab, window.id, board.digest, count)


def _confirm(tab: Tab, window_id: int, digest: str, count: int) -> None:
    """Confirm step by step, each kept as it is done, showing how far it is."""
    _ = tab.words
    bar = st.progress(0.0, _("One date after the other…"))
    done = act(tab, lambda session: confirm_sharing(session, tab.member, window_id=window_id, digest=digest))
    while done is not None and done.goes_on:
        step: SharingStep | None = act(tab, lambda session: go_on_sharing(session, tab.member, window_id=window_id))
        if step is None:
            break
        done = done.and_then(step)
        bar.progress(min(1.0, (done.booked + done.refused) / max(count, 1)))
    bar.empty()
    if done is not None:
        said = [_.many("%(count)s reservation made.", "%(count)s reservations made.", done.booked)]
        if done.refused:
            said.append(_.many("%(count)s date was not possible.", "%(count)s dates were not possible.", done.refused))
        flash(tab, " ".join([*said, _("Each partner is told its result.")]))
        st.rerun()
