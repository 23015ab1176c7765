"""Low attendance: the organizers of a class to which few came twice are told, once."""

from handlers import texts
from handlers.vocabulary import Button, Reply, rows
from storage.rolls import list_poor, told
from storage.store import Store


async def tell_due(store: Store) -> int:
    """Owe the news of every such class that nobody was told of yet; how many classes there are."""
    poor = await list_poor(store)
    for one in poor:
        for organizer in await store.organizers.list_over(one.course.centre_id):
            language = texts.of(organizer.contact.language)
            buttons = rows(Button(language.roll.list_button, f"/danhsach {one.course.code}"))
            reply = Reply(language.roll.low(one.course, one.visits), buttons)
            key = f"low_attendance:{one.course.id}:{organizer.contact_id}"
            await store.outbox.owe(organizer.contact_id, reply.body(), key)
        await told(store, one.course)
    return len(poor)
