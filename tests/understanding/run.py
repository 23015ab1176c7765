"""Play cases through the real handlers and write what was answered, for score.py.

    python -m tests.understanding.run CASES.jsonl CATALOGUE.csv REPLIES.jsonl [--plain] [--now ISO]

`--plain` takes the diacritics off what people say.
"""

import argparse
import asyncio
import json
import time
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.publishing import publish_file
from handlers import texts
from handlers.conversation import answer
from handlers.heard import Heard
from handlers.vocabulary import Incoming, Reply
from storage.database import Database
from storage.opening import open_database


def plain(text: str) -> str:
    """Without diacritics, otherwise as typed."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(one for one in apart if not unicodedata.combining(one))


def shown(replies: Sequence[Reply]) -> str:
    """All text and every button's label."""
    lines = []
    for reply in replies:
        lines.append(
            reply.text.striptags()
            if "\n" not in reply.text
            else "\n".join(type(reply.text)(line).striptags() for line in reply.text.split("\n"))
        )
        lines += [button.label for row in reply.buttons for button in row]
    return "\n".join(lines)


async def play(database: Database, person: str, turns: Iterable[str], now: datetime) -> tuple[str, float]:
    """Somebody new says these; the last answer, and the milliseconds it took, the commit not included."""
    replies: Sequence[Reply] = ()
    milliseconds = 0.0
    for number, said in enumerate(turns):
        incoming = Incoming("test", person, f"{person}-{number}", said, chat_name="An")
        async with database.begin(now) as store:
            met = await store.contacts.meet("test", person, "An", "vi")
            assert met.contact is not None
            heard = Heard(incoming, met.address, met.contact, texts.of("vi"))
            begun = time.perf_counter()
            replies = await answer(heard, store, met.dialog)
            milliseconds = (time.perf_counter() - begun) * 1000
    return shown(replies), milliseconds


async def play_all(cases: Sequence[dict[str, Any]], catalogue: Path, database: str) -> list[dict[str, Any]]:
    """Cases of one moment against one catalogue."""
    now = datetime.fromisoformat(cases[0]["now"])
    opened = await open_database(database)
    try:
        await publish_file(opened, now, catalogue.name, catalogue.read_bytes())
        played = []
        for case in cases:
            reply, spent = await play(
                opened, case["id"], case.get("turns", [case["text"]]), datetime.fromisoformat(case["now"])
            )
            played.append({"id": case["id"], "reply": reply, "ms": spent})
        return played
    finally:
        await opened.close()


def run(cases: Sequence[dict[str, Any]], catalogue: Path, *, without_marks: bool = False) -> list[dict[str, Any]]:
    """What was answered to each case, in order."""
    if without_marks:
        cases = [
            case | {"text": plain(case["text"]), "turns": [plain(one) for one in case.get("turns", [case["text"]])]}
            for case in cases
        ]
    with TemporaryDirectory() as folder:
        return asyncio.run(play_all(cases, catalogue, str(Path(folder) / "cases.sqlite3")))


def load(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("replies", type=Path)
    parser.add_argument("--plain", action="store_true")
    asked = parser.parse_args()
    played = run(load(asked.cases), asked.catalogue, without_marks=asked.plain)
    asked.replies.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in played), encoding="utf-8")


if __name__ == "__main__":
    main()
