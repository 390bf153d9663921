"""Partners ask for a season and read what they received and why; the coordinator opens, looks, confirms."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.database.doors import reading
from core.partners.kinds import PartnerKind
from core.shared import clock
from core.slot_windows.cards import SlotOffer
from core.slot_windows.kinds import WindowStage
from core.slot_windows.views import slot_windows
from tests.pages.app import open_page, texts
from tests.queries import counting_queries
from tests.slot_windows.windows import CLOSES_ON, MONDAY, TUESDAYS, Producer, Spring, a_spring

MOST_QUERIES = 8
PAGE = "slot_windows"
AFTER = clock.at_local(CLOSES_ON + timedelta(days=1), 9 * 60)


@pytest.fixture(autouse=True)
def hour(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The moment it is, for the pages too: they run in a thread of their own."""
    moments = [clock.at_local(MONDAY, 10 * 60)]
    monkeypatch.setattr(clock, "now", lambda: moments[-1])
    return moments


@pytest.fixture
def spring(sqlite_database: Path) -> Spring:
    return a_spring()


def page_of(who: Producer | Spring, **query: str) -> AppTest:
    email = who.coordinator.email if isinstance(who, Spring) else who.member.email
    app = open_page(PAGE, email, "fr", **query)
    assert not app.exception, app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    app = next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception
    return app


def said(app: AppTest) -> str:
    return texts(app).replace("\u00a0", " ")


def test_a_partner_asks_for_its_season_in_one_form(spring: Spring) -> None:
    who = spring.producer()
    app = page_of(who)
    assert "Demandez d’ici le 15 février 2027" in said(app)
    app.selectbox[0].set_value(spring.sites[0])
    app.selectbox[1].set_value(spring.sites[2])
    app.number_input[0].set_value(400)
    app.number_input[1].set_value(4.0)
    app.selectbox[2].set_value(app.selectbox[2].options[2])
    app.multiselect[0].set_value([TUESDAYS[0]])
    app = press(app, "Envoyer ma demande")
    assert "Votre demande est notée" in said(app)
    kept = spring.own(who).request
    assert kept is not None
    assert (kept.quantity.kg, kept.quantity.pallet_hundredths) == (400, 400)
    app = press(app, "Retirer votre demande")
    assert spring.own(who).request is None
    assert "Demander des places" in [each.label for each in app.expander]


def test_what_is_missing_is_said_and_what_was_typed_stays(spring: Spring) -> None:
    app = page_of(spring.producer())
    app.number_input[0].set_value(400)
    app = press(app, "Envoyer ma demande")
    assert "Dites d’où, vers où" in said(app)
    assert app.number_input[0].value == 400


def test_a_refusal_is_a_sentence_and_loses_nothing(spring: Spring) -> None:
    app = page_of(spring.producer())
    app.selectbox[0].set_value(spring.sites[2])
    app.selectbox[1].set_value(spring.sites[0])
    app.number_input[0].set_value(400)
    app = press(app, "Envoyer ma demande")
    assert "Aucune de ces dates ne va d’un lieu à l’autre" in said(app)
    assert app.number_input[0].value == 400


def test_the_coordinator_looks_and_confirms_and_each_reads_its_result(spring: Spring, hour: list[datetime]) -> None:
    small, large = spring.asked(200, 600)
    before = said(page_of(spring))
    assert "Il manque de place à 5 dates sur 5" in before
    assert "Voici le partage si l’on s’arrêtait maintenant" in before
    assert "Confirmer" not in before
    hour.append(AFTER)
    app = page_of(spring)
    assert "Vérifié à part" in said(app)
    app = press(app, "Confirmer\u00a0: faire 10 réservations")
    assert "10 réservations faites. Chaque partenaire est avisé" in said(app)
    assert "Ce que chacun a reçu" in said(app)
    result = said(page_of(large))
    assert "Vous recevez 20 pal. sur 30 pal." in result
    assert "2 partenaires en demandaient, chacun a reçu au plus 400 kg · 4 pal." in result
    assert "5 dates : tout à 5" in said(page_of(small))
    assert "vous avez demandé 600 kg" in said(open_page("notices", large.member.email))


def test_each_sees_its_own_request_only(spring: Spring) -> None:
    one, other = spring.asked(200, 600)
    names = {each.partner_name for each in spring.board().requests}
    assert len(names) == 2
    shown = said(page_of(one))
    assert "200 kg" in shown
    assert "600 kg" not in shown
    assert "Confirmer" not in shown
    assert other.partner_id


def test_a_coordinator_opens_a_window(spring: Spring) -> None:
    app = page_of(spring, view="new")
    next(each for each in app.selectbox if each.label == "Ligne").set_value(spring.line_id)
    app = press(app, "Ouvrir la fenêtre")
    assert "La fenêtre est ouverte" in said(app)
    with reading() as session:
        newest = max(slot_windows(session, spring.coordinator), key=lambda each: each.id)
    assert (newest.name, newest.offer, newest.step, newest.stage) == (
        "Été 2027",
        SlotOffer(percent=60),
        25,
        WindowStage.open,
    )


def test_a_coordinator_ends_the_asking_or_takes_the_window_back(spring: Spring) -> None:
    app = page_of(spring)
    app.date_input[0].set_value(MONDAY)
    app = press(app, "Déplacer le dernier jour")
    assert "jusqu’au 1er février 2027" in said(app)
    app = press(app, "Retirer cette fenêtre")
    assert "La fenêtre est retirée" in said(app)
    assert "Aucune fenêtre encore" in said(app)


def test_an_empty_page_says_what_will_be_here(spring: Spring) -> None:
    who = spring.producer(PartnerKind.food_bank)
    assert "chacun dit à quelles dates" in said(page_of(who))
    stranger = open_page(PAGE, None)
    assert "Cette page est réservée" in said(stranger) or stranger.button


@pytest.mark.parametrize("stage", ["open", "closed", "shared"])
def test_every_stage_asks_few_questions(spring: Spring, hour: list[datetime], stage: str) -> None:
    who, _other = spring.asked(200, 600)
    if stage != "open":
        hour.append(AFTER)
    if stage == "shared":
        spring.confirm()
    for view in (page_of(who), page_of(spring), page_of(spring, view="own"), page_of(spring, view="new")):
        with counting_queries() as asked:
            view.run()
        assert asked.count <= MOST_QUERIES, f"{asked.count} questions\n{asked}"
