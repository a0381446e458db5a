"""Permissions: who may do what with which objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field
from sqlalchemy import ColumnElement, Table, not_, or_

from groundplan_server.extras import object_types
from groundplan_server.language import Meta, Model, Refusal, boolean, filters, json, refs, rule, text

if TYPE_CHECKING:
    from groundplan_server.users.group import Group
    from groundplan_server.users.user import User

Action = Annotated[str, Field(min_length=1, max_length=30, pattern=r"^[a-z][a-z0-9_]*$")]
Constraint = dict[str, Any]


class ObjectPermission(Model, table=True):
    """Lets users do things with objects of some types: all of them, or those that meet a constraint."""

    name: str = text(100, natural=True)
    description: str = text(200, default="")
    enabled: bool = boolean(True)
    object_types: list[str] = json(list[str], default=..., description='The models it is about, such as "dcim.device".')
    actions: list[str] = json(
        list[Action], default=..., description="view, add, change, delete, or the name of an action."
    )
    constraints: dict[str, Any] | list[dict[str, Any]] | None = json(
        Constraint | list[Constraint],
        default=None,
        description="Filters that an object must match; of a list, any one of them.",
    )
    groups: list[Group] = refs("users.group")
    users: list[User] = refs("users.user")

    meta: ClassVar[Meta] = Meta(
        label="permission",
        path="permissions",
        brief=("name", "description", "enabled", "object_types", "actions"),
        search={"name": 100, "description": 500},
        columns=("name", "enabled", "object_types", "actions", "constraints", "description"),
        clone=("description", "enabled", "object_types", "actions", "constraints"),
        filters={"user": "users", "group": "groups"},
    )


@rule(ObjectPermission)
def it_permits_something(permission: ObjectPermission) -> Iterator[Refusal]:
    if not permission.actions:
        yield Refusal("actions", "At least one action must be selected.")
    if not permission.object_types:
        yield Refusal("object_types", "This list may not be empty.")
    yield from object_types.unknown("object_types", permission.object_types)


@filters(ObjectPermission, "object_type")
def object_type(table: Table, values: list[str]) -> ColumnElement[bool]:
    return object_types.holds(table.c.object_types, values)


def _permits(action: str) -> Callable[[Table, list[bool]], ColumnElement[bool]]:
    def permits(table: Table, values: list[bool]) -> ColumnElement[bool]:
        allowed = object_types.holds(table.c.actions, [action])
        return or_(*(allowed if value else not_(allowed) for value in values))

    return permits


for _action in ("view", "add", "change", "delete"):
    filters(ObjectPermission, f"can_{_action}", bool)(_permits(_action))
