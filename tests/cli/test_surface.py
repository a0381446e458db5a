"""What the package shows to programs."""

import subprocess
import sys
from pathlib import Path

import pytest

import groundplan


def test_what_is_listed_is_there_and_sorted() -> None:
    assert groundplan.__all__ == sorted(groundplan.__all__)
    for name in groundplan.__all__:
        assert getattr(groundplan, name).__name__ == name or name == "Object"
    assert set(groundplan.__all__) <= set(dir(groundplan))


def test_what_is_not_listed_is_not_there() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        groundplan.nothing  # noqa: B018


def test_every_public_class_says_in_a_sentence_what_it_is_for() -> None:
    for name in groundplan.__all__:
        if name != "Object":
            assert (getattr(groundplan, name).__doc__ or "").split("\n\n")[0].strip().endswith("."), name


def test_the_command_starts_without_an_http_client_tables_or_the_server() -> None:
    script = (
        "import sys; from groundplan.command import app; from typer.testing import CliRunner;"
        "r = CliRunner().invoke(app, ['--help']); assert r.exit_code == 0, r.output;"
        "print([m for m in ('httpx2', 'rich.table', 'yaml', 'fastapi', 'sqlmodel') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_file_is_long() -> None:
    for file in Path(groundplan.__file__).parent.rglob("*.py"):
        assert len(file.read_text().splitlines()) <= 400, file
