"""What could not be asked of other processes is not judged again, so nobody waits for another word."""

from __future__ import annotations

from assistant.moderation.recalling import APART
from assistant.schema.moderation import Decision
from assistant.server.bots.desk import _may_change


def test_only_what_may_still_change_is_looked_at_again():
    assert not _may_change(Decision(message_id="1"))
    assert _may_change(Decision(message_id="1", degraded=True, reason="没看完"))
    assert not _may_change(Decision(message_id="1", degraded=True, reason=APART))
