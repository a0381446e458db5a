"""Users: people and programs that use the server."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.language import (
    Batch,
    Meta,
    Model,
    batch_rule,
    boolean,
    changed,
    moment,
    prepare,
    refs,
    secret,
    text,
    was,
)
from groundplan_server.secrets import hash_password, is_hash

if TYPE_CHECKING:
    from groundplan_server.users.group import Group
    from groundplan_server.users.object_permission import ObjectPermission

_MIN_PASSWORD = 12


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def strong_password(text: str) -> str:
    """A password that is hard to guess, or the hash of one."""
    if is_hash(text):
        return text
    if len(text) < _MIN_PASSWORD:
        raise ValueError(f"This password is too short. It must contain at least {_MIN_PASSWORD} characters.")
    for pattern, kind in ((r"\d", "numeral"), ("[A-Z]", "uppercase letter"), ("[a-z]", "lowercase letter")):
        if not re.search(pattern, text):
            raise ValueError(f"Password must have at least one {kind}.")
    return text


def email_address(text: str) -> str:
    """An e-mail address, as far as its form tells."""
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", text):
        raise ValueError("Enter a valid email address.")
    return text


class User(Model, table=True):
    """A person or program that uses the server."""

    username: str = text(150, unique=True, natural=True, pattern=r"^[\w.@+-]+$")
    password: str = secret(128, default=..., check=strong_password, description="Kept as a hash, and never shown.")
    first_name: str = text(150, default="")
    last_name: str = text(150, default="")
    email: str = text(254, default="", check=email_address)
    is_active: bool = boolean(True, description="May use the server. Switch this off instead of deleting a user.")
    is_superuser: bool = boolean(False, hidden=True, description="May do everything.")
    date_joined: datetime = moment(now)
    last_login: datetime | None = moment(None, writable=False)
    groups: list[Group] = refs("users.group", related="users")
    permissions: list[ObjectPermission] = refs("users.objectpermission")

    meta: ClassVar[Meta] = Meta(
        natural_key=("username",),
        display=(
            "{username} ({first_name} {last_name})", "{username} ({first_name})", "{username} ({last_name})",
            "{username}",
        ),
        brief=("username",),
        ordering=("username",),
        search={"username": 100, "first_name": 200, "last_name": 200, "email": 300},
        columns=("username", "first_name", "last_name", "email", "groups", "is_active", "last_login"),
        filters={"group": "groups", "permission": "permissions"},
    )  # fmt: skip


@prepare(User)
def hash_the_password(user: User) -> None:
    if user.password and changed(user, "password") and not is_hash(user.password):
        user.password = hash_password(user.password)


@batch_rule(User)
def superusers_are_made_by_superusers(batch: Batch[User]) -> None:
    """Otherwise whoever may edit users could make themselves one."""
    for user in batch:
        if not batch.actor.is_superuser and changed(user, "is_superuser") and (user.is_superuser or was(user)):
            batch.refuse(user, "is_superuser", "Only a superuser may say who is one.")
