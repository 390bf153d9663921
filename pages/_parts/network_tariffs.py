"""Tariffs by date: what carrying costs, who pays less, and the taxes on it; a new one takes its place from a day on."""

from datetime import date, timedelta

import streamlit as st

from core.database.doors import reading
from core.i18n.words import Words
from core.partners.kinds import PartnerKind
from core.shared import clock
from core.shared.taxes import NO_TAXES, TaxRates
from core.tariffs.actions import set_tariff
from core.tariffs.cards import QUEBEC_TAXES, TariffCard
from core.tariffs.price_list import NO_TARIFF, PriceList, TariffInForce
from core.tariffs.views import price_list
from pages._parts.acting import act, flash
from pages._parts.network_choice import KEY
from pages._parts.plain_text import dollars
from pages._parts.tab import Tab
from pages._parts.word_table import draw_words

_MICRODOLLARS = 1_000_000
_KG_PER_TONNE = 1_000
_MILLIPERCENT = 1_000


def draw_tariffs(tab: Tab, _opened: str) -> None:
    """Draw the tariffs there are, the latest first, and the form of the next one."""
    _ = tab.words
    with reading() as session:
        prices = price_list(session)
    st.caption(
        _(
            "What counts is the tariff of the day of the run. A price is fixed as one reserves: a new tariff never "
            "changes what is reserved already."
        )
    )
    _draw_list(_, prices)
    _draw_form(tab, prices.tariffs[-1] if prices.tariffs else NO_TARIFF)


def _draw_list(_: Words, prices: PriceList) -> None:
    if not prices.tariffs:
        st.info(_("No tariff yet: carrying is free of charge."))
        return
    headings = (_("From"), _("Tonne·km"), _("Pallet·km"), _("Stop"), _("Flat price"), _("Taxes"))
    rows = [
        (
            _.day_and_year(each.valid_from),
            *(dollars(said) for said in _prices(_, each)),
            taxes_said(_, each.taxes),
        )
        for each in reversed(prices.tariffs)
    ]
    draw_words(headings, rows, right=(1, 2, 3, 4))


def _prices(_: Words, tariff: TariffInForce) -> tuple[str, ...]:
    formula = tariff.formula
    per_tonne = formula.microdollars_per_kg_km * _KG_PER_TONNE * 100 / _MICRODOLLARS
    per_pallet = formula.microdollars_per_pallet_km * 100 / _MICRODOLLARS
    return tuple(_.money(round(cents)) for cents in (per_tonne, per_pallet, formula.cents_per_stop, formula.cents_flat))


def taxes_said(_: Words, taxes: TaxRates) -> str:
    """Return the rates of the taxes: `TPS 5 %, TVQ 9,975 %`, or that there are none."""
    if taxes == NO_TAXES:
        return _("none (small supplier)")
    sign = "\u00a0%" if _.language == "fr" else "%"
    rates = (taxes.gst_millipercent, taxes.qst_millipercent)
    gst, qst = (f"{_.number(each / _MILLIPERCENT, 3)}{sign}" for each in rates)
    return _("GST %(gst)s, QST %(qst)s", gst=gst, qst=qst)


def _draw_form(tab: Tab, last: TariffInForce) -> None:
    _ = tab.words
    st.subheader(_("A new tariff"), anchor=False)
    earliest = clock.today() + timedelta(days=1)
    with st.form(f"{KEY}.tariff.{last.tariff_id}"):
        begins = st.date_input(_("From"), max(earliest, last.valid_from + timedelta(days=1)), format="YYYY-MM-DD")
        amounts = _amounts(_, last)
        taxes = _taxes(_, last.taxes)
        with st.expander(_("Solidarity: less for some partners")):
            solidarity = {kind: _percent(_, kind, last.solidarity.get(kind, 0)) for kind in PartnerKind}
        sent = st.form_submit_button(_("Set this tariff"), type="primary")
    if not sent or not isinstance(begins, date):
        return
    given = {kind: percent for kind, percent in solidarity.items() if percent}
    card = TariffCard(begins, **amounts, solidarity=given, taxes=taxes)
    if act(tab, lambda session: set_tariff(session, tab.member, card)) is not None:
        flash(tab, _("The new tariff counts from %(day)s on.", day=begins))
        st.rerun()


def _amounts(_: Words, last: TariffInForce) -> dict[str, int]:
    formula = last.formula
    per_kg, per_pallet = formula.microdollars_per_kg_km, formula.microdollars_per_pallet_km
    with st.container(horizontal=True):
        tonne = _dollars(_("Tonne·km ($)"), per_kg * _KG_PER_TONNE / _MICRODOLLARS)
        pallet = _dollars(_("Pallet·km ($)"), per_pallet / _MICRODOLLARS)
        stop = _dollars(_("Stop ($)"), formula.cents_per_stop / 100)
        flat = _dollars(_("Flat price ($)"), formula.cents_flat / 100)
    st.caption(_("Weight and floor space are both priced over the distance, and the larger amount counts."))
    return {
        "microdollars_per_kg_km": round(tonne * _MICRODOLLARS / _KG_PER_TONNE),
        "microdollars_per_pallet_km": round(pallet * _MICRODOLLARS),
        "cents_per_stop": round(stop * 100),
        "cents_flat": round(flat * 100),
    }


def _taxes(_: Words, last: TaxRates) -> TaxRates:
    """Ask whether prices bear taxes; the rates are data, so that a law that changes is a new tariff."""
    proposed = last if last != NO_TAXES else QUEBEC_TAXES
    bears = st.checkbox(
        _("Prices bear GST and QST"),
        value=last != NO_TAXES,
        help=_(
            "Leave this off for a small supplier, as many non-profits are: no taxes are then added. Storage reserved "
            "here bears the same taxes. Your accountant knows which case is yours."
        ),
    )
    with st.container(horizontal=True):
        gst = _rate(_("GST (%)"), proposed.gst_millipercent)
        qst = _rate(_("QST (%)"), proposed.qst_millipercent)
    return TaxRates(gst, qst) if bears else NO_TAXES


def _rate(label: str, millipercent: int) -> int:
    said: float = st.number_input(label, 0.0, 30.0, millipercent / _MILLIPERCENT, 0.001, format="%.3f", width=160)
    return round(said * _MILLIPERCENT)


def _dollars(label: str, amount: float) -> float:
    return st.number_input(label, min_value=0.0, value=amount, step=0.01, format="%.2f", width=160)


def _percent(_: Words, kind: PartnerKind, percent: int) -> int:
    return int(st.number_input(f"{_.label(kind)} (%)", min_value=0, max_value=100, value=percent, step=5))
