"""跑 nonebot_moderation 的最小机器人：python nonebot_bot.py，配置在当前目录的 .env 里。

DRIVER=~websockets
ONEBOT_WS_URLS=["ws://127.0.0.1:3001/"]     # NapCat、Lagrange 的正向 WebSocket
ONEBOT_ACCESS_TOKEN=...
COMMAND_START=["/"]
"""

from __future__ import annotations

import nonebot
from nonebot.adapters.onebot.v11 import Adapter

nonebot.init()
nonebot.get_driver().register_adapter(Adapter)
nonebot.load_plugin("nonebot_moderation")  # 同一个文件夹里的 nonebot_moderation.py

if __name__ == "__main__":
    nonebot.run()
