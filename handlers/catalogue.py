"""Reading a catalogue: from a file to courses and their lessons, or everything that is wrong with it at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from handlers.catalogue_cells import as_text
from handlers.catalogue_files import FOR_OPERATORS, Limits, UnreadableError, read_rows
from handlers.catalogue_rows import MAY_BE_EMPTY, SHARED, Column, Faults, ReadRow, find_columns, read_row
from handlers.texts import Texts
from storage.catalogue_plan import Catalogue, CourseFacts, Entry, Meeting

LONGEST_LESSON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Refused:
    """The file is refused as a whole. `faults`: a sentence each, in order of rows."""

    faults: tuple[Markup, ...]


def read_catalogue(name: str, content: bytes, texts: Texts, limits: Limits = FOR_OPERATORS) -> Catalogue | Refused:
    """The courses of a CSV or Excel file, or all that is wrong with it; `name` of the file only to speak of it."""
    try:
        header, *rows = read_rows(name, content, texts, limits)
    except UnreadableError as unreadable:
        return Refused((unreadable.why,))
    columns, ignored, wrong = find_columns(header, texts.catalogue)
    if wrong:
        return Refused(tuple(wrong))
    faults = Faults(texts.catalogue, {column: as_text(header.cells[index]) for column, index in columns.items()})
    courses: dict[str, list[ReadRow]] = {}
    for row in rows:
        read = read_row(row, columns, faults)
        if read.code:
            courses.setdefault(read.code.lower(), []).append(read)
    entries = [_entry(reads, faults) for reads in courses.values()]
    if faults.found:
        return Refused(faults.in_order())
    return Catalogue(tuple(entry for entry in entries if entry), ignored)


def _entry(reads: Sequence[ReadRow], faults: Faults) -> Entry | None:
    """One course from its rows; None if something is missing, which is a fault."""
    shared = {column: _agreed(column, reads, faults) for column in SHARED}
    for read in reads:
        _check_lesson(read, faults)
    _check_repeats(reads, faults)
    _check_closing(reads, shared[Column.REGISTRATION_CLOSES_AT], faults)
    facts = _facts(reads[0].code, shared)
    if facts is None:
        return None
    meetings = [
        Meeting(one.starts_at, one.ends_at, one.venue, facts.ward, one.row)
        for one in reads
        if one.starts_at and one.ends_at and one.venue and not one.called_off
    ]
    return Entry(reads[0].row, facts, tuple(sorted(meetings, key=lambda one: one.starts_at)))


def _agreed(column: Column, reads: Sequence[ReadRow], faults: Faults) -> str | int | datetime | None:
    """What the rows of a course say together; a row that leaves it empty agrees with the others."""
    saying = [read for read in reads if column in read.shared]
    if not saying:
        if column not in MAY_BE_EMPTY:
            faults.add(reads[0].row, column, faults.words.required(column.value))
            return None
        return 0 if column is Column.FEE_VND else ""
    first = saying[0]
    value = first.shared[column]
    for read in saying[1:]:
        if value is not None and read.shared[column] not in {value, None}:
            faults.add(read.row, column, faults.words.must_agree(first.row, first.code))
    return value


def _check_lesson(read: ReadRow, faults: Faults) -> None:
    if read.starts_at is None or read.ends_at is None:
        return
    if read.ends_at <= read.starts_at:
        faults.add(read.row, Column.ENDS_AT, faults.words.ends_too_early(read.starts_at))
    elif read.ends_at - read.starts_at > LONGEST_LESSON:
        faults.add(read.row, Column.ENDS_AT, faults.words.lasts_too_long(read.starts_at))


def _check_repeats(reads: Sequence[ReadRow], faults: Faults) -> None:
    seen: dict[datetime, int] = {}
    for read in reads:
        if read.starts_at is None:
            continue
        if read.starts_at in seen:
            faults.add(read.row, Column.STARTS_AT, faults.words.same_lesson(seen[read.starts_at], read.code))
        seen.setdefault(read.starts_at, read.row)


def _check_closing(reads: Sequence[ReadRow], closes_at: object, faults: Faults) -> None:
    last = max((read.ends_at for read in reads if read.ends_at), default=None)
    if isinstance(closes_at, datetime) and last and closes_at > last:
        row = next(read.row for read in reads if Column.REGISTRATION_CLOSES_AT in read.shared)
        faults.add(row, Column.REGISTRATION_CLOSES_AT, faults.words.closes_too_late(last))


def _facts(code: str, shared: Mapping[Column, str | int | datetime | None]) -> CourseFacts | None:
    words = {column: value for column, value in shared.items() if isinstance(value, str)}
    numbers = {column: value for column, value in shared.items() if isinstance(value, int)}
    closes_at = shared[Column.REGISTRATION_CLOSES_AT]
    if len(words) + len(numbers) + 1 < len(shared) or not isinstance(closes_at, datetime):
        return None
    return CourseFacts(
        code=code,
        title=words[Column.TITLE],
        topic=words[Column.TOPIC],
        description=words[Column.DESCRIPTION],
        ward=words[Column.WARD],
        capacity=numbers[Column.CAPACITY],
        fee_vnd=numbers[Column.FEE_VND],
        audience=words[Column.AUDIENCE],
        teacher=words[Column.TEACHER],
        registration_closes_at=closes_at,
    )
