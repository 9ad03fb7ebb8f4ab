"""Train the model of the moderation's classifier on every hand-written line there is.

    python -m evals.train_moderation

Writes ``assistant/moderation/data/model.npz``, and the vectors of the lines to ``vectors.npz`` beside it. Run it after
adding lines to ``assistant/moderation/data/examples/*.tsv``; only new lines are embedded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from assistant.knowledge.anchors import LISTS, questions
from assistant.moderation.classifier.examples import Example, packaged_examples
from assistant.moderation.classifier.meaning import pack
from assistant.moderation.classifier.model import PACKAGED
from assistant.moderation.classifier.training import train
from assistant.schema.moderation import Category


def main() -> None:
    """Train the model and write it."""
    lines = list({each.text: each for each in (*_asked(), *packaged_examples())}.values())
    print(dict(Counter(str(each.label) for each in lines)))
    shown = packaged_examples()
    model = train(lines, shown, pack(shown))
    print(model.calibration)
    model.save(PACKAGED)


def _asked() -> Iterator[Example]:
    """Yield what members ask in any group."""
    for name in LISTS:
        yield from (Example(question, Category.ALLOW, name) for question in questions(name))


if __name__ == "__main__":
    main()
