"""Fixtures for tests of the ledger."""

from collections.abc import Iterator

import pytest

from tests.server import Api
from tests.store.books import check_books


@pytest.fixture
def ledger(api: Api) -> Iterator[Api]:
    """A server with nothing in it, whose books must balance when the test is over."""
    yield api
    check_books(api.ground.engine)
