"""Changes: one object created, updated or deleted, with its whole row before and after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from groundplan_server.language import (
    Choices,
    Meta,
    Model,
    View,
    any_ref,
    choice,
    computed,
    follow,
    integer,
    json,
    ref,
    text,
)
from groundplan_server.registry import load, spec_of

if TYPE_CHECKING:
    from .commit import Commit


class ChangeAction(Choices):
    """What happened to the object."""

    CREATE = "create", "Created", "green"
    UPDATE = "update", "Updated", "blue"
    DELETE = "delete", "Deleted", "red"


def _user(view: View, changes: Sequence[ObjectChange]) -> list[dict[str, Any] | None]:
    """Who did it, as the user is now; None where no user did or the user is gone."""
    user = spec_of("users.user")
    wanted = {change.commit.actor_id for change in changes if change.commit.actor_id}
    there = {found.id: str(found) for found in view.find(user.model, id=wanted)} if wanted else {}
    shown = {id: {"id": id, "url": f"{user.url}{id}/", "display": name, "username": name} for id, name in there.items()}
    return [shown.get(change.commit.actor_id or 0) for change in changes]


def _object(view: View, changes: Sequence[ObjectChange]) -> list[dict[str, Any] | None]:
    """Where the changed object is, if its model still exists."""
    known = load()
    return [
        {
            "id": c.changed_object_id,
            "url": f"{known[c.changed_object_type].url}{c.changed_object_id}/",
            "display": c.object_repr,
        }
        if c.changed_object_type in known and c.action != ChangeAction.DELETE
        else None
        for c in changes
    ]


def _before(view: View, changes: Sequence[ObjectChange]) -> list[dict[str, Any] | None]:
    return [_readable(change.changed_object_type, change.before) for change in changes]


def _after(view: View, changes: Sequence[ObjectChange]) -> list[dict[str, Any] | None]:
    return [_readable(change.changed_object_type, change.after) for change in changes]


def _readable(key: str, row: dict[str, Any] | None) -> dict[str, Any] | None:
    return row if row is None or key not in load() else spec_of(key).readable(row)


class ObjectChange(Model, table=True):
    """One change of one object, as the ledger holds it."""

    commit: Commit = ref("core.commit", related="changes")
    ordinal: int = integer(description="Its place within the commit.")
    action: ChangeAction = choice(ChangeAction)
    changed_object_type: str = text(100, index=True)
    changed_object_id: int = integer(index=True)
    object_repr: str = text(200, default="")
    related_object: Any = any_ref(default=None, description="What the object belongs to: an interface's device.")
    before: dict[str, Any] | None = json(default=None, hidden=True)
    after: dict[str, Any] | None = json(default=None, hidden=True)
    prechange_data: dict[str, Any] | None = computed(_before)
    postchange_data: dict[str, Any] | None = computed(_after)
    time: datetime = follow("commit.time")
    user_name: str = follow("commit.user_name")
    request_id: str = follow("commit.request_id")
    message: str = follow("commit.message")
    user: dict[str, Any] | None = computed(_user)
    changed_object: dict[str, Any] | None = computed(_object)

    meta: ClassVar[Meta] = Meta(
        natural_key=("id",),
        display=("{action} {object_repr}",),
        brief=("action", "object_repr"),
        ordering=("-id",),
        search={"object_repr": 100},
        columns=("time", "user_name", "action", "changed_object_type", "object_repr", "message"),
        filters={
            "time": "commit.time",
            "user_name": "commit.user_name",
            "user": "commit.user_name",
            "user_id": "commit.actor_id",
            "request_id": "commit.request_id",
            "serial": "commit",
        },
        read_only=True,
        unlogged=True,
    )
