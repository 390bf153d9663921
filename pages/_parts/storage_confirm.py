"""The last look before reserving storage, and the sentence after it."""

import streamlit as st

from core.i18n.words import Words
from core.shared.taxes import Bill
from core.storage.actions import StayRequest, StayWaiting, Stored, reserve_storage
from core.storage.requests import StorageWish, stay_number
from core.storage.room import price_cents
from core.storage.views import StorageOption
from pages._parts.acting import act, renew_request_id, request_id
from pages._parts.plain_text import dollars, plain
from pages._parts.price_words import bill_lines
from pages._parts.tab import Tab

_DONE = "storage.done"


def confirm(
    tab: Tab, wish: StorageWish, option: StorageOption, *, part: int | None = None, waits: bool = False
) -> None:
    """Open the dialog that says everything once more and reserves."""
    _ = tab.words
    partner_id = tab.partner_id
    if partner_id is None:
        return
    pallets = part or wish.pallet_hundredths
    price = price_cents(pallet_hundredths=pallets, days=wish.days, cents_per_pallet_day=option.cents_per_pallet_day)
    bill = option.taxes.on(price)

    @st.dialog(_("Waiting list") if waits else _("Confirm"))
    def dialog() -> None:
        _say(_, wish, option, pallets, bill)
        least, at_once = _queue_terms(_, pallets) if waits else (None, True)
        note = st.text_input(_("A note for the place (optional)"), max_chars=400)
        asks = _("Join the waiting list") if waits else _("Reserve")
        if not st.button(asks, type="primary", width="stretch"):
            return
        request = StayRequest(
            request_id=request_id("storage"),
            partner_id=partner_id,
            offer_id=option.offer_id,
            pallet_hundredths=pallets,
            temperature=wish.temperature,
            first_day=wish.first_day,
            last_day=wish.last_day,
            least_pallet_hundredths=least,
            promotes_at_once=at_once,
            waits_if_full=waits,
            note=note,
            agreed_cents=bill.total_cents,
        )
        done = act(tab, lambda session: reserve_storage(session, tab.member, request))
        if done is not None:
            renew_request_id("storage")
            st.session_state[_DONE] = _sentence(_, done)
            st.rerun()

    dialog()


def show_done(tab: Tab) -> None:
    """Say what was reserved, once."""
    said: str | None = st.session_state.pop(_DONE, None)
    if said is not None:
        st.success(dollars(said), icon="✅")


def _say(_: Words, wish: StorageWish, option: StorageOption, pallets: int, bill: Bill) -> None:
    days = _.many("%(count)s day", "%(count)s days", wish.days.count)
    st.markdown(
        f"**{plain(option.site_name)}** · {plain(option.town)}  \n"
        f"{_.days(wish.first_day, wish.last_day)} ({days})  \n"
        f"{_.pallets(pallets)} · {_.label(wish.temperature)}"
    )
    if option.conditions:
        st.info(_("Conditions of the place: %(conditions)s", conditions=plain(option.conditions)))
    each = _("%(price)s per pallet and day", price=_.money(option.cents_per_pallet_day))
    st.markdown(dollars("  \n".join([each, *bill_lines(_, bill)])))


def _queue_terms(_: Words, pallets: int) -> tuple[int | None, bool]:
    """Ask what the partner agrees to beforehand (R3)."""
    st.caption(_("When room is freed, it goes to those who wait, in order. Say beforehand what you accept."))
    least = None
    if st.checkbox(_("I accept a part of the pallets")):
        at_least = st.number_input(_("At least (pallets)"), 0.01, pallets / 100, max(0.01, pallets / 200), 0.25)
        least = round(at_least * 100)
    at_once = st.checkbox(_("Confirm without asking me (otherwise an offer is held for 24 hours)"), value=True)
    return least, at_once


def _sentence(_: Words, done: Stored | StayWaiting) -> str:
    if isinstance(done, StayWaiting):
        return _(
            "On the waiting list, place %(rank)s — no. %(number)s. You will be told as soon as room is freed.",
            rank=_.number(done.rank),
            number=stay_number(done.stay_id),
        )
    return _(
        "Reserved — no. %(number)s, %(pallets)s, %(price)s. You can change it under “My stays”.",
        number=stay_number(done.stay_id),
        pallets=_.pallets(done.pallet_hundredths),
        price=_.bill(done.taxes.on(done.price_cents)),
    )
