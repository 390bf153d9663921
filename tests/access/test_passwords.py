"""Passwords are long, hashed, and a known one opens nothing outside the demonstration."""

from __future__ import annotations

import pytest

from core.access.passwords import hashed, hashed_for_demonstration, is_right
from core.access.refusals import PasswordTooEasy, PasswordTooLong, PasswordTooShort


def test_the_right_password_is_right_and_a_wrong_one_is_wrong() -> None:
    kept = hashed("sapin neige quai tambour")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_right("sapin neige quai tambour", kept, demonstration=False)
    assert not is_right("sapin neige quai tambourin", kept, demonstration=False)


def test_an_accent_typed_in_two_ways_is_the_same_password() -> None:
    assert is_right("é" + "toile du nord", hashed("e\u0301" + "toile du nord"), demonstration=False)


@pytest.mark.parametrize("demonstration", [True, False])
def test_without_a_kept_hash_no_password_is_right(demonstration: bool) -> None:
    assert not is_right("", None, demonstration=demonstration)
    assert not is_right("", "", demonstration=demonstration)
    assert not is_right("n'importe quoi", "pas un hachage", demonstration=demonstration)


def test_a_demonstration_password_opens_only_the_demonstration() -> None:
    kept = hashed_for_demonstration("demonstration")
    assert is_right("demonstration", kept, demonstration=True)
    assert not is_right("demonstration", kept, demonstration=False)
    assert not is_right("autre", kept, demonstration=True)


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("onze lettre", PasswordTooShort),
        ("m" * 129 + "abcdef", PasswordTooLong),
        ("aaaaaaaaaaaaaaaa", PasswordTooEasy),
        ("121212121212", PasswordTooEasy),
        ("marie@exemple.org", PasswordTooEasy),
        ("MARIEmarieMARIE", PasswordTooEasy),
    ],
)
def test_a_password_anyone_would_guess_is_refused(password: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        hashed(password, email="marie@exemple.org")


def test_a_very_long_attempt_is_cut_before_it_costs_anything() -> None:
    kept = hashed("x" * 100 + " sapin neige quai")
    assert not is_right("x" * 100 + " sapin neige quai" + "y" * 1_000_000, kept, demonstration=False)
