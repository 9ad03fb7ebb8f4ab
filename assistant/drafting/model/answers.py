"""The shapes a model answers in, one a kind and format; prompts name them in ``output``.

Each knows how it becomes a draft, and what stands before each of its texts in the body, so that the body can be shown
while the answer is still arriving.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.llm.partial import Path
from assistant.schema.brief import Written
from assistant.schema.contracts import Citation, DraftPart

Form = Literal["story_hook", "this_or_that", "fill_blank", "myth_or_fact", "photo_checkin", "poll", "ask_experience"]
Text = Field(min_length=1)
# Spoken Chinese runs at about 240 characters a minute.
CHARACTERS_PER_SECOND = 4


class Cited(BaseModel):
    """A passage by its number and the words taken from it."""

    passage: int = Field(description="资料编号")
    quote: str = Field(description="从这条资料里逐字抄下的一句，不改字")


class Answer(BaseModel):
    """Any answer."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    title: str = Field(min_length=1, description="标题")

    def cited(self) -> list[Cited]:
        """Return what the answer claims to have taken from the passages."""
        return []

    @classmethod
    @abstractmethod
    def lead(cls, path: Path) -> str | None:
        """Return what stands in the body before the text at ``path``; None where it is no part of the body."""

    @abstractmethod
    def written(self, citations: list[Citation]) -> Written:
        """Return the draft, with the citations that were verified."""


class TopicAnswer(Answer):
    """A topic to talk about."""

    form: Form = Field(description="话题形式")
    body: str = Text
    citations: list[Cited] = Field(default_factory=list, description="用到资料时才写，没用到就空着")
    followups: list[str] = Field(min_length=2, max_length=3, description="冷场时运营者接着问的话")

    def cited(self) -> list[Cited]:
        """Return the stated citations."""
        return self.citations

    @classmethod
    def lead(cls, path: Path) -> str | None:
        """Only the body is shown."""
        return "" if path == ("body",) else None

    def written(self, citations: list[Citation]) -> Written:
        """Return the topic."""
        return Written(title=self.title, body=self.body, form=self.form, citations=citations, followups=self.followups)


class Point(Cited):
    """One point of a share."""

    text: str = Field(min_length=1, description="一个要点，说人话，只说资料里有的")


class SharePostAnswer(Answer):
    """A share as one post."""

    hook: str = Field(min_length=1, description="开头一两句，说一个具体场面")
    points: list[Point] = Field(min_length=3, max_length=5)
    remember: str = Field(min_length=1, description="值得记住的一句")
    question: str = Field(min_length=1, description="结尾问大家的一个问题")

    def cited(self) -> list[Cited]:
        """Return one citation a point."""
        return list(self.points)

    @classmethod
    def lead(cls, path: Path) -> str | None:
        """Hook, numbered points, the sentence to remember, the question."""
        match path:
            case ("hook",):
                return ""
            case ("points", int(index), "text"):
                return f"\n{index + 1}. " if index else "\n\n1. "
            case ("remember",):
                return "\n\n记住一句："
            case ("question",):
                return "\n\n"
        return None

    def written(self, citations: list[Citation]) -> Written:
        """Return the post; sources and disclaimers are added by the writer."""
        body = self.hook
        for index, point in enumerate(self.points):
            body += f"{self.lead(('points', index, 'text'))}{point.text}"
        body += f"{self.lead(('remember',))}{self.remember}{self.lead(('question',))}{self.question}"
        return Written(title=self.title, body=body, citations=citations)


class SpokenPart(BaseModel):
    """One voice message."""

    text: str = Field(min_length=1, description="一段能直接念的话")


class ShareVoiceAnswer(Answer):
    """A share as a script of voice messages."""

    parts: list[SpokenPart] = Field(min_length=1, max_length=5)
    citations: list[Cited] = Field(min_length=1)

    def cited(self) -> list[Cited]:
        """Return the stated citations."""
        return self.citations

    @classmethod
    def lead(cls, path: Path) -> str | None:
        """Return a blank line between parts."""
        match path:
            case ("parts", int(index), "text"):
                return "\n\n" if index else ""
        return None

    def written(self, citations: list[Citation]) -> Written:
        """Return the script with the time each part takes to say."""
        parts = [spoken(f"第 {number} 段", part.text) for number, part in enumerate(self.parts, 1)]
        return Written(
            title=self.title, body="\n\n".join(part.text for part in parts), citations=citations, parts=parts
        )


def spoken(name: str, text: str) -> DraftPart:
    """Return a part with the seconds it takes to say, rounded up."""
    return DraftPart(name=name, text=text, seconds=-(-len(text) // CHARACTERS_PER_SECOND))


class PromoPostAnswer(Answer):
    """A promotion as one post."""

    body: str = Text

    @classmethod
    def lead(cls, path: Path) -> str | None:
        """Only the body is shown."""
        return "" if path == ("body",) else None

    def written(self, citations: list[Citation]) -> Written:
        """Return the post."""
        return Written(title=self.title, body=self.body, citations=citations)


class PromoPosterAnswer(PromoPostAnswer):
    """A promotion on a poster: at most 40 characters."""


class NamedPart(BaseModel):
    """One message of several."""

    name: str = Field(min_length=1, description="这一条的名字，照要求写")
    text: str = Text


class PromoPartsAnswer(Answer):
    """A promotion in several messages: a series or a landing page."""

    parts: list[NamedPart] = Field(min_length=2, max_length=6)

    @classmethod
    def lead(cls, path: Path) -> str | None:
        """Return the part's name in brackets on a line of its own, as the operator reads it."""
        match path:
            case ("parts", int(index), "name"):
                return "\n\n【" if index else "【"
            case ("parts", int(), "text"):
                return "】\n"
        return None

    def written(self, citations: list[Citation]) -> Written:
        """Return the messages; their times are set by the writer."""
        parts = [DraftPart(name=part.name, text=part.text) for part in self.parts]
        body = "\n\n".join(f"【{part.name}】\n{part.text}" for part in parts)
        return Written(title=self.title, body=body, citations=citations, parts=parts)


OUTPUTS: dict[str, type[Answer]] = {
    answer.__name__: answer
    for answer in (
        TopicAnswer,
        SharePostAnswer,
        ShareVoiceAnswer,
        PromoPostAnswer,
        PromoPosterAnswer,
        PromoPartsAnswer,
    )
}
