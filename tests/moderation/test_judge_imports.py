"""A configured judge weighs nothing until a message is in doubt."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bakery import ADVERT, make_bakery

ROOT = Path(__file__).parents[2]
SETTINGS = '[models.judge]\nmodel = "openai/local"\napi_base = "http://127.0.0.1:9/v1"\n'
CODE = f"""
import json, sys
from pathlib import Path
from assistant.moderation.cascade import Moderator
from assistant.moderation.judge import judge_of
from assistant.schema.moderation import Message
from assistant.workspace import Workspace
workspace = Workspace(Path(sys.argv[1]))
judge = judge_of(workspace)
moderator = Moderator(workspace, store=False, judge=judge)
texts = ["吐司多少钱", {ADVERT!r}]
verdicts = [moderator.decide(Message(id=str(n), group="regulars", text=text)).verdict for n, text in enumerate(texts)]
heavy = "litellm langchain langchain_core langchain_litellm chromadb streamlit jinja2 openai".split()
print(json.dumps([judge is not None, verdicts, [name for name in heavy if name in sys.modules]]))
"""


def test_a_judge_that_nobody_needs_imports_nothing(tmp_path):
    make_bakery(tmp_path)
    (tmp_path / "assistant.toml").write_text(SETTINGS, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    assert json.loads(run.stdout) == [True, ["allow", "block"], []]
