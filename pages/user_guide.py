"""Help: how to do the frequent things, in the words of the screens, and who sees what."""

import streamlit as st

from pages._parts.guide_text import SECTIONS, Section
from pages._parts.guide_words import SCREEN_WORDS, WORDS
from pages._parts.leaving import link_to
from pages._parts.tab import public
from pages._shell.menu import MENU

tab = public()
_ = tab.words
said = {name: _(message) for name, message in SCREEN_WORDS.items()}
titles = {entry.name: _(entry.title) for entry in MENU}


def draw(section: Section) -> None:
    """Draw one section, with the way to its page."""
    st.markdown("\n".join(f"- {_(sentence, **said)}" for sentence in section.sentences))
    link_to(section.page, _("Open “%(page)s”", page=titles[section.page]))


st.title(_("Help"))
st.markdown(
    _(
        "Navette is the shared transport calendar of a food network: partners pool their trucks, their drivers and "
        "their storage. It answers: what runs, and is there room? Who could fill the empty weeks? Who does what, and "
        "is it paid back?"
    )
)

mine = [section for section in SECTIONS if section.concerns(tab.member)]
others = [section for section in SECTIONS if section not in mine]

with st.container(width=820):
    for number, section in enumerate(mine):
        with st.expander(f"**{_(section.title)}**", expanded=number == 0):
            draw(section)

    if others:
        st.subheader(_("What others do"))
        for section in others:
            with st.expander(_(section.title)):
                draw(section)

    st.subheader(_("Who sees what"))
    st.markdown(
        _(
            "Everybody sees what runs and the room left. A partner sees its own reservations and amounts. Coordinators "
            "and treasurers see all of them. Every change is written down with who made it and when."
        )
    )

    st.subheader(_("Words"))
    st.table(
        {_("word"): [_(word) for word, _meaning in WORDS], _("meaning"): [_(meaning) for _word, meaning in WORDS]},
        hide_index=True,
    )
