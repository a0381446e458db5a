"""From ASGI to plain functions: a request is read here, once, and handed on; doors never await."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from groundplan_server.errors import Refused, TooLarge
from groundplan_server.server import Server

from .answers import empty_answer, json_answer, refusal_answer
from .call import Call, Handler
from .repeats import Answered


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
    except Answered as before:
        response = empty_answer(before.status) if before.status == 204 else json_answer(before.body, before.status)
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
