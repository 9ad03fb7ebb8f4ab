"""What every test of a detector asks: what is found in a message of a member of a bakery's group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from assistant.moderation.detectors import build
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import Context, Hit
from assistant.moderation.views import views_of
from assistant.schema.brand import Branch, Brand
from assistant.schema.moderation import Message, Sender

Finds = Callable[..., list[Hit]]


@pytest.fixture(scope="session")
def bakery() -> Surroundings:
    brand = Brand(
        name="麦子家",
        contact="客服微信 maizijia_88，电话 0571-8800 1234",
        about="官网 www.maizijia.example",
        branches=(Branch(name="城西店", phone="13700001111"),),
    )
    return Surroundings.of(
        brand, mini_programs=["麦子家订蛋糕"], domains=["https://m.maizi.example/"], groups=["a", "b"]
    )


@pytest.fixture(scope="session")
def finds(bakery: Surroundings) -> Finds:
    """What a detector finds in a text or message; ``params`` are its parameters."""

    def find(name: str, said: str | Message, **params: object) -> list[Hit]:
        message = said if isinstance(said, Message) else Message(id="1", text=said)
        context = Context(message.group or "a", Sender(id="u1"), datetime(2026, 11, 3, 10), message.kind, message.id)
        return build(name, params, bakery).find(views_of(message), context)

    return find


@pytest.fixture(scope="session")
def hard(finds: Finds) -> Callable[..., bool]:
    """Whether a detector is certain."""
    return lambda name, said, **params: any(hit.hard for hit in finds(name, said, **params))
