"""Telegram: updates by webhook, deeds through the Bot API.

https://core.telegram.org/bots/api
"""
