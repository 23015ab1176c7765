"""The routing table: from what was said to the handler that answers it."""

from typing import Any

from handlers import (
    ages,
    announcing,
    answering,
    answers,
    asking,
    broadcast_writing,
    broadcasts,
    check_in,
    commendations,
    courses,
    desk_clone,
    desk_courses,
    desk_edits,
    desk_import,
    desk_new,
    desk_template,
    files,
    finding,
    general,
    groups,
    hand_added,
    hand_erased,
    kept_answers,
    materials,
    materials_desk,
    my_data,
    organizers,
    privacy,
    programme_desk,
    programme_edit,
    programme_events,
    programme_make,
    programmes,
    questions,
    registrations,
    reminders,
    report_files,
    reports,
    roll,
    roster,
    roster_changes,
    roster_files,
    settings,
    signup,
    tallies,
    targets,
    wishes,
)
from handlers.forms import plain
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.menu import not_understood
from handlers.quizzes import (
    after_class,
    before_after,
    boards,
    importing,
    item_desk,
    poll_desk,
    progress,
    rhythms,
    skills,
    taking,
    to_audience,
)
from handlers.vocabulary import Incoming, Kind, Reply, numbering
from storage.contacts import Met
from storage.dialogs import Dialog
from storage.store import Store

ROOMS = (
    general,
    courses,
    finding,
    answers,
    questions,
    taking,
    rhythms,
    progress,
    boards,
    registrations,
    signup,
    ages,
    settings,
    my_data,
    privacy,
    reminders,
    organizers,
    answering,
    kept_answers,
    wishes,
    tallies,
    announcing,
    broadcasts,
    broadcast_writing,
    desk_courses,
    desk_edits,
    desk_new,
    desk_clone,
    desk_import,
    desk_template,
    importing,
    item_desk,
    materials,
    materials_desk,
    programmes,
    programme_desk,
    programme_edit,
    programme_events,
    programme_make,
    check_in,
    roll,
    roster,
    roster_changes,
    roster_files,
    hand_added,
    hand_erased,
    reports,
    report_files,
    targets,
    skills,
    before_after,
    after_class,
    to_audience,
    groups,
    commendations,
    poll_desk,
)


def _gather(name: str) -> dict[str, Any]:
    gathered: dict[str, Any] = {}
    for room in ROOMS:
        table: dict[str, Any] = getattr(room, name, {})
        assert not gathered.keys() & table.keys(), f"two handlers answer the same word in {room.__name__}"  # noqa: S101
        gathered |= table
    return gathered


async def _file_came(heard: Heard, store: Store) -> list[Reply]:
    return await files.come(heard, store, FILES)


ROUTES: Routes = _gather("routes")
FILES: dict[str, files.FileHandler] = _gather("files")
"""What files of organizers are taken, and by whom; see `handlers.files`."""
DESK: Routes = _gather("desk") | {files.COMES: _file_came}
"""What only organizers say; to everyone else these words mean nothing."""
DIALOGS: Routes = _gather("dialogs")
WORDY: dict[str, Wordy] = _gather("wordy")
"""Of the dialogs that ask for a text or a name: whether words that are spoken commands too are an answer now.

Everywhere else they lead out of the dialog.
"""
assert not ROUTES.keys() & DESK.keys(), "a word for everyone and for organizers"  # noqa: S101


async def answer(heard: Heard, store: Store, dialog: Dialog | None) -> list[Reply]:
    """The answer to one thing said: commands and taps first, then a dialog under way, then plain words."""
    if heard.incoming.kind is not Kind.WORDS:
        return await files.take(heard, store, dialog, FILES)
    said = heard.incoming.text.strip()
    phrase = "" if _answers(dialog, said, store) else heard.texts.general.phrases().get(plain(said))
    command = said if said.startswith("/") else phrase or announcing.spoken(said)
    word, arguments = split(command)
    handler = ROUTES.get(word) or await _of_desk(word, heard, store)
    if handler:
        # That a file came is nothing that they asked for instead.
        if dialog and not dialog.aside and word != files.COMES:
            await store.dialogs.set_aside(dialog)
        return await handler(_with(heard, arguments), store)
    if dialog and not dialog.aside and dialog.kind in DIALOGS and store.dialogs.is_live(dialog):
        return await DIALOGS[dialog.kind](heard, store)
    if command:
        return not_understood(heard)
    by_words = await check_in.by_four_digits(heard, store) or await taking.typed(heard, store)
    return by_words or await asking.ask(heard, store)


def _answers(dialog: Dialog | None, said: str, store: Store) -> bool:
    """Whether what would be a spoken command is meant as an answer: a dialog under way asks for just any words."""
    if dialog is None or dialog.aside or not store.dialogs.is_live(dialog):
        return False
    return dialog.kind in WORDY and WORDY[dialog.kind](dialog, said)


async def _of_desk(word: str, heard: Heard, store: Store) -> Handler | None:
    """Who answers an organizer; nobody for everyone else."""
    return DESK[word] if word in DESK and await store.organizers.rights(heard.contact.id) else None


def split(command: str) -> tuple[str, tuple[str, ...]]:
    """`/dangky L101` as the word and its arguments; `/lop_L101`, which a finger can tap in a text, likewise."""
    parts = command.removeprefix("/").split()
    if not parts:
        return "", ()
    word, _, rest = parts[0].partition("_")
    return word.lower(), tuple(([rest] if rest else []) + parts[1:])


def _with(heard: Heard, arguments: tuple[str, ...]) -> Heard:
    return Heard(heard.incoming, heard.address, heard.contact, heard.texts, arguments)


async def numbered(incoming: Incoming, met: Met, store: Store) -> str:
    """On a channel without buttons a bare number says what the button of that number would."""
    said = incoming.text.strip().rstrip(".")
    if not (said.isascii() and said.isdigit() and len(said) < 4):
        return incoming.text
    offered = await store.outbox.last_offer(met.address.id)
    numbers = numbering([label for label, _ in offered])
    return next((says for number, (_, says) in zip(numbers, offered, strict=True) if number == int(said)), said)
