"""First answers to requests that may be repeated (`Idempotency-Key`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from groundplan_server.language import Meta, Model, integer, json, moment, text, unique


class Answer(Model, table=True):
    """What the first request with a key was answered, written in the transaction that did its work."""

    actor_id: int = integer()
    idempotency_key: str = text(200)
    fingerprint: str = text(64)
    status: int = integer()
    body: Any = json(default=None)
    created: datetime = moment(index=True)

    meta: ClassVar[Meta] = Meta(
        natural_key=("idempotency_key",), display=("{idempotency_key}",), brief=("idempotency_key",), ordering=("id",),
        unique=(unique("actor_id", "idempotency_key"),), private=True, read_only=True, unlogged=True,
    )  # fmt: skip
