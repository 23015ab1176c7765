"""What residents choose of announcements: whether they get any, their associations and topics; is this one ours?"""

import re
from dataclasses import replace

from handlers.broadcast_message import PLACE
from handlers.forms import plain
from handlers.heard import Heard, Routes
from handlers.menu import menu
from handlers.privacy import PRIVACY_VERSION
from handlers.vocabulary import Button, Reply, rows
from storage.consents import Purpose
from storage.memberships import Association
from storage.store import Store

MOST_TOPICS = 40
AFTER_SIGN_UP = "moi"
FIRST_WORDS = 80
"""Characters of a broadcast by which it is recognised."""
_CHECK = re.compile(r"(?:kiem tra|check)(?: (?:giup|ma|tin|thong bao|code|message))* ([a-z0-9]{5,10})")


async def news(heard: Heard, store: Store) -> list[Reply]:
    """`/tinchung co` and `/tinchung khong`: whether they want the centre's general news; alone it says how it is."""
    words, contact = heard.texts.announcing, heard.contact
    said = {"co": True, "khong": False}.get(plain(heard.argument(0)))
    before = await store.consents.last_word(contact.id, Purpose.ANNOUNCEMENTS)
    if said is not None and said is not before:
        await store.consents.record(contact.id, Purpose.ANNOUNCEMENTS, PRIVACY_VERSION, given=said)
    if said is False:
        await store.mailings.opt_out(contact.id, Purpose.ANNOUNCEMENTS)
    wanted = bool(before) if said is None else said
    other = Button(words.no_news, "/tinchung khong") if wanted else Button(words.yes_news, "/tinchung co")
    text = words.news(wanted, changed=said is not None)
    choose = rows(Button(words.associations_button, "/hoivien"), Button(words.topics_button, "/sothich"))
    back = rows(Button(heard.texts.settings.back, "/caidat"), Button(heard.texts.general.menu_button, "/start"), wide=2)
    reply = Reply(text, rows(other) + (choose if wanted else ()) + back)
    # Asked below a sign-up, the answer must not take its place.
    return [reply if heard.argument(1) == AFTER_SIGN_UP else reply.in_place_of(heard.incoming)]


async def with_question(heard: Heard, store: Store, reply: Reply) -> Reply:
    """The reply, and below it whether they want general news: nothing is ticked, and no answer is no."""
    if await store.consents.last_word(heard.contact.id, Purpose.ANNOUNCEMENTS) is not None:
        return reply
    words = heard.texts.announcing
    yes = Button(words.yes_news, f"/tinchung co {AFTER_SIGN_UP}")
    answers = rows(yes, Button(words.no_thanks, f"/tinchung khong {AFTER_SIGN_UP}"), wide=2)
    return replace(reply, text=words.lines(reply.text, "", words.ask_news()), buttons=reply.buttons + answers)


def spoken(said: str) -> str:
    """The command that "kiểm tra ABC123" means; an empty string if it is not that."""
    found = _CHECK.fullmatch(plain(said))
    code = found[1] if found else ""
    # A word is no code, unless it is written like one.
    is_code = any(one.isdigit() for one in code) or (bool(code) and code.upper() in said)
    return f"/kiemtra {code}" if is_code else ""


async def check(heard: Heard, store: Store) -> list[Reply]:
    """`/kiemtra ABC123`: whether a message with this code is ours."""
    words, code = heard.texts.announcing, "".join(heard.arguments).upper()[:20]
    if not code:
        return [Reply(words.ask_code(), menu(heard.texts)).in_place_of(heard.incoming)]
    found = await store.broadcasts.check(code)
    if found is None:
        ask = rows(Button(words.ask_staff, "/hoicanbo"))
        return [Reply(words.not_ours(code), ask + menu(heard.texts)).in_place_of(heard.incoming)]
    english = heard.texts.language == "en" and found.text_en
    said = PLACE.sub("…", found.text_en if english and found.text_en else found.text_vi)
    begins = " ".join(said.split())
    begins = begins if len(begins) <= FIRST_WORDS else begins[:FIRST_WORDS].rsplit(" ", 1)[0] + " …"
    return [Reply(words.ours(code, found.ward, found.started_at, begins), menu(heard.texts))]


async def associations(heard: Heard, store: Store) -> list[Reply]:
    """`/hoivien` shows what they belong to; `/hoivien women co` and `… khong` say it."""
    words, contact = heard.texts.announcing, heard.contact.id
    chosen, said = heard.argument(0), heard.argument(1)
    if chosen in set(Association) and said == "co":
        await store.memberships.join(contact, Association(chosen))
    elif chosen in set(Association) and said == "khong":
        await store.memberships.leave(contact, Association(chosen))
    mine = await store.memberships.list_of(contact)
    buttons = [_toggle(heard, "hoivien", one, words.association(one), is_set=one in mine) for one in Association]
    reply = Reply(words.associations(), rows(*buttons, wide=2) + _back(heard))
    return [reply.in_place_of(heard.incoming)]


async def topics(heard: Heard, store: Store) -> list[Reply]:
    """`/sothich` shows the topics they want to hear of; `/sothich 3 co` and `… khong` say it."""
    words, contact = heard.texts.announcing, heard.contact.id
    topic, said = await store.topics.find(heard.number(0)), heard.argument(1)
    if topic and said == "co":
        await store.follows.follow(contact, topic.id)
    elif topic and said == "khong":
        await store.follows.unfollow(contact, topic.id)
    mine, there = await store.follows.list_of(contact), (await store.topics.list_all())[:MOST_TOPICS]
    buttons = [_toggle(heard, "sothich", one.id, one.name, is_set=one.id in mine) for one in there]
    reply = Reply(words.topics(some=bool(there)), rows(*buttons, wide=2) + _back(heard))
    return [reply.in_place_of(heard.incoming)]


def _toggle(heard: Heard, word: str, value: object, label: str, *, is_set: bool) -> Button:
    """It says what will be, not "the other way round": a second tap changes nothing."""
    mark = heard.texts.settings.chosen if is_set else ""
    return Button(mark + label, f"/{word} {value} {'khong' if is_set else 'co'}")


def _back(heard: Heard) -> tuple[tuple[Button, ...], ...]:
    return rows(Button(heard.texts.announcing.news_button, "/tinchung"), Button(heard.texts.settings.back, "/caidat"))


routes: Routes = {
    "tinchung": news,
    "news": news,
    "hoivien": associations,
    "sothich": topics,
    "kiemtra": check,
    "check": check,
}
