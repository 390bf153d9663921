"""Confirming: the room is kept while everything is said once more; leaving the dialog gives it back."""

import streamlit as st

from core.database.doors import WriteSession
from core.i18n.words import Words
from core.reservations.actions import Answered, Held, ReservationRequest, confirm_hold, leave_hold, reserve
from core.reservations.requests import number
from core.reservations.views import Option
from core.shared import clock
from core.shared.errors import Refusal
from pages._parts.acting import act, flash, renew_request_id
from pages._parts.answer_words import taken_said
from pages._parts.tab import Tab

_KEPT = "reserve.kept"


def keep_room(tab: Tab, request: ReservationRequest) -> Held | None:
    """Keep the room of a departure for this tab; None after a refusal is shown."""

    def do(session: WriteSession) -> Answered:
        return reserve(session, tab.member, request)

    kept = act(tab, do)
    if kept is None:
        return None
    renew_request_id("reserve")
    if not isinstance(kept, Held):  # the line stopped keeping room since the page was drawn: it is reserved
        flash(tab, taken_said(tab.words, number(kept.reservation_id), kept))
        st.rerun()
    st.session_state[_KEPT] = kept.reservation_id
    return kept


def leave_room(tab: Tab) -> None:
    """Give back what this tab keeps, if it still does."""
    kept: int | None = st.session_state.pop(_KEPT, None)
    if kept is None:
        return

    def do(session: WriteSession) -> bool:
        try:
            leave_hold(session, tab.member, reservation_id=kept)
        except Refusal:  # it has lapsed, or was confirmed or left elsewhere: nothing is kept any more
            return False
        return True

    act(tab, do)


def confirm_room(tab: Tab, held: Held, note: str) -> Answered | None:
    """Reserve what is kept; None after a refusal is shown."""
    done = act(tab, lambda session: confirm_hold(session, tab.member, reservation_id=held.reservation_id, note=note))
    if done is not None:
        st.session_state.pop(_KEPT, None)
    return done


def say_kept(_: Words, held: Held) -> None:
    """Say until when the room is kept."""
    minutes = max(1, -(-int((held.until - clock.now()).total_seconds()) // 60))
    said = _.many("%(count)s minute left", "%(count)s minutes left", minutes)
    st.info(_("Room is kept for you until %(time)s (%(left)s).", time=_.clock(held.until), left=said))


def say_terms(_: Words, option: Option) -> None:
    """Say what the line asks of whoever reserves: a coordinator's yes, a notice to cancel."""
    if option.terms.needs_approval and not option.is_request:
        st.caption(_("On this line a coordinator approves each reservation before the cut-off; your room is kept."))
    if option.terms.late_cancel_percent and not option.is_request and option.free_until <= clock.now():
        st.caption(
            _(
                "It leaves too soon to be cancelled free of charge: %(percent)s of the price is then owed if the truck "
                "runs.",
                percent=_.percent(option.terms.late_cancel_percent / 100),
            )
        )
    elif option.terms.late_cancel_percent and not option.is_request:
        st.caption(
            _(
                "You may cancel free of charge until %(moment)s; afterwards %(percent)s of the price is owed if the "
                "truck runs.",
                moment=_.value(option.free_until),
                percent=_.percent(option.terms.late_cancel_percent / 100),
            )
        )
