"""Items in the Aiken format: a question, its options as `A. …` or `A) …`, and `ANSWER: A`. It knows no explanations.

As question/format/aiken/format.php of Moodle reads it, but kinder: a question may have several lines, letters may be
small, and the Vietnamese for "ANSWER:" is as good.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from handlers.quizzes.written import Fault, RowRefusedError, Written, check, lines_of
from storage.folding import fold

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_LINES = 20
"""Of one question with its options."""
_OPTION = re.compile(r"([A-Za-z])[).]\s+(.*)")
_ANSWER = re.compile(r"(?:answer|dap an) ?:.*")
"""Of a folded line."""


@dataclass(slots=True)
class _Open:
    """What was read of a question so far."""

    row: int
    lines: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)

    def end(self, answer: str | None) -> Written:
        """Raises: RowRefusedError."""
        if not self.options:
            raise RowRefusedError("no_options")
        if "".join(self.letters) != LETTERS[: len(self.letters)]:
            raise RowRefusedError("letters", ", ".join(self.letters[:8]))
        if answer is None:
            raise RowRefusedError("no_answer_line")
        if not re.fullmatch(r"[A-Za-z][).]?", answer) or answer[0].upper() not in self.letters:
            raise RowRefusedError("answer_letter", answer[:40])
        right = frozenset([self.letters.index(answer[0].upper())])
        one = Written(self.row, {"vi": " ".join(self.lines)}, {"vi": tuple(self.options)}, right)
        check(one)
        return one


def looks_so(text: str) -> bool:
    """Whether there is at least one option and one answer as Aiken writes them."""
    lines = lines_of(text)
    return any(_answer(line) is not None for line in lines) and any(map(_OPTION.fullmatch, lines))


def _answer(line: str) -> str | None:
    """What follows the word for the answer; None if the line does not begin with it."""
    return line.partition(":")[2].strip() if ":" in line[:12] and _ANSWER.fullmatch(fold(line)) else None


def read(text: str) -> Iterator[Written | Fault]:
    """Each question, in order, or why it cannot be asked; nothing is raised, whatever the text."""
    at = _Open(0)
    for number, line in enumerate(lines_of(text), 1):
        option, answer = _OPTION.fullmatch(line), _answer(line)
        begins_anew = line and not option and answer is None and at.options
        if begins_anew or len(at.lines) + len(at.options) > MOST_LINES:
            yield _ended(at, None)
            at = _Open(0)
        at.row = at.row or (number if line else 0)
        if option:
            at.letters.append(option.group(1).upper())
            at.options.append(option.group(2))
        elif answer is not None:
            yield _ended(at, answer)
            at = _Open(0)
        elif line:
            at.lines.append(line)
    if at.row:
        yield _ended(at, None)


def _ended(at: _Open, answer: str | None) -> Written | Fault:
    try:
        return at.end(answer)
    except RowRefusedError as refused:
        return Fault(at.row, refused.reason, refused.detail)
