"""One length-preserving view of a text for pattern work: half-width, and the Traditional characters of quantities."""

from __future__ import annotations

from functools import lru_cache

from assistant.text.numerals import NARROW

_TRADITIONAL = (
    "兩點週號時萬億個歲塊買贈減滿價會員開結優間後幾張條雙禮團單購僅餘錢圓雲擊當現開場"
    "試從約對過這裡總則還邀請獎勵賬運費郵專賣搶夠數將庫達補領終預訂斤頁課節隻盤類樣歲"
    "禮內起罄緊趕錯沒機"
)
_SIMPLIFIED = (
    "两点周号时万亿个岁块买赠减满价会员开结优间后几张条双礼团单购仅余钱圆云击当现开场"
    "试从约对过这里总则还邀请奖励账运费邮专卖抢够数将库达补领终预订斤页课节只盘类样岁"
    "礼内起罄紧赶错没机"
)
_TABLE = NARROW | str.maketrans(_TRADITIONAL, _SIMPLIFIED)


@lru_cache(maxsize=256)
def plain(text: str) -> str:
    """``text`` in half-width and with the common Traditional characters simplified; every offset stays true.

    This is for finding numbers and the words around them in a text of either script, not for showing to anybody.
    """
    return text.translate(_TABLE)
