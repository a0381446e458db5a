"""Who has a permission can be said from either side: by the permission's users and groups, or by their permissions.

Both are what clients write, so both are kept, and whichever is written brings the other along.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from groundplan_server.language import Batch, Model, consequence, was
from groundplan_server.users.group import Group
from groundplan_server.users.object_permission import ObjectPermission
from groundplan_server.users.user import User


def _ids(values: Iterable[Any] | None) -> set[int]:
    return {getattr(value, "id", value) for value in values or ()}


def mirror(batch: Batch[Any], mine: str, other: type[Model], theirs: str) -> None:
    """Bring `other.theirs` in line with what the batch now says in `mine`."""
    gained: dict[int, set[int]] = {}
    lost: dict[int, set[int]] = {}
    for record in batch:
        before = was(record)
        old = _ids(getattr(before, mine)) if before is not None else set()
        new = _ids(getattr(record, mine))
        for id in new - old:
            gained.setdefault(id, set()).add(record.id)
        for id in old - new:
            lost.setdefault(id, set()).add(record.id)
    concerned = gained.keys() | lost.keys()
    changes = []
    for one in batch.view.find(other, id=concerned) if concerned else []:
        has = _ids(getattr(one, theirs))
        wanted = (has | gained.get(one.id, set())) - lost.get(one.id, set())
        # The other side says so already where it is where the change came from.
        if wanted != has:
            changes.append((one.id, {theirs: sorted(wanted)}))
    if changes:
        batch.update(other, changes)


@consequence(User, "create", "update")
def permissions_know_their_users(batch: Batch[User]) -> None:
    mirror(batch, "permissions", ObjectPermission, "users")


@consequence(Group, "create", "update")
def permissions_know_their_groups(batch: Batch[Group]) -> None:
    mirror(batch, "permissions", ObjectPermission, "groups")


@consequence(ObjectPermission, "create", "update")
def users_and_groups_know_their_permissions(batch: Batch[ObjectPermission]) -> None:
    mirror(batch, "users", User, "permissions")
    mirror(batch, "groups", Group, "permissions")
