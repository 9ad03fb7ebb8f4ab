"""The only module that imports litellm and langchain-litellm, and only when a model is called.

``langchain_litellm.ChatLiteLLMRouter`` (0.11.2) serves: measured against a server of ours it gives ``ainvoke``,
``astream`` with usage on the last chunk, tools, ``response_format`` and the id of the deployment that answered. Four
things stay ours, in :mod:`assistant.llm.exchange`: retries (the router sleeps through a long Retry-After without
knowing our deadline), fallbacks (the router repeats a refused ``response_format`` on the fallback instead of asking
the first model in a simpler way, and each alias has its own policy), empty streams (a proxy's login page in place of
a stream arrives as no text and no error) and prices in yuan.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import warnings
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from assistant.errors import SettingsError
from assistant.llm.config import ModelAlias, Target

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_loading = threading.Lock()


def quiet() -> None:
    """Silence warnings litellm itself causes; call before each use, since test runners reset the filters.

    litellm 1.106.2 reads pydantic attributes deprecated in 2.11, and its types make pydantic warn of ``ReadOnly``.
    """
    warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"litellm\.")
    warnings.filterwarnings("ignore", message=r"Item '\w+' on TypedDict class", category=UserWarning)
    warnings.filterwarnings("ignore", message=r"Pydantic serializer warnings", category=UserWarning)


def _litellm() -> Any:
    # Without this litellm fetches its price map from the network while it is being imported.
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    for variable in ("LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING"):
        os.environ.setdefault(variable, "false")
    with _loading:
        quiet()
        litellm: Any = import_module("litellm")
        litellm.telemetry = False
        litellm.suppress_debug_info = True
        litellm.turn_off_message_logging = True
        litellm.drop_params = True
        # Retries are ours; for embeddings litellm reads an explicit 0 as "not said".
        litellm.DEFAULT_MAX_RETRIES = 0
        # aiohttp sessions complain when they are collected; httpx clients do not.
        litellm.disable_aiohttp_transport = True
        # Errors reach the caller as exceptions; the log lines would repeat prompts and addresses.
        for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return litellm


def api_key(alias: ModelAlias) -> str | None:
    """Return the key from the environment; raise SettingsError naming the variable that is not set."""
    if not alias.api_key_env:
        # A server at home wants some key on the wire; a public provider finds its own variable in litellm.
        return "none" if alias.api_base else None
    key = os.environ.get(alias.api_key_env, "").strip()
    if not key:
        raise SettingsError(f"环境变量 {alias.api_key_env} 没有设置：模型 {alias.model!r} 的密钥从那里读取")
    return key


def _deployment(target: Target, litellm: Any) -> dict[str, Any]:
    _check_name(target.alias.model, target.alias.api_base, litellm)
    parameters: dict[str, Any] = {"model": target.alias.model, "max_retries": 0}
    if target.alias.api_base:
        parameters["api_base"] = target.alias.api_base
    if (key := api_key(target.alias)) is not None:
        parameters["api_key"] = key
    return {"model_name": target.name, "litellm_params": parameters, "model_info": {"id": target.name}}


def open_chat(targets: Sequence[Target]) -> dict[str, BaseChatModel]:
    """Return one chat model a target, all over one router. Costs seconds and 165 MB the first time."""
    litellm = _litellm()
    with _loading:
        quiet()
        from langchain_litellm import ChatLiteLLMRouter

    router = litellm.Router(
        model_list=[_deployment(target, litellm) for target in targets],
        num_retries=0,
        disable_cooldowns=True,
        set_verbose=False,
    )
    return {target.name: ChatLiteLLMRouter(router=router, model_name=target.name, max_retries=0) for target in targets}


async def rehearse() -> None:
    """Ask where nobody listens: litellm loads a second's worth of itself with its first question."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused at once
        nobody = ModelAlias(model="openai/rehearsal", api_base=f"http://127.0.0.1:{taken.getsockname()[1]}/v1")
        chat = open_chat([Target("rehearsal", nobody)])["rehearsal"]
        quiet()
        with suppress(Exception):
            await chat.ainvoke("?", timeout=5)


def open_embedding(
    model: str, *, api_base: str, api_key: str
) -> Callable[[list[str], float], Awaitable[list[tuple[int, list[float]]]]]:
    """Return a function from texts and a timeout in seconds to (position, vector)."""
    litellm = _litellm()
    _check_name(model, api_base, litellm)
    options: dict[str, Any] = {"api_base": api_base or None, "api_key": api_key or ("none" if api_base else None)}

    async def call(texts: list[str], timeout: float) -> list[tuple[int, list[float]]]:
        response = await litellm.aembedding(
            model=model, input=texts, timeout=timeout, max_retries=0, encoding_format="float", **options
        )
        return [(item["index"], list(item["embedding"])) for item in response.data]

    return call


def _check_name(model: str, api_base: str, litellm: Any) -> None:
    try:
        litellm.get_llm_provider(model=model, api_base=api_base or None)
    except litellm.BadRequestError as error:
        raise SettingsError(
            f"{model!r} 既不是已配置的模型别名，也不是 litellm 的模型名（例如 deepseek/deepseek-chat）"
        ) from error
