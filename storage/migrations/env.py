"""What Alembic runs: every migration that is missing, in the transaction that its caller has begun."""

from typing import Any, Literal

from alembic import context

import storage.store  # noqa: F401 - brings every table
from storage.base import Base, Moment


def plainly(kind: str, item: Any, autogenerating: Any) -> str | Literal[False]:
    """How a new migration writes a column's type: without our own, which may change."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_item=plainly,
    # Alembic takes SQLite for a database that cannot undo CREATE TABLE. In a transaction begun by hand it can.
    transactional_ddl=True,
)
context.run_migrations()
