"""Alembic's settings, without a file."""

from pathlib import Path

from alembic.config import Config
from sqlalchemy import Connection


def configure(connection: Connection) -> Config:
    """For work within the transaction of this connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
