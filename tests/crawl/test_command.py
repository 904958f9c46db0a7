"""What ``cryptodrug crawl`` says where a crawl cannot begin: no request is sent, and nothing is left to be resumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.crawl.folder import crawls_folder
from cryptodrug_scraper.crawl.sessions import Cookies, Sessions
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.home import HOME_VARIABLE
from tests.support.command import run_command

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

NOBODY = "127.0.0.1:9"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    del database
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))


def refused(*options: str) -> str:
    """What the command says that it cannot do."""
    done = run_command("crawl", "dream", *options, code=ConfigurationError.exit_code)
    return done.stderr.decode().splitlines()[-1]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--socks", NOBODY], "no mirror is known: give --mirror, or list them in mirrors.toml"),
        (["--socks", NOBODY, "--mirror", f"http://{NOBODY}"], "only those of version 3 are asked"),
        (["--replica", "http://192.0.2.1"], "only addresses of loopback are asked"),
        (["--replica", f"http://{NOBODY}", "--rate", "99"], "99.0 is not in the range 0<x<=40"),
    ],
)
def test_an_option_that_no_crawl_can_have_is_refused(options: list[str], reason: str) -> None:
    assert reason in refused(*options)
    assert not list(crawls_folder().glob("*"))


def test_a_session_that_others_can_read_is_refused(tmp_path: Path) -> None:
    sessions = Sessions("dream")
    sessions.put(NOBODY, Cookies({"session": "invented"}))
    for file in (tmp_path / "home" / "sessions" / "dream").iterdir():
        file.chmod(0o644)

    assert "others can read the session file" in refused("--replica", f"http://{NOBODY}")
    assert not list(crawls_folder().glob("*"))
