"""What a database's drivers raise, by one name for those who must not know the drivers."""

import sqlite3

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

DATABASE_TROUBLE: tuple[type[Exception], ...] = (
    SQLAlchemyError,
    sqlite3.Error,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
)
"""It cannot be reached, refuses us, is full or damaged. A refused connection may also be an OSError."""
