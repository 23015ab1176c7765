"""The demo: a local stand-in for the Telegram Bot API, people to be, and a chat page. Nothing here talks to a network."""
