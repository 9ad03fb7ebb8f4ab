"""How a provider is asked for JSON, and where the answer then stands.

``json_schema`` binds the decoder but some providers answer 400 to it (DeepSeek); ``json_object`` promises JSON of any
shape; ``tools`` may silently come back as plain text; ``text`` promises nothing. So the schema is in the prompt under
every policy, every answer is validated, and a refused policy is replaced by the next simpler one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from assistant.llm.config import Policy

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

_SIMPLER: dict[Policy, Policy] = {"json_schema": "json_object", "tools": "json_object", "json_object": "text"}


def simpler(policy: Policy) -> Policy | None:
    """Return the policy to try when a provider refuses ``policy``; None after the simplest."""
    return _SIMPLER.get(policy)


def schema_text(schema: type[BaseModel]) -> str:
    """Return the shape of an answer as a model should read it: an outline of the object with a word on each value.

    It says what the JSON schema says in less than half the tokens, and small models follow it better.
    """
    return _outline(_plain(schema))


def _outline(node: dict[str, Any]) -> str:
    said = str(node.get("description", ""))
    if "anyOf" in node:
        return _outline(next(one for one in node["anyOf"] if one.get("type") != "null"))
    if "enum" in node:
        one = "|".join(map(str, node["enum"]))
        return f'"〈{f"{said}：" if said else ""}{one}〉"'
    match node.get("type"):
        case "object":
            fields = node.get("properties", {})
            return "{" + ", ".join(f'"{name}": {_outline(value)}' for name, value in fields.items()) + "}"
        case "array":
            least, most = node.get("minItems", 0), node.get("maxItems")
            count = f"{least} 到 {most} 项" if most else f"至少 {least} 项" if least else ""
            aside = "，".join(part for part in (count, said) if part)
            return f"[{_outline(node.get('items', {}))}{f', …〈{aside}〉' if aside else ''}]"
        case "string":
            return f'"〈{said or "文字"}〉"'
        case "boolean":
            return "true 或 false"
    return f"〈{said or '数字'}〉"


def _plain(schema: type[BaseModel]) -> dict[str, Any]:
    full = schema.model_json_schema()
    definitions = full.pop("$defs", {})

    def walk(node: Any, properties: bool = False) -> Any:
        if isinstance(node, list):
            return [walk(item) for item in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            node = {**definitions[node["$ref"].rsplit("/", 1)[-1]], **{k: v for k, v in node.items() if k != "$ref"}}
        # "title" is noise as a keyword and a field of ours as a property name; an object's description is a docstring.
        noise = {"title", "description"} if "properties" in node else {"title"}
        return {
            key: walk(value, properties=key == "properties")
            for key, value in node.items()
            if properties or key not in noise
        }

    return dict(walk(full))


def _strict(node: Any) -> Any:
    """Close every object, as strict decoders demand."""
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    closed = {key: _strict(value) for key, value in node.items() if key != "default"}
    if closed.get("type") == "object" and "properties" in closed:
        closed |= {"additionalProperties": False, "required": list(closed["properties"])}
    return closed


def options_for(policy: Policy, schema: type[BaseModel]) -> dict[str, Any]:
    """Return the request options that ask for ``schema`` under ``policy``."""
    if policy == "json_schema":
        wanted = {"name": schema.__name__, "strict": True, "schema": _strict(_plain(schema))}
        return {"response_format": {"type": "json_schema", "json_schema": wanted}}
    if policy == "json_object":
        return {"response_format": {"type": "json_object"}}
    if policy == "tools":
        function = {"name": schema.__name__, "description": "交稿", "parameters": _plain(schema)}
        choice = {"type": "function", "function": {"name": schema.__name__}}
        return {"tools": [{"type": "function", "function": function}], "tool_choice": choice}
    return {}


def answer_text(message: AIMessage) -> str:
    """Return the text of an answer or of a piece of one, from the tool call where there is one."""
    pieces = getattr(message, "tool_call_chunks", None)
    if pieces:
        return "".join(piece.get("args") or "" for piece in pieces)
    for call in message.tool_calls:
        return json.dumps(call["args"], ensure_ascii=False)
    for broken in message.invalid_tool_calls:
        return broken.get("args") or ""
    content = message.content
    if isinstance(content, str):
        return content
    return "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in content)
