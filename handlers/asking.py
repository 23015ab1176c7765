"""Asking in one's own words: what was understood, and who answers it."""

from dataclasses import replace

from handlers import answers, finding, general, programmes, questions, registrations, settings, tallies
from handlers.exchanges import context_of, index_of
from handlers.heard import Handler, Heard
from handlers.language.index import Index
from handlers.language.intents import Intent
from handlers.language.understanding import Understood, understand
from handlers.menu import menu, not_understood
from handlers.quizzes import taking
from handlers.quizzes.suggesting import topic_on
from handlers.vocabulary import Button, Reply, rows
from storage.store import Store


async def ask(heard: Heard, store: Store) -> list[Reply]:
    """Any words that are no command and answer no question of ours. Their reading is counted, whatever comes of it."""
    index = await index_of(store)
    context = context_of(await store.exchanges.recall(heard.contact.id))
    made = understand(heard.incoming.text, store.now, index, context)
    prepared = await _prepared(heard, store, index, made)
    if prepared:
        outcome, replies = tallies.ANSWERED, prepared
    elif made.intent in (Intent.FIND, Intent.ABOUT, Intent.REGISTER):
        made = await finding.with_seats(store, index, made)
        outcome = tallies.FOUND if made.selected.numbers else tallies.NONE
        exchange = finding.with_turn(context, made, heard.incoming.text, store.now)
        replies = await finding.classes(heard, store, index, made, exchange)
    elif made.intent is Intent.CANCEL:
        outcome, replies = tallies.OTHER, await _cancel(heard, store, index, made)
    elif made.intent is Intent.QUIZ:
        outcome, replies = tallies.OTHER, await _quiz(heard, store, made)
    else:
        outcome = _OUTCOMES.get(made.intent, tallies.OTHER)
        replies = await _ANSWERS.get(made.intent, _not_understood)(heard, store)
    await tallies.count(store, made, index, outcome)
    return replies


async def _prepared(heard: Heard, store: Store, index: Index, made: Understood) -> list[Reply] | None:
    """A learning week, or the answer prepared for this question; a secret is warned of before anything else."""
    if made.intent is Intent.SECRET:
        return None
    week = await programmes.asked(heard, store)
    if week:
        return week
    match = await answers.look_up(heard, store, made, index)
    return await answers.answer(heard, store, match) if match else None


async def _cancel(heard: Heard, store: Store, index: Index, made: Understood) -> list[Reply]:
    """The one registration that is meant, else all of them to choose from."""
    live = await store.registrations.list_of(heard.contact.id)
    meant = {index.entries[one].listed.id for one in made.selected.numbers}
    fitting = [one for one in live if one.course_id in meant] or live
    if len(fitting) == 1:
        return await registrations.give_up(replace(heard, arguments=(str(fitting[0].id),)), store)
    return await registrations.mine(replace(heard, arguments=()), store)


async def _quiz(heard: Heard, store: Store, made: Understood) -> list[Reply]:
    """On the topic that was named, if there is one."""
    topic = topic_on(tallies.subject(made.wanted.topic))
    return await taking.quiz(replace(heard, arguments=(topic,) if topic else ()), store)


async def _not_understood(heard: Heard, store: Store) -> list[Reply]:
    return not_understood(heard)


async def _human(heard: Heard, store: Store) -> list[Reply]:
    wards = [centre.ward for centre in await store.centres.list_all()]
    ask_staff = rows(Button(heard.texts.questions.ask_button, "/hoicanbo"))
    return [Reply(heard.texts.asking.human(wards[:5]), ask_staff + menu(heard.texts))]


async def _how(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.asking.how_to_register(), menu(heard.texts))]


async def _thanks(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.asking.thanks(), menu(heard.texts))]


async def _bye(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.asking.bye())]


async def _okay(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.asking.okay(), menu(heard.texts))]


async def _away(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.asking.away(), menu(heard.texts))]


async def _foreign(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.asking.foreign(), menu(heard.texts))]


async def _question(heard: Heard, store: Store) -> list[Reply]:
    return [await questions.unanswered(heard, store, heard.texts.asking.unprepared())]


async def _secret(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.asking.secret(), menu(heard.texts))]


_ANSWERS: dict[Intent, Handler] = {
    Intent.SECRET: _secret,
    Intent.STOP: settings.pause,
    Intent.HOW_REGISTER: _how,
    Intent.MINE: registrations.mine,
    Intent.REMIND: settings.settings,
    Intent.HUMAN: _human,
    Intent.HELP: general.help_,
    Intent.THANKS: _thanks,
    Intent.BYE: _bye,
    Intent.OKAY: _okay,
    Intent.HELLO: general.start,
    Intent.AWAY: _away,
    Intent.FOREIGN: _foreign,
    Intent.QUESTION: _question,
}
_OUTCOMES = {
    Intent.AWAY: tallies.AWAY,
    Intent.FOREIGN: tallies.UNANSWERED,
    Intent.QUESTION: tallies.UNANSWERED,
    Intent.UNKNOWN: tallies.UNANSWERED,
}
