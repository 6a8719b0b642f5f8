"""Whole copies of an installation: databases copied while in use, the archive and settings beside them."""

import shutil
import sqlite3
from contextlib import closing, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Final

from domain.errors import StoreProblem
from guong.settings import FILE_NAME
from guong.workspace import Workspace, job_lock
from registry.backup import back_up, verify_store
from registry.store import open_store

# Copied with SQLite's own online backup; the registry has its verified copy.
_DATABASES: Final = ("auth.sqlite3", "frontier.sqlite3")
_FILES: Final = (FILE_NAME, "sample-ports.json", "web-secret.key")
_FOLDERS: Final = ("archive", "sources")


def back_up_all(workspace: Workspace, target: Path, *, now: datetime) -> int:
    """Copy everything an installation needs into the new folder `target`; return how many files were written.

    The folder appears under its name only once it is complete. Holds the job lock: no crawl writes meanwhile.
    """
    if target.exists():
        raise StoreProblem(f"{target}: đã có", kept="bản cũ giữ nguyên", remedy="chọn tên khác cho bản sao lưu")
    part = target.with_name(f"{target.name}.part-{now:%Y%m%d%H%M%S}")
    try:
        part.mkdir(parents=True)
        with job_lock(workspace, "backup"):
            _copy_all(workspace, part)
        part.rename(target)
    except OSError as error:
        raise StoreProblem(
            f"Không sao lưu được vào {target} ({error.strerror})",
            kept="dữ liệu gốc không đổi",
            remedy="kiểm tra dung lượng và quyền ghi",
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return sum(1 for path in target.rglob("*") if path.is_file())


def _copy_all(workspace: Workspace, part: Path) -> None:
    store = open_store(workspace.registry, read_only=True)
    try:
        back_up(store, part / workspace.registry.name)
    finally:
        store.close()
    for name in _DATABASES:
        source = workspace.data / name
        if source.exists():
            with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(part / name)) as new:
                old.backup(new)
    for name in _FILES:
        if (workspace.data / name).exists():
            shutil.copy2(workspace.data / name, part / name)
    for name in _FOLDERS:
        if (workspace.data / name).is_dir():
            shutil.copytree(workspace.data / name, part / name)


def restore_all(source: Path, data: Path, *, now: datetime) -> Path | None:
    """Put a backup in the place of `data`; what was there is kept beside it and its path returned.

    Raises StoreProblem where the backup's registry is missing or not whole; then nothing changes.
    """
    store = open_store(source / "registry.sqlite3", read_only=True)
    try:
        found = verify_store(store)
    finally:
        store.close()
    if not found.ok:
        raise StoreProblem(
            f"{source}: bản sao lưu không toàn vẹn ({found.problems[0]})",
            kept="dữ liệu đang có giữ nguyên",
            remedy="dùng bản sao lưu khác",
        )
    # A job that goes on writing would write into the folder that is put aside.
    with job_lock(Workspace(data), "restore") if data.exists() else nullcontext():
        return _swap(source, data, now)


def _swap(source: Path, data: Path, now: datetime) -> Path | None:
    """Put a copy of the backup in the place of `data`; what was there stays beside it and is returned."""
    fresh = data.with_name(f"{data.name}.restoring")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(source, fresh)
    kept = None
    if data.exists():
        kept = data.with_name(f"{data.name}.before-{now:%Y%m%d%H%M%S}")
        data.rename(kept)
    fresh.rename(data)
    return kept
