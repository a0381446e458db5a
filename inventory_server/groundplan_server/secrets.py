"""Passwords and tokens: how they are made, kept and recognised. What is kept never tells what was given."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import string
from contextvars import ContextVar
from functools import lru_cache
from typing import NamedTuple

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError

#: What tokens of version 2 begin with.
PREFIX = "nbt_"
KEY_LENGTH = 12
SECRET_LENGTH = 40
_LETTERS = string.ascii_letters + string.digits
_ARGON2 = re.compile(r"\$argon2(id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+")


class NewToken(NamedTuple):
    """A token as it is handed out, once: the public key by which it is found, and the secret."""

    key: str
    secret: str

    def __str__(self) -> str:
        return f"{PREFIX}{self.key}.{self.secret}"


def make_token(secret: str = "") -> NewToken:
    """A new token of version 2, around a given secret or one of its own."""
    return NewToken(_random(KEY_LENGTH), secret or _random(SECRET_LENGTH))


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def read_token(text: str) -> tuple[str | None, str]:
    """The key and the secret of a token as clients send it; one of version 1 is all secret."""
    if text.startswith(PREFIX):
        key, dot, secret = text.removeprefix(PREFIX).partition(".")
        if dot:
            return key, secret
    return None, text


def hash_token(secret_key: bytes, token: str) -> str:
    """What is kept of a token, as clients send it: a hash keyed by the server's own secret."""
    if not secret_key:
        raise ValueError("The server has no secret key, so it cannot keep tokens.")
    return hmac.new(secret_key, token.encode(), hashlib.sha256).hexdigest()


def is_token(secret_key: bytes, token: str, digest: str) -> bool:
    """Whether this is the token of which that digest was kept, in a time that tells nothing."""
    return hmac.compare_digest(hash_token(secret_key, token), digest)


@lru_cache
def _passwords() -> PasswordHash:
    return PasswordHash.recommended()


def hash_password(password: str) -> str:
    """What is kept of a password: an argon2 hash."""
    return _passwords().hash(password)


def is_hash(text: str) -> bool:
    """Whether a text is what `hash_password` makes, not a password."""
    return _ARGON2.fullmatch(text) is not None


def verify_password(password: str, hashed: str) -> bool:
    """Whether this is the password of which that hash was kept; of what is no hash, nothing is."""
    try:
        return _passwords().verify(password, hashed)
    except UnknownHashError:
        return False


class ServerKey:
    """The secret that keys the hashes of tokens, as this process was told at its start."""

    def __init__(self) -> None:
        self._value = b""

    def set(self, value: bytes) -> None:
        self._value = value

    def get(self) -> bytes:
        """The key. Raises RuntimeError where the server was started without one."""
        if not self._value:
            raise RuntimeError("The server's secret key is not set: call server_key.set() at start.")
        return self._value


server_key = ServerKey()

#: The secrets of tokens made in the present call, by digest: the only place from which they are shown.
_issued: ContextVar[dict[str, str] | None] = ContextVar("issued", default=None)


def issue(digest: str, secret: str) -> None:
    """Remember a new token's secret until the end of the present call."""
    _issued.set({**(_issued.get() or {}), digest: secret})


def issued(digest: str | None) -> str | None:
    """The secret of a token that the present call made; None of any other."""
    return (_issued.get() or {}).get(digest or "")
