"""Who is asking: from the Authorization header to an actor. Wrong tokens are 403, as NetBox's clients expect."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from groundplan_server.errors import NotAllowed
from groundplan_server.registry import spec_of
from groundplan_server.store.actor import Actor, Grant
from groundplan_server.store.records import Reader

if TYPE_CHECKING:
    from .call import Call

#: Models of which everybody may see and change what is their own.
_OWN = {"users.token": "user_id"}


def digest(secret_key: bytes, token: str) -> str:
    """What is kept of a token: useless without the key."""
    return hmac.new(secret_key, token.encode(), hashlib.sha256).hexdigest()


def plaintext(header: str) -> str:
    """The token within an Authorization header. Raises NotAllowed."""
    word, _, token = header.strip().partition(" ")
    if not header:
        raise NotAllowed("Authentication credentials were not provided.")
    if word.lower() not in ("token", "bearer") or not token or " " in token.strip():
        raise NotAllowed("Invalid authorization header: it must be 'Token <token>' or 'Bearer <token>'.")
    return token.strip()


def actor_of(call: Call, connection: Connection, serial: int) -> Actor:
    """The actor behind a request. Raises NotAllowed."""
    token = plaintext(call.headers.get("authorization", ""))
    name = digest(call.server.secret_key, token)
    known = call.server.holders.get(name)
    if known is None or known[0] != serial:
        found = _read(connection, name, token)
        if len(call.server.holders) > 10_000:
            call.server.holders.clear()
        call.server.holders[name] = known = (serial, found)
    holder = known[1]
    holder.check(call.client)
    return holder.actor


@dataclass(frozen=True)
class Holder:
    """A token's user, with what limits the token's use."""

    actor: Actor
    expires: datetime | None
    allowed: tuple[IPv4Network | IPv6Network, ...]

    def check(self, client: str) -> None:
        """Refuse a token that is over, or that is used from elsewhere. Raises NotAllowed."""
        if self.expires is not None and self.expires <= datetime.now(UTC):
            raise NotAllowed("Token expired.")
        if not self.allowed:
            return
        try:
            at = ip_address(client)
        except ValueError:
            raise NotAllowed("This token may not be used from an unknown address.") from None
        if not any(at in network for network in self.allowed):
            raise NotAllowed(f"Source IP {client} is not permitted to authenticate using this token.")


def _read(connection: Connection, name: str, token: str) -> Holder:
    view = Reader(connection)
    spec = spec_of("users.token")
    found = view.records(spec, spec.table.c.digest == name)
    version = "v2" if token.startswith("nbt_") else "v1"
    if not found or not found[0].enabled:
        raise NotAllowed(f"Invalid {version} token")
    record = found[0]
    user = record.user
    if not user.is_active:
        raise NotAllowed("User inactive")
    actor = Actor(
        user.id, user.username, user.is_superuser, () if user.is_superuser else grants(view, user), record.write_enabled
    )
    networks = tuple(ip_network(text, strict=False) for text in record.allowed_ips or ())
    return Holder(actor, record.expires, networks)


def grants(view: Reader, user: Any) -> tuple[Grant, ...]:
    """Everything that a user's permissions, and those of their groups, allow."""
    permission = spec_of("users.objectpermission")
    users = view.link_table(permission, permission.attributes["users"])  # type: ignore[arg-type]
    groups = view.link_table(permission, permission.attributes["groups"])  # type: ignore[arg-type]
    member = [g.id for g in user.groups]
    mine = select(users.c.source_id).where(users.c.target_id == user.id)
    of_groups = select(groups.c.source_id).where(groups.c.target_id.in_(member))
    found = view.records(permission, permission.table.c.enabled, permission.table.c.id.in_(mine.union(of_groups)))
    made = [Grant(frozenset(p.object_types), frozenset(p.actions), _constraints(p.constraints)) for p in found]
    own = [
        Grant(frozenset({key}), frozenset({"view", "add", "change", "delete"}), ({column: user.id},))
        for key, column in _OWN.items()
    ]
    return (*made, *own)


def _constraints(given: Any) -> tuple[Any, ...]:
    if not given:
        return ()
    return tuple(given) if isinstance(given, list) else (given,)
