"""What tests of the client and the command start from: an empty home, and a server that really runs."""

import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from typer.testing import CliRunner, Result

from groundplan import Client
from groundplan.catalog import Catalog
from groundplan.command import app

TOKEN = "0123456789abcdef0123456789abcdef01234567"
DATA = Path(__file__).parent / "data"

Run = Callable[..., Result]


@dataclass
class Running:
    """A server that answers."""

    url: str
    token: str = TOKEN


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No settings, logins or caches of whoever runs the tests."""
    for name in ("GROUNDPLAN_URL", "GROUNDPLAN_TOKEN", "GROUNDPLAN_BRANCH", "FILE__GROUNDPLAN_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    return tmp_path


def started(directory: Path) -> Iterator[Running]:
    """A server over an empty database, until the block ends."""
    from groundplan_server.app import make_app
    from groundplan_server.settings import Settings
    from groundplan_server.start import start

    settings = Settings.model_validate(
        {
            "database_url": f"sqlite:///{directory / 'test.sqlite'}",
            "superuser_api_token": TOKEN,
            "superuser_password": "correct horse",
            "secret_key": "k" * 50,
        }
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server, _ = start(settings)
    serving = uvicorn.Server(uvicorn.Config(make_app(server), port=0, log_level="error", ws="none", lifespan="off"))
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    while not serving.started:
        time.sleep(0.01)
    port = serving.servers[0].sockets[0].getsockname()[1]
    yield Running(f"http://127.0.0.1:{port}")
    serving.should_exit = True
    thread.join()
    server.engine.dispose()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of the test module's own; its tests share the database."""
    yield from started(tmp_path_factory.mktemp("server"))


@pytest.fixture
def client(server: Running) -> Iterator[Client]:
    """A client of that server."""
    with Client(server.url, server.token) as made:
        yield made


@pytest.fixture
def catalog(client: Client) -> Catalog:
    """What that server knows."""
    return client.catalog()


@pytest.fixture
def run(server: Running) -> Run:
    """Types `groundplan …` at that server."""

    def typed(*words: str | Path, input: str | None = None) -> Result:
        environment = {"GROUNDPLAN_URL": server.url, "GROUNDPLAN_TOKEN": server.token}
        return CliRunner().invoke(
            app, [str(word) for word in words], input=input, env=environment, catch_exceptions=False
        )

    return typed
