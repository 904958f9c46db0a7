"""A sealed answer is verified where there is no database, no network and no home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.sealed.test_forged import flip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BARE = """
import socket, sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.bind", "subprocess.Popen", "os.posix_spawn"):
        raise SystemExit(f"it reached for {event}")

sys.addaudithook(refuse)
from cryptodrug_scraper.__main__ import main
sys.argv = ["cryptodrug", *sys.argv[1:]]
main()
"""


def verified(folder: Path, home: Path) -> tuple[int, dict[str, Any]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CRYPTODRUG")}
    environment |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "PATH": ""}
    words = [sys.executable, "-c", BARE, "export", "verify", str(folder), "--json"]
    done = subprocess.run(words, env=environment, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 7}, done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.mark.slow
def test_it_is_verified_where_there_is_nothing_else(copied: Callable[..., Path], tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    folder = copied("sales")
    code, found = verified(folder, home)
    assert (code, found["good"], len(found["root"])) == (0, True, 64)
    assert not list(home.iterdir()), "no server was begun, and nothing written"
    flip(folder / "words.jsonl", 300)
    code, found = verified(folder, home)
    assert (code, found["good"]) == (7, False)
    assert "words" in {line["part"] for line in found["lines"] if line["state"] == "changed"}
