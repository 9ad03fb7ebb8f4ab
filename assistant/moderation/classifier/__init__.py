"""What a message is like: a linear model over what it holds, taught by our own lines and by the operator's corrections.

``Classifier.packaged()`` is the model as it comes, ``with_corrections`` one that has learned, ``scores`` says what a
text is and ``nearest`` shows the labelled texts most like it. ``python -m evals.train_moderation`` makes the model.
"""

from __future__ import annotations

from assistant.moderation.classifier.classify import Classifier, Scores
from assistant.moderation.classifier.examples import Example

__all__ = ["Classifier", "Example", "Scores"]
