"""Updates of the Bot API: messages of groups and channels become ours.

https://core.telegram.org/bots/api#message
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from assistant.schema.moderation import Message, MessageKind, Role, Sender
from assistant.server.bots.incoming import Incoming, called, filled, moment, rows, said, table, unique
from assistant.server.bots.recent import Recent, Saying

PLATFORM = "telegram"
_UPDATES = ("message", "edited_message", "channel_post", "edited_channel_post")
_CHATS = frozenset({"group", "supergroup", "channel"})
# Messages that only tell of something: who came and went, what was pinned.
_SERVICE = (
    "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
    "group_chat_created", "supergroup_chat_created", "channel_chat_created", "pinned_message",
    "migrate_to_chat_id", "migrate_from_chat_id", "message_auto_delete_timer_changed", "boost_added",
    "chat_background_set", "forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened",
    "general_forum_topic_hidden", "general_forum_topic_unhidden", "video_chat_scheduled", "video_chat_started",
    "video_chat_ended", "video_chat_participants_invited", "users_shared", "chat_shared", "write_access_allowed",
    "proximity_alert_triggered", "successful_payment", "refunded_payment", "giveaway_created", "giveaway_completed",
)  # fmt: skip
_SEEN = {
    "photo": "[图片]", "sticker": "[贴纸]", "animation": "[动图]", "video": "[视频]", "video_note": "[视频]",
    "voice": "[语音]", "audio": "[音频]", "dice": "[骰子]", "story": "[动态]",
}  # fmt: skip


def message_in(update: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool] | None:
    """Return the message of an update and whether it is an edit; None where there is none of a group or channel."""
    for name in _UPDATES:
        message = table(update.get(name))
        chat = table(message.get("chat"))
        if chat.get("type") in _CHATS and _is_number(chat.get("id")) and _is_number(message.get("message_id")):
            told = any(key in message for key in _SERVICE)
            return None if told else (message, name.startswith("edited"))
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63


def sender_of(message: Mapping[str, Any], role: Callable[[str], Role] = lambda _: "member") -> Sender:
    """Return who sent a message; ``role`` knows the members by id.

    A message in the name of the group itself is an administrator's, one of the linked channel the owner's, one of
    another channel that channel's.
    """
    chat, behind = table(message.get("chat")), table(message.get("sender_chat"))
    if behind:
        name = said(behind.get("title"), 100) or said(behind.get("username"), 100)
        if called(behind.get("id")) == called(chat.get("id")):
            return Sender(id=called(behind.get("id")), name=name, role="admin")
        owner = message.get("is_automatic_forward") is True
        return Sender(id=called(behind.get("id")), name=name, role="owner" if owner else "member")
    user = table(message.get("from"))
    number = called(user.get("id"))
    if chat.get("type") == "channel":
        role = _runs_it
    name = " ".join(unique([said(user.get("first_name"), 64), said(user.get("last_name"), 64)]))
    return Sender(id=number, name=name or said(user.get("username"), 64), role=role(number))


def _runs_it(_: str) -> Role:
    """In a channel nobody else can write."""
    return "admin"


def states_of(message: Mapping[str, Any]) -> tuple[str, str]:
    """What an edited message is remembered by: what this edit was held against, and what stands there now."""
    number = called(message.get("message_id"))
    return f"{number}@{_version(message)}", number


def _version(message: Mapping[str, Any]) -> str:
    return called(message.get("edit_date")) or "edited"


def incoming_of(
    message: Mapping[str, Any], edited: bool, group: Callable[[str, str], str], recent: Recent,
    role: Callable[[str], Role] = lambda _: "member",
) -> Incoming:  # fmt: skip
    """Return the message for the cascade; ``recent`` knows what stood there before an edit, and learns this one.

    Message numbers are the chat's own: the id has the chat's in front.
    """
    chat = table(message.get("chat"))
    number, chat_id = called(message.get("message_id")), called(chat.get("id"))
    sender = sender_of(message, role)
    text = said(message.get("text")) or said(message.get("caption"))
    meta: dict[str, Any] = {"platform": PLATFORM, **_meta(message)}
    version = ""
    if edited:
        version = _version(message)
        # Delivered again, an edit is held against what it was held against before.
        held, number = states_of(message)
        before = recent.get(chat_id, held) or recent.get(chat_id, number)
        recent.note(chat_id, held, before or Saying("", "", ""))
        meta |= {"edited": before.text if before else "", "version": version}
    recent.note(chat_id, number, Saying(sender.id, sender.name, text))
    title = said(chat.get("title"), 100)
    made = Message(
        id=f"{chat_id}:{number}", group=group(chat_id, title), sender=sender, text=text,
        kind="edit" if edited else _kind(message, meta),
        sent_at=moment(message.get("date")), meta=filled(meta),
    )  # fmt: skip
    place = {
        "chat_id": int(chat_id), "message_id": int(number), "thread": called(message.get("message_thread_id")),
        "user_id": called(table(message.get("from")).get("id")) if not message.get("sender_chat") else "",
        "sender_chat_id": called(table(message.get("sender_chat")).get("id")),
    }  # fmt: skip
    return Incoming(made, chat_id, filled(place), version, title)


def _kind(message: Mapping[str, Any], meta: Mapping[str, Any]) -> MessageKind:
    found: tuple[tuple[MessageKind, bool], ...] = (
        ("forward", "forward_origin" in message or any(key.startswith("forward_from") for key in message)),
        ("card", any(key in message for key in ("contact", "venue", "location", "poll", "game", "invoice"))),
        ("image", any(key in message for key in ("photo", "sticker", "animation"))),
        ("file", any(key in message for key in ("document", "video", "audio", "voice", "video_note"))),
        ("quote", bool(meta.get("quote"))),
    )
    return next((kind for kind, holds in found if holds), "text")


def _meta(message: Mapping[str, Any]) -> dict[str, Any]:
    titles, texts = _cards(message)
    media = [table(message.get(key)) for key in ("document", "video", "animation", "audio")]
    return filled(
        {
            "urls": unique(_urls(message)),
            "title": "\n".join(unique(titles)),
            "description": "\n".join(unique(texts)),
            "file_name": "\n".join(unique(said(each.get("file_name"), 500) for each in media)),
            "media": [name for key, name in _SEEN.items() if key in message],
            "quote": _quote(message),
            "origin": _origin(message),
            "via": said(table(message.get("via_bot")).get("username"), 64),
        }
    )


def _urls(message: Mapping[str, Any]) -> Iterator[str]:
    """Addresses that do not stand in the words: behind words, under buttons, in the preview."""
    for key in ("entities", "caption_entities"):
        for entity in rows(message.get(key)):
            if entity.get("type") == "text_link":
                yield said(entity.get("url"), 2000)
    yield said(table(message.get("link_preview_options")).get("url"), 2000)
    for button in _buttons(message):
        yield said(button.get("url"), 2000)
        for key in ("web_app", "login_url"):
            yield said(table(button.get(key)).get("url"), 2000)


def _buttons(message: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    keyboard = table(message.get("reply_markup")).get("inline_keyboard")
    for row in keyboard[:50] if isinstance(keyboard, list) else ():
        yield from rows(row, 50)


def _cards(message: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The titles and the texts of what is no plain text: contacts, places, polls, buttons."""
    titles: list[str] = []
    texts: list[str] = []
    contact = table(message.get("contact"))
    if contact:
        titles.append("推荐名片")
        texts += [said(contact.get(key), 200) for key in ("first_name", "last_name", "phone_number", "vcard")]
    for key in ("venue", "game", "invoice", "audio"):
        card = table(message.get(key))
        titles.append(said(card.get("title"), 500))
        texts += [said(card.get(each), 1000) for each in ("address", "description", "performer")]
    poll = table(message.get("poll"))
    titles.append(said(poll.get("question"), 500))
    texts += [said(option.get("text"), 200) for option in rows(poll.get("options"), 20)]
    for button in _buttons(message):
        texts += [said(button.get("text"), 200), said(table(button.get("copy_text")).get("text"), 300)]
    return titles, texts


def _quote(message: Mapping[str, Any]) -> dict[str, str]:
    """The message answered to, with its author; of one elsewhere what is shown of it."""
    answered = table(message.get("reply_to_message"))
    shown = said(table(message.get("quote")).get("text"), 2000)
    # In a topic of a forum every message answers to the one that began it.
    if answered and "forum_topic_created" not in answered:
        text = said(answered.get("text"), 2000) or said(answered.get("caption"), 2000) or shown
        return filled({"id": called(answered.get("message_id")), "sender": sender_of(answered).id, "text": text})
    return filled({"text": shown}) if message.get("external_reply") else {}


def _origin(message: Mapping[str, Any]) -> str:
    """Whom a forwarded message is from, by name."""
    origin = table(message.get("forward_origin"))
    for key, name in (
        ("chat", "title"), ("sender_chat", "title"), ("sender_user", "username"), ("sender_user", "first_name"),
    ):  # fmt: skip
        if found := said(table(origin.get(key)).get(name), 100):
            return found
    older = table(message.get("forward_from_chat"))
    return (
        said(origin.get("sender_user_name"), 100)
        or said(older.get("title"), 100)
        or said(message.get("forward_sender_name"), 100)
        or said(table(message.get("forward_from")).get("first_name"), 100)
    )
