"""Whom the plugin trusts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nornir_groundplan import GroundplanInventory, NoAnswer, WrongOption
from tests.nornir.certificate import write_certificate
from tests.nornir.network import device
from tests.nornir.stub import TOKEN, Stub, serving


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Stub]:
    write_certificate(tmp_path / "ca.pem")
    with serving([device(1)], tmp_path / "ca.pem") as stub:
        yield stub


@pytest.mark.parametrize(
    "options",
    [
        {"ssl_verify": False},
        {"ca": "ca.pem"},
        {"ssl_verify": "ca.pem"},
        {"ca": "ca.pem", "cert": "ca.pem"},
        {"ssl_verify": False, "cert": "ca.pem"},
    ],
)
def test_trusted(secure: Stub, options: dict[str, Any]) -> None:
    assert len(GroundplanInventory(url=secure.url, token=TOKEN, **options).load().hosts) == 1


@pytest.mark.parametrize("options", [{}, {"ca": "."}])
def test_not_trusted(secure: Stub, options: dict[str, Any]) -> None:
    with pytest.raises(NoAnswer, match=r"(?i)certificate.verify.failed"):
        GroundplanInventory(url=secure.url, token=TOKEN, retries=0, **options).load()


def test_certificates_that_are_not_there() -> None:
    with pytest.raises(WrongOption, match="'ca' or 'cert' is of no use"):
        GroundplanInventory(url="https://127.0.0.1:9", ca="missing.pem").load()
