"""Settings of the language models: one alias each for ``draft`` and ``judge``, prices and the daily budget.

In ``assistant.toml``::

    [models]
    daily_budget = 10            # yuan a day over all aliases; leave it out for no limit

    [models.draft]
    model = "deepseek/deepseek-chat"
    api_key_env = "DEEPSEEK_API_KEY"
    fallbacks = ["backup"]

    [models.others.backup]
    model = "openai/local"
    api_base = "http://127.0.0.1:8081/v1"

    [models.prices."openai/local"]
    input = 0
    output = 0
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import SettingsError

Policy = Literal["json_schema", "json_object", "tools", "text"]


class Price(BaseModel):
    """Yuan per million tokens read (``input``) and written (``output``)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: Decimal = Field(ge=0)
    output: Decimal = Field(ge=0)


class ModelAlias(BaseModel):
    """How one alias is served.

    ``model`` is a litellm model name. The key is read from the environment variable ``api_key_env`` at each start and
    stored nowhere. ``fallbacks`` are other aliases or litellm model names, tried in order. ``timeout`` bounds one
    request and ``deadline`` everything one draft may take, both in seconds. ``max_tokens`` bounds every answer; a
    prompt may ask for less. ``retries`` is how often one model is asked again after a passing fault; waits start at
    ``backoff`` seconds and double. ``structured`` is how the provider is asked for JSON; a provider that answers 400 to
    it is asked in the next simpler way. ``passages`` bounds how many passages a prompt shows, the nearest first: fewer
    for a small or slow model.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str = Field(min_length=1)
    api_base: str = ""
    api_key_env: str = ""
    fallbacks: tuple[str, ...] = ()
    timeout: float = Field(default=60, gt=0)
    deadline: float = Field(default=120, gt=0)
    retries: int = Field(default=2, ge=0, le=10)
    backoff: float = Field(default=1.0, ge=0)
    structured: Policy = "json_object"
    temperature: float | None = Field(default=None, ge=0, le=2)
    max_tokens: int | None = Field(default=None, gt=0)
    passages: int | None = Field(default=None, gt=0)


class Target(NamedTuple):
    """One model that may answer: the name it is called by in notes, and its settings."""

    name: str
    alias: ModelAlias


class ModelSettings(BaseModel):
    """The table ``[models]``. ``others`` are aliases for fallbacks; ``prices`` override the packaged table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    draft: ModelAlias | None = None
    judge: ModelAlias | None = None
    others: dict[str, ModelAlias] = Field(default_factory=dict)
    daily_budget: Decimal | None = Field(default=None, ge=0)
    prices: dict[str, Price] = Field(default_factory=dict)

    def aliases(self) -> dict[str, ModelAlias]:
        """Return every configured alias by name."""
        named = {"draft": self.draft, "judge": self.judge, **self.others}
        return {name: alias for name, alias in named.items() if alias is not None}

    def targets(self, name: str) -> list[Target]:
        """Return the models to try for ``name``, an alias or a litellm model name, in order.

        A model name borrows the other settings of ``draft``. Raises SettingsError for an alias that is not configured.
        """
        aliases = self.aliases()
        if name in aliases:
            first = Target(name, aliases[name])
        elif name in ("draft", "judge"):
            raise SettingsError(f"没有配置模型 {name!r}：请在 assistant.toml 的 [models.{name}] 里写 model = ...")
        elif "draft" in aliases:
            first = Target(name, aliases["draft"].model_copy(update={"model": name}))
        else:
            first = Target(name, ModelAlias(model=name))
        return [first, *(self._fallback(other, first.alias) for other in first.alias.fallbacks if other != name)]

    def _fallback(self, name: str, first: ModelAlias) -> Target:
        aliases = self.aliases()
        if name in aliases:
            return Target(name, aliases[name])
        # Another provider: neither the address nor the key of the first model is its own.
        return Target(
            name, first.model_copy(update={"model": name, "api_base": "", "api_key_env": "", "fallbacks": ()})
        )
