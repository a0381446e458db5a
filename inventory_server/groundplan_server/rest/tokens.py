"""`/api/users/tokens/provision/`: a token for a name and a password."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from groundplan_server.errors import Invalid, NotAllowed, Problem
from groundplan_server.registry import spec_of
from groundplan_server.secrets import verify_password
from groundplan_server.store.actor import SYSTEM
from groundplan_server.store.engine import reading
from groundplan_server.store.ledger import Intent, Operation
from groundplan_server.store.records import Reader

from .answers import json_answer
from .call import Call
from .doors import run


def provision(call: Call) -> Response:
    """Make a token for whoever knows the password, and show it once."""
    body = call.json if isinstance(call.json, dict) else {}
    missing = [n for n in ("username", "password") if not body.get(n)]
    if missing:
        raise Invalid([Problem("This field is required.", n) for n in missing])
    spec = spec_of("users.user")
    with reading(call.server.engine) as connection:
        found = Reader(connection).records(spec, spec.table.c.username == str(body["username"]))
        if not found or not found[0].is_active or not verify_password(str(body["password"]), found[0].password):
            raise NotAllowed("Invalid username/password")
        user = found[0].id
    data: dict[str, Any] = {
        "user": user,
        **{k: v for k, v in body.items() if k in ("description", "expires", "write_enabled", "allowed_ips")},
    }
    done = run(
        call,
        [Operation("create", "users.token", data)],
        Intent(actor=SYSTEM, source="provision", request_id=call.request_id),
    )
    assert not isinstance(done, Response)
    return json_answer(done[0][0], 201)
