"""Greeting and help."""

from dataclasses import replace

from handlers import check_in, groups, organizers, programmes
from handlers.courses import course_card
from handlers.heard import Heard, Routes
from handlers.menu import menu
from handlers.roll import PAYLOAD
from handlers.vocabulary import Button, Reply, rows
from storage.store import Store


async def start(heard: Heard, store: Store) -> list[Reply]:
    """`/start`, also by a deep link to one class, `/start lop_L101`, by an invitation, `/start moi_<token>`,
    or from a lesson's poster, `/start diemdanh_<token>`; into a group that learns, `/start nhom_<code>`.
    """
    payload = heard.argument(0)
    if payload.startswith("lop_"):
        return [await course_card(heard, store, payload.removeprefix("lop_"))]
    if payload.startswith("moi_"):
        return await organizers.accept(replace(heard, arguments=(payload.removeprefix("moi_"),)), store)
    if payload.startswith(PAYLOAD):
        return await check_in.by_link(heard, store, payload.removeprefix(PAYLOAD))
    if payload.startswith("tuan_"):
        return await programmes.linked(heard, store, payload.removeprefix("tuan_"))
    if payload.startswith("nhom_"):
        return [await groups.enter(heard, store, payload.removeprefix("nhom_"))]
    learner = await store.learners.find_self(heard.contact.id)
    greeting = heard.texts.general.greeting(learner.name if learner else None)
    desk = Button(heard.texts.organizers.desk_button, "/banlamviec")
    has_desk = await store.organizers.rights(heard.contact.id) is not None
    quiz = Button(heard.texts.quizzes.quiz_button, "/cauhoi")
    buttons = menu(heard.texts) + rows(quiz, await programmes.soon_button(heard, store), desk if has_desk else None)
    return [Reply(greeting, buttons).in_place_of(heard.incoming)]


async def help_(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.general.help(), menu(heard.texts)).in_place_of(heard.incoming)]


routes: Routes = {"start": start, "batdau": start, "trogiup": help_, "help": help_}
