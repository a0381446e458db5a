"""How Alembic runs our versions: on the connection it is handed, in that connection's transaction."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

given = context.config.attributes
context.configure(
    connection=given["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    # Whoever writes a version says how it is written.
    render_item=given.get("render_item"),
)
with context.begin_transaction():
    context.run_migrations()
