"""Everything members read of a text is turned, what is cited is not."""

from __future__ import annotations

from datetime import datetime

from assistant.schema.brief import Written
from assistant.schema.contracts import DraftPart
from assistant.schema.wording import turned


def test_all_that_members_read_is_turned_and_nothing_else():
    at = datetime(2026, 11, 24, 9)
    part = DraftPart(name="预热", text="开团", send_at=at, seconds=15)
    written = Written(title="题", body="正文", form="poll", followups=["一", "二"], parts=[part])
    found = turned(written, lambda text: text + "。")
    assert (found.title, found.body, found.form) == ("题。", "正文。", "poll")
    assert found.followups == ["一。", "二。"]
    assert found.parts == [DraftPart(name="预热。", text="开团。", send_at=at, seconds=15)]
    assert written.parts == [part]
