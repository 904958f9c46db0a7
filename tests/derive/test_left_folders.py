"""What derivations that were killed leave on the disk."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

from cryptodrug_scraper.derive.rows import frames_on_disk

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_folder_of_a_killed_derivation_is_gone_with_the_next_one_and_that_of_another_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left, other, foreign = (tmp_path / f"cryptodrug-derive-{of}-x" for of in (ended.pid, os.getppid(), "theirs"))
    kept = tmp_path / "kept"
    for folder in (left, other, foreign, kept):
        folder.mkdir()
        (folder / "0-rows.arrow").write_bytes(b"names")
    link = tmp_path / f"cryptodrug-derive-{ended.pid}-link"
    link.symlink_to(kept)

    with frames_on_disk():
        assert {path.name for path in tmp_path.iterdir()} >= {other.name, foreign.name, link.name, "kept"}
        assert not left.exists()
    assert (kept / "0-rows.arrow").exists()
    assert {path.name for path in tmp_path.iterdir()} == {other.name, foreign.name, link.name, "kept"}
