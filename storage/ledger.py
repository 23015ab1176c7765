"""The ledger of deletions: a file beside the database, so that a restored backup forgets the same people again.

It names nobody: a line is a moment and a keyed hash of an address. It stays where it is when a backup is restored.
"""

import hmac
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

KEPT = timedelta(days=40)
"""Backups are kept for 30 days: no older line can matter, and ten more days cost nothing."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What a ledger holds."""

    salt: str
    deletions: dict[str, datetime]
    """When an address was last deleted, by its fingerprint."""

    def deleted_at(self, channel: str, external_id: str) -> datetime | None:
        """When whoever spoke from this address last asked to be forgotten."""
        return self.deletions.get(fingerprint(self.salt, channel, external_id))


def fingerprint(salt: str, channel: str, external_id: str) -> str:
    """Of an address, in hexadecimal."""
    return hmac.digest(salt.encode(), f"{channel}:{external_id}".encode(), "sha256").hex()


class Ledger:
    """A salt on the first line, then a line a deletion. Blocking: call it in a thread."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, addresses: Iterable[tuple[str, str]], at: datetime) -> None:
        """Remember that these (channel, external id) were deleted; it is on the disk when this returns."""
        file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            salt = self.read().salt
            lines = [] if salt else [salt := secrets.token_hex(16)]
            # Each line begins with its end-of-line: a line torn by a crash cannot swallow the next.
            lines += [f"\n{at.isoformat()} {fingerprint(salt, *address)}" for address in addresses]
            os.write(file, "".join(lines).encode())
            os.fsync(file)
        finally:
            os.close(file)

    def read(self) -> Noted:
        """Everything; a torn line says nothing."""
        salt, *lines = self._path.read_text().split("\n") if self._path.exists() else [""]
        deletions: dict[str, datetime] = {}
        for line in lines:
            moment, _, address = line.partition(" ")
            if len(address) == 64:
                deletions[address] = datetime.fromisoformat(moment)
        return Noted(salt, deletions)

    def tidy(self, now: datetime) -> None:
        """Drop the lines that no backup can need any more. Nobody may note meanwhile."""
        noted = self.read()
        kept = {address: at for address, at in noted.deletions.items() if now - at < KEPT}
        if len(kept) < len(noted.deletions):
            fresh = self._path.with_name(self._path.name + ".new")
            fresh.touch(0o600)
            fresh.write_text("\n".join([noted.salt, *(f"{at.isoformat()} {address}" for address, at in kept.items())]))
            fresh.replace(self._path)
