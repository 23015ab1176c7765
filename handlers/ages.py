"""Age groups: asked once, with one row of buttons below the first sign-up; changed in my data."""

from dataclasses import replace

from handlers.heard import Heard, Routes
from handlers.menu import old_button
from handlers.vocabulary import Button, Reply, rows
from storage.learners import AgeGroup, Learner
from storage.store import Store

NOT_SAID = "khong"


def ask_age(heard: Heard, reply: Reply, learner: Learner) -> Reply:
    """The reply, and below it the question, where the answer is not known."""
    if learner.under_16 or learner.age_group is not None:
        return reply
    words = heard.texts.ages
    row = tuple(_choices(heard, learner))
    return replace(reply, text=words.lines(reply.text, "", words.ask(learner)), buttons=(row, *reply.buttons))


def _choices(heard: Heard, learner: Learner) -> list[Button]:
    return [Button(label, f"/tuoi {learner.id} {group}") for group, label in heard.texts.ages.buttons.items()]


async def choose(heard: Heard, store: Store) -> list[Reply]:
    """`/tuoi 5` asks for the age group of learner 5, `/tuoi 5 60_up` notes it, `/tuoi 5 khong` forgets it."""
    words, said = heard.texts.ages, heard.argument(1)
    learner = await store.learners.find(heard.contact.id, heard.number(0))
    if learner is None or learner.under_16:
        return old_button(heard)
    back = rows(Button(heard.texts.my_data.back, "/dulieu"))
    if said in [*words.buttons, NOT_SAID]:
        await store.learners.choose_age_group(learner, None if said == NOT_SAID else AgeGroup(said))
        # In a message of its own: the one that was tapped says where the seat is.
        return [Reply(words.thanks(learner), back)]
    leave_out = rows(Button(words.not_said, f"/tuoi {learner.id} {NOT_SAID}"))
    asked = Reply(words.ask_again(learner), (tuple(_choices(heard, learner)), *leave_out, *back))
    return [asked.in_place_of(heard.incoming)]


routes: Routes = {"tuoi": choose}
