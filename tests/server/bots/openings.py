"""What opens the doors: the secrets of the environment, and a group of each platform."""

from __future__ import annotations

SECRETS = {
    "ASSISTANT_ONEBOT_SECRET": "quack", "ASSISTANT_ONEBOT_TOKEN": "ob-token", "ASSISTANT_TELEGRAM_SECRET": "tg-secret",
    "ASSISTANT_TELEGRAM_TOKEN": "42:tg-token", "ASSISTANT_WECOM_TOKEN": "QDG6eK",
    "ASSISTANT_WECOM_AES_KEY": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
}  # fmt: skip
GROUPS = """
  - {id: qq-door, name: 麦垛QQ群, platform: qq, chat: 7001}
  - {id: tg-door, name: 麦垛电报群, platform: telegram, chat: -1007001}
  - {id: wc-door, name: 麦垛企微群, platform: wecom, chat: wrkSFfCgAA}
"""
