"""What happens before a server answers: its secret, its tables, its first administrator."""

from __future__ import annotations

import gc
import os
import secrets as random
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, make_url, select

from . import secrets
from .migrations.run import migrate
from .registry import load, spec_of
from .server import Server, open_server
from .settings import Settings, data_directory
from .store.engine import reading
from .store.ledger import Intent, Operation
from .store.transaction import Transaction


@dataclass(frozen=True)
class FirstStart:
    """What was made when a database was used for the first time; the only time its secrets are shown."""

    user: str
    password: str | None
    token: str | None


def secret_key(settings: Settings) -> bytes:
    """The key of token hashes: as set, or made once and kept beside the data, readable by its owner alone."""
    if given := settings.secret_key.get_secret_value():
        return given.encode()
    url = make_url(settings.sqlalchemy_url)
    is_file = url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:"
    path = Path(f"{url.database}.key") if is_file else data_directory() / "secret.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(random.token_urlsafe(48))
    return path.read_text().strip().encode()


def start(settings: Settings) -> tuple[Server, FirstStart | None]:
    """Open the database, bring it up to date, and make the first administrator if nobody is there."""
    key = secret_key(settings)
    secrets.server_key.set(key)
    load()
    server = open_server(settings, key)
    migrate(server.engine)
    # Models, specs and mappers live as long as the process: the collector need not look at them again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    return server, _first_start(server)


def _first_start(server: Server) -> FirstStart | None:
    user = spec_of("users.user")
    with reading(server.engine) as connection:
        if connection.execute(select(func.count()).select_from(user.table)).scalar_one():
            return None
    settings = server.settings
    password = settings.superuser_password.get_secret_value()
    given = settings.superuser_api_token.get_secret_value()
    chosen = password or f"{random.token_urlsafe(15)}aA1"
    data = {
        "username": settings.superuser_name, "email": settings.superuser_email,
        "password": secrets.hash_password(chosen), "is_superuser": True,
    }  # fmt: skip
    # A token that the operator chose may have any form; otherwise one of our own is made and shown once.
    token = given or str(secrets.make_token())
    key, _ = secrets.read_token(token)
    kept = {
        "version": 2 if key else 1, "public_key": key, "digest": secrets.hash_token(server.secret_key, token),
        "description": "Made at first start.",
    }  # fmt: skip

    def do(work: Transaction) -> None:
        made = work.apply([Operation("create", "users.user", data)])
        if made:
            work.create_rows(spec_of("users.token"), [{**kept, "user": made[0].id}])

    server.ledger.run(do, Intent(message="First start.", source="start"))
    return FirstStart(settings.superuser_name, None if password else chosen, None if given else token)
