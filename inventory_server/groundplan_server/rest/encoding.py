"""JSON as it is sent: rows and ready fragments, by orjson."""

from __future__ import annotations

from typing import Any

import orjson

from groundplan_server.store.records import Record

#: JSON that is written already.
Fragment = orjson.Fragment


def dumps(value: Any) -> bytes:
    """JSON as we send it."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS, default=_default)


def _default(value: Any) -> Any:
    if isinstance(value, Record):
        return {"id": value.id, "url": f"{value.spec_.url}{value.id}/", "display": str(value)}
    raise TypeError(type(value).__name__)
