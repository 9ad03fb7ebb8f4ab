import os
from pathlib import Path

import pytest

from assistant.knowledge.scan import Scan, scan


def names(found: Scan, root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in found.files]


def reasons(found: Scan) -> dict[str, str]:
    return {item.source: item.reason for item in found.rejected}


def put(root: Path, name: str, data: bytes = "正文".encode()) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_good_files_in_order_and_configuration_passed_over(tmp_path: Path) -> None:
    for name in (
        "b.md",
        "a/z.txt",
        "faq.json",
        "brand.yaml",
        "topics.yaml",
        "sources.yaml",
        ".git/x.md",
        ".hidden.md",
        "a/brand.yaml",
    ):
        put(tmp_path, name)
    found = scan(tmp_path)
    assert names(found, tmp_path) == ["a/brand.yaml", "a/z.txt", "b.md", "faq.json"]
    assert found.rejected == []


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("logo.PNG", "图片"),
        ("a.mp4", "视频"),
        ("a.zip", "压缩包"),
        ("老表.xls", "另存为 xlsx"),
        ("合同.doc", "另存为 docx"),
        ("课件.ppt", "另存为 pptx"),
        ("server.log", "日志"),
        ("a.xyz", "不支持的文件类型 .xyz"),
        ("README", "没有扩展名"),
        ("~$价格.xlsx", "临时文件"),
    ],
)
def test_unfit_types_have_one_reason(tmp_path: Path, name: str, word: str) -> None:
    put(tmp_path, name)
    found = scan(tmp_path)
    assert found.files == []
    assert word in reasons(found)[name]


def test_empty_and_too_large(tmp_path: Path) -> None:
    put(tmp_path, "空.txt", b"")
    large = tmp_path / "大.txt"
    with large.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    found = scan(tmp_path)
    assert reasons(found) == {"空.txt": "文件是空的", "大.txt": "文件太大（50.0 MB，上限 20.0 MB）"}
    assert names(scan(tmp_path, max_bytes=60 * 1024 * 1024), tmp_path) == ["大.txt"]


def test_links(tmp_path: Path) -> None:
    root = tmp_path / "knowledge"
    put(root, "a.md")
    put(root, "sub/b.md")
    outside = put(tmp_path, "secret.md")
    (root / "out.md").symlink_to(outside)
    (root / "again.md").symlink_to(root / "a.md")
    (root / "gone.md").symlink_to(root / "missing.md")
    (root / "loop").symlink_to(root)
    (root / "x.md").symlink_to(root / "x.md")
    found = scan(root)
    assert names(found, root) == ["a.md", "sub/b.md"]
    assert "以外" in reasons(found)["out.md"]
    assert "a.md 已经读取" in reasons(found)["again.md"]
    assert "不存在" in reasons(found)["gone.md"]
    assert "文件夹" in reasons(found)["loop"]
    assert "x.md" in reasons(found)


def test_link_to_a_file_not_read_otherwise_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, ".store/real.md")
    (tmp_path / "one.md").symlink_to(tmp_path / ".store/real.md")
    (tmp_path / "two.md").symlink_to(tmp_path / ".store/real.md")
    found = scan(tmp_path)
    assert names(found, tmp_path) == ["one.md"]
    assert "two.md" in reasons(found)


def test_a_linked_root_is_fine(tmp_path: Path) -> None:
    put(tmp_path, "real/a.md")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert names(scan(tmp_path / "link"), tmp_path / "link") == ["a.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_no_permission(tmp_path: Path) -> None:
    put(tmp_path, "a.md").chmod(0)
    assert "权限" in reasons(scan(tmp_path))["a.md"]


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.txt")
    assert "不是普通文件" in reasons(scan(tmp_path))["p.txt"]
