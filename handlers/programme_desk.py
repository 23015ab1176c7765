"""Programmes on the desk: the list, the page of one, looking at it before it is public, calling it off, its classes."""

from collections.abc import Sequence
from hashlib import sha256

from markupsafe import Markup

from handlers.heard import Heard, Routes
from handlers.programme_news import news
from handlers.programmes import days_of, page
from handlers.rights import trusted
from handlers.vocabulary import Button, Reply, rows
from storage.courses import Course
from storage.organizers import Rights
from storage.programmes import MOST_EVENTS, Activity, Programme, facts_of, lessons_within
from storage.store import Store

PAGE = 10
YES = "vang"


async def programmes(heard: Heard, store: Store) -> list[Reply]:
    """`/chuongtrinh`: those one works on; `/chuongtrinh 3 xem|congbo|ketthuc`: one, and what is done with it."""
    rights = await trusted(heard, store)
    if not heard.argument(0):
        return [await _list(heard, store, rights)]
    programme = await own(heard, store, rights)
    if programme is None:
        return [not_there(heard)]
    if heard.argument(1) in ("xem", "congbo", "ketthuc") and not rights.over(programme.centre_id):
        return [not_there(heard)]
    match heard.argument(1):
        case "xem":
            return [await _preview(heard, store, programme)]
        case "congbo":
            return [await _publish(heard, store, programme)]
        case "ketthuc":
            return [await _end(heard, store, programme)]
        case _:
            return [await page_of(heard, store, programme)]


async def own(heard: Heard, store: Store, rights: Rights) -> Programme | None:
    """The one whose number was said first, if they may work on it: it is their centre's, or all add to it."""
    programme = await store.programmes.find(heard.number(0))
    mine = programme and (programme.centre_id is None or rights.over(programme.centre_id))
    return programme if programme and mine and programme.ends_on >= store.programmes.today else None


def not_there(heard: Heard) -> Reply:
    words = heard.texts.desk_programmes
    return Reply(words.not_there(), rows(Button(words.list_button, "/chuongtrinh"))).in_place_of(heard.incoming)


async def _list(heard: Heard, store: Store, rights: Rights) -> Reply:
    words, found = heard.texts.desk_programmes, await store.programmes.list_within(rights)
    entries = [(one.name, one.starts_on, one.ends_on, one.published_at is not None) for one in found]
    picks = [Button(heard.texts.programmes.button(one.name), f"/chuongtrinh {one.id}") for one in found[:20]]
    desk = Button(heard.texts.organizers.desk_button, "/banlamviec")
    return Reply(words.list_of(entries), rows(*picks, Button(words.new_button, "/ctmoi"), desk)).in_place_of(
        heard.incoming
    )


async def page_of(heard: Heard, store: Store, programme: Programme, first: Markup | None = None) -> Reply:
    """One programme with all that can be done; below `first`, if something was just done."""
    rights, words, number = await trusted(heard, store), heard.texts.desk_programmes, programme.id
    activities = await store.programmes.list_activities(programme)
    followers = await store.programme_follows.count_followers(number)
    text = words.card(programme, len(activities), followers if programme.published_at else None)
    mine = rights.over(programme.centre_id)
    buttons = rows(
        Button(words.add_class_button, f"/ctlop {number}"),
        Button(words.add_event_button, f"/cthoatdong {number}") if mine else None,
        Button(words.remove_button, f"/ctbo {number}") if activities else None,
        Button(words.edit_button, f"/ctsua {number}") if mine else None,
        Button(words.preview_button, f"/chuongtrinh {number} xem") if mine and not programme.published_at else None,
        Button(words.see_button, f"/tuanle {number}") if programme.published_at else None,
        Button(words.share_button, f"/ctchiase {number}") if programme.published_at else None,
        Button(words.end_button, f"/chuongtrinh {number} ketthuc") if mine else None,
        Button(words.list_button, "/chuongtrinh"),
    )
    return Reply(words.lines(first, "", text) if first else text, buttons).in_place_of(heard.incoming)


def _mark(programme: Programme, activities: Sequence[Activity]) -> str:
    """Tells what was looked at from what it has become since."""
    days = f"{programme.starts_on}{programme.ends_on}"
    seen = f"{programme.name}{programme.about}{days}{sorted(facts_of(activities).items())}"
    return sha256(seen.encode()).hexdigest()[:8]


async def _preview(heard: Heard, store: Store, programme: Programme, first: Markup | None = None) -> Reply:
    """As residents will see it."""
    words, activities = heard.texts.desk_programmes, await store.programmes.list_activities(programme)
    shown, _ = page(heard.texts, programme, days_of(heard.texts, activities, store.now))
    says = f"/chuongtrinh {programme.id} congbo {_mark(programme, activities)}"
    public = Button(words.publish_button, says) if activities and not programme.published_at else None
    text = words.lines(first or words.preview(), "", shown, *([] if activities else ["", words.empty()]))
    back = Button(words.back_button, f"/chuongtrinh {programme.id}")
    return Reply(text, rows(public, back)).in_place_of(heard.incoming)


async def _publish(heard: Heard, store: Store, programme: Programme) -> Reply:
    """Only what was looked at. Nobody is told: whoever wants to be follows it."""
    words, activities = heard.texts.desk_programmes, await store.programmes.list_activities(programme)
    if programme.published_at is not None:
        return await page_of(heard, store, programme, words.published_before())
    if heard.argument(2) != _mark(programme, activities) or not activities:
        return await _preview(heard, store, programme, words.changed_meanwhile())
    await store.programmes.publish(programme, activities)
    await store.audit.note(heard.contact.id, programme.centre_id, "programme_published", programme=programme.id)
    return await page_of(heard, store, programme, words.published())


async def _end(heard: Heard, store: Store, programme: Programme) -> Reply:
    words = heard.texts.desk_programmes
    if heard.argument(2) != YES:
        count = await store.programme_follows.count_followers(programme.id) if programme.published_at else 0
        told = heard.texts.programmes.called_off(programme.name) if count else None
        yes = Button(words.yes_end, f"/chuongtrinh {programme.id} ketthuc {YES}")
        choice = rows(yes, Button(words.no_end, f"/chuongtrinh {programme.id}"), wide=2)
        return Reply(words.ask_end(programme.name, count, told), choice).in_place_of(heard.incoming)
    await store.programmes.end(programme)
    await store.audit.note(heard.contact.id, programme.centre_id, "programme_ended", programme=programme.id)
    back = rows(Button(words.list_button, "/chuongtrinh"))
    return Reply(words.ended(programme.name), back).in_place_of(heard.incoming)


async def share(heard: Heard, store: Store) -> list[Reply]:
    """`/ctchiase 3`: a message to forward."""
    programme = await own(heard, store, await trusted(heard, store))
    if programme is None or programme.published_at is None:
        return [not_there(heard)]
    link = f"{heard.incoming.link}tuan_{programme.id}" if heard.incoming.link else None
    return [Reply(heard.texts.desk_programmes.share_text(programme, link))]


async def classes(heard: Heard, store: Store) -> list[Reply]:
    """`/ctlop 3`: classes that can be added; `/ctlop 3 12` adds class 12, with `vang` after followers were counted."""
    rights = await trusted(heard, store)
    programme = await own(heard, store, rights)
    if programme is None:
        return [not_there(heard)]
    offered = await store.programmes.list_addable(programme, rights)
    if heard.argument(1) in ("", "trang"):
        return [await _offer(heard, store, programme, offered)]
    course = next((one for one in offered if one.id == heard.number(1)), None)
    if course is None:
        # Added by an earlier tap, cancelled or moved since: the list says what there is now.
        return [await _offer(heard, store, programme, offered)]
    return [await _add(heard, store, programme, course)]


async def _offer(
    heard: Heard, store: Store, programme: Programme, offered: Sequence[Course], first: Markup | None = None
) -> Reply:
    """`/ctlop 3 trang 1` is the second page."""
    words, number = heard.texts.desk_programmes, programme.id
    page_number = min(heard.number(2), max(0, len(offered) - 1) // PAGE) if heard.argument(1) == "trang" else 0
    start = page_number * PAGE
    shown = list(enumerate(offered[start : start + PAGE], start + 1))
    entries = [(at, one, lessons_within(one, programme)) for at, one in shown]
    picks = rows(*(Button(str(at), f"/ctlop {number} {one.id}") for at, one in shown), wide=5)
    ways = rows(
        Button(words.earlier, f"/ctlop {number} trang {page_number - 1}") if page_number else None,
        Button(words.later, f"/ctlop {number} trang {page_number + 1}") if len(offered) > start + PAGE else None,
        Button(words.back_button, f"/chuongtrinh {number}"),
    )
    text = words.offer_classes(entries, store.now)
    return Reply(words.lines(first, "", text) if first else text, picks + ways).in_place_of(heard.incoming)


async def _add(heard: Heard, store: Store, programme: Programme, course: Course) -> Reply:
    words = heard.texts.desk_programmes
    if len(await store.programmes.list_events(programme.id)) >= MOST_EVENTS:
        return await page_of(heard, store, programme, words.too_many(MOST_EVENTS))
    activities = [*await store.programmes.list_activities(programme), *lessons_within(course, programme)]
    warning = await warn(heard, store, programme, activities)
    if warning and heard.argument(2) != YES:
        yes = Button(words.yes_do, f"/ctlop {programme.id} {course.id} {YES}")
        choice = rows(yes, Button(words.no_do, f"/chuongtrinh {programme.id}"), wide=2)
        return Reply(words.ask_add(course.title, warning), choice).in_place_of(heard.incoming)
    await store.programmes.add_class(programme, course)
    note = {"programme": programme.id, "course": course.id}
    await store.audit.note(heard.contact.id, course.centre_id, "programme_class_added", **note)
    offered = await store.programmes.list_addable(programme, await trusted(heard, store))
    return await _offer(heard, store, programme, offered, words.class_added(course.title))


async def warn(heard: Heard, store: Store, programme: Programme, after: Sequence[Activity]) -> Markup | None:
    """How many followers would be told of this change, and what they would read; None if nobody would."""
    count = await store.programme_follows.count_followers(programme.id) if programme.published_at else 0
    told = news(heard.texts, programme, programme.told, facts_of(after), store.now) if count else None
    return heard.texts.desk_programmes.followers_read(count, told.text) if told else None


desk: Routes = {"chuongtrinh": programmes, "programmes": programmes, "ctlop": classes, "ctchiase": share}
