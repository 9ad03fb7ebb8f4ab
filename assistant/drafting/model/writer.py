"""The model writer: prompts, chain and repair over one model alias."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.drafting.model.job import Job, ModelResult, Verify, Watch
from assistant.drafting.model.steps import Answered, Asked, Steps, open_steps
from assistant.drafting.model.streaming import BodyReader
from assistant.llm.config import ModelSettings
from assistant.llm.exchange import Exchange, Reply
from assistant.llm.ledger import Ledger
from assistant.schema.brief import Brief

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable


class ModelWriter:
    """Writes drafts with a language model; what it returns has passed the checks, or a ModelError is raised.

    ``model`` is an alias of the settings or a litellm model name; ``prompts`` the workspace's folder of overrides,
    ``own_terms`` its folder of terms for the checks, whose rules of voice the prompts tell; ``watch`` is told of the
    verdict on each answer (for benches and evals). Raises SettingsError for an alias nobody configured. Make one and
    keep it: the first call loads litellm (seconds).
    """

    def __init__(
        self,
        settings: ModelSettings,
        *,
        model: str = "draft",
        prompts: Path | None = None,
        ledger: Ledger | None = None,
        watch: Watch | None = None,
        own_terms: Path | None = None,
    ) -> None:
        self._exchange = Exchange(settings, model, ledger=ledger)
        self._steps: Steps = open_steps(self._exchange, prompts, watch, own_terms)
        self.name = model

    @cached_property
    def chain(self) -> Runnable[Job, ModelResult]:
        """The chain from a job to a result: ``invoke``, ``batch``, ``ainvoke``, ``abatch``."""
        from langchain_core.runnables import RunnableLambda

        steps = self._steps
        ask: Runnable[Asked, Answered] = RunnableLambda(steps.ask, afunc=steps.aask)
        settle: Runnable[Answered, ModelResult] = RunnableLambda(steps.settle, afunc=steps.asettle)
        return RunnableLambda(steps.prepare) | ask | settle

    @cached_property
    def body_chain(self) -> Runnable[Brief, str]:
        """The chain from a brief to the pieces of its body as they come: ``astream``. Nothing of it is checked yet."""
        from langchain_core.runnables import RunnableGenerator, RunnableLambda

        async def pieces(briefs: AsyncIterator[Brief]) -> AsyncIterator[str]:
            async for brief in briefs:
                asked = self._steps.prepare(Job(brief, lambda _: []))
                async for piece in self._body(asked):
                    if isinstance(piece, str):
                        yield piece

        # The identity in front gives a chain of one step the whole Runnable interface.
        return RunnableLambda(lambda brief: brief) | RunnableGenerator(pieces)

    def write(self, brief: Brief, verify: Verify) -> ModelResult:
        """Return a draft that passes ``verify``.

        Raises ProviderError, InvalidAnswer or BudgetExceeded (all ModelError: fall back on the offline writer), and
        PromptError or SettingsError for what the workspace must mend.
        """
        return self.chain.invoke(Job(brief, verify))

    def write_many(self, jobs: Sequence[Job], *, at_once: int = 4) -> list[ModelResult | Exception]:
        """Return a result or the error of each job, in order; ``at_once`` calls run together."""
        return list(self.chain.batch(list(jobs), {"max_concurrency": at_once}, return_exceptions=True))

    async def astream(self, brief: Brief, verify: Verify) -> AsyncIterator[str | ModelResult]:
        """Yield the body as it comes and at last the checked result, whose text may differ. Raises as :meth:`write`."""
        asked = self._steps.prepare(Job(brief, verify))
        async for piece in self._body(asked):
            if isinstance(piece, str):
                yield piece
            else:
                yield await self._steps.asettle(Answered(asked, piece))

    async def _body(self, asked: Asked) -> AsyncIterator[str | Reply]:
        """Yield pieces of the body and, last, the whole answer."""
        reader = BodyReader(asked.schema)
        async for piece in self._exchange.astream(asked.question):
            if isinstance(piece, Reply):
                yield piece
                continue
            for text in reader.feed(piece):
                yield text
