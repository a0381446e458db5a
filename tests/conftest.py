"""Fixtures that every test may use."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from tests.postgres import NoPostgres, Postgres, started

if TYPE_CHECKING:
    from tests.server import Api

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")

POSTGRES = pytest.StashKey[Postgres]()


def pytest_configure(config: pytest.Config) -> None:
    """Starts one server for all xdist workers, in the process that outlives them."""
    if config.getoption("numprocesses", None):
        stack = ExitStack()
        config.add_cleanup(stack.close)
        with suppress(NoPostgres):  # each test that needs it will say so
            config.stash[POSTGRES] = stack.enter_context(started())


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    if POSTGRES in node.config.stash:
        node.workerinput["postgres"] = str(node.config.stash[POSTGRES].directory)


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Iterator[Postgres]:
    """A PostgreSQL, started when first asked for; every test makes databases of its own in it."""
    shared = getattr(pytestconfig, "workerinput", {}).get("postgres")
    if shared:
        yield Postgres(Path(shared))
    else:
        with started() as server:
            yield server


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def fresh_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], AbstractContextManager[str]]:
    """Makes URLs of fresh, empty databases, for fixtures that outlive a test; each goes at the end of its block."""

    @contextmanager
    def on_sqlite() -> Iterator[str]:
        yield f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'test.sqlite3'}"

    @contextmanager
    def on_postgresql() -> Iterator[str]:
        server: Postgres = request.getfixturevalue("postgres")
        name = server.create_database()
        yield server.url(name)
        server.drop_database(name)

    return on_sqlite if request.param == "sqlite" else on_postgresql


@pytest.fixture
def database_url(fresh_database: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """The URL of a fresh, empty database; a test that asks for it runs on SQLite and on PostgreSQL."""
    with fresh_database() as url:
        yield url


@pytest.fixture(scope="session")
def used_database(
    request: pytest.FixtureRequest,
    fresh_database: Callable[[], AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[], AbstractContextManager[str]]]:
    """Makes URLs of databases that a server was started on before: quick copies of one that was migrated once."""
    # Here and below, since tests of what needs no server should not wait for it to be imported.
    from sqlalchemy import make_url

    from tests.server import start_on

    with fresh_database() as template:
        start_on(template)
        name = make_url(template).database or ""

        @contextmanager
        def on_sqlite() -> Iterator[str]:
            copy = tmp_path_factory.mktemp("sqlite") / "test.sqlite3"
            copyfile(name, copy)
            yield f"sqlite:///{copy}"

        @contextmanager
        def on_postgresql() -> Iterator[str]:
            server: Postgres = request.getfixturevalue("postgres")
            copy = server.create_database(name)
            yield server.url(copy)
            server.drop_database(copy)

        yield on_sqlite if template.startswith("sqlite") else on_postgresql


@pytest.fixture
def api(used_database: Callable[[], AbstractContextManager[str]]) -> "Iterator[Api]":
    """The superuser's API of a server with nothing in it; a test that asks for it runs on SQLite and on PostgreSQL."""
    from tests.server import Api

    with used_database() as url, closing(Api.on(url)) as client:
        yield client


@pytest.fixture(scope="module")
def module_api(used_database: Callable[[], AbstractContextManager[str]]) -> "Iterator[Api]":
    """The same, once for all tests of a module: for those that only read, or do not mind each other."""
    from tests.server import Api

    with used_database() as url, closing(Api.on(url)) as client:
        yield client
