"""The organizers' desk: its first page, invitations, who is trusted with what, and the audit log."""

from collections.abc import Sequence
from itertools import groupby

from handlers import texts
from handlers.heard import Heard, Routes
from handlers.menu import Rows, menu
from handlers.rights import told_over, trusted
from handlers.roll import due_today
from handlers.texts import Texts
from handlers.vocabulary import Button, Reply, rows
from storage.audit import AuditEntry
from storage.organizers import INVITED_FOR, Organizer, Rights
from storage.store import Store

PAGE = 10
EVERYWHERE = "tatca"
PAGED = "trang"


async def first_page(heard: Heard, store: Store) -> list[Reply]:
    """`/banlamviec`: what an organizer can do, as buttons."""
    rights, words = await trusted(heard, store), heard.texts.organizers
    buttons = [Button(label, says) for label, says in words.commands(await store.questions.count_open(rights))]
    text = words.desk(await told_over(heard, store, rights))
    back = rows(Button(heard.texts.general.menu_button, "/start"))
    due = await due_today(heard, store, rights)
    return [Reply(text, due + rows(*buttons, wide=2) + back).in_place_of(heard.incoming)]


async def accept(heard: Heard, store: Store) -> list[Reply]:
    """`/moi <token>`, or the deep link `/start moi_<token>`: an invitation is opened."""
    words = heard.texts.organizers
    organizer = await store.organizers.accept(heard.argument(0), heard.contact.id)
    rights = await store.organizers.rights(heard.contact.id)
    if rights is None:
        return [Reply(words.dead_invitation(), menu(heard.texts))]
    to_desk = rows(Button(words.desk_button, "/banlamviec"))
    if organizer is None:
        return [Reply(words.already(await told_over(heard, store, rights)), to_desk)]
    await store.audit.note(heard.contact.id, organizer.centre_id, "joined", organizer=organizer.id)
    await _tell_inviter(store, organizer)
    return [Reply(words.welcome(_over(heard.texts, organizer)), to_desk)]


async def _tell_inviter(store: Store, organizer: Organizer) -> None:
    """A link can go astray: whoever sent it sees who came."""
    if organizer.invited_by is None:
        return
    language = texts.of((await store.contacts.get(organizer.invited_by)).language)
    text = language.organizers.came(organizer.contact.chat_name, _over(language, organizer))
    reply = Reply(text, rows(Button(language.organizers.team_button, "/nhom")))
    await store.outbox.owe(organizer.invited_by, reply.body(), f"organizer_came:{organizer.id}")


def _over(language: Texts, organizer: Organizer) -> str:
    centre = organizer.centre
    return language.organizers.over([centre.ward] if centre else [], everywhere=centre is None)


async def team(heard: Heard, store: Store) -> list[Reply]:
    """`/nhom` shows who is trusted; `/nhom moi …` invites, `/nhom thoi …` ends somebody's right."""
    rights = await trusted(heard, store)
    match heard.argument(0):
        case "moi":
            return [await _invite(heard, store, rights)]
        case "thoi":
            return [await _end(heard, store, rights)]
        case _:
            return [await _overview(heard, store, rights)]


async def _overview(heard: Heard, store: Store, rights: Rights) -> Reply:
    words, members = heard.texts.organizers, await store.organizers.list_within(rights)
    listed = [
        (over, [(one.contact.chat_name, one.created_at, one.contact_id == heard.contact.id) for one in people])
        for over, people in groupby(members, lambda one: _over(heard.texts, one))
    ]
    buttons = rows(
        Button(words.invite_button, "/nhom moi"),
        Button(words.end_button, "/nhom thoi"),
        Button(words.desk_button, "/banlamviec"),
    )
    return Reply(words.team(listed), buttons).in_place_of(heard.incoming)


async def _invite(heard: Heard, store: Store, rights: Rights) -> Reply:
    """`/nhom moi` asks for the centre, `/nhom moi 3` or `/nhom moi tatca` makes the invitation."""
    centre = await store.centres.find(heard.number(1))
    everywhere = heard.argument(1) == EVERYWHERE
    if not (rights.everywhere if everywhere else centre is not None and rights.over(centre.id)):
        return await _ask_which(heard, store, rights)
    centre_id = centre.id if centre is not None else None
    token = await store.organizers.invite(centre_id, heard.contact.id)
    await store.audit.note(heard.contact.id, centre_id, "invited")
    words, link = heard.texts.organizers, heard.incoming.link
    over = words.over([centre.ward] if centre else [], everywhere)
    text = words.invitation(over, f"{link}moi_{token}" if link else None, token, store.now + INVITED_FOR)
    return Reply(text, passing=True).in_place_of(heard.incoming)


async def _ask_which(heard: Heard, store: Store, rights: Rights) -> Reply:
    words = heard.texts.organizers
    choices = [Button(words.everywhere_button, f"/nhom moi {EVERYWHERE}")] if rights.everywhere else []
    choices += [
        Button(one.ward, f"/nhom moi {one.id}") for one in await store.centres.list_all() if rights.over(one.id)
    ]
    return Reply(words.ask_which(), _paged(heard, choices, "/nhom moi")).in_place_of(heard.incoming)


async def _end(heard: Heard, store: Store, rights: Rights) -> Reply:
    """`/nhom thoi` asks whose, `/nhom thoi 12` asks whether, `/nhom thoi 12 vang` does it."""
    if heard.argument(1) in ("", PAGED):
        return await _ask_whose(heard, store, rights)
    words, back = heard.texts.organizers, rows(Button(heard.texts.organizers.team_button, "/nhom"))
    organizer = await store.organizers.find(heard.number(1))
    if organizer is None or not rights.over(organizer.centre_id):
        return Reply(words.not_there(), back).in_place_of(heard.incoming)
    me = organizer.contact_id == heard.contact.id
    facts = organizer.contact.chat_name, _over(heard.texts, organizer), me
    if heard.argument(2) != "vang":
        choice = rows(Button(words.yes_end, f"/nhom thoi {organizer.id} vang"), Button(words.no_end, "/nhom"), wide=2)
        return Reply(words.ask_end(*facts), choice).in_place_of(heard.incoming)
    if not await store.organizers.end(organizer):
        return Reply(words.last_one(), back).in_place_of(heard.incoming)
    await store.audit.note(heard.contact.id, organizer.centre_id, "left" if me else "ended", organizer=organizer.id)
    if not me:
        await _tell_ended(store, organizer)
    return Reply(words.ended(*facts), menu(heard.texts) if me else back).in_place_of(heard.incoming)


async def _ask_whose(heard: Heard, store: Store, rights: Rights) -> Reply:
    words = heard.texts.organizers
    choices = [
        Button(
            words.whose_button(one.contact.chat_name, _over(heard.texts, one), one.contact_id == heard.contact.id),
            f"/nhom thoi {one.id}",
        )
        for one in await store.organizers.list_within(rights)
        if rights.over(one.centre_id)
    ]
    return Reply(words.ask_whose(), _paged(heard, choices, "/nhom thoi")).in_place_of(heard.incoming)


async def _tell_ended(store: Store, organizer: Organizer) -> None:
    language = texts.of(organizer.contact.language)
    reply = Reply(language.organizers.told_ended(_over(language, organizer)), menu(language))
    await store.outbox.owe(organizer.contact_id, reply.body(), f"organizer_ended:{organizer.id}")


def _paged(heard: Heard, choices: Sequence[Button], says: str) -> Rows:
    """One page of choices, the way to the next one and the way back. `<says> trang 1` is the second page."""
    words = heard.texts.organizers
    page = min(heard.number(2), max(0, len(choices) - 1) // PAGE)
    has_more = len(choices) > (page + 1) * PAGE
    more = Button(words.more_button, f"{says} {PAGED} {page + 1}") if has_more else None
    return rows(*choices[page * PAGE : (page + 1) * PAGE], more, Button(words.team_button, "/nhom"))


async def log(heard: Heard, store: Store) -> list[Reply]:
    """`/nhatky`: what organizers did, newest first; `/nhatky 57`: what was before entry 57."""
    rights, words = await trusted(heard, store), heard.texts.organizers
    centres = None if rights.everywhere else rights.centres
    entries = await store.audit.list_latest(centres, PAGE + 1, heard.number(0) or None)
    shown = entries[:PAGE]
    older = Button(words.older_button, f"/nhatky {shown[-1].id}") if len(entries) > PAGE else None
    buttons = rows(older, Button(words.desk_button, "/banlamviec"))
    return [Reply(words.log(await _entries(heard, store, shown)), buttons).in_place_of(heard.incoming)]


async def _entries(heard: Heard, store: Store, entries: Sequence[AuditEntry]) -> list[str]:
    words = heard.texts.organizers
    wards = {centre.id: centre.ward for centre in await store.centres.list_all()}
    names = await store.organizers.names({one.details["organizer"] for one in entries if "organizer" in one.details})
    told = []
    for one in entries:
        over = words.over([wards[one.centre_id]] if one.centre_id else [], everywhere=one.centre_id is None)
        what = one.details.get("course") or one.details.get("code")
        whom = what or names.get(one.details.get("organizer", 0), words.gone()) or words.unnamed
        reason = f" ({one.details['reason']})" if one.details.get("reason") else ""
        told.append(words.entry(one.at, _who(heard, one), words.done(one.action, over, whom) + reason))
    return told


def _who(heard: Heard, entry: AuditEntry) -> str:
    """Who did it. Nobody is named where it was the operator, or somebody who was deleted since."""
    words = heard.texts.organizers
    if entry.contact is None:
        return words.operator() if entry.details.get("by") == "operator" else words.gone()
    return words.you() if entry.contact_id == heard.contact.id else entry.contact.chat_name or words.unnamed


routes: Routes = {"moi": accept, "invitation": accept}
desk: Routes = {"banlamviec": first_page, "desk": first_page, "nhom": team, "team": team, "nhatky": log, "log": log}
