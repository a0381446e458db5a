"""One HTTP request, read once and handed to plain functions: doors never await."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from groundplan_server.errors import Invalid, Problem, Refused, TooLarge
from groundplan_server.server import Server
from groundplan_server.store.actor import Actor
from groundplan_server.store.engine import reading
from groundplan_server.store.ledger import Intent
from groundplan_server.store.reading import Reading

from . import auth
from .answers import refusal_answer

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
        """Query parameters; a repeated one keeps all its values."""
        found: dict[str, list[str]] = {}
        for name, value in parse_qsl(self.query_string, keep_blank_values=True):
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
            return orjson.loads(self.body)
        except orjson.JSONDecodeError as error:
            raise Invalid([Problem(f"JSON parse error - {error}", "detail")]) from None

    def address(self, **changes: Any) -> str:
        """This request's own address with some parameters changed (None takes one away)."""
        parameters: dict[str, Any] = {**self.parameters, **changes}
        pairs = sorted((k, v) for k, v in parameters.items() if v is not None)
        return f"{self.base}{self.path}?{urlencode(pairs, doseq=True, quote_via=quote)}"

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """A transaction to read in, as whoever asks."""
        with reading(self.server.engine) as connection:
            from groundplan_server.store.changes import newest_serial

            serial = newest_serial(connection)
            self.actor = auth.actor_of(self, connection, serial)
            self.serial = serial
            yield Reading(connection, self.actor, serial)

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


def door(handler: Handler) -> Callable[[Request], Any]:
    """A plain function as an endpoint. The only await of the room is in here."""

    async def endpoint(request: Request) -> Response:
        server: Server = request.app.state.server
        try:
            body = await _body(request, server.settings.max_body_size)
        except Refused as refusal:
            return refusal_answer(None, refusal)
        call = Call(
            server=server,
            method=request.method,
            path=request.scope["path"],
            path_parameters=request.path_params,
            headers=request.headers,
            body=body,
            base=_base(request),
            query_string=request.scope["query_string"].decode("latin-1"),
            client=request.client.host if request.client else "",
            request_id=request.headers.get("x-request-id") or str(uuid.uuid4()),
        )
        return await run_in_threadpool(_answer, handler, call)

    endpoint.__name__ = handler.__name__
    return endpoint


async def _body(request: Request, limit: int) -> bytes:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return b""
    said = request.headers.get("content-length", "0")
    size, chunks = int(said) if said.isdigit() else 0, []
    if size > limit:
        raise TooLarge(f"The request is {size} bytes long; this server takes at most {limit}. Send it in parts.")
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise TooLarge(f"The request is longer than the {limit} bytes that this server takes. Send it in parts.")
        chunks.append(chunk)
    return b"".join(chunks)


def _base(request: Request) -> str:
    headers = request.headers
    scheme = headers.get("x-forwarded-proto", request.scope["scheme"])
    host = headers.get("x-forwarded-host") or headers.get("host", "")
    return f"{scheme}://{host}{request.scope.get('root_path', '')}"


def _answer(handler: Handler, call: Call) -> Response:
    try:
        response = handler(call)
    except Refused as refusal:
        response = refusal_answer(call, refusal)
    if call.serial is not None:
        response.headers["X-Groundplan-Serial"] = str(call.serial)
    if call.etag is not None:
        response.headers["ETag"] = call.etag
    if call.ignored:
        response.headers["X-Groundplan-Ignored"] = ", ".join(sorted(call.ignored))
    response.headers["X-Request-ID"] = call.request_id
    return response
