"""A server in this process, and its API as the holder of a token uses it."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import event
from starlette.testclient import TestClient

from groundplan_server import secrets
from groundplan_server.app import make_app
from groundplan_server.server import Server, open_server
from groundplan_server.settings import Settings
from groundplan_server.start import start
from groundplan_server.store.memory import Memory

SUPERUSER = "admin"
PASSWORD = "Correct-Horse-9"
TOKEN = "0123456789abcdef0123456789abcdef01234567"
SECRET_KEY = "the same for all tests, so that copies of a database know its tokens"

Json = Any


@cache
def hashed_password() -> str:
    """PASSWORD as it is kept; hashing takes its time, so users of tests share one."""
    return secrets.hash_password(PASSWORD)


def settings_for(url: str, **more: Any) -> Settings:
    """Settings of a server on this database, with a superuser whose password and token are known."""
    given = {
        "secret_key": SECRET_KEY,
        "superuser_name": SUPERUSER,
        "superuser_password": PASSWORD,
        "superuser_api_token": TOKEN,
    }
    return Settings(**{"database_url": url, **given, **more})


def start_on(url: str) -> None:
    """Bring an empty database to where a server may use it."""
    start(settings_for(url))[0].engine.dispose()


class Api(TestClient):
    """The API of a server, as the holder of a token uses it: an HTTP client, and a few short cuts."""

    def __init__(self, server: Server, token: str = TOKEN) -> None:
        super().__init__(make_app(server), headers={"Authorization": f"Token {token}"}, follow_redirects=False)
        self.ground = server

    @classmethod
    def on(cls, url: str, **settings: Any) -> "Api":
        """The superuser's, of a new server on a database that was started on before."""
        secrets.server_key.set(SECRET_KEY.encode())
        return cls(open_server(settings_for(url, **settings), SECRET_KEY.encode()))

    def held_with(self, token: str) -> "Api":
        """The same server's, with another token."""
        return Api(self.ground, token)

    def made(self, path: str, body: Json = None, **attributes: Any) -> Json:
        """Create an object (or a list of them) at `dcim/sites`, and return it as it was answered."""
        answer = self.post(f"/api/{path}/", json=attributes if body is None else body)
        assert answer.status_code == 201, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def listed(self, path: str, **filters: Any) -> list[Json]:
        """All objects at `dcim/sites` that match."""
        answer = self.get(f"/api/{path}/", params={"limit": 0, **filters})
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        results: list[Json] = answer.json()["results"]
        return results

    def restricted(self, *permissions: Mapping[str, Any], groups: Iterable[int] = (), **token: Any) -> "Api":
        """The same server's, for a new user who has only these permissions.

        Each is `{"object_types": ["dcim.site"], "actions": ["view"], "constraints": {"status": "active"}}`.
        """
        name = f"user-{uuid.uuid4().hex[:8]}"
        user = self.made("users/users", username=name, password=hashed_password(), groups=list(groups))
        for number, permission in enumerate(permissions):
            self.made("users/permissions", {"name": f"{name} {number}", "users": [user["id"]], **permission})
        secret = uuid.uuid4().hex + uuid.uuid4().hex[:8]
        self.made("users/tokens", {"user": user["id"], "version": 1, "token": secret, **token})
        return self.held_with(secret)

    def close(self) -> None:
        super().close()
        self.ground.engine.dispose()


@contextmanager
def counted(api: Api) -> Iterator[list[str]]:
    """The statements that the server sends within a block, when it remembers nothing from before."""
    statements: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        statements.append(statement)

    api.ground.memory = Memory()
    api.ground.holders.clear()
    event.listen(api.ground.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(api.ground.engine, "before_cursor_execute", note)
