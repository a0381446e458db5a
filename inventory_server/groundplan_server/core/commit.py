"""Commits: what was changed together, by whom and why. Its id is the serial."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from groundplan_server.language import Meta, Model, integer, moment, text


class Commit(Model, table=True):
    """An atomic, ordered list of changes. Its id is its serial: who saw serial N finds no new one at or below it."""

    time: datetime = moment(index=True)
    actor_id: int | None = integer(default=None, description="The user's id, if a user did it.")
    user_name: str = text(150, default="")
    request_id: str = text(64, default="", index=True)
    message: str = text(200, default="")
    source: str = text(20, default="", description="What asked for it: rest, operations, import, cli, job…")
    #: What it undoes or merges, for commits that do.
    count: int = integer(default=0, description="How many objects it changed.")

    meta: ClassVar[Meta] = Meta(
        natural_key=("id",),
        display=("{id}",),
        brief=("time", "user_name", "message"),
        ordering=("-id",),
        search={"message": 100, "user_name": 200},
        columns=("id", "time", "user_name", "message", "count"),
        read_only=True,
        unlogged=True,
    )
