"""What other systems are still to be told, written in the transaction that changed it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from groundplan_server.language import Meta, Model, integer, moment


class Outbox(Model, table=True):
    """One commit that deliveries still have to see."""

    serial: int = integer(index=True)
    created: datetime = moment()

    meta: ClassVar[Meta] = Meta(
        natural_key=("id",),
        display=("{serial}",),
        brief=("serial",),
        ordering=("id",),
        private=True,
        read_only=True,
        unlogged=True,
    )
