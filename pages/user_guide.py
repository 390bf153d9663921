"""Help: what Navette is for and how to do the frequent things, in the words of the screens."""

import streamlit as st

from pages._parts.tab import public

tab = public()
_ = tab.words

st.title(_("Help"))
