"""One HTTP request as doors are handed it: read already, and written down in plain words."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import orjson
from starlette.responses import Response

from groundplan_server.errors import Invalid, Problem
from groundplan_server.server import Server
from groundplan_server.store.actor import Actor
from groundplan_server.store.changes import newest_serial
from groundplan_server.store.engine import reading
from groundplan_server.store.ledger import Intent
from groundplan_server.store.reading import Reading

from . import auth

Handler = Callable[["Call"], Response]


@dataclass
class Call:
    """A request, and what the answer has to carry beside its body."""

    server: Server
    method: str
    path: str
    path_parameters: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    base: str
    query_string: str
    client: str
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    serial: int | None = None
    etag: str | None = None
    ignored: set[str] = field(default_factory=set)
    actor: Actor | None = None

    @cached_property
    def parameters(self) -> dict[str, list[str]]:
        """Query parameters; a repeated one keeps all its values. Raises Invalid for what no text may hold."""
        found: dict[str, list[str]] = {}
        for name, value in parse_qsl(self.query_string, keep_blank_values=True):
            if "\0" in name or "\0" in value:
                raise Invalid([Problem("Null characters are not allowed.", name)])
            found.setdefault(name, []).append(value)
        return found

    def one(self, name: str) -> str | None:
        """The last value of a parameter."""
        values = self.parameters.get(name)
        return values[-1] if values else None

    def flag(self, name: str) -> bool:
        """Whether a yes-or-no parameter says yes."""
        return (self.one(name) or "").lower() in ("1", "true", "yes", "on")

    @property
    def strict(self) -> bool:
        """Whether unknown names are errors."""
        said = self.headers.get("x-groundplan-strict")
        return self.server.settings.strict if said is None else said.lower() != "false"

    @property
    def tolerant(self) -> bool:
        """Whether read-only keys in a body are ignored: for NetBox's clients, unless the caller asked to be told."""
        return self.headers.get("x-groundplan-strict", "").lower() != "true"

    @cached_property
    def json(self) -> Any:
        """The body. Raises Invalid that says where it is broken."""
        if not self.body:
            return {}
        try:
            value = orjson.loads(self.body)
        except orjson.JSONDecodeError as error:
            raise Invalid([Problem(f"JSON parse error - {error}", "detail")]) from None
        # PostgreSQL cannot store them.
        if b"\\u0000" in self.body and (name := _holder_of_null(value, "detail")):
            raise Invalid([Problem("Null characters are not allowed.", name)])
        return value

    def address(self, **changes: Any) -> str:
        """This request's own address with some parameters changed (None takes one away)."""
        parameters: dict[str, Any] = {**self.parameters, **changes}
        pairs = sorted((k, v) for k, v in parameters.items() if v is not None)
        return f"{self.base}{self.path}?{urlencode(pairs, doseq=True, quote_via=quote)}"

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """A transaction to read in, as whoever asks. Raises Invalid for a past or a branch, which would not be main."""
        for name in ("at", "branch"):
            if self.one(name) or self.headers.get(f"x-groundplan-{name}"):
                raise Invalid(
                    [Problem(f"This server cannot read {'the past' if name == 'at' else 'branches'} yet.", name)]
                )
        with reading(self.server.engine) as connection:
            serial = newest_serial(connection)
            self.actor = auth.actor_of(self, connection, serial)
            self.serial = serial
            yield Reading(connection, self.actor, serial, self.server.memory.recall(connection, serial))

    def intent(self, source: str = "rest", message: str = "") -> Intent:
        """The write that this request stands for."""
        if self.actor is None:
            with self.reading():
                pass
        assert self.actor is not None
        return Intent(
            actor=self.actor,
            message=message,
            source=source,
            request_id=self.request_id,
            dry_run=self.flag("dry_run"),
            strict=self.strict,
            tolerate_read_only=self.tolerant,
        )


def _holder_of_null(value: Any, name: str) -> str | None:
    """The key under which a null character stands, if one stands anywhere."""
    match value:
        case str():
            return name if "\0" in value else None
        case dict():
            inner = [*((key, name) for key in value), *((v, key) for key, v in value.items())]
        case list():
            inner = [(v, name) for v in value]
        case _:
            return None
    return next((found for v, key in inner if (found := _holder_of_null(v, key))), None)
