"""The shapes a model answers in, one a kind and format; prompts name them in ``output``.

Each knows how it becomes a draft, and what stands before each of its texts in the body, so that the body can be shown
while the answer is still arriving.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.drafting.offline.sharetext import PART_LENGTH, PER_SECOND
from assistant.llm.partial import Path
from assistant.schema.brief import Written
from assistant.schema.contracts import Citation, DraftPart

Form = Literal["story_hook", "this_or_that", "fill_blank", "myth_or_fact", "photo_checkin", "poll", "ask_experience"]
Text = Field(min_length=1)


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

    def claims(self) -> list[tuple[str, list[int]]]:
        """Return the texts that must rest on passages, each with their numbers."""
        return []

    @classmethod
    @abstractmethod
    def lead(cls, path: Path) -> str | None:
        """Return what stands in the body before the text at ``path``; None where it is no part of the body."""

    @abstractmethod
    def written(self, citations: list[Citation], tail: str = "") -> Written:
        """Return the draft, with the citations that were verified; ``tail`` are a share's sources and disclaimer."""


class TopicAnswer(Answer):
    """A topic to talk about."""

    form: Form = Field(description="话题形式")
    body: str = Field(min_length=1, description="正文，正好一个问号")
    followups: list[str] = Field(min_length=2, max_length=3, description="冷场时运营者接着问的话")
    citations: list[Cited] = Field(default_factory=list, max_length=8, description="用到资料时才写，没用到就空着")

    def cited(self) -> list[Cited]:
        """Return the stated citations."""
        return self.citations

    @classmethod
    def lead(cls, path: Path) -> str | None:
        """Only the body is shown."""
        return "" if path == ("body",) else None

    def written(self, citations: list[Citation], tail: str = "") -> Written:  # noqa: ARG002 - a share's alone
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

    def claims(self) -> list[tuple[str, list[int]]]:
        """Return each point with its passage, and the sentence to remember with all of them."""
        every = sorted({point.passage for point in self.points})
        return [*((point.text, [point.passage]) for point in self.points), (self.remember, every)]

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

    def written(self, citations: list[Citation], tail: str = "") -> Written:
        """Return the post; the question comes last, so that it is what people answer."""
        body = self.hook
        for index, point in enumerate(self.points):
            body += f"{self.lead(('points', index, 'text'))}{point.text}"
        body += f"{self.lead(('remember',))}{self.remember}"
        body += f"\n\n{tail}" if tail else ""
        return Written(title=self.title, body=f"{body}{self.lead(('question',))}{self.question}", citations=citations)


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

    def claims(self) -> list[tuple[str, list[int]]]:
        """Return each part with all passages cited."""
        every = sorted({cited.passage for cited in self.citations})
        return [(part.text, every) for part in self.parts]

    @classmethod
    def lead(cls, path: Path) -> str | None:
        """Return a blank line between parts."""
        match path:
            case ("parts", int(index), "text"):
                return "\n\n" if index else ""
        return None

    def written(self, citations: list[Citation], tail: str = "") -> Written:
        """Return the script with the time each part takes to say."""
        texts = [part.text for part in self.parts]
        if tail and len(texts[-1]) + len(tail) < PART_LENGTH:
            texts[-1] = f"{texts[-1]}\n{tail}"
        elif tail:
            texts.append(tail)
        parts = [
            DraftPart(name=f"语音{number}", text=text, seconds=-(-len(text) // PER_SECOND))
            for number, text in enumerate(texts, 1)
        ]
        return Written(title=self.title, body="\n\n".join(texts), citations=citations, parts=parts)


class PromoPostAnswer(Answer):
    """A promotion as one post."""

    body: str = Text

    @classmethod
    def lead(cls, path: Path) -> str | None:
        """Only the body is shown."""
        return "" if path == ("body",) else None

    def written(self, citations: list[Citation], tail: str = "") -> Written:  # noqa: ARG002 - a share's alone
        """Return the post."""
        return Written(title=self.title, body=self.body, citations=citations)


class PromoPosterAnswer(PromoPostAnswer):
    """A promotion on a poster: at most 40 characters."""


class NamedPart(BaseModel):
    """One message of several."""

    name: str = Field(min_length=1, description="这一条的名字，照要求写")
    text: str = Text


class PromoPartsAnswer(Answer):
    """A promotion in several messages, each under its name: a series."""

    parts: list[NamedPart] = Field(min_length=1, max_length=6)

    @classmethod
    def lead(cls, path: Path) -> str | None:
        """Return the part's name in brackets on a line of its own, as the operator reads it."""
        match path:
            case ("parts", int(index), "name"):
                return "\n\n【" if index else "【"
            case ("parts", int(), "text"):
                return "】\n"
        return None

    def written(self, citations: list[Citation], tail: str = "") -> Written:  # noqa: ARG002 - a share's alone
        """Return the messages; their times are set by the writer."""
        parts = [DraftPart(name=part.name, text=part.text) for part in self.parts]
        body = "\n\n".join(f"【{part.name}】\n{part.text}" for part in parts)
        return Written(title=self.title, body=body, citations=citations, parts=parts)


class PromoPageAnswer(PromoPartsAnswer):
    """A promotion on one page in parts: a landing page, whose parts run on without their names."""

    @classmethod
    def lead(cls, path: Path) -> str | None:
        """Return a blank line between parts."""
        match path:
            case ("parts", int(index), "text"):
                return "\n\n" if index else ""
        return None

    def written(self, citations: list[Citation], tail: str = "") -> Written:
        """Return the page."""
        written = super().written(citations, tail)
        return written.model_copy(update={"body": "\n\n".join(part.text for part in written.parts)})


OUTPUTS: dict[str, type[Answer]] = {
    answer.__name__: answer
    for answer in (
        TopicAnswer,
        SharePostAnswer,
        ShareVoiceAnswer,
        PromoPostAnswer,
        PromoPosterAnswer,
        PromoPartsAnswer,
        PromoPageAnswer,
    )
}
