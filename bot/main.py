"""The command line. Only what a command needs is imported: `banhoc --help` must not wait for Telegram's library."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NoReturn, TypeAlias

from bot.help_words import HelpWords
from bot.settings import Settings, WrongSettings, speaks_english
from bot.words import Words
from storage.quiet_hours import LOCAL

MISUNDERSTOOD = 2
Subparsers: TypeAlias = "argparse._SubParsersAction[Parser]"


class Parser(argparse.ArgumentParser):
    """Says its own few words in the operator's language."""

    def __init__(self, *, english: bool = False, **options: Any) -> None:
        self._help = HelpWords(english)
        super().__init__(
            **options, add_help=False, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        self._positionals.title = self._help.arguments_title()
        self._optionals.title = self._help.options_title()
        self.add_argument("-h", "--help", action="help", help=self._help.help())
        self.add_argument("--english", action="store_true", help=self._help.in_english())

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", self._help.usage(), 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", self._help.usage(), 1)

    def error(self, message: str) -> NoReturn:
        self.exit(MISUNDERSTOOD, self._help.misunderstood(self.prog, message) + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, or 1 if something is broken, or 2 if it was called or set up wrongly."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    english = "--english" in given or speaks_english()
    for stream in (sys.stdout, sys.stderr):
        _never_refuse(stream)
    asked = make_parser(english).parse_args(given)
    words = Words(english)
    sys.excepthook = lambda *failed: _apologize(words, *failed)
    try:
        return _COMMANDS[asked.command](asked, words)
    except WrongSettings as error:
        print(words.wrong_settings(error), file=sys.stderr)
        return MISUNDERSTOOD
    except KeyboardInterrupt:
        return 130


def make_parser(english: bool) -> Parser:
    """The parser of the command line."""
    words = HelpWords(english)
    parser = Parser(prog="banhoc", description=words.what_it_is(), english=english)
    commands = parser.add_subparsers(
        title=words.commands_title(),
        dest="command",
        metavar=words.command(),
        required=True,
        prog="banhoc",
        parser_class=Parser,
    )
    described = f"{words.run()}\n\n{words.settings_title()}\n{Settings.describe(english)}"
    _add(commands, "run", words.run(), english, described)
    _add_demo(commands, words)
    chat = _add(commands, "chat", words.chat(), english)
    chat.add_argument("--database", help=words.database())
    chat.add_argument("--name", help=words.person())
    _add(commands, "tour", words.tour(), english)
    publish = _add(commands, "import", words.import_(), english)
    publish.add_argument("file", metavar="FILE", type=Path, help=words.catalogue_file())
    publish.add_argument("--yes", action="store_true", help=words.yes())
    invite = _add(commands, "invite", words.invite(), english)
    invite.add_argument("--ward", metavar=words.ward(), help=words.ward_help())
    _add(commands, "check", words.check(), english)
    understand = _add(commands, "understand", words.understand(), english)
    understand.add_argument("words", metavar=words.sentence(), nargs="+", help=words.sentence_help())
    backup = _add(commands, "backup", words.backup(), english)
    backup.add_argument("file", metavar="FILE", type=Path, help=words.backup_file())
    return parser


def _add(commands: Subparsers, name: str, summary: str, english: bool, described: str | None = None) -> Parser:
    return commands.add_parser(name, help=summary, description=described or summary, english=english)


def _add_demo(commands: Subparsers, words: HelpWords) -> None:
    demo = _add(commands, "demo", words.demo(), words.english)
    demo.add_argument("--at", type=local_moment, help=words.at())
    demo.add_argument("--port", type=port, default=8080, help=words.port())
    demo.add_argument("--database", help=words.database())
    demo.add_argument("--catalogue", type=Path, help=words.catalogue_file())


def local_moment(text: str) -> datetime:
    """A moment as people write it; without a zone it is on local clocks."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)


def port(text: str) -> int:
    """A port that a page can be served on."""
    number = int(text)
    if not 0 < number < 65536:
        raise ValueError
    return number


def _command(module: str, function: str) -> Callable[[argparse.Namespace, Words], int]:
    """The function, imported when it is called."""

    def call(asked: argparse.Namespace, words: Words) -> int:
        work: Callable[[argparse.Namespace, Words], int] = getattr(import_module(module), function)
        return work(asked, words)

    return call


_COMMANDS = {
    "run": _command("bot.working", "run"),
    "chat": _command("bot.working", "chat"),
    "demo": _command("bot.working", "demo"),
    "tour": _command("bot.working", "tour"),
    "import": _command("bot.commands", "publish"),
    "invite": _command("bot.inviting", "invite"),
    "check": _command("bot.checking", "check"),
    "understand": _command("bot.understanding", "understand"),
    "backup": _command("bot.commands", "backup"),
}


def _never_refuse(stream: IO[str]) -> None:
    """A terminal that knows no Vietnamese letters shows question marks instead of a failure."""
    if reconfigure := getattr(stream, "reconfigure", None):
        reconfigure(errors="replace")


def _apologize(words: Words, kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """In place of a traceback, which may quote what people wrote: one line for the log and one sentence."""
    from bot.logs import log_uncaught, start_logs

    start_logs("info")
    log_uncaught(kind, error, traceback)
    print(words.unexpected(kind.__name__), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
