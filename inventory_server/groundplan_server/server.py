"""What a running server holds: its settings, its database, its ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from .settings import Settings
from .store.engine import make_engine
from .store.ledger import Ledger
from .store.memory import Memory


@dataclass
class Server:
    """One process's hold on one database."""

    settings: Settings
    engine: Engine
    ledger: Ledger
    secret_key: bytes = b""
    memory: Memory = field(default_factory=Memory)
    #: Actors by token digest, and the serial at which they were read.
    holders: dict[str, tuple[int, Any]] = field(default_factory=dict)


def open_server(settings: Settings, secret_key: bytes) -> Server:
    """Open the database that the settings name."""
    engine = make_engine(settings.sqlalchemy_url)
    return Server(settings, engine, Ledger(engine), secret_key)
