"""How the stand-in says no."""

from typing import Any


class RefusalError(Exception):
    """An answer of the Bot API with `ok: false`; `code` is also its HTTP status."""

    def __init__(
        self, code: int, description: str, retry_after: int | None = None, moved_to: int | None = None
    ) -> None:
        """`retry_after`, in seconds, and the id that a group has now go into the answer's `parameters`."""
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.moved_to = moved_to

    def answer(self) -> dict[str, Any]:
        """The JSON object that Telegram would send."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            answer["parameters"] = {"retry_after": self.retry_after}
        if self.moved_to is not None:
            answer["parameters"] = {"migrate_to_chat_id": self.moved_to}
        return answer


def bad_request(what: str) -> RefusalError:
    """A 400 in Telegram's words, without its usual prefix."""
    return RefusalError(400, f"Bad Request: {what}")
