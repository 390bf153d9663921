"""On a phone a long table is a few cards, with a way to the others, and what people typed stays as typed."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def a_list(count: int) -> AppTest:
    def script(count: int) -> None:
        from core.i18n.words import words
        from pages._parts.phone_cards import Card, draw_cards

        cards = [Card(f"Carte *{number}*", "5 $", "sous") for number in range(count)]
        draw_cards(words("fr"), cards, key="essai")

    return AppTest.from_function(script, kwargs={"count": count}, default_timeout=30).run()


def names(app: AppTest) -> list[str]:
    return [each.value for each in app.markdown if each.value.startswith("**")]


def test_the_first_cards_are_shown_then_as_many_more() -> None:
    app = a_list(45)
    assert len(names(app)) == 20
    app.button[0].click().run()
    assert len(names(app)) == 40
    app.button[0].click().run()
    assert len(names(app)) == 45
    assert not app.button


def test_a_short_list_has_no_button_and_shows_what_was_typed() -> None:
    app = a_list(1)
    assert not app.button
    assert names(app) == [r"**Carte \*0\***"]
    assert r"5 \$" in [each.value for each in app.markdown]
