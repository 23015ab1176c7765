"""The name of our bot on Telegram, for commands that only need to know that."""

from telegram import Bot

from bot.request import AiohttpRequest


async def learn_name(token: str, api: str) -> str:
    """The bot's username, without the @. Raises InvalidToken, or another TelegramError if it cannot be learnt."""
    request = AiohttpRequest()
    bot = Bot(token, f"{api}/bot", request=request, get_updates_request=AiohttpRequest())
    await request.initialize()
    try:
        return (await bot.get_me()).username or ""
    finally:
        await request.shutdown()
