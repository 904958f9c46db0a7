"""A log on a disk that was full goes on once there is room."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_PROGRAM = """
import logging, os, resource, sys
from cryptodrug_scraper.cli.screen import inert_streams
from cryptodrug_scraper.logs import begin_json

with inert_streams():
    if sys.argv[1] == "json":
        begin_json()
    else:
        logging.basicConfig()
    logging.warning("before")
    size = os.fstat(2).st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20, resource.RLIM_INFINITY))
    for number in range(100):
        logging.warning("full %d", number)
    sys.stderr.write("cryptodrug: full as well")
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    logging.warning("after")
"""
"""A limit of the size of files stands in for the end of a disk."""


@pytest.mark.parametrize("form", ["json", "text"])
def test_what_is_logged_after_the_disk_was_freed_is_there(tmp_path: Path, form: str) -> None:
    log = tmp_path / "log"
    with log.open("ab") as stream:
        done = subprocess.run([sys.executable, "-c", _PROGRAM, form], stderr=stream, check=False)

    said = log.read_text(encoding="utf-8")
    assert 0 == done.returncode, said
    assert "before" in said
    assert "full 99" not in said
    assert "after" in said.splitlines()[-1]
