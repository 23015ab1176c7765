"""Greeting and help."""

from handlers.courses import course_card
from handlers.heard import Heard, Routes
from handlers.menu import menu
from handlers.vocabulary import Reply
from storage.store import Store


async def start(heard: Heard, store: Store) -> list[Reply]:
    """`/start`, also by a deep link to one class: `/start lop_L101`."""
    payload = heard.argument(0)
    if payload.startswith("lop_"):
        return [await course_card(heard, store, payload.removeprefix("lop_"))]
    learner = await store.learners.find_self(heard.contact.id)
    greeting = heard.texts.general.greeting(learner.name if learner else None)
    return [Reply(greeting, menu(heard.texts)).in_place_of(heard.incoming)]


async def help_(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.general.help(), menu(heard.texts)).in_place_of(heard.incoming)]


routes: Routes = {"start": start, "batdau": start, "trogiup": help_, "help": help_}
