"""How alike two messages are in meaning: about 0 for strangers, above 1 for the same words.

The vectors of multilingual e5 all point the same way: any two Chinese messages have a cosine of 0.8 to 0.95. So they
are centred first, on the mean of messages of many trades; then the cosine tells a paraphrase from another topic about
the same theme. The words they share are added, for
paraphrases keep some. Measured with the packaged embedder on the pairs of ``tests/checks/repeat_pairs.py``: a message
put in other words 0.33 to 1.02 (median 0.78), two topics about one theme 0.13 to 0.73. The bound lets every other
topic pass, and with them two fifths of the paraphrases, the freest ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.checks.wording import comparable, shared

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.checks.context import Embed

    Vector = NDArray[np.float32]

#: From here on two messages say the same.
MEANING = 0.74
#: What the words that two messages share add to the likeness of their vectors.
_WORDS = 1.0
#: Characters of a message that are embedded: the beginning says what it is about, and time grows with the length.
_LENGTH = 160
_BACKGROUND = (
    "昨晚孩子又踢被子了，你家怎么办？",
    "今天第一炉吐司七点出，想留的说一声。",
    "练完腿走路打飘的，举个手？",
    "猫咪换毛季，几天梳一次合适？",
    "周六书法课照常，墨和毡子教室都有。",
    "洗头先用温水冲透，洗发水揉出泡再上头。",
    "这个月的会员日，满两件一起付更划算。",
    "出门前看一眼天气，你会带伞吗？",
    "家里的旧衣服都怎么处理？",
    "头一回自己做饭，做的是什么菜？",
    "绿萝叶子发黄，先看土是不是一直湿着。",
    "快递到了放驿站，晚上八点前能取。",
    "孩子不肯刷牙，试试让他先给你刷。",
    "上班带饭的，晚上几点开始准备？",
)


def alike(text: str, others: Sequence[str], embed: Embed) -> list[float]:
    """Return how alike ``text`` is to each of ``others``; ``embed`` is asked only for what it was not asked before."""
    mine = _centred(text[:_LENGTH], embed)
    words = comparable(text[:_LENGTH], ())
    return [
        float(mine @ _centred(other[:_LENGTH], embed)) + _WORDS * shared(words, comparable(other[:_LENGTH], ()))
        for other in others
    ]


@lru_cache(maxsize=4)
def _background(embed: Embed) -> Vector:
    import numpy as np

    mean: Vector = np.asarray(embed(list(_BACKGROUND)), dtype=np.float32).mean(axis=0)
    return mean


@lru_cache(maxsize=2048)
def _centred(text: str, embed: Embed) -> Vector:
    import numpy as np

    vector = np.asarray(embed([text]), dtype=np.float32)[0] - _background(embed)
    length = float(np.linalg.norm(vector))
    centred: Vector = vector / length if length else vector
    return centred
