"""Who does what: each role with its turns of this week and the next, what is vacant or unclear, and the matrix."""

from datetime import timedelta

import streamlit as st

from core.compensation.kinds import Responsibility
from core.compensation.views import RoleBoard, RoleRow, TurnRow
from core.i18n.words import Words
from pages._parts.plain_text import plain
from pages._parts.tab import Tab

LETTERS = {
    Responsibility.responsible: "R",
    Responsibility.accountable: "A",
    Responsibility.consulted: "C",
    Responsibility.informed: "I",
}


def draw_board(tab: Tab, board: RoleBoard) -> None:
    """Draw the roles as cards, the turns to come, and the matrix."""
    _ = tab.words
    if not board.roles:
        st.info(
            _(
                "No role is described yet. A role says what work the network needs, who does it, who answers for it, "
                "and whose turn it is: the coordinator adds the first one."
            )
        )
        return
    st.subheader(_conclusion(_, board), anchor=False)
    for first in range(0, len(board.roles), 2):
        for column, role in zip(st.columns(2, gap="medium"), board.roles[first : first + 2], strict=False):
            with column:
                _draw_role(tab, board, role)
    _draw_coming(_, board)
    _draw_matrix(_, board)


def _conclusion(_: Words, board: RoleBoard) -> str:
    said = []
    if board.vacancies:
        said.append(
            _.many(
                "%(count)s turn is vacant this week or next.",
                "%(count)s turns are vacant this week or next.",
                board.vacancies,
            )
        )
    if board.unclear:
        said.append(_.many("%(count)s role is to be clarified.", "%(count)s roles are to be clarified.", board.unclear))
    return " ".join(said) or _("Every role has somebody who does it and one who answers for it.")


def _draw_role(tab: Tab, board: RoleBoard, role: RoleRow) -> None:
    _ = tab.words
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{plain(role.name(_.language))}**")
        if role.purpose(_.language):
            st.caption(plain(role.purpose(_.language)))
        if role.rotates:
            this_week, next_week = st.columns(2)
            this_week.markdown(_entitled(_("This week"), _holders(tab, role.this_week)))
            monday = board.week + timedelta(days=7)
            next_week.markdown(_entitled(_("Week of %(day)s", day=_.day(monday)), _holders(tab, role.next_week)))
        does, answers = st.columns(2)
        does.markdown(_entitled(_("Does it"), _names(role, Responsibility.responsible)))
        answers.markdown(_entitled(_("Answers for it"), _names(role, Responsibility.accountable)))
        for gap in role.gaps:
            st.markdown(_alert(_("To clarify: %(gap)s", gap=_.label(gap))))


def _entitled(title: str, said: str) -> str:
    return f":small[{title}]  \n{said}"


def _alert(said: str) -> str:
    return f":orange[▲ {said}]"


def _names(role: RoleRow, letter: Responsibility) -> str:
    return plain(", ".join(role.holders(letter))) or "—"


def _holders(tab: Tab, turns: tuple[TurnRow, ...]) -> str:
    _ = tab.words
    if not turns:
        return _alert(_("vacant"))
    you = _("(you)")
    names = dict.fromkeys(
        f"**{plain(turn.partner_name)}** {you}"
        if turn.partner_id in tab.member.partner_ids
        else plain(turn.partner_name)
        for turn in turns
    )
    return ", ".join(names)


def _draw_coming(_: Words, board: RoleBoard) -> None:
    names = {role.id: role.name(_.language) for role in board.roles}
    turns = [turn for turn in board.coming_turns if turn.role_id in names]
    with st.expander(_.many("%(count)s turn in the weeks ahead", "%(count)s turns in the weeks ahead", len(turns))):
        st.dataframe(
            {
                "first": [turn.first_day for turn in turns],
                "last": [turn.last_day for turn in turns],
                "role": [names[turn.role_id] for turn in turns],
                "partner": [turn.partner_name for turn in turns],
                "note": [turn.note for turn in turns],
            },
            column_config={
                "first": st.column_config.DateColumn(_("From"), format="YYYY-MM-DD"),
                "last": st.column_config.DateColumn(_("To"), format="YYYY-MM-DD"),
                "role": st.column_config.TextColumn(_("Role")),
                "partner": st.column_config.TextColumn(_("Partner")),
                "note": st.column_config.TextColumn(_("Note")),
            },
            hide_index=True,
            alt=_("Turns to come"),
        )


def _draw_matrix(_: Words, board: RoleBoard) -> None:
    names = {letter.partner_id: letter.partner_name for role in board.roles for letter in role.letters}
    with st.expander(_("The matrix: who does it, answers for it, is consulted, is informed")):
        st.caption(
            " · ".join(f"**{sign}** {_.label(letter)}" for letter, sign in LETTERS.items())
            + ". "
            + _("Each role has exactly one A and at least one R.")
        )
        st.dataframe(
            {
                "role": [role.name(_.language) for role in board.roles],
                **{str(partner_id): [_letters_of(role, partner_id) for role in board.roles] for partner_id in names},
            },
            column_config={
                "role": st.column_config.TextColumn(_("Role"), pinned=True),
                **{str(partner_id): st.column_config.TextColumn(name) for partner_id, name in names.items()},
            },
            hide_index=True,
            alt=_("Letters of each partner for each role"),
        )


def _letters_of(role: RoleRow, partner_id: int) -> str:
    return " ".join(LETTERS[each.responsibility] for each in role.letters if each.partner_id == partner_id)
