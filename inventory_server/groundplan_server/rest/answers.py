"""Responses: JSON, and refusals in the form that NetBox's clients understand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from groundplan_server.errors import WHOLE, Invalid, Problem, Refused

from .encoding import dumps

if TYPE_CHECKING:
    from .call import Call

#: What clients take us for: NetBox's release whose dialect we speak.
API_VERSION = "4.6"
NETBOX_VERSION = "4.6.8"


def json_answer(value: Any, status: int = 200) -> Response:
    """JSON."""
    return Response(
        dumps(value),
        status,
        media_type="application/json",
        headers={"API-Version": API_VERSION, "Vary": "Accept, Authorization"},
    )


def empty_answer(status: int = 204) -> Response:
    """No content."""
    return Response(status_code=status, headers={"API-Version": API_VERSION})


def refusal_answer(call: Call | None, refusal: Refused) -> Response:
    """A refusal as JSON: by field where it is about fields, else one sentence."""
    if isinstance(refusal, Invalid):
        return json_answer(_by_field(refusal.problems), refusal.status)
    return json_answer({"detail": refusal.message}, refusal.status)


def bulk_refusal(problems: Sequence[Problem], count: int, status: int = 400) -> Response:
    """The problems of a bulk, in a list as long as what was sent: `{}` for what is fine."""
    entries: list[dict[str, Any]] = [{} for _ in range(count)]
    for index in range(count):
        entries[index] = _by_field([p for p in problems if p.index == index])
    return json_answer(entries, status)


def _by_field(problems: Sequence[Problem]) -> dict[str, Any]:
    if len(problems) == 1 and problems[0].field == "detail":
        return {"detail": problems[0].message}
    fields: dict[str, Any] = {}
    for problem in problems:
        fields.setdefault(problem.field or WHOLE, []).append(problem.message)
    return fields
