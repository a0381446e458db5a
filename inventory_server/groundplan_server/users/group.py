"""Groups: users who may do the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from groundplan_server.language import Meta, Model, count, refs, text

if TYPE_CHECKING:
    from groundplan_server.users.object_permission import ObjectPermission


class Group(Model, table=True):
    """Users who share permissions."""

    name: str = text(150, unique=True, natural=True)
    description: str = text(200, default="")
    permissions: list[ObjectPermission] = refs("users.objectpermission")
    user_count: int = count("users.user", "groups")

    meta: ClassVar[Meta] = Meta(
        brief=("name", "description"),
        search={"name": 100, "description": 500},
        columns=("name", "user_count", "permissions", "description"),
        filters={"user": "users", "permission": "permissions"},
    )
