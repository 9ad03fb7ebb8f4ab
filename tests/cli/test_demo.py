from __future__ import annotations

from shop import run


def test_the_demo_copies_the_sample_into_an_empty_folder_and_drafts_from_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = run("demo", "--date", "2026-11-26")
    assert shown.status == 0
    assert [path.name for path in tmp_path.iterdir()] == ["assistant-demo"]
    assert (tmp_path / "assistant-demo" / "knowledge" / "brand.yaml").is_file()
    assert "同步完成" in shown.out
    assert all(f"【{kind}" in shown.out for kind in ("话题", "干货", "促销"))
    judged = shown.out[shown.out.index("群里来了几条消息") :]
    assert [line[0] for line in judged.splitlines() if line[:1] in ("✓", "!", "✗")] == ["✓", "✗", "✓", "✗"]


def test_the_demo_plays_in_the_workspace_one_stands_in(shop):
    shown = run("demo", "--date", "2026-11-27")
    assert shown.status == 0
    assert str(shop) in shown.out
    assert not (shop / "assistant-demo").exists()
