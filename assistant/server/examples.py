"""Examples for the OpenAPI document: what the routes answer, and every problem by its status and code."""

from __future__ import annotations

from typing import Any

#: The problems: status, code and a sentence as it is answered.
PROBLEMS: dict[int, dict[str, str]] = {
    400: {"malformed": "请求的正文不是 JSON（要用 UTF-8 编码）"},
    401: {
        "unauthenticated": "没有带钥匙，或者钥匙不对、已停用：请用 assistant keys add 做一把",
        "bad_signature": "签名不对",
        "replayed": "这个签名已经用过一次",
    },
    403: {
        "not_allowed": "这把钥匙没有 moderate 的权限",
        "callback_not_allowed": "回调地址的主机 'bot.example' 不在设置 server.callback_hosts 里",
        "not_theirs": "只有被判的人自己可以申诉",
    },
    404: {
        "not_found": "没有编号为 '3f1c' 的判定",
        "unknown": "没有群 'newborn'；groups.yaml 里有：yulin（玉林街坊群）",
        "cancelled": "草稿 5f0c2a9be1d4 的任务已经取消",
        "door_closed": "OneBot 的入口没有开：先在环境变量 ASSISTANT_ONEBOT_SECRET 里设好密钥",
    },
    408: {"too_slow": "请求在 20 秒里没有发完，请重发"},
    409: {
        "refused": "22:30 在这个群的安静时间里，换个时间再发",
        "not_applicable": "原来判的就是 allow：判得对请写 correct",
        "many_flips": "这一条会让最近判过的 12 条改判，确认要改请带上 consent",
        "nothing_to_appeal": "这条消息没有被拦，没有可申诉的",
    },
    413: {"too_large": "请求不能超过 256 KB"},
    415: {"not_json": "请求的正文要是 JSON，请加上请求头 Content-Type: application/json"},
    422: {"invalid": "body.id：Field required"},
    429: {
        "overloaded": "正在排队的消息已有 2000 条，请稍后再发",
        "rate_limited": "这把钥匙每分钟最多 6000 条，请稍后再发",
    },
    502: {"model": "模型没有给出能用的回答"},
    503: {"storage": "数据库暂时用不了，请稍后再试"},
}

_ALLOWED = {"id": "7f0a91c2d3e4b5a6", "message_id": "8830", "group": "yulin", "verdict": "allow", "category": "allow",
            "confidence": 0.98, "stage": "classifier", "elapsed_ms": 0.8}  # fmt: skip
_BLOCKED = {
    "id": "24e77dca2f05fa4a", "message_id": "8831", "group": "yulin", "verdict": "block", "category": "ad",
    "rule": {"id": "only-our-bread", "clause": "这个群只说面包蛋糕，卖别的、拉人进别的群的，请走。"},
    "actions": [
        {"kind": "delete", "by": "bot"}, {"kind": "mute", "minutes": 720, "by": "bot"},
        {"kind": "remind", "text": "@小满妈 群里只聊面包蛋糕，这条先撤了", "by": "bot"},
    ],
    "confidence": 0.97, "stage": "classifier", "reply": "@小满妈 群里只聊面包蛋糕，这条先撤了",
    "evidence": [{"start": 0, "end": 7, "text": "加V领取新人福利", "why": "让人加微信"}],
    "reason": "群规 only-our-bread，第 2 次", "elapsed_ms": 1.4,
}  # fmt: skip

#: What the routes answer, by operation.
ANSWERS: dict[str, Any] = {
    "moderate": _BLOCKED,
    "moderate_batch": [_ALLOWED, _BLOCKED],
    "list_decisions": {
        "decisions": [
            {"decision": _BLOCKED, "decided_at": "2026-11-22T20:31:05+08:00", "text": "加V领取新人福利 abc123"},
        ],
        "next": "24e77dca2f05fa4a",
    },
    "give_feedback": {"decision_id": "24e77dca2f05fa4a", "label": "allow", "conflicts": [], "flips": 0},
    "lodge_appeal": {
        "id": "9b66d7cd4088be69", "decision_id": "24e77dca2f05fa4a", "at": "2026-11-22T20:40:12+08:00", "new": True,
    },
    "search_knowledge": {
        "query": "吐司能放几天",
        "passages": [
            {"source": "faq.md", "heading": "保存", "text": "常温放两天，冷冻两周。", "score": 0.9, "kind": "faq"},
        ],
    },
    "health": {"status": "ok", "problem": ""},
    "readiness": {"status": "ok", "problem": ""},
    "onebot_event": {"delete": True, "ban": True, "ban_duration": 43200},
    "telegram_update": {},
}  # fmt: skip
_DRAFT = {
    "id": "d-20261127-yulin-1", "kind": "topic", "group": "yulin", "date": "2026-11-27", "title": "吐司的边你吃不吃",
    "body": "店里切下来的吐司边一直分两派：一派当零食，一派留给鸽子。你家的边都去哪儿了？", "writer": "offline",
    "status": "draft", "created_at": "2026-11-22T20:31:05+08:00",
}  # fmt: skip
ANSWERS |= {"write_draft": _DRAFT, "read_draft": _DRAFT}
