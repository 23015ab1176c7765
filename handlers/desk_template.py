"""Sending the template of a file of classes, with the wards and topics there are."""

from handlers.catalogue_template import template
from handlers.heard import Heard, Routes
from handlers.rights import trusted
from handlers.vocabulary import Button, Reply, rows
from storage.store import Store


async def send(heard: Heard, store: Store) -> list[Reply]:
    """`/filemau`."""
    rights, words = await trusted(heard, store), heard.texts.desk_template
    wards = [centre.ward for centre in await store.centres.list_all() if rights.over(centre.id)]
    topics = [topic.name for topic in await store.topics.list_all()]
    document = template(heard.texts, wards or [words.example_ward], topics, store.now)
    back = rows(Button(heard.texts.desk_courses.list_button, "/lopcuatrungtam"))
    return [Reply(words.sent(), back, document=document)]


desk: Routes = {"filemau": send, "template": send}
