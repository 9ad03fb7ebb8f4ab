"""Prompt files: YAML front matter, then ``<system>`` and ``<user>`` sections in Jinja.

    ---
    name: topic
    version: 3
    alias: draft
    config: {temperature: 0.9, max_tokens: 900}
    inputs: [brand, group]
    output: TopicAnswer          # or one class per format: {post: SharePost, voice: ShareVoice}
    ---
    <system>
    你是 {{ brand.name }} 的运营……
    </system>
    <user>
    ……
    </user>

The tags stand alone on their lines and the sections are cut before anything is rendered, so no value can open one.
Unknown front-matter keys, variables used but not declared and inputs declared but not used are errors.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.errors import PromptError
from assistant.resources import packaged
from assistant.schema.contracts import PromptRef

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*\n(.*)\Z", re.DOTALL | re.MULTILINE)
_SECTION = re.compile(r"^<(system|user)>[ \t]*\n(.*?)^</\1>[ \t]*$", re.DOTALL | re.MULTILINE)
_NAME = re.compile(r"\A[a-z][a-z0-9_]*\Z")


class PromptConfig(BaseModel):
    """Request options of a prompt; what the alias states in the settings wins."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    temperature: float | None = Field(default=None, ge=0, le=2)
    max_tokens: int | None = Field(default=None, gt=0)
    top_p: float | None = Field(default=None, gt=0, le=1)


class FrontMatter(BaseModel):
    """The head of a prompt file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    version: str
    alias: str = "draft"
    config: PromptConfig = PromptConfig()
    inputs: tuple[str, ...] = ()
    output: str | dict[str, str] = ""

    @field_validator("version", mode="before")
    @classmethod
    def _number(cls, value: Any) -> Any:
        return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


class Prompt:
    """One prompt file, read and checked. Raises PromptError naming the file and what is wrong."""

    def __init__(self, path: Path, outputs: Mapping[str, type[BaseModel]]) -> None:
        self.path = path
        data = _read(path)
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.front, self.sections = _split(path, data)
        self._outputs = outputs
        self._check()

    @property
    def ref(self) -> PromptRef:
        """Return what is stored with a draft."""
        return PromptRef(name=self.front.name, version=self.front.version, sha256=self.sha256)

    def output(self, format_: str = "") -> type[BaseModel]:
        """Return the class of the answer for ``format_``."""
        wanted = self.front.output
        if isinstance(wanted, dict):
            if format_ not in wanted:
                raise PromptError(f"{self.path.name}：output 里没有体裁 {format_!r}，只有 {'、'.join(wanted)}")
            wanted = wanted[format_]
        return self._outputs[wanted]

    def render(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Return the text of each section. ``values`` may hold more than the prompt uses, never less."""
        from jinja2 import UndefinedError
        from jinja2.exceptions import SecurityError

        missing = [name for name in self.front.inputs if name not in values]
        if missing:
            raise PromptError(f"{self.path.name}：没有得到变量 {missing[0]!r}；能用的有 {'、'.join(sorted(values))}")
        used = {name: values[name] for name in self.front.inputs}
        try:
            return {role: template.render(used).strip() for role, template in self._templates.items()}
        except UndefinedError as error:
            raise PromptError(f"{self.path.name}：{error.message}") from error
        except (SecurityError, TypeError, ValueError, ArithmeticError) as error:
            raise PromptError(f"{self.path.name}：渲染失败，{error}") from error

    # ------------------------------------------------------------------ checks

    def _check(self) -> None:
        from jinja2 import TemplateSyntaxError, meta

        front, where = self.front, self.path.name
        if front.name != self.path.stem:
            raise PromptError(f"{where}：name 是 {front.name!r}，应与文件名 {self.path.stem!r} 一致")
        for output in front.output.values() if isinstance(front.output, dict) else [front.output]:
            if output and output not in self._outputs:
                raise PromptError(f"{where}：output 里的 {output!r} 不认识，可用：{'、'.join(sorted(self._outputs))}")
        used: set[str] = set()
        for section in self.sections.values():
            try:
                used |= meta.find_undeclared_variables(_environment().parse(section))
            except TemplateSyntaxError as error:
                raise PromptError(f"{where}：模板语法错误，{error.message}（该段第 {error.lineno} 行）") from error
        if undeclared := sorted(used - set(front.inputs)):
            raise PromptError(f"{where}：用了变量 {undeclared[0]!r}，但没有写进 inputs")
        if unused := sorted(set(front.inputs) - used):
            raise PromptError(f"{where}：inputs 里的 {unused[0]!r} 没有用到")

    @cached_property
    def _templates(self) -> dict[str, Any]:
        return {role: _environment().from_string(text) for role, text in self.sections.items()}


class PromptStore:
    """Prompts by name: a file of the workspace's ``prompts/`` folder hides the packaged one of the same name."""

    def __init__(self, outputs: Mapping[str, type[BaseModel]], *, overrides: Path | None = None) -> None:
        self._outputs = outputs
        self._folders = [folder for folder in (overrides, packaged("prompts")) if folder is not None]
        self._cache: dict[tuple[Path, int, int], Prompt] = {}

    def get(self, name: str) -> Prompt:
        """Return the prompt; an edited file is read anew. Raises PromptError where there is none or it is wrong."""
        if not _NAME.match(name):
            raise PromptError(f"提示词名 {name!r} 不合规：只用小写字母、数字和下划线")
        for folder in self._folders:
            path = folder / f"{name}.md"
            if path.is_file():
                stat = path.stat()
                key = (path, stat.st_mtime_ns, stat.st_size)
                if key not in self._cache:
                    self._cache[key] = Prompt(path, self._outputs)
                return self._cache[key]
        raise PromptError(f"找不到提示词 {name}.md；找过 {'、'.join(str(folder) for folder in self._folders)}")

    def names(self) -> list[str]:
        """Return the names of all prompts, sorted."""
        return sorted({path.stem for folder in self._folders if folder.is_dir() for path in folder.glob("*.md")})


def _environment() -> Any:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # Plain text: nothing here is HTML, escaping would put entities into what a model reads.
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, loader=None
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PromptError(f"{path.name}：读不了，{error.strerror}") from error


def _split(path: Path, data: bytes) -> tuple[FrontMatter, dict[str, str]]:
    where = path.name
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise PromptError(f"{where}：不是 UTF-8 编码") from error
    match = _FRONT.match(text)
    if match is None:
        raise PromptError(f"{where}：开头缺少由 --- 围起来的设置")
    front = _front_matter(where, match.group(1))
    sections: dict[str, str] = {}
    for section in _SECTION.finditer(match.group(2)):
        if section.group(1) in sections:
            raise PromptError(f"{where}：<{section.group(1)}> 出现了两次")
        sections[section.group(1)] = section.group(2)
    outside = _SECTION.sub("", match.group(2)).strip()
    if outside:
        raise PromptError(f"{where}：<system>、<user> 之外还有文字 {outside[:20]!r}")
    if "user" not in sections:
        raise PromptError(f"{where}：缺少 <user> 段")
    return front, sections


def _front_matter(where: str, text: str) -> FrontMatter:
    try:
        return FrontMatter.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise PromptError(f"{where}：开头的设置不是合法的 YAML，{' '.join(str(error).split())}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(step) for step in first["loc"])
        reason = "不认识这个字段" if first["type"] == "extra_forbidden" else first["msg"]
        raise PromptError(f"{where}：设置 {key!r} 有误，{reason}") from error
