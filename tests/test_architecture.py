"""How the house is built, as far as a program can see it. Every rule has a twin that breaks it and is found."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from importlinter import cli

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "handlers", "schedules", "storage")
ONLY_IN = {
    "aiohttp": "bot",
    "dotenv": "bot",
    "httpx": "bot",
    "playwright": "tests",
    "telegram": "bot",
    "apscheduler": "schedules",
    "aiosqlite": "storage",
    "alembic": "storage",
    "asyncpg": "storage",
    "sqlalchemy": "storage",
    "sqlite3": "storage",
}
"""Which room alone may import what."""
NOW = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}
ENVIRONMENT = {"os.environ", "os.getenv", "environ", "getenv"}
CATCH_ALL = ("handlers/router.py", "schedules/delivery.py", "schedules/jobs.py", "bot/fetching.py")
SENTENCE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9].* | .*[ăđơưĂĐƠƯ\u1ea0-\u1ef9]", re.DOTALL)
"""Vietnamese, and more than a word."""

Rule = Callable[[str, ast.Module], Iterator[int]]
"""From a file's path within the house, and its tree, to the lines that break the rule."""


def test_imports_point_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert cli.lint_imports(no_cache=True, no_logo=True) == 0


def rooms_keep_their_libraries(path: str, tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if any(ONLY_IN.get(name.split(".")[0], path.split("/")[0]) != path.split("/")[0] for name in names):
            yield node.lineno  # type: ignore[attr-defined]


def only_the_clock_reads_the_present(path: str, tree: ast.Module) -> Iterator[int]:
    if path != "schedules/clock.py":
        yield from _mentions(tree, NOW)


def only_settings_read_the_environment(path: str, tree: ast.Module) -> Iterator[int]:
    if path != "bot/settings.py":
        yield from _mentions(tree, ENVIRONMENT)


def _mentions(tree: ast.Module, names: set[str]) -> Iterator[int]:
    """Where one of these is read, whatever stands before: `datetime.datetime.now` too."""
    set_there = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name) and id(node) not in set_there:
            words = ast.unparse(node).split(".")
            if ".".join(words[-2:]) in names:
                yield node.lineno


def few_catch_everything(path: str, tree: ast.Module) -> Iterator[int]:
    """Who catches all and raises it again only tidies up."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = "BaseException" if node.type is None else ast.unparse(node.type)
            raises = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if re.search(r"\b(Base)?Exception\b", caught) and path not in CATCH_ALL and not raises:
                yield node.lineno


def residents_sentences_live_in_texts(path: str, tree: ast.Module) -> Iterator[int]:
    """The command line and the demo, in bot, have words of their own."""
    if path.startswith(("bot/", "handlers/texts/")):
        return
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in told and SENTENCE.search(str(node.value)):
            yield node.lineno


def functions_are_short(path: str, tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 50:
            yield node.lineno


def files_tell_one_story(path: str, tree: ast.Module) -> Iterator[int]:
    last = max((node.end_lineno or 0 for node in tree.body), default=0)
    if last > 300:
        yield last


TWINS: dict[Rule, list[str]] = {
    rooms_keep_their_libraries: ["import sqlalchemy.orm", "from telegram import Bot", "def f():\n    import httpx"],
    only_the_clock_reads_the_present: ["datetime.now(UTC)", "datetime.datetime.now()", "x = time.time", "date.today()"],
    only_settings_read_the_environment: ["os.environ['A']", "import os\nos.getenv('A')", "getenv('A')"],
    few_catch_everything: [
        f"try:\n    pass\nexcept{kind}:\n    pass" for kind in ("", " Exception", " (OSError, BaseException) as e")
    ],
    residents_sentences_live_in_texts: ["x = 'Lớp đã đầy'", "f'Chào bạn {x}, lớp đã đầy'"],
    functions_are_short: ["def f():\n" + "    pass\n" * 50],
    files_tell_one_story: ["pass\n" * 301],
}
"""Every rule, and what breaks it in a handler."""

HARMLESS = (
    '''
"""Nói với người học: lớp đã đầy."""
import time
time.monotonic()
os.environ["LIBRARY_OPTION"] = "1"
now.date()
try:
    pass
except OSError:
    pass
except BaseException:
    raise
'''
    + "def f():\n"
    + "    pass\n" * 49
)


@pytest.mark.parametrize("rule", TWINS, ids=lambda rule: rule.__name__)
def test_the_house_keeps(rule: Rule) -> None:
    files = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")) if file.parent.name != "versions"]
    broken = [
        f"{file.relative_to(ROOT)}:{line}"
        for file in files
        for line in rule(file.relative_to(ROOT).as_posix(), ast.parse(file.read_text()))
    ]
    assert broken == []


@pytest.mark.parametrize("rule", TWINS, ids=lambda rule: rule.__name__)
def test_who_breaks_it_is_found(rule: Rule) -> None:
    assert [source for source in TWINS[rule] if not list(rule("handlers/help.py", ast.parse(source)))] == []
    assert list(rule("handlers/help.py", ast.parse(HARMLESS))) == []


def test_every_folder_of_the_house_is_a_package() -> None:
    """What is not one is left out when the product is installed."""
    folders = {file.parent for room in ROOMS for file in (ROOT / room).rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_no_lock_file_names_a_registry() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        assert "://" not in lock.read_text()
