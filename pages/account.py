"""My account: my language, my password, what is sent to me, where I am signed in."""

import streamlit as st

from core.access.entrance import change_own_password
from core.access.feed_views import feed_address_made_at
from core.access.own_account_actions import change_language
from core.access.session_actions import sign_out_everywhere
from core.access.views import browsers_signed_in
from core.database.doors import reading
from core.i18n.words import LANGUAGES
from core.notices.letter_views import letters_wanted
from core.shared.errors import N_, Refusal, WrongInput
from pages._parts.account_sending import choose_what_is_mailed, keep_calendar_address
from pages._parts.acting import act, flash, show_refusal
from pages._parts.tab import leave_for, signed_in_member

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}

tab = signed_in_member()
_ = tab.words
member = tab.member

with reading() as session:
    browsers = browsers_signed_in(session, member)
    mailed = letters_wanted(session, member)
    address_made_at = feed_address_made_at(session, member)

st.title(_("My account"))
st.markdown(f"**{member.name}** · {member.email}")
if member.rights:
    st.caption(_("Your rights: %(rights)s.", rights=", ".join(_.label(right) for right in sorted(member.rights))))

password, others = st.columns(2, gap="large")

with password:
    st.subheader(_("Password"))
    with st.form("password", clear_on_submit=True):
        present = st.text_input(_("Present password"), type="password", autocomplete="current-password")
        new = st.text_input(
            _("New password"),
            type="password",
            autocomplete="new-password",
            help=_("At least 12 characters: four words that have nothing to do with each other."),
        )
        again = st.text_input(_("The same once more"), type="password", autocomplete="new-password")
        wanted = st.form_submit_button(_("Change my password"), type="primary")
    if wanted:
        try:
            if new != again:
                raise WrongInput(field=N_("Password"), reason=N_("the two are not the same. Type it twice."))
            change_own_password(member, present=present, new=new, keep_session=tab.session_sha256)
        except Refusal as refusal:
            show_refusal(tab, refusal)
        else:
            flash(tab, _("Your password is changed. Your other browsers are signed out."))
            st.rerun()

with others:
    st.subheader(_("Language"))
    language = st.segmented_control(
        _("Language of the screens and of what is sent to you"),
        LANGUAGES,
        default=_.language,
        required=True,
        format_func=LANGUAGE_NAMES.__getitem__,
    )
    if language != _.language and act(tab, lambda session: change_language(session, member, language=str(language))):
        leave_for(f"/langue/{language}?retour=/account")

    choose_what_is_mailed(tab, mailed)
    keep_calendar_address(tab, address_made_at)

    st.subheader(_("Where you are signed in"))
    st.write(_.many("You are signed in on %(count)s browser.", "You are signed in on %(count)s browsers.", browsers))
    st.caption(_("A telephone lost or lent? Sign out everywhere, then sign in again here."))
    if st.button(_("Sign out everywhere")) and act(tab, lambda session: sign_out_everywhere(session, member)):
        leave_for("/connexion")
