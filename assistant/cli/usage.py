"""What is wrong with a command line, in Chinese: the library that reads it says so in English."""

from __future__ import annotations

import re

# Its sentences as typer 0.20 and later have them, and ours; what is not among them is passed on as it is.
_SENTENCES = (
    (r"Missing option '(?P<name>[^']+?)(?:' / '[^']+)*'\.?.*", "少了选项 {name}"),
    (r"Missing argument '(?P<name>[^']+)'\.?.*", "少了 {name}"),
    (r"Missing command\.?", "少了命令"),
    (r"No such option:? '?(?P<name>--?[^ '.?]*)'?\.? [^-]*(?P<near>--[a-z-]+).*", "没有选项 {name}，可能想写 {near}"),
    (r"No such option:? '?(?P<name>--?[^ '.?]*)'?\.?.*", "没有选项 {name}"),
    (r"No such command '(?P<name>[^']*)'\. Did you mean '(?P<near>[^']*)'.*", "没有命令 {name}，可能想写 {near}"),
    (r"No such command '(?P<name>.*)'\.", "没有命令 {name}"),
    (r"Option '(?P<name>[^']+)' requires (?:an argument|\d+ arguments)\.?", "选项 {name} 后面要写值"),
    (r"Option '(?P<name>[^']+)' does not take a value\.?", "选项 {name} 后面不写值"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((?P<name>.*)\)\.?", "多出了 {name}，带空格的话要用引号括起来"),
)
_VALUE = re.compile(r"Invalid value for '(?P<name>[^']+?)(?:' / '[^']+)*': (?P<why>.*)", re.DOTALL)
_VALUES = (
    (r".*greater than or equal to (?P<bound>\S+?)\.?", "要不小于 {bound}"),
    (r".*less than or equal to (?P<bound>\S+?)\.?", "要不大于 {bound}"),
    (r".*(?:valid integer|valid int).*", "要写一个整数"),
    (r".*valid (?:number|float).*", "要写一个数"),
)


def in_chinese(message: str) -> str:
    """Return the sentence about a wrong command line."""
    value = _VALUE.fullmatch(message)
    if value is not None:
        return f"{value['name']} 的值不对：{_said(value['why'], _VALUES)}"
    return _said(message, _SENTENCES)


def _said(message: str, sentences: tuple[tuple[str, str], ...]) -> str:
    for english, ours in sentences:
        match = re.fullmatch(english, message, re.DOTALL)
        if match is not None:
            return ours.format(**match.groupdict())
    return message.rstrip(".")
