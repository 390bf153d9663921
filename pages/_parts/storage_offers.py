"""What one's own places offer to store: each offer, who stays there, and the form to offer or change one."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from core.database.doors import WriteSession
from core.i18n.words import Words
from core.shared import clock
from core.storage.actions import OfferCard, change_storage_offer, offer_storage
from core.storage.views import OfferRow, StayRow, StorePlace
from pages._parts.acting import act, flash
from pages._parts.plain_text import dollars, plain
from pages._parts.storage_timeline import PlaceDays, draw_timeline
from pages._parts.tab import Tab

_USUAL_DAYS, _SHOWN_DAYS = 90, 60


def draw_offers(tab: Tab, places: Sequence[StorePlace], offers: Sequence[OfferRow]) -> None:
    """Draw the offers of one's places; without a place that can store, say how to come to one."""
    _ = tab.words
    if not places:
        st.info(
            _(
                "None of your places says yet that it can store. Ask your coordinator to write on its card how many "
                "pallets it takes and at which temperatures; you can then offer them here."
            )
        )
    elif st.button(_("Offer storage"), type="primary"):
        _edit(tab, places, None)
    if not offers:
        if places:
            st.info(
                _("Offer the pallets you can spare between two dates: partners and connecting trucks find them here.")
            )
        return
    for offer in offers:
        _card(tab, places, offer)
    st.subheader(_("Free pallets, day by day"), anchor=False)
    draw_timeline(
        _, [PlaceDays(f"{each.site_name} · {_.label(each.temperature)}", each.days[:_SHOWN_DAYS]) for each in offers]
    )


def _card(tab: Tab, places: Sequence[StorePlace], offer: OfferRow) -> None:
    _ = tab.words
    with st.container(border=True, gap="small"):
        what, price, acts = st.columns([5, 3, 2], vertical_alignment="center")
        closed = "" if offer.is_open else f" · {_('takes no new stays')}"
        what.markdown(
            f"**{plain(offer.site_name)}** · {plain(offer.town)}  \n{_.days(offer.first_day, offer.last_day)}  \n"
            f"{_('%(pallets)s a day', pallets=_.pallets(offer.pallet_hundredths))} · "
            f"{_.label(offer.temperature)}{closed}"
        )
        price.markdown(dollars(_("%(price)s per pallet and day", price=_.money(offer.cents_per_pallet_day))))
        if acts.button(_("Change"), key=f"offer.change.{offer.offer_id}", width="stretch"):
            _edit(tab, places, offer)
        if offer.conditions:
            st.caption(plain(offer.conditions))
        if offer.stays:
            said = _.many("%(count)s stay", "%(count)s stays", len(offer.stays))
            with st.expander(said):
                _stays(_, offer.stays)


def _stays(_: Words, stays: Sequence[StayRow]) -> None:
    st.dataframe(
        {
            _("Number"): [stay.number for stay in stays],
            _("Partner"): [stay.partner_name for stay in stays],
            _("Pallets"): [stay.pallet_hundredths / 100 for stay in stays],
            _("From"): [stay.first_day for stay in stays],
            _("Until"): [stay.last_day for stay in stays],
            _("State"): [_.label(stay.state) for stay in stays],
            _("Note"): [stay.note for stay in stays],
        },
        hide_index=True,
        width="stretch",
    )


def _edit(tab: Tab, places: Sequence[StorePlace], offer: OfferRow | None) -> None:
    _ = tab.words

    @st.dialog(_("Offer storage") if offer is None else _("Change the offer"))
    def dialog() -> None:
        ways = [(place, temperature) for place in places for temperature in place.temperatures]
        if offer is not None:
            own = StorePlace(offer.site_id, offer.site_name, offer.town, 0, (offer.temperature,))
            ways = [(own, offer.temperature)]
        today = clock.today()
        with st.form("storage.offer", border=False):
            place, temperature = st.selectbox(
                _("Place and temperature"),
                ways,
                format_func=lambda way: f"{way[0].name} · {_.label(way[1])}",
                disabled=offer is not None,
            ) or (None, None)
            left, right = st.columns(2)
            pallets = left.number_input(
                _("Pallets a day"), 0.25, 10_000.0, offer.pallet_hundredths / 100 if offer else 4.0, 0.25
            )
            price = right.number_input(
                _("Price per pallet and day ($)"),
                0.0,
                1_000.0,
                offer.cents_per_pallet_day / 100 if offer else 1.25,
                0.05,
            )
            first_day = left.date_input(_("From"), offer.first_day if offer else today, format="YYYY-MM-DD")
            until = offer.last_day if offer else today + timedelta(days=_USUAL_DAYS)
            last_day = right.date_input(_("Until"), until, today, format="YYYY-MM-DD")
            conditions = st.text_area(
                _("Conditions"),
                offer.conditions if offer else "",
                max_chars=400,
                placeholder=_("For example: pallets wrapped and labelled, brought before 3 p.m."),
            )
            is_open = offer is None or st.checkbox(_("Takes new stays"), offer.is_open)
            sent = st.form_submit_button(_("Save"), type="primary", width="stretch")
        if not sent or place is None or temperature is None:
            return
        card = OfferCard(
            place.site_id, temperature, first_day, last_day, round(pallets * 100), round(price * 100), conditions
        )
        _save(tab, offer, card, is_open=is_open)

    dialog()


def _save(tab: Tab, offer: OfferRow | None, card: OfferCard, *, is_open: bool) -> None:
    def do(session: WriteSession) -> int:
        if offer is None:
            return offer_storage(session, tab.member, card)
        return change_storage_offer(
            session, tab.member, offer_id=offer.offer_id, card=card, is_open=is_open, version=offer.version
        )

    if act(tab, do) is not None:
        flash(tab, tab.words("The offer is saved; partners find it under Storage."))
        st.rerun()
