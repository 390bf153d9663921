"""What a window, a request and a share are called on screen."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import streamlit as st

from core.i18n.words import Words
from core.partners.kinds import TOGETHER
from core.shared import clock
from core.shared.errors import N_
from core.shared.quantities import NOTHING, Quantity
from core.slot_windows.cards import SlotOffer
from core.slot_windows.kinds import ShareState, SlotMeasure, WindowStage
from core.slot_windows.views import RequestRow, ShareRow, WindowRow
from core.work.failures import failure_sentence
from pages._parts.plain_text import plain

_SIGNS = {ShareState.planned: "…", ShareState.booked: "✓", ShareState.refused: "✕", ShareState.nothing: "✕"}
PART = "◐"
_STAGES = {
    WindowStage.announced: N_("You may ask from %(opens)s until %(closes)s."),
    WindowStage.open: N_("Ask until %(closes)s, in the evening: being first brings nothing."),
    WindowStage.closed: N_("Asking ended on %(closes)s. The coordinator shares the room; you are told the result."),
}


def choose_window(_: Words, windows: Sequence[WindowRow]) -> WindowRow | None:
    """Draw the choice of a window, if there are several, and return the one chosen; the address remembers it."""
    if not windows:
        return None
    by_id = {each.id: each for each in windows}
    asked = st.query_params.get("window", "")
    first = next((each.id for each in windows if each.stage is WindowStage.open), windows[0].id)
    chosen = int(asked) if asked.isdigit() and int(asked) in by_id else first
    if len(windows) > 1:
        ids = list(by_id)
        picked = st.selectbox(
            _("Season"),
            ids,
            index=ids.index(chosen),
            format_func=lambda each: f"{by_id[each].name} · {by_id[each].line_name} · {_.label(by_id[each].stage)}",
            key="slots.window",
            label_visibility="collapsed",
        )
        chosen = picked if picked in by_id else chosen
    st.query_params["window"] = str(chosen)
    return by_id[chosen]


def draw_window(_: Words, window: WindowRow, *, dates: int) -> None:
    """Draw what a window offers, and until when."""
    st.subheader(f"{plain(window.name)} · {plain(window.line_name)}", anchor=False)
    facts = [
        _.days(window.first_day, window.last_day),
        *([_.many("%(count)s departure", "%(count)s departures", dates)] if dates else []),
        offer_said(_, window.offer),
        _("for %(kinds)s", kinds=_.together([_(TOGETHER[each]) for each in window.kinds])),
    ]
    st.markdown(" · ".join(facts))
    if window.stage in _STAGES:
        opens, closes = (_.day_and_year(clock.local(each).date()) for each in (window.opens_at, _last(window)))
        st.markdown(f"**{_(_STAGES[window.stage], opens=opens, closes=closes)}**")
    if window.note:
        st.caption(plain(window.note))


def _last(window: WindowRow) -> datetime:
    return window.closes_at - timedelta(minutes=1)


def offer_said(_: Words, offer: SlotOffer) -> str:
    """Return how much of each departure is on offer."""
    if offer.percent is not None:
        return _("%(share)s of the room of each on offer", share=_.percent(offer.percent / 100))
    return _(
        "%(quantity)s of each on offer", quantity=_.quantity(Quantity(offer.kg or 0, offer.pallet_hundredths or 0))
    )


def size_said(_: Words, quantity: Quantity, measure: SlotMeasure) -> str:
    """Return a quantity by what is shared: pallets, or weight."""
    return _.pallets(quantity.pallet_hundredths) if measure is SlotMeasure.pallets else _.kg(quantity.kg)


def request_said(_: Words, request: RequestRow, *, dates: int) -> str:
    """Return a request in one line, its partner left out."""
    asked = len(request.days) or dates
    facts = [
        f"{plain(request.from_place)} → {plain(request.to_place)}",
        _("%(quantity)s a date", quantity=_.quantity(request.quantity)),
        _.label(request.temperature),
        _.many("%(count)s date", "%(count)s dates", asked) if request.days else _("every departure"),
    ]
    if request.waits_for_rest:
        facts.append(_("the rest on the waiting list"))
    return " · ".join(facts)


def share_sign(share: ShareRow) -> str:
    """Return the sign of a share: all, a part, nothing, or on its way."""
    if share.state is ShareState.booked and not share.is_all:
        return PART
    return _SIGNS[share.state]


def share_said(_: Words, share: ShareRow) -> str:
    """Return what a date received."""
    if share.state is ShareState.refused or share.given == NOTHING:
        said = _("nothing")
    elif share.is_all:
        said = _("all: %(given)s", given=_.quantity(share.given))
    else:
        said = _("%(given)s of %(asked)s", given=_.quantity(share.given), asked=_.quantity(share.asked))
    return said if share.waiting_id is None else _("%(said)s, the rest waits", said=said)


def why_said(_: Words, share: ShareRow) -> str:
    """Return why a date did not receive everything; nothing where it did."""
    if share.state is ShareState.refused and share.reason:
        return plain(failure_sentence(_, share.reason, share.facts))
    said = []
    if share.sharers and share.room == NOTHING:
        said.append(_("No room on offer was free between %(place)s.", place=plain(share.tight_place)))
    elif share.sharers:
        said.append(
            _.many(
                "%(place)s: room for %(room)s, asked for by you alone.",
                "%(place)s: room for %(room)s; %(count)s partners asked, each received up to %(most)s.",
                share.sharers,
                place=plain(share.tight_place),
                room=_.quantity(share.room),
                most=_.quantity(share.most),
            )
        )
    if share.reason:
        said.append(plain(failure_sentence(_, share.reason, share.facts)))
    return " ".join(said)


def days_said(_: Words, days: Sequence[date]) -> str:
    """Return one date, or the first and the last of several with how many they are."""
    if len(days) == 1:
        return _.day(days[0])
    said = _.many("%(count)s date", "%(count)s dates", len(days))
    return f"{_.days(days[0], days[-1])} ({said})"
