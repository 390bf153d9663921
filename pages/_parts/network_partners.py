"""The partners of the network: the list, and the form of one."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from core.access.views import names
from core.database.doors import reading
from core.i18n.words import Words
from core.partners.actions import PartnerCard, add_partner, change_partner
from core.partners.kinds import PartnerKind
from core.partners.views import PartnerRow, network_card, partners
from core.shared.errors import NotFound
from pages._parts.acting import show_refusal
from pages._parts.network_card import draw_network_card
from pages._parts.network_choice import NEW, OpenForm, Section, draw_form_heading, form_of
from pages._parts.network_fields import choice_or_new, hundredths_of, number, save_and_leave
from pages._parts.network_list import ListRow, ListWords, draw_list
from pages._parts.tab import Tab


def draw_partners(tab: Tab, what: str) -> None:
    """Draw the list of partners, or the form of the one opened."""
    if what:
        with reading() as session:
            rows = partners(session)
        _draw_form(tab, what, rows)
        return
    with reading() as session:
        rows, card, people = partners(session), network_card(session), names(session)
    draw_network_card(tab, card, people)
    _draw_list(tab, rows)


def _draw_list(tab: Tab, rows: Sequence[PartnerRow]) -> None:
    _ = tab.words
    said = ListWords(
        alt=_("Partners of the network"),
        add=_("Add a partner"),
        empty=_(
            "No partner yet. Add the producers, food banks, grocers and carriers who share transport: "
            "each will then have places, reservations and an account of its own."
        ),
    )
    listed = [
        ListRow(
            id=row.id,
            name=row.name,
            under=f"{_.label(row.kind)} · {row.town}",
            cells={
                "name": row.name,
                "kind": _.label(row.kind),
                "town": row.town,
                "territory": row.territory,
                "email": row.contact_email,
                "code": row.code,
                "state": "" if row.is_active else _("left the network"),
            },
        )
        for row in rows
    ]
    text = st.column_config.TextColumn
    columns = {
        "name": text(_("Name"), width=280),
        "kind": text(_("Sort of partner"), width=140),
        "town": text(_("Town"), width=190),
        "territory": text(_("Territory"), width=220),
        "email": text(_("E-mail"), width=170),
        "code": text(_("Code"), width="small"),
        "state": text(_("State"), width="small"),
    }
    draw_list(_, Section.partners, listed, said, columns)


def _draw_form(tab: Tab, what: str, rows: Sequence[PartnerRow]) -> None:
    _ = tab.words
    row = next((each for each in rows if str(each.id) == what), None)
    if row is None and what != NEW:
        show_refusal(tab, NotFound(what="partner"))
        return
    form = form_of(Section.partners, what, row.version if row else None)
    draw_form_heading(_, row.name if row else _("New partner"), form, row.version if row else None)
    with st.form(form.key("form")):
        left, right = st.columns(2)
        with left:
            who = _draw_who(_, form, row, rows)
        with right:
            how = _draw_how(_, form, row)
        is_active = row is None or st.toggle(
            _("In the network"),
            value=row.is_active,
            key=form.key("active"),
            help=_("A partner that left stays in the history and can no longer be chosen."),
        )
        if not st.form_submit_button(_("Save"), type="primary"):
            return
    card = PartnerCard(**who, **how)
    if row is None:
        save_and_leave(tab, card.name, lambda session: add_partner(session, tab.member, card))
        return
    change = partial(change_partner, partner_id=row.id, card=card, version=form.version, is_active=is_active)
    save_and_leave(tab, card.name, lambda session: change(session, tab.member))


def _draw_who(_: Words, form: OpenForm, row: PartnerRow | None, rows: Sequence[PartnerRow]) -> dict[str, Any]:
    name = st.text_input(_("Name"), value=row.name if row else "", key=form.key("name"))
    kind = st.selectbox(
        _("Sort of partner"),
        list(PartnerKind),
        index=list(PartnerKind).index(row.kind) if row else None,
        format_func=_.label,
        key=form.key("kind"),
        placeholder=_("Choose"),
    )
    town = st.text_input(_("Town"), value=row.town if row else "", key=form.key("town"))
    known = {each.territory for each in rows}
    territory = choice_or_new(_, _("Territory"), form, "territory", row.territory if row else "", known)
    return {"name": name, "kind": kind or "", "town": town, "territory": territory}


def _draw_how(_: Words, form: OpenForm, row: PartnerRow | None) -> dict[str, Any]:
    code = st.text_input(
        _("Code"),
        value=row.code if row else "",
        key=form.key("code"),
        help=_("A short word for files and tables, for example FERME-BIC."),
    )
    email = st.text_input(_("E-mail"), value=row.contact_email if row else "", key=form.key("email"))
    phone = st.text_input(_("Phone"), value=row.contact_phone if row else "", key=form.key("phone"))
    why = _("What driving alone would cost this partner: the comparison behind what sharing saves.")
    with st.container(horizontal=True):
        per_km = (row.alone_cents_per_km if row else 95) / 100
        per_km = number(_("Cost of a kilometre alone ($)"), form, "per_km", per_km, step=0.05, said=why)
        per_hour = (row.alone_cents_per_hour if row else 2800) / 100
        per_hour = number(_("Cost of an hour alone ($)"), form, "per_hour", per_hour, step=0.5, said=why)
    return {
        "code": code,
        "contact_email": email,
        "contact_phone": phone,
        "alone_cents_per_km": hundredths_of(per_km),
        "alone_cents_per_hour": hundredths_of(per_hour),
    }
