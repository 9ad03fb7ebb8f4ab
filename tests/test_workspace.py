from __future__ import annotations

import pytest

from assistant.errors import WorkspaceError
from assistant.resources import packaged
from assistant.workspace import Workspace, find_workspace


@pytest.fixture
def root(tmp_path):
    (tmp_path / "shop" / "knowledge" / "articles").mkdir(parents=True)
    (tmp_path / "shop" / "knowledge" / "brand.yaml").write_text("name: 小店\n", encoding="utf-8")
    return (tmp_path / "shop").resolve()


def test_a_workspace_is_found_from_any_folder_inside(root):
    assert find_workspace(start=root).root == root
    assert find_workspace(start=root / "knowledge" / "articles").root == root


def test_the_nearest_workspace_wins(root):
    inner = root / "branch"
    (inner / "knowledge").mkdir(parents=True)
    (inner / "knowledge" / "brand.yaml").write_text("name: 分店\n", encoding="utf-8")
    assert find_workspace(start=inner).root == inner
    assert find_workspace(root, start=inner).root == root


def test_the_current_folder_is_where_the_looking_starts(root, monkeypatch):
    monkeypatch.chdir(root / "knowledge")
    assert find_workspace().root == root


def test_no_workspace_says_where_it_looked_and_what_to_do(tmp_path):
    with pytest.raises(WorkspaceError, match="assistant init") as error:
        find_workspace(start=tmp_path)
    assert str(tmp_path.resolve()) in str(error.value)
    with pytest.raises(WorkspaceError, match=r"nowhere.*knowledge/brand\.yaml"):
        find_workspace(tmp_path / "nowhere")


def test_state_ignores_itself_in_git_and_is_made_once(root):
    workspace = Workspace(root)
    assert not workspace.state.exists()
    state = workspace.make_state()
    (state / ".gitignore").write_text("# mine\n*\n", encoding="utf-8")
    assert workspace.make_state() == state
    assert (state / ".gitignore").read_text(encoding="utf-8").startswith("# mine")


def test_state_that_cannot_be_made_names_its_folder(root):
    (root / ".assistant").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"\.assistant"):
        Workspace(root).make_state()


def test_the_sample_brand_and_the_prompts_are_there():
    assert (packaged("knowledge") / "brand.yaml").is_file()
    assert list(packaged("prompts").glob("*.md"))
