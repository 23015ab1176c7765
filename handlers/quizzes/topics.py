"""Topics of the bank, to choose from."""

from handlers.texts.items import load, topic_title


def titled(language: str) -> list[tuple[str, str]]:
    """(topic, its title) by title."""
    topics = {one.topic for one in load()}
    return sorted(((topic, topic_title(topic, language)) for topic in topics), key=lambda one: one[1])
