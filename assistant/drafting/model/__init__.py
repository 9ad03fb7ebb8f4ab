"""The model writer: a brief in, a draft checked against its facts out, or a ModelError."""

from __future__ import annotations

from assistant.drafting.model.job import ModelResult
from assistant.drafting.model.writer import ModelWriter

__all__ = ["ModelResult", "ModelWriter"]
