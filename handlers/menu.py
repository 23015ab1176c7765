"""The four ways on, and the answers that lead back to them."""

from handlers.heard import Heard
from handlers.texts import Texts
from handlers.vocabulary import Button, Reply, rows

Rows = tuple[tuple[Button, ...], ...]


def menu(texts: Texts) -> Rows:
    """Below most answers: coming classes, my classes, settings, help."""
    general = texts.general
    return rows(
        Button(general.classes, "/lop"),
        Button(general.mine, "/cuatoi"),
        Button(general.settings, "/caidat"),
        Button(general.help_button, "/trogiup"),
        wide=2,
    )


def old_button(heard: Heard) -> list[Reply]:
    """For a button whose question is no longer asked."""
    return [Reply(heard.texts.general.old_button(), menu(heard.texts))]


def not_understood(heard: Heard) -> list[Reply]:
    return [Reply(heard.texts.general.not_understood(), menu(heard.texts))]


def cannot_take(heard: Heard) -> list[Reply]:
    """For a voice message, a photo, a sticker …"""
    return [Reply(heard.texts.general.cannot_take(heard.incoming.kind), menu(heard.texts))]
