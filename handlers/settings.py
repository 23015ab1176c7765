"""Settings: language, reminder times, pausing, where one lives."""

from dataclasses import replace

from handlers import texts
from handlers.forms import chosen, tapped_in
from handlers.heard import Handler, Heard, Routes
from handlers.menu import old_button
from handlers.vocabulary import Button, Reply, rows
from storage.store import Store

LEADS = (1440, 120, 30)
"""Minutes before a lesson that one may choose to be reminded at."""
NEIGHBOURHOOD = "neighbourhood"
"""The dialog that waits for it to be typed."""
LONGEST = 120


async def settings(heard: Heard, store: Store) -> list[Reply]:
    """`/caidat` shows what is set; `/caidat <what> <value>` sets it first."""
    match heard.argument(0):
        case "tieng":
            return [await _speak(heard, store)]
        case "nhac":
            return [await _remind(heard, store)]
        case "phuong":
            return [await _move(heard, store)]
        case "boqua":
            return await _skip(heard, store)
        case _:
            return [await _overview(heard, store)]


async def _overview(heard: Heard, store: Store) -> Reply:
    words, contact = heard.texts.settings, heard.contact
    centre = await store.centres.find(contact.centre_id) if contact.centre_id else None
    languages = [
        Button(_mark(heard, label, contact.language == code), f"/caidat tieng {code}")
        for code, label in words.languages
    ]
    paused = Button(words.resume, "/tieptuc") if contact.paused_at else Button(words.pause, "/dung")
    quizzes = Button(heard.texts.rhythms.settings_button, "/nhipcauhoi")
    buttons = (
        *rows(*languages, wide=2),
        *rows(*_leads(heard), wide=2),
        *rows(Button(heard.texts.announcing.news_button, "/tinchung"), quizzes),
        *rows(paused, Button(words.home, "/caidat phuong")),
        *rows(Button(words.my_data, "/dulieu"), Button(heard.texts.general.menu_button, "/start"), wide=2),
    )
    text = words.overview(contact, centre.ward if centre else None)
    return Reply(text, buttons).in_place_of(heard.incoming)


def _mark(heard: Heard, label: str, is_set: bool) -> str:
    return heard.texts.settings.chosen + label if is_set else label


def _leads(heard: Heard) -> list[Button]:
    """Each says what will be, not "the other way round": a second tap changes nothing."""
    words, mine = heard.texts.settings, heard.contact.leads
    leads = [
        Button(_mark(heard, words.lead(lead), lead in mine), f"/caidat nhac {lead} {'khong' if lead in mine else 'co'}")
        for lead in LEADS
    ]
    return [*leads, Button(_mark(heard, words.no_reminders, not mine), "/caidat nhac khong")]


async def _speak(heard: Heard, store: Store) -> Reply:
    language = heard.argument(1)
    if language in texts.LANGUAGES:
        await store.contacts.choose_language(heard.contact, language)
    return await _overview(replace(heard, texts=texts.of(heard.contact.language)), store)


async def _remind(heard: Heard, store: Store) -> Reply:
    lead, wanted = heard.number(1), set(heard.contact.leads)
    if heard.argument(1) == "khong":
        await store.contacts.choose_leads(heard.contact, [])
    elif lead in LEADS:
        changed = wanted - {lead} if heard.argument(2) == "khong" else wanted | {lead}
        await store.contacts.choose_leads(heard.contact, list(changed))
    return await _overview(heard, store)


async def pause(heard: Heard, store: Store) -> list[Reply]:
    """`/dung`: nothing but answers, and changes of the classes one is in."""
    await store.contacts.pause(heard.contact)
    await store.outbox.silence(heard.contact.id)
    words = heard.texts.settings
    buttons = rows(Button(words.resume, "/tieptuc"), Button(words.back, "/caidat"), wide=2)
    return [Reply(words.paused(), buttons).in_place_of(heard.incoming)]


async def resume(heard: Heard, store: Store) -> list[Reply]:
    """`/tieptuc`: everything again."""
    await store.contacts.resume(heard.contact)
    words = heard.texts.settings
    buttons = rows(Button(words.back, "/caidat"), Button(heard.texts.general.menu_button, "/start"), wide=2)
    return [Reply(words.resumed(), buttons).in_place_of(heard.incoming)]


async def _move(heard: Heard, store: Store) -> Reply:
    """`/caidat phuong` asks for the ward, `/caidat phuong 3` takes it and asks for the tổ, `… 0` forgets both."""
    if heard.argument(1) == "0":
        await store.contacts.live_in(heard.contact, None, None)
        return await _overview(heard, store)
    centre = await store.centres.find(heard.number(1))
    if centre is None:
        return await _ask_ward(heard, store)
    contact = heard.contact
    await store.contacts.live_in(contact, centre.id, contact.neighbourhood if contact.centre_id == centre.id else None)
    dialog = await store.dialogs.open(contact.id, NEIGHBOURHOOD, {})
    skip = rows(Button(heard.texts.household.skip, f"/caidat boqua {dialog.id}"))
    return Reply(heard.texts.settings.ask_neighbourhood(centre.ward), skip).in_place_of(heard.incoming)


async def _ask_ward(heard: Heard, store: Store) -> Reply:
    words, mine = heard.texts.settings, heard.contact.centre_id
    wards = [
        Button(_mark(heard, centre.ward, centre.id == mine), f"/caidat phuong {centre.id}")
        for centre in await store.centres.list_all()
    ]
    ways_out = rows(Button(words.no_ward, "/caidat phuong 0"), Button(words.back, "/caidat"), wide=2)
    return Reply(words.ask_ward(), (*rows(*wards, wide=2), *ways_out)).in_place_of(heard.incoming)


async def _skip(heard: Heard, store: Store) -> list[Reply]:
    dialog = await tapped_in(heard, store, NEIGHBOURHOOD, at=1)
    if dialog is None:
        return old_button(heard)
    await store.dialogs.close(heard.contact.id)
    return [await _overview(heard, store)]


async def neighbourhood(heard: Heard, store: Store) -> list[Reply]:
    """The tổ, typed in its dialog."""
    said = " ".join(heard.incoming.text.split())
    if not said.isprintable() or not 0 < len(said) <= LONGEST:
        return [Reply(heard.texts.settings.bad_neighbourhood())]
    if chosen(said, [(heard.texts.household.skip, "thoi")]) is None:
        await store.contacts.live_in(heard.contact, heard.contact.centre_id, said)
    await store.dialogs.close(heard.contact.id)
    return [await _overview(heard, store)]


routes: Routes = {
    "caidat": settings,
    "settings": settings,
    "dung": pause,
    "pause": pause,
    "stop": pause,
    "tieptuc": resume,
    "resume": resume,
}
dialogs: dict[str, Handler] = {NEIGHBOURHOOD: neighbourhood}
