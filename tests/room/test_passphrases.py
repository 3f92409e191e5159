"""Passphrases are random words, and what is kept of them is slow to guess at."""

from __future__ import annotations

from datetime import UTC, datetime

import pyotp
import pytest
from argon2 import PasswordHasher, extract_parameters

from facilitation.room import passphrases
from facilitation.room.one_time_codes import address, is_secret, new_secret, step_of
from facilitation.room.passphrases import hashed, is_outdated, new_passphrase, own_passphrase, proves
from tests.witness import refused

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
STEP = int(AT.timestamp()) // 30


def test_seven_words_of_the_long_list():
    words = [word for _ in range(50) for word in new_passphrase().split(" ")]
    assert len(words) == 350 and len(set(words)) > 300
    assert set(words) <= set(passphrases._words()) and len(passphrases._words()) == 7776


def test_the_randomness_is_for_secrets(monkeypatch):
    monkeypatch.setattr(passphrases.secrets, "choice", lambda words: words[0])
    assert len(set(new_passphrase().split())) == 1


def test_argon2id_with_the_work_that_is_promised():
    kept = extract_parameters(hashed("a b c"))
    assert (kept.type.name, kept.memory_cost, kept.time_cost, kept.parallelism) == ("ID", 19 * 1024, 2, 1)


def test_what_is_kept_is_not_it_and_differs_each_time():
    assert "zanzibar" not in hashed("zanzibar zanzibar") and hashed("a") != hashed("a")


@pytest.mark.parametrize(
    "typed",
    ["Abacus yo-yo zoom", "  abacus  YO-YO\tzoom\n", "abacus yo-yo zoom", "abacus-yo-yo-zoom", "abacus–yo‑yo — zoom"],
)
def test_it_is_typed_as_phones_type(typed):
    assert proves(hashed("abacus yo-yo zoom"), typed)


def test_a_hash_of_before_hyphens_were_forgiven_still_opens():
    kept = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1).hash("abacus yo-yo zoom")
    assert proves(kept, "Abacus yo-yo zoom") and not proves(kept, "abacus yo-yo zoo")


@pytest.mark.parametrize("typed", ["", "abacus zoom yo-yo", "abacus", "x" * 100_000, "\ud800"])
def test_another_is_another(typed):
    assert not proves(hashed("abacus yo-yo zoom"), typed)


@pytest.mark.parametrize("kept", [None, "", "plain words"])
def test_where_there_is_none_nothing_proves_it(kept):
    assert not proves(kept, "") and not proves(kept, "plain words")


def test_where_there_is_none_the_work_is_done_all_the_same(monkeypatch):
    verified = []

    class Counting(PasswordHasher):
        def verify(self, *args):
            verified.append(args)
            return super().verify(*args)

    monkeypatch.setattr(passphrases, "_HASHER", Counting(2, 19 * 1024, 1))
    proves(None, "a guess")
    proves(hashed("it"), "a guess")
    assert len(verified) == 2
    assert extract_parameters(verified[0][0]) == extract_parameters(verified[1][0])


def test_one_of_less_work_is_outdated():
    assert is_outdated(PasswordHasher(1, 8 * 1024, 1).hash("a")) and not is_outdated(hashed("a"))


def test_ones_own_is_long_enough():
    assert own_passphrase("fifteen letters") == "fifteen letters"
    for typed, code in (("fourteen chars", "too_short"), ("a" + " " * 30, "too_short"), ("a" * 201, "too_long")):
        with refused(f"passphrase.{code}"):
            own_passphrase(typed)


@pytest.mark.parametrize(
    "typed",
    ["a" * 15, "Password password", "geheim-geheim-geheim", "12345678901234567890", "abcdefghijklmnop",
     "zyx wvu tsr qpo nml", "2026-11-22 2026-11-22"],
)  # fmt: skip
def test_ones_own_neither_repeats_a_few_letters_nor_counts(typed):
    with refused("passphrase.too_plain"):
        own_passphrase(typed)


@pytest.mark.parametrize(
    "typed", ["correct horse battery", "peter piper picked", "我们的会议口令很长没有人能猜到", "مجلس القرية يوم السبت"]
)
def test_ones_own_in_plain_words_is_taken(typed):
    assert own_passphrase(typed) == typed


class TestOneTimeCodes:
    SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

    def code(self, step):
        return pyotp.TOTP(self.SECRET).generate_otp(step)

    @pytest.mark.parametrize("away", [-1, 0, 1])
    def test_the_step_now_and_those_beside_it(self, away):
        assert step_of(self.SECRET, self.code(STEP + away), AT, None) == STEP + away

    @pytest.mark.parametrize("away", [-3, -2, 2, 3])
    def test_no_other_step(self, away):
        assert step_of(self.SECRET, self.code(STEP + away), AT, None) is None

    def test_a_step_that_was_used_and_those_before_it_are_over(self):
        assert step_of(self.SECRET, self.code(STEP), AT, STEP) is None
        assert step_of(self.SECRET, self.code(STEP - 1), AT, STEP) is None
        assert step_of(self.SECRET, self.code(STEP + 1), AT, STEP) == STEP + 1

    @pytest.mark.parametrize("typed", ["", "000000", "12345", "é" * 6, "\ud800", "0" * 5_000])
    def test_anything_else_is_wrong(self, typed):
        assert step_of(self.SECRET, typed, AT, None) is None

    def test_blanks_are_no_matter(self):
        code = self.code(STEP)
        assert step_of(self.SECRET, f" {code[:3]} {code[3:]} ", AT, None) == STEP

    def test_secrets_are_what_apps_take(self):
        assert is_secret(new_secret()) and new_secret() != new_secret()
        assert not is_secret("short") and not is_secret("é" * 32) and not is_secret("1" * 32)
        assert address(self.SECRET, "XXXX-XXXX").startswith("otpauth://totp/")
