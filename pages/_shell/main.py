"""The entry script: who is here, in which language, which pages they may open, and the line above every page."""

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from pages._parts.acting import show_flashed
from pages._parts.tab import arrive
from pages._shell.header import draw_header, draw_logo
from pages._shell.menu import MENU, PAGES

st.set_page_config(page_title="Navette", page_icon=str(PAGES / "_shell" / "navette.png"), layout="wide")
tab = arrive()
_ = tab.words

pages: dict[str, list[StreamlitPage]] = {}
present = [entry for entry in MENU if entry.file.exists()]
for entry in present:
    page = st.Page(
        entry.file,
        title=_(entry.title),
        url_path=entry.name,
        default=entry is present[0],
        visibility="visible" if entry.shown_to(tab.member) else "hidden",
    )
    pages.setdefault(_(entry.section) if entry.section else "", []).append(page)

draw_logo()
chosen = st.navigation(pages, position="top")
draw_header(tab)
show_flashed()
chosen.run()
