"""The entry script: who is here, in which language, which pages they may open, and the line above every page."""

import streamlit as st

from pages._parts.acting import show_flashed
from pages._parts.tab import arrive
from pages._shell.header import draw_header, draw_logo
from pages._shell.menu import PAGES, pages_for
from pages._shell.set_up import awaits_set_up

st.set_page_config(page_title="Navette", page_icon=str(PAGES / "_shell" / "navette.png"), layout="wide")
tab = arrive()

draw_logo()
waits = awaits_set_up(tab.member)
chosen = st.navigation(pages_for(tab, awaits_set_up=waits), position="top")
draw_header(tab, awaits_set_up=waits)
show_flashed()
chosen.run()
