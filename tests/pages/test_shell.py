"""The entry script and the parts every page shares: guards, menu, header, acting, refusals."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.access.actions import change_rights
from core.access.rights import VISITOR, Member, Right
from core.access.session_actions import sign_out
from core.access.views import signed_in
from core.database.doors import reading, write
from core.partners.actions import PartnerCard, add_partner
from core.partners.tables import PartnerKind
from core.shared.settings import PROJECT
from pages._shell.menu import MENU
from tests.access.people import an_administrator, somebody
from tests.builders import a_partner
from tests.pages.app import open_page, session_of, texts

PAGES = sorted(file for file in (PROJECT / "pages").glob("*.py") if file.stem != "__init__")
SECRET = "secret@exemple.test"


def titles_for(member: Member) -> list[str]:
    return [entry.name for entry in MENU if entry.shown_to(member)]


def test_every_page_is_in_the_table_of_pages() -> None:
    assert {file.stem for file in PAGES} <= {entry.name for entry in MENU}


def test_a_visitors_menu_is_short_and_grows_with_rights() -> None:
    assert titles_for(VISITOR) == ["transport_calendar", "troughs", "storage", "user_guide"]
    partner = titles_for(Member(1, partner_ids=(1,)))
    assert {"reserve", "my_reservations", "roles"} <= set(partner)
    assert not {"network", "people", "audit_log", "committee", "driver_sheet"} & set(partner)
    assert "driver_sheet" in titles_for(Member(1, rights=frozenset({Right.driver})))
    assert {"routes", "network", "committee"} <= set(titles_for(Member(1, rights=frozenset({Right.coordinator}))))
    assert "people" not in titles_for(Member(1, rights=frozenset({Right.coordinator})))
    assert "people" in titles_for(Member(1, rights=frozenset({Right.administrator})))


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_each_page_run_alone_as_a_stranger_gives_nothing_away(sqlite_database: Path, file: Path) -> None:
    """After a restart Streamlit may run a page without the entry script: its own guard must hold."""
    somebody(an_administrator(), email=SECRET)
    write(
        lambda session: add_partner(
            session,
            Member(1, rights=frozenset({Right.coordinator})),
            PartnerCard("S1", "Ferme Essai", PartnerKind.producer, "T", "Amqui", contact_email=SECRET),
        )
    )
    page = AppTest.from_file(file, default_timeout=30)
    page.user = {"session": None, "language": "fr"}
    page.run()
    assert SECRET not in everything_sent(page)
    public = {"transport_calendar", "troughs", "storage", "user_guide", "welcome"}
    if file.stem not in public:
        assert "Cette page est réservée aux partenaires" in texts(page)
        assert not page.title


def everything_sent(page: AppTest) -> str:
    """Every element of the page as the browser receives it."""
    found, waiting = [], [page._tree]
    while waiting:
        node = waiting.pop()
        found.append(str(getattr(node, "proto", "")))
        waiting += list(getattr(node, "children", {}).values())
    return "\n".join(found)


def test_the_control_everything_sent_does_see_the_secret(sqlite_database: Path) -> None:
    somebody(an_administrator(), email=SECRET)
    page = open_page("account", SECRET)
    assert SECRET in everything_sent(page)


def test_a_made_up_or_ended_session_is_a_stranger(sqlite_database: Path) -> None:
    admin = an_administrator()
    ended = session_of(admin.email)
    write(lambda session: sign_out(session, token_sha256=ended))
    for session_sha256 in (ended, "0" * 64, "x"):
        page = AppTest.from_file(PROJECT / "pages" / "account.py", default_timeout=30)
        page.user = {"session": session_sha256, "language": "fr"}
        assert not page.run().title


def test_signing_out_elsewhere_ends_this_tab_at_its_next_run(sqlite_database: Path) -> None:
    an_administrator()
    page = open_page("account", "admin@exemple.test")
    assert page.title[0].value == "Mon compte"
    write(lambda session: sign_out(session, token_sha256=page.user["session"]))
    assert not page.run().title
    assert "Cette page est réservée aux partenaires" in texts(page)


def test_a_page_says_which_right_it_needs(sqlite_database: Path) -> None:
    somebody(an_administrator())
    page = open_page("people", "basile@exemple.test")
    assert not page.title
    assert "demande le droit" in page.warning[0].value


def test_the_header_signs_out(sqlite_database: Path) -> None:
    an_administrator()
    page = open_page("account", "admin@exemple.test")
    page.button(key="navette.sign_out").click().run()
    with reading() as session:
        assert signed_in(session, page.user["session"]) is None


def test_the_page_speaks_the_language_of_the_browser(sqlite_database: Path) -> None:
    an_administrator()
    assert open_page("account", "admin@exemple.test").title[0].value == "Mon compte"
    page = open_page("account", "admin@exemple.test", language="en")
    assert page.title[0].value == "My account"
    assert page.button(key="navette.language").label == "Français"


def test_a_person_of_two_partners_chooses_for_whom_they_act(sqlite_database: Path) -> None:
    admin = an_administrator()
    first, second = (write(partial(a_partner, name=name)) for name in ("Ferme A", "Ferme B"))
    somebody(admin, partners=(first, second))
    page = open_page("account", "basile@exemple.test")
    choice = page.selectbox(key="navette.acting_for_choice")
    assert choice.options == ["Ferme A", "Ferme B"]
    assert choice.value == first
    choice.select(second).run()
    assert page.session_state["navette.acting_for"] == second


def test_a_person_of_one_partner_has_nothing_to_choose(sqlite_database: Path) -> None:
    admin = an_administrator()
    partner_id = write(lambda session: a_partner(session))
    write(lambda session: a_partner(session))
    somebody(admin, partners=(partner_id,))
    assert "navette.acting_for_choice" not in {
        each.key for each in open_page("account", "basile@exemple.test").selectbox
    }


ACTING = """
import streamlit as st
from core.access.rights import Right
from core.access.session_actions import sign_out
from core.database.doors import write
from core.shared.errors import NotFound
from pages._parts.acting import act, flash, renew_request_id, request_id, show_flashed
from pages._parts.tab import public

tab = public()
show_flashed()
st.caption(request_id("reserve"))
if st.button("refused"):
    def no(session):
        raise NotFound(what="account")
    assert act(tab, no) is None
if st.button("done"):
    assert act(tab, lambda session: 12) == 12
    renew_request_id("reserve")
    flash(tab, "C'est fait.")
    st.rerun()
if st.button("too late"):
    TOO_LATE
    st.text(str(act(tab, lambda session: 12)))
"""


def an_acting_page(session_sha256: str, too_late: str = "pass") -> AppTest:
    page = AppTest.from_string(ACTING.replace("TOO_LATE", too_late), default_timeout=30)
    page.user = {"session": session_sha256, "language": "fr"}
    return page.run()


def test_a_refusal_is_a_sentence_and_a_success_a_notice(sqlite_database: Path) -> None:
    an_administrator()
    page = an_acting_page(session_of("admin@exemple.test"))
    page.button[0].click().run()
    assert "Revenez à la liste" in page.error[0].value
    page.button[1].click().run()
    assert page.success[0].value == "C'est fait."
    assert not page.run().success, "a notice is shown once"


def test_a_request_keeps_its_id_until_it_was_accepted(sqlite_database: Path) -> None:
    an_administrator()
    page = an_acting_page(session_of("admin@exemple.test"))
    first = page.caption[0].value
    page.button[0].click().run()
    assert page.caption[0].value == first
    page.button[1].click().run()
    assert page.caption[0].value != first


def test_rights_taken_back_while_a_page_is_open_stop_its_act(
    sqlite_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = an_administrator()
    basile = somebody(admin, rights=frozenset({Right.coordinator}))
    ended = an_acting_page(session_of(basile.email), "write(lambda s: sign_out(s, token_sha256=tab.session_sha256))")
    ended.button[2].click().run()
    assert "Connectez-vous" in ended.error[0].value
    assert ended.text[0].value == "None"

    import tests.pages.test_shell as here

    monkeypatch.setattr(
        here,
        "take_back",
        lambda: write(lambda s: change_rights(s, admin, person_id=basile.person_id or 0, rights=frozenset())),
        raising=False,
    )
    changed = an_acting_page(session_of(basile.email), "import tests.pages.test_shell as here; here.take_back()")
    changed.button[2].click().run()
    assert "Vos droits ont changé" in changed.error[0].value
    assert changed.text[0].value == "None"


def test_a_fault_shows_a_number_and_a_way_out_and_logs_the_rest(
    sqlite_database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    page = AppTest.from_string(
        "from pages._shell.faults import on_fault\nassert on_fault(RuntimeError('secret de la base'))"
    )
    page.user = {"session": None, "language": "fr"}
    said = page.run().error[0].value
    assert "secret" not in said
    assert "Rechargez la page" in said
    incident = caplog.records[-1].getMessage().split()[-1]
    assert incident in said
    assert "secret de la base" in caplog.text
