"""Passwords and tokens: what is kept of them, and how they are recognised."""

from __future__ import annotations

import re
from contextvars import copy_context

import pytest

from groundplan_server import secrets
from groundplan_server.users.token import own_secret
from groundplan_server.users.user import email_address, strong_password


def test_a_token_is_a_key_and_a_secret() -> None:
    token = secrets.make_token()
    assert re.fullmatch(r"nbt_[A-Za-z0-9]{12}\.[A-Za-z0-9]{40}", str(token))
    assert secrets.read_token(str(token)) == token
    assert secrets.make_token() != token
    assert secrets.make_token("s" * 40).secret == "s" * 40


def test_an_old_token_is_all_secret() -> None:
    old = "0123456789abcdef0123456789abcdef01234567"
    assert secrets.read_token(old) == (None, old)
    assert secrets.read_token("nbt_without") == (None, "nbt_without")
    assert own_secret(old) == old


@pytest.mark.parametrize("text", ["short", "x" * 39 + ".", "x" * 41])
def test_a_secret_of_ones_own_must_be_long_and_plain(text: str) -> None:
    with pytest.raises(ValueError, match="exactly 40"):
        own_secret(text)


def test_the_digest_depends_on_the_servers_key() -> None:
    digest = secrets.hash_token(b"key", "secret")
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert secrets.is_token(b"key", "secret", digest)
    assert not secrets.is_token(b"other", "secret", digest)
    assert not secrets.is_token(b"key", "Secret", digest)
    with pytest.raises(ValueError, match="no secret key"):
        secrets.hash_token(b"", "secret")


def test_passwords_are_hashed_and_recognised() -> None:
    hashed = secrets.hash_password("Correct horse 1")
    assert secrets.is_hash(hashed)
    assert len(hashed) <= 128
    assert not secrets.is_hash("Correct horse 1")
    assert secrets.verify_password("Correct horse 1", hashed)
    assert not secrets.verify_password("correct horse 1", hashed)
    assert not secrets.verify_password("x", "")
    assert strong_password(hashed) == hashed


@pytest.mark.parametrize(
    ("text", "why"),
    [("Short1", "too short"), ("A" * 12 + "a", "numeral"), ("a1" * 6, "uppercase"), ("A1" * 6, "lowercase")],
)
def test_weak_passwords_are_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        strong_password(text)


def test_email_addresses() -> None:
    assert email_address("a@example.com") == "a@example.com"
    with pytest.raises(ValueError, match="valid email"):
        email_address("nobody")


def test_the_servers_key_must_be_told() -> None:
    key = secrets.ServerKey()
    with pytest.raises(RuntimeError, match="not set"):
        key.get()
    key.set(b"k")
    assert key.get() == b"k"


def test_a_secret_is_told_in_the_call_that_makes_it_only() -> None:
    def call() -> str | None:
        secrets.issue("digest", "secret")
        return secrets.issued("digest")

    assert copy_context().run(call) == "secret"
    assert secrets.issued("digest") is None
    assert secrets.issued(None) is None
