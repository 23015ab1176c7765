"""Telegram's HTML, read the way Telegram reads it.

The rules and the words of the errors are those of TDLib's `parse_html` (td/telegram/MessageEntity.cpp, with its test
test/message_entities.cpp): only Telegram's tags; four named entities and numeric ones; every start tag has its end
tag; errors count in bytes of UTF-8, entities in units of UTF-16.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.demo.refusals import bad_request

KINDS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot));?")
TAG_NAME = re.compile(r"[^\s>]*", re.ASCII)
ATTRIBUTE_NAME = re.compile(r"[^\s=>]*", re.ASCII)
TOKEN = re.compile(r"[A-Za-z0-9.-]*")
SPACE = re.compile(r"\s*", re.ASCII)
PLAIN = re.compile(r"[^<&]+")

Entity = dict[str, Any]


def utf16(text: str) -> int:
    """Length in the unit in which Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_html(html: str) -> tuple[str, list[Entity]]:
    """The text without tags, stripped at both ends, and its entities; raises RefusalError as Telegram refuses."""
    if "<" not in html and "&" not in html:
        return html.strip(), []
    reader = _Reader(html)
    reader.read()
    return stripped("".join(reader.parts), reader.entities)


def stripped(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends, as Telegram stores it; entities move along and empty ones go."""
    kept = text.strip()
    lead, size = utf16(text[: len(text) - len(text.lstrip())]), utf16(kept)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    moved.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return kept, moved


def _decoded(match: re.Match[str]) -> str:
    """The character that an entity stands for; the entity itself where Telegram leaves it as it is."""
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED[name]
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if 0xD800 <= number <= 0xDFFF:
        raise bad_request(
            "can't parse entities: Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(number) if 0 < number < 0x10FFFF else match.group()


@dataclass
class _Open:
    tag: str
    offset: int
    details: dict[str, Any]


@dataclass
class _Reader:
    html: str
    at: int = 0
    length: int = 0
    parts: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    nested: list[_Open] = field(default_factory=list)

    def read(self) -> None:
        while self.at < len(self.html):
            if self.html[self.at] == "<":
                self._tag()
            else:
                self._text()
        if self.nested:
            raise bad_request(
                f"can't parse entities: Can't find end tag corresponding to start tag \"{self.nested[-1].tag}\""
            )

    def _text(self) -> None:
        plain = PLAIN.match(self.html, self.at)
        entity = None if plain else ENTITY.match(self.html, self.at)
        if plain:
            said, self.at = plain.group(), plain.end()
        elif entity:
            said, self.at = _decoded(entity), entity.end()
        else:
            said, self.at = self.html[self.at], self.at + 1
        self.parts.append(said)
        self.length += utf16(said)

    def _tag(self) -> None:
        begin = self.at
        if self.html.startswith("</", begin):
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        self.at += 1
        tag = self._take(TAG_NAME).lower()
        if self._ended():
            raise self._refusal("Unclosed start tag", begin)
        if tag not in KINDS:
            raise self._refusal(f'Unsupported start tag "{tag}"', begin)
        attributes = self._attributes(tag, begin)
        self.nested.append(_Open(tag, self.length, self._details(tag, attributes, begin)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._take(SPACE)
            if self.html[self.at : self.at + 1] == ">":
                self.at += 1
                return attributes
            name = self._take(ATTRIBUTE_NAME)
            if not name:
                raise self._refusal(f'Empty attribute name in the tag "{tag}"', begin)
            attributes[name] = self._value(tag, name, begin)

    def _value(self, tag: str, name: str, begin: int) -> str:
        self._take(SPACE)
        if self.html[self.at : self.at + 1] != "=":
            if (tag, name) == ("blockquote", "expandable") and not self._ended():
                return ""
            raise self._refusal(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
        self.at += 1
        self._take(SPACE)
        if self._ended():
            raise self._refusal(f'Unclosed start tag "{tag}"', begin)
        quote = self.html[self.at]
        value = self._quoted(quote) if quote in "\"'" else self._token()
        if self._ended():
            raise self._refusal("Unclosed start tag", begin)
        return value

    def _token(self) -> str:
        begin = self.at
        value = self._take(TOKEN).lower()
        following = self.html[self.at : self.at + 1]
        if following and following != ">" and not following.isspace():
            raise self._refusal("Unexpected end of name token", begin)
        return value

    def _quoted(self, quote: str) -> str:
        end = self.html.find(quote, self.at + 1)
        if end < 0:
            self.at = len(self.html)
            return ""
        value = ENTITY.sub(_decoded, self.html[self.at + 1 : end])
        self.at = end + 1
        return value

    def _details(self, tag: str, attributes: dict[str, str], begin: int) -> dict[str, Any]:
        """What the entity carries besides its place."""
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refusal('Tag "span" must have class "tg-spoiler"', begin)
        if tag == "a":
            return {"url": attributes.get("href", "")}
        if tag == "tg-emoji":
            return {"custom_emoji_id": attributes.get("emoji-id", "")}
        if tag == "tg-time":
            moment = attributes.get("unix", "")
            if not moment.isdecimal():
                raise self._refusal('Tag "tg-time" must have attribute "unix"', begin)
            return {"unix_time": int(moment), "date_time_format": attributes.get("format", "")}
        if tag == "code" and attributes.get("class", "").startswith("language-"):
            return {"language": attributes["class"].removeprefix("language-")}
        return {"type": "expandable_blockquote"} if "expandable" in attributes else {}

    def _end_tag(self, begin: int) -> None:
        if not self.nested:
            raise self._refusal("Unexpected end tag", begin)
        self.at += 2
        tag = self._take(TAG_NAME).lower()
        self._take(SPACE)
        if self.html[self.at : self.at + 1] != ">":
            raise self._refusal("Unclosed end tag", begin)
        self.at += 1
        opened = self.nested.pop()
        if tag and tag != opened.tag:
            raise self._refusal("Unmatched end tag", begin, f', expected "</{opened.tag}>", found "</{tag}>"')
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        size = self.length - opened.offset
        if opened.tag == "a":
            opened.details["url"] = opened.details["url"] or "".join(self.parts)[-size:]
            if not re.match(r"(https?|tg|mailto|tel|ton)[:/]|[\w-]+(\.[\w-]+)+", opened.details["url"]):
                return
        if size:
            self.entities.append({"type": KINDS[opened.tag], "offset": opened.offset, "length": size, **opened.details})

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.html, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match.group()

    def _ended(self) -> bool:
        return self.at >= len(self.html)

    def _refusal(self, what: str, begin: int, after: str = "") -> Exception:
        offset = len(self.html[:begin].encode())
        return bad_request(f"can't parse entities: {what} at byte offset {offset}{after}")
