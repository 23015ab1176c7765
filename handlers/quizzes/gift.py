r"""Items in Moodle's GIFT format: multiple choice and true or false, as question/format/gift/format.php reads them.

A blank line ends a question, a line that begins with // is a comment, `::name::` is left out, `\` takes the meaning
from : # = { } ~ and itself, `\n` is a line break. `####` begins the general feedback, which explains our item; without
it the feedback of the right answer does. Kinder than Moodle in two ways: `$CATEGORY:` needs no blank line after it, and
{true} is as good as {TRUE}.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.catalogue_cells import as_text
from handlers.quizzes.written import Fault, RowRefusedError, Written, check, lines_of, topic_named
from handlers.texts import ENGLISH, VIETNAMESE

LONGEST = 5_000
"""Characters of one question with all that belongs to it."""
_SPECIAL = "\\:#={}~n"
_HIDDEN = {mark: chr(0xE000 + at) for at, mark in enumerate(_SPECIAL)}
"""What stands for an escaped character while its question is taken apart; no text has these letters."""
_SHOWN = str.maketrans({letter: "\n" if mark == "n" else mark for mark, letter in _HIDDEN.items()})
_ESCAPED = re.compile(rf"\\([{re.escape(_SPECIAL)}])")
_ANSWERS = re.compile(r"\{\s*(?:[=~#%}]|(?:T|F|TRUE|FALSE)\s*[#}])", re.IGNORECASE)
_WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]{1,9})?)%")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_TAG = re.compile(r"</?(?:p|br|b|i|u|em|strong|span|div|ul|ol|li|a|sub|sup|font|h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)
_PICTURE = re.compile(r"<(?:img|video|audio|iframe|object)\b|@@PLUGINFILE@@", re.IGNORECASE)
_TRUE_FALSE = {one.language: (one.item_files.true, one.item_files.false) for one in (VIETNAMESE, ENGLISH)}


@dataclass(frozen=True, slots=True)
class _Block:
    row: int
    category: str
    text: str
    """Escaped characters are hidden."""


@dataclass(frozen=True, slots=True)
class _Answer:
    text: str
    weight: float
    """100: wholly right."""
    feedback: str


def looks_so(text: str) -> bool:
    """Whether there is at least one question as GIFT writes them."""
    return any(line.startswith("$CATEGORY:") for line in lines_of(text)) or bool(_ANSWERS.search(_hidden(text)))


def read(text: str) -> Iterator[Written | Fault]:
    """Each question, in order, or why it cannot be asked; nothing is raised, whatever the text."""
    for block in _blocks(text):
        try:
            yield _question(block)
        except RowRefusedError as refused:
            yield Fault(block.row, refused.reason, refused.detail)


def _hidden(text: str) -> str:
    return _ESCAPED.sub(lambda found: _HIDDEN[found.group(1)], text)


def _blocks(text: str) -> Iterator[_Block]:
    category, began, lines = "", 0, list[str]()
    for number, line in enumerate([*lines_of(text), ""], 1):
        ends = not line or line.startswith("$CATEGORY:")
        if ends and lines:
            yield _Block(began, category, _hidden("\n".join(lines)))
            lines = []
        if line.startswith("$CATEGORY:"):
            category = line.removeprefix("$CATEGORY:")
        elif line and not line.startswith("//"):
            began = began if lines else number
            lines.append(line)


def _question(block: _Block) -> Written:
    text = block.text
    if len(text) > LONGEST:
        raise RowRefusedError("too_long", f"{len(text)}/{LONGEST}")
    if text.startswith("::") and "::" in text[2:]:
        text = text[2:].split("::", 1)[1].strip()
    question, inside = _apart(text)
    inside, general, *_ = [*inside.rsplit("####", 1), ""]
    options, right, feedback = _true_or_false(inside.strip()) or _choices(inside.strip())
    explained = _plain(general) or feedback
    topic = topic_named(_plain(block.category).rsplit("/", 1)[-1])
    explanation = {"vi": explained} if explained else {}
    one = Written(block.row, {"vi": _plain(question)}, options, right, explanation, topic)
    check(one)
    return one


def _apart(text: str) -> tuple[str, str]:
    """The question and what is between the braces; a gap where the answer belongs into the sentence."""
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        raise RowRefusedError("no_answers")
    if not 0 <= start < end:
        raise RowRefusedError("braces")
    before, inside, after = text[:start], text[start + 1 : end], text[end + 1 :]
    if any(brace in inside + after for brace in "{}"):
        raise RowRefusedError("braces")
    return before + ("_____" + after if after.strip() else ""), inside


def _true_or_false(inside: str) -> tuple[dict[str, tuple[str, ...]], frozenset[int], str] | None:
    said, wrong, right, *_ = [*inside.split("#", 2), "", ""]
    if said.strip().upper() not in ("T", "TRUE", "F", "FALSE"):
        return None
    is_true = said.strip().upper().startswith("T")
    return dict(_TRUE_FALSE), frozenset([0 if is_true else 1]), _plain(right) or _plain(wrong)


def _choices(inside: str) -> tuple[dict[str, tuple[str, ...]], frozenset[int], str]:
    if not inside:
        raise RowRefusedError("essay")
    if inside.startswith("#"):
        raise RowRefusedError("number")
    if "~" not in inside:
        raise RowRefusedError("matching" if "->" in inside else "typed")
    answers = list(_answers(inside))
    if any(0 < one.weight < 100 for one in answers):
        raise RowRefusedError("partly_right")
    right = frozenset(at for at, one in enumerate(answers) if one.weight >= 100)
    feedback = next((one.feedback for at, one in enumerate(answers) if at in right and one.feedback), "")
    return {"vi": tuple(one.text for one in answers)}, right, feedback


def _answers(inside: str) -> Iterator[_Answer]:
    # Moodle reads "~=yes" as "=yes": nothing stands between the two marks.
    first, *pieces = re.split(r"([=~])", re.sub(r"~\s*=", "=", inside))
    if first.strip():
        raise RowRefusedError("before_answers", _plain(first)[:40])
    for mark, piece in zip(pieces[::2], pieces[1::2], strict=True):
        said, _, feedback = piece.strip().partition("#")
        weighed = _WEIGHT.match(said)
        weight = float(weighed.group(1)) if weighed else 100.0 if mark == "=" else 0.0
        yield _Answer(_plain(said[weighed.end() :] if weighed else said), weight, _plain(feedback))


def _plain(text: str) -> str:
    """As people read it: without the mark of a format, tags and line breaks."""
    text = text.strip()
    marked = _FORMAT.match(text)
    text = text[marked.end() :] if marked else text
    if marked is None or marked.group(1) != "plain":
        if _PICTURE.search(text):
            raise RowRefusedError("picture")
        text = html.unescape(_TAG.sub(" ", text))
    return as_text(text.translate(_SHOWN))
