"""The demo: a local stand-in for the Telegram Bot API, people to be, and a chat page. Nothing leaves the machine."""
