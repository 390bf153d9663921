"""The entry script: who is here, in which language, which pages they may open, and the line above every page."""

from itertools import chain

import streamlit as st

from pages._parts.acting import show_flashed
from pages._parts.leaving import know_pages
from pages._parts.tab import arrive
from pages._shell.header import draw_header, draw_logo, picture
from pages._shell.menu import pages_for
from pages._shell.set_up import awaits_set_up

st.set_page_config(page_title="Navette", page_icon=picture("navette"), layout="wide")
tab = arrive()

draw_logo()
waits = awaits_set_up(tab.member)
menu = pages_for(tab, awaits_set_up=waits)
chosen = st.navigation(menu, position="top")
know_pages(chain.from_iterable(menu.values()))
draw_header(tab, awaits_set_up=waits)
show_flashed()
chosen.run()
