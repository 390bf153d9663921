"""My account: language, password, signing out everywhere."""

import streamlit as st

from pages._parts.tab import signed_in_member

tab = signed_in_member()
_ = tab.words

st.title(_("My account"))
