"""Passwords are long, hashed, and a known one opens nothing outside the demonstration."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest

from core.access import passwords
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


@pytest.mark.parametrize(("bounded", "few"), [(True, True), (False, False)])
def test_only_a_few_passwords_are_checked_at_a_time(monkeypatch: pytest.MonkeyPatch, bounded: bool, few: bool) -> None:
    """Each check takes 19 MiB: the control shows that without the semaphore all of them would run at once."""
    counting = CountingHasher()
    monkeypatch.setattr(passwords, "_hasher", counting)
    if not bounded:
        monkeypatch.setattr(passwords, "_few_at_a_time", nullcontext())
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda _number: is_right("x", "kept", demonstration=False), range(12)))
    assert (counting.most <= 4) is few


def test_an_unknown_person_costs_as_much_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    counting = CountingHasher()
    monkeypatch.setattr(passwords, "_hasher", counting)
    for kept in ("kept", None, "", "demonstration:kept"):
        is_right("x", kept, demonstration=False)
    assert counting.checks == 4


class CountingHasher:
    """Counts how many checks run, and how many at the same moment."""

    def __init__(self) -> None:
        self.checks, self.running, self.most = 0, 0, 0
        self._lock = threading.Lock()

    def hash(self, _password: str) -> str:
        return "hash"

    def verify(self, _kept: str, _password: str) -> bool:
        with self._lock:
            self.checks, self.running = self.checks + 1, self.running + 1
            self.most = max(self.most, self.running)
        time.sleep(0.03)
        with self._lock:
            self.running -= 1
        return True
