"""Tokens: what programs show to prove who they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import BeforeValidator

from groundplan_server import secrets
from groundplan_server.language import (
    Meta,
    Model,
    Refusal,
    View,
    boolean,
    changed,
    computed,
    integer,
    json,
    moment,
    prepare,
    ref,
    rule,
    secret,
    text,
    was,
)
from groundplan_server.language.values import network
from groundplan_server.users.user import now

if TYPE_CHECKING:
    from groundplan_server.users.user import User


def own_secret(text: str) -> str:
    """The secret part of a token, long enough to be safe and free of what separates parts."""
    if len(text) != secrets.SECRET_LENGTH or not (text.isascii() and text.isalnum()):
        raise ValueError(f"A token must consist of exactly {secrets.SECRET_LENGTH} letters and digits.")
    return text


def secrets_just_made(view: View, records: Sequence[Token]) -> list[str | None]:
    """The secrets of tokens that the present call made; no other call can tell them."""
    return [secrets.issued(record.digest) for record in records]


def public_keys(view: View, records: Sequence[Token]) -> list[str | None]:
    return [record.public_key for record in records]


class Token(Model, table=True):
    """What a program shows to prove on whose behalf it acts. Only a keyed hash of it is kept."""

    version: int = integer(1, 2, default=2)
    # Every model has a `key` of its own in Python, so the column has another name; no annotation, for the same reason.
    key = computed(public_keys, str | None, description="The public part of a token of version 2.")
    public_key: str | None = text(12, default=None, unique=True, writable=False, hidden=True)
    user: User = ref("users.user", related="tokens", on_delete="CASCADE")
    description: str = text(200, default="")
    created: datetime | None = moment(now, writable=False)
    expires: datetime | None = moment(None)
    last_used: datetime | None = moment(None, writable=False)
    enabled: bool = boolean(True)
    write_enabled: bool = boolean(True, description="May be used to change things.")
    pepper_id: int | None = integer(
        0, 32767, default=None, writable=False, description="Which of the server's keys it is hashed with."
    )
    allowed_ips: list[str] = json(
        list[Annotated[str, BeforeValidator(network)]],
        default=list,
        description="Networks it may be used from; any where empty.",
    )
    plaintext: str | None = secret(
        40, default=None, hidden=True, check=own_secret, description="A secret of one's own choice, given at creation."
    )
    digest: str | None = secret(64, default=None, hidden=True, unique=True, writable=False)
    token: str | None = computed(
        secrets_just_made, str | None, description="The secret, in the answer that creates it and never again."
    )

    meta: ClassVar[Meta] = Meta(
        natural_key=("public_key",),
        display=("{public_key}", "v1 token {id}"),
        brief=("version", "key", "enabled", "write_enabled", "description"),
        ordering=("-created",),
        search={"public_key": 100, "description": 500},
        columns=("key", "version", "user", "enabled", "write_enabled", "expires", "last_used", "description"),
        aliases={"token": "plaintext"},
        filters={"key": "public_key"},
    )


@prepare(Token)
def keep_only_a_hash(token: Token) -> None:
    if was(token) is None and not token.digest:
        made = secrets.make_token(token.plaintext or "")
        is_new = token.version == 2
        token.public_key, token.pepper_id = (made.key, 1) if is_new else (None, None)
        token.digest = secrets.hash_token(secrets.server_key.get(), str(made) if is_new else made.secret)
        secrets.issue(token.digest, made.secret)
        token.plaintext = None


@rule(Token)
def what_is_given_out_stays(token: Token) -> Iterator[Refusal]:
    before = was(token)
    if before is not None:
        if token.plaintext:
            yield Refusal("token", "The secret of a token cannot be changed; make a new token.")
        if changed(token, "version"):
            yield Refusal("version", "The version of a token cannot be changed; make a new token.")
        if changed(token, "user"):
            yield Refusal("user", "A token stays with its user; make a new token.")
