"""My classes; giving up a seat or a place in line; keeping it."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.changes import tell_promoted
from handlers.heard import Heard, Routes
from handlers.menu import menu
from handlers.vocabulary import Button, Reply, rows
from handlers.wishes import with_wishes
from storage.learners import Learner
from storage.registrations import Registration, Standing
from storage.store import Store


async def mine(heard: Heard, store: Store) -> list[Reply]:
    """`/cuatoi`, per person of the household, and what they wished for; `/cuatoi qua` for what is past."""
    if heard.argument(0) == "qua":
        return [await _past(heard, store)]
    texts = heard.texts.registrations
    registrations = await store.registrations.list_of(heard.contact.id)
    if not registrations:
        past = Button(texts.past_button, "/cuatoi qua")
        none = Reply(texts.none_yet(), menu(heard.texts) + rows(past)).in_place_of(heard.incoming)
        return [await with_wishes(heard, store, none)]
    entries = [(one, texts.my_entry(one, await place(store, one), store.now)) for one in registrations]
    give_up = [Button(texts.give_up_button(one), f"/huy {one.id}") for one in registrations]
    buttons = (
        *rows(*give_up),
        *rows(Button(texts.calendar_all, "/lich"), Button(texts.past_button, "/cuatoi qua"), wide=2),
        *rows(Button(heard.texts.general.classes, "/lop"), Button(heard.texts.general.menu_button, "/start"), wide=2),
    )
    classes = Reply(texts.my_classes(_by_person(entries)), buttons).in_place_of(heard.incoming)
    return [await with_wishes(heard, store, classes)]


async def _past(heard: Heard, store: Store) -> Reply:
    texts = heard.texts.registrations
    past = [one for one in await store.registrations.list_of(heard.contact.id, past=True) if _was_there(one)]
    back = rows(Button(heard.texts.general.mine, "/cuatoi"), Button(heard.texts.general.menu_button, "/start"), wide=2)
    text = texts.past(_by_person([(one, texts.past_entry(one)) for one in past])) if past else texts.none_past()
    return Reply(text, back).in_place_of(heard.incoming)


def _was_there(registration: Registration) -> bool:
    return registration.standing is Standing.SEATED


def _by_person(entries: Sequence[tuple[Registration, Markup]]) -> list[tuple[Learner, list[Markup]]]:
    people: dict[int, tuple[Learner, list[Markup]]] = {}
    for registration, entry in entries:
        assert registration.learner is not None  # noqa: S101 - only a household's own are listed
        people.setdefault(registration.learner.id, (registration.learner, []))[1].append(entry)
    return list(people.values())


async def place(store: Store, registration: Registration) -> int:
    """In line, from 1; 0 for who has a seat."""
    return await store.registrations.place(registration) if registration.standing is Standing.WAITING else 0


async def _mine(heard: Heard, store: Store) -> Registration | None:
    """The live registration named by the first argument, if it is of this household."""
    found = await store.registrations.find_of(heard.contact.id, heard.number(0))
    return found if found and found.standing is not Standing.CANCELLED else None


def _gone(heard: Heard) -> list[Reply]:
    buttons = rows(Button(heard.texts.general.mine, "/cuatoi"), Button(heard.texts.general.classes, "/lop"), wide=2)
    return [Reply(heard.texts.registrations.no_longer_registered(), buttons).in_place_of(heard.incoming)]


async def give_up(heard: Heard, store: Store) -> list[Reply]:
    """`/huy 17` asks once; `/huy 17 co` does it."""
    registration = await _mine(heard, store)
    if registration is None:
        return _gone(heard)
    texts, course = heard.texts.registrations, registration.course
    if course.last_ends_at <= store.now:
        return [Reply(texts.over(course), menu(heard.texts)).in_place_of(heard.incoming)]
    was_seated = registration.standing is Standing.SEATED
    if heard.argument(1) != "co":
        question = texts.ask_give_up(registration, course, open_now=course.is_open(store.now))
        yes = Button(texts.yes_give_up if was_seated else texts.yes_leave, f"/huy {registration.id} co")
        # The question stands beside what was tapped: a reminder must not lose its place and hour.
        return [Reply(question, rows(yes, Button(texts.keep, f"/giu {registration.id}"), wide=2))]
    await tell_promoted(store, await store.registrations.cancel(registration))
    done = texts.given_up(registration, course, was_seated=was_seated)
    return [Reply(done, menu(heard.texts)).in_place_of(heard.incoming)]


async def keep(heard: Heard, store: Store) -> list[Reply]:
    """`/giu 17`: the answer "keep" to a seat that was offered or was about to be given up."""
    registration = await _mine(heard, store)
    if registration is None:
        return _gone(heard)
    buttons = rows(
        Button(heard.texts.registrations.see_class, f"/lop {registration.course.code}"),
        Button(heard.texts.general.mine, "/cuatoi"),
        wide=2,
    )
    text = heard.texts.registrations.kept(registration, registration.course)
    return [Reply(text, buttons).in_place_of(heard.incoming)]


routes: Routes = {"cuatoi": mine, "mine": mine, "huy": give_up, "nhuong": give_up, "giu": keep}
