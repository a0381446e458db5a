"""`scripts/revision.py` writes what it takes to get from the newest revision to what the models say."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine

from groundplan_server.migrations.run import HERE, configuration
from groundplan_server.registry import load
from groundplan_server.store.engine import make_engine
from scripts.revision import write
from tests.migrations.difference import differences

OURS = sorted((HERE / "versions").glob("[0-9]*.py"))
OTHERWISE = '''"""Somebody else's idea."""

from alembic import op

revision = "{number}"
down_revision = "{before}"


def upgrade() -> None:
    op.drop_index("uq_dcim_region_parent_name", "dcim_region")
    op.execute("CREATE UNIQUE INDEX uq_dcim_region_parent_name ON dcim_region (lower(name))")
    op.execute("CREATE INDEX ix_dcim_site_shouted ON dcim_site (upper(name))")
    op.drop_index("ix_dcim_rack_name", "dcim_rack")
    op.drop_table("extras_journalentry_tags")
    op.drop_index("ix_extras_tag_weight", "extras_tag", if_exists=True)
    op.drop_column("extras_tag", "weight")
'''


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    """A folder with all our revisions."""
    folder = tmp_path / "versions"
    shutil.copytree(HERE / "versions", folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    found = make_engine(database_url)
    yield found
    found.dispose()


def upgrade(engine: Engine, versions: Path) -> None:
    load()
    config = configuration()
    config.set_main_option("version_locations", str(versions))
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def test_there_is_nothing_to_write(versions: Path) -> None:
    """If this fails, the models have changed: `python scripts/revision.py "What changed"` writes the revision."""
    assert write("Nothing", versions) is None
    assert sorted(path.name for path in versions.glob("[0-9]*.py")) == [path.name for path in OURS]


def test_everything_is_written_where_there_is_nothing(engine: Engine, tmp_path: Path) -> None:
    written = write("All of it", tmp_path)
    assert written == tmp_path / "0001_all_of_it.py"
    assert "with_variant" not in written.read_text()
    upgrade(engine, tmp_path)
    assert differences(engine) == []


def test_what_differs_is_put_right(engine: Engine, versions: Path) -> None:
    before = OURS[-1].name[:4]
    number = f"{int(before) + 1:04}"
    (versions / f"{number}_otherwise.py").write_text(OTHERWISE.format(number=number, before=before))
    written = write("Back again", versions)
    assert written is not None
    text = written.read_text()
    assert f'down_revision = "{number}"' in text
    assert '"extras_tag"' in text
    upgrade(engine, versions)
    assert differences(engine) == []


def test_what_it_writes_is_in_order(versions: Path) -> None:
    OURS_NEWEST = versions / OURS[-1].name
    OURS_NEWEST.unlink()
    written = write("Written again", versions)
    assert written is not None
    assert written.name == f"{OURS[-1].name[:4]}_written_again.py"
    assert written.read_text().startswith('"""Written again."""\n')
    assert "# ###" not in written.read_text()
