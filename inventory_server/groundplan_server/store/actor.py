"""Who asks, and what they may do. Handed to the store; where it comes from is no concern of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from groundplan_server.errors import NotAllowed
from groundplan_server.spec import Spec


@dataclass(frozen=True)
class Grant:
    """A permission: these actions on these models, limited to objects that match any of the constraints (none: all)."""

    models: frozenset[str]
    actions: frozenset[str]
    constraints: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Actor:
    """A user, or the server itself."""

    id: int | None
    name: str
    is_superuser: bool = False
    grants: Sequence[Grant] = field(default_factory=tuple)
    #: False for read-only tokens.
    may_write: bool = True

    def grants_for(self, spec: Spec, action: str) -> list[Grant]:
        """What this actor holds for an action on a model; superusers need none."""
        return [g for g in self.grants if spec.key in g.models and action in g.actions]

    def require(self, spec: Spec, action: str) -> None:
        """Refuse at once what no constraint could allow. Raises NotAllowed."""
        if action != "view" and not self.may_write:
            raise NotAllowed("This token is read-only; it does not permit write operations.")
        if not self.is_superuser and not self.grants_for(spec, action):
            raise NotAllowed

    def limits(self, spec: Spec, action: str) -> list[Mapping[str, Any]] | None:
        """Constraints of which an object must match one; None where every object will do."""
        if self.is_superuser:
            return None
        grants = self.grants_for(spec, action)
        if any(not g.constraints for g in grants):
            return None
        return [c for g in grants for c in g.constraints]


#: The server acting for itself: migrations, first start, its own upkeep.
SYSTEM = Actor(None, "system", is_superuser=True)
