"""Writes a revision of the database: what it takes to get from the newest revision to what the models say now.

    python scripts/revision.py "Racks have a colour"

Reads what it wrote as you would read anybody's change: nothing here knows what becomes of rows that are there already.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
import tempfile
import warnings
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

BIN = Path(sys.executable).parent
#: How our types compile on SQLite and on PostgreSQL, and what versions call them.
TYPES = {
    ("INTEGER", "BIGINT"): "ID",
    ("JSON", "JSONB"): "JSON",
    ("FLOAT", "DOUBLE PRECISION"): "FLOAT",
    ("TEXT", 'TEXT COLLATE "C"'): "LONG_TEXT",
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Write a revision from what the models say now.")
    parser.add_argument("message", help="what changes, as a sentence without its full stop")
    parser.add_argument("--versions", type=Path, help="the folder of revisions; ours unless given")
    arguments = parser.parse_args()
    written = write(arguments.message, arguments.versions)
    print(f"Wrote {written.name}." if written else "The models and the newest revision agree.")
    return 0 if written else 1


def write(message: str, versions: Path | None = None) -> Path | None:
    """Write the next revision, and return its file; None where there is nothing to write."""
    from alembic import command

    from groundplan_server.migrations.run import HERE, configuration
    from groundplan_server.registry import all_specs
    from groundplan_server.store.engine import make_engine

    guests = {spec.key for spec in all_specs() if not spec.model.__module__.startswith("groundplan_server.")}
    if guests:
        sys.exit(f"Plugins make their tables themselves; without {', '.join(sorted(guests))}, please.")
    folder = versions or HERE / "versions"
    number = f"{max((int(file.name[:4]) for file in folder.glob('[0-9]*.py')), default=0) + 1:04}"
    config = configuration()
    config.set_main_option("version_locations", str(folder))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("truncate_slug_length", "60")
    config.attributes["render_item"] = rendered
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        # SQLite cannot tell of indexes over expressions; see `indexes`.
        warnings.simplefilter("ignore")
        engine = make_engine(f"sqlite:///{scratch}/scratch.sqlite")
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            generate(config, connection, message, number)
        engine.dispose()
    made = next(folder.glob(f"{number}_*.py"), None)
    if made:
        made.write_text(tidied(made.read_text()))
        for words in (["format"], ["check", "--fix"]):
            subprocess.run([BIN / "ruff", *words, "--quiet", made], check=True)
    return made


def generate(config: Config, connection: Connection, message: str, number: str) -> None:
    """Have Alembic compare and write, with what it cannot see on SQLite added."""
    from alembic import command

    def complete(context: Any, revision: Any, directives: list[Any]) -> None:
        up, down = directives[0].upgrade_ops, directives[0].downgrade_ops
        for added, removed in indexes(connection):
            up.ops += [added]
            down.ops[:0] = [removed]
        if not up.ops:
            directives.clear()

    with redirect_stdout(io.StringIO()):  # `main` says what was written
        command.revision(config, message, autogenerate=True, rev_id=number, process_revision_directives=complete)


def indexes(connection: Connection) -> list[tuple[Any, Any]]:
    """How to bring indexes over expressions up to date, and how to get back: Alembic does not see them on SQLite."""
    from alembic.operations.ops import CreateIndexOp, DropIndexOp, ExecuteSQLOp
    from sqlalchemy import Index, text
    from sqlalchemy.schema import CreateIndex
    from sqlmodel import SQLModel

    def words(sql: str) -> str:
        return " ".join(sql.replace('"', "").split())

    rows = connection.execute(text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index'")).all()
    there = {row.name: row for row in rows if row.sql and "(" in row.sql.partition("(")[2]}
    tables = SQLModel.metadata.tables
    all_of_them = [index for table in tables.values() for index in table.indexes]
    wanted: dict[str, Index] = {str(index.name): index for index in all_of_them if is_over_expressions(index)}
    steps: list[tuple[Any, Any]] = []
    for name, row in there.items():
        index = wanted.get(name)
        same = index is not None and words(str(CreateIndex(index).compile(connection))) == words(row.sql)
        if same:
            del wanted[name]
        elif row.tbl_name in tables:
            steps.append((DropIndexOp(name, row.tbl_name), ExecuteSQLOp(row.sql)))
    for name, index in wanted.items():
        assert index.table is not None
        steps.append((CreateIndexOp.from_index(index), DropIndexOp(name, index.table.name)))
    return steps


def is_over_expressions(index: Any) -> bool:
    """Whether an index is over more than columns."""
    columns = {column.name for column in index.table.c}
    return any(getattr(expression, "name", None) not in columns for expression in index.expressions)


def rendered(kind: str, item: Any, context: Any) -> str | bool:
    """Our types by the names that versions have for them; everything else as Alembic would."""
    from sqlalchemy.dialects import postgresql, sqlite

    from groundplan_server.language.columns import Moment

    if kind != "type":
        return False
    if isinstance(item, Moment):
        return "MOMENT"
    here, there = (str(item.compile(dialect=d.dialect())) for d in (sqlite, postgresql))
    if length := re.fullmatch(r"VARCHAR\((\d+)\)", here):
        return f"text({length[1]})"
    return TYPES.get((here, there), False)


def tidied(text: str) -> str:
    """A version as we write them: short names, and tables whose references may run in circles."""
    text = re.sub(r"^ *# ### .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"\b(?:batch_op|op)\.f\(('[^']*')\)", r"\1", text)
    text = text.replace(", sqlite_where=None, postgresql_where=None", "").replace(", unique=False", "")
    head, mark, rest = text.partition("def upgrade() -> None:\n")
    body, other, down = rest.partition("\n\ndef downgrade() -> None:\n")
    if "op.create_table(" in body:
        body = body.replace("op.create_table(", "tables.create(").rstrip()
        body = f"    tables = Tables()\n{body}\n    tables.finish()\n"
    names = ("FLOAT", "ID", "JSON", "LONG_TEXT", "MOMENT", "Tables", "text")
    used = [name for name in names if re.search(rf"\b{name}\b[(,)]", body + down)]
    if used:
        head = head.replace(
            "from alembic import op\n",
            f"from alembic import op\n\nfrom groundplan_server.migrations.tables import {', '.join(used)}\n",
        )
    return head + mark + body + other + down


if __name__ == "__main__":
    sys.exit(main())
