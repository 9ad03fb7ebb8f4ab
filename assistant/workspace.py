"""A workspace: the folder with one brand's ``knowledge/``, its ``prompts/`` overrides and its state."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import WorkspaceError

if TYPE_CHECKING:
    from assistant.settings import Settings

MARKER = Path("knowledge") / "brand.yaml"


@dataclass(frozen=True)
class Workspace:
    """Paths of one workspace. State (database, index, locks) lives in ``.assistant/`` and may be deleted."""

    root: Path

    @property
    def knowledge(self) -> Path:
        """The brand's own files."""
        return self.root / "knowledge"

    @property
    def prompts(self) -> Path:
        """Prompts that replace the packaged ones of the same file name."""
        return self.root / "prompts"

    @property
    def state(self) -> Path:
        """Database, index and locks."""
        return self.root / ".assistant"

    @cached_property
    def settings(self) -> Settings:
        """Settings of this workspace, read once. Raises :class:`SettingsError`."""
        from assistant.settings import load_settings

        return load_settings(self.root)

    def make_state(self) -> Path:
        """Create the state folder; it ignores itself in git. Raises :class:`WorkspaceError` where it cannot."""
        try:
            self.state.mkdir(parents=True, exist_ok=True)
            ignore = self.state / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", encoding="utf-8")
        except OSError as error:
            raise WorkspaceError(f"无法写入状态目录 {self.state}：{error.strerror}，请检查权限或磁盘空间") from error
        return self.state


def find_workspace(given: Path | None = None, *, start: Path | None = None) -> Workspace:
    """Return the workspace ``given``, else the nearest one at or above ``start`` (default: the current folder).

    Raises :class:`WorkspaceError` when there is none.
    """
    if given is not None:
        root = given.expanduser().resolve()
        if not (root / MARKER).is_file():
            raise WorkspaceError(f"{given} 里没有 {MARKER.as_posix()}：请换一个目录，或用 assistant init {given} 新建")
        return Workspace(root)
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / MARKER).is_file():
            return Workspace(folder)
    raise WorkspaceError(
        f"{here} 及其上级目录里都没有 {MARKER.as_posix()}：请用 --workspace 指定，或用 assistant init 新建"
    )
