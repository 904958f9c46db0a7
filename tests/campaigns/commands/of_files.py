"""The commands that read and write files, without a database."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from tests.campaigns.commands.looking import captures, files, printed
from tests.campaigns.commands.stage import ROOT
from tests.campaigns.commands.work import Work

if TYPE_CHECKING:
    from pathlib import Path

    from tests.campaigns.commands.case import Case

__all__ = ["OF_FILES"]

_COOKIES = "session=invented; person=nobody\n"
_AT_REPLICA = ("dream", "--mirror", "http://127.0.0.1:8080", "--replica")


def _pages(case: Case) -> list[str]:
    return [str(path) for path in sorted((case.stage.pages / "dream").rglob("body.html"))]


def _cases(case: Case) -> None:
    shutil.copytree(ROOT / "fixtures" / "pages" / "dream" / "vendor_profile", case.out / "dream" / "vendor_profile")


def _put(case: Case) -> None:
    (case.folder / "cookies").write_text(_COOKIES, encoding="utf-8")
    case.do("session", "put", *_AT_REPLICA, "--file", str(case.folder / "cookies"))


def _with_cookies(case: Case) -> None:
    (case.folder / "cookies").write_text(_COOKIES, encoding="utf-8")


def _sessions(case: Case) -> dict[str, str]:
    return files(case.home / "sessions")


def _schedule(case: Case) -> None:
    text = '[[entry]]\nname = "past"\nmarket = "dream"\ncron = "0 4 * * 1"\nlast_on = 2019-04-30\n'
    (case.home / "schedule.toml").write_text(text, encoding="utf-8")


def _page(case: Case) -> Path:
    return case.stage.pages / "dream" / "listing" / "hash_cp1252" / "body.html"


def _out(case: Case) -> dict[str, str]:
    return files(case.out)


def _simulated(case: Case) -> dict[str, Any]:
    return captures(case.out / "pages") | {"crawls": (case.out / "pages" / "crawls.json").read_text()}


def _new(case: Case) -> list[str]:
    return ["market", "new", "silkroad", "--outside", str(case.out / "silkroad"), "--from", str(_page(case))]


def _taken_away(case: Case) -> list[list[str]]:
    """It never writes over a file: what a fault left of a skeleton is taken away first, as its message says."""
    shutil.rmtree(case.out / "silkroad", ignore_errors=True)
    return [_new(case)]


def _draft(case: Case) -> list[str]:
    options = ["--captured-at", "2019-02-03", "--into", str(case.out)]
    return ["fixture", "draft", str(_page(case)), "drafted", *options]


def _drafted_again(case: Case) -> list[list[str]]:
    """It never writes over a draft."""
    shutil.rmtree(case.out / "dream", ignore_errors=True)
    return [_draft(case)]


def _simulate(case: Case) -> list[str]:
    options = ["--size", "0.002", "--workers", "2", "--json"]
    return ["simulate", "archive", "dream", "--archive", str(case.out / "pages"), *options]


def _simulated_again(case: Case) -> list[list[str]]:
    """It never writes over a crawl."""
    shutil.rmtree(case.out / "pages", ignore_errors=True)
    return [_simulate(case)]


OF_FILES = (
    Work("parse", lambda case: ["parse", *_pages(case), "--captured-at", "2018-11-18T09:12:00Z"], printed),
    Work("doctor", lambda _: ["doctor"], lambda _: None, own_server=True),
    Work("fixture check", lambda case: ["fixture", "check", str(case.out)], printed, prepare=_cases),
    Work(
        "fixture rerun",
        lambda case: ["fixture", "rerun", str(case.out)],
        _out,
        prepare=_cases,
        writes=True,
        replaces=lambda case: case.out,
    ),
    Work(
        "fixture draft",
        _draft,
        lambda case: sorted(_out(case)),  # what is in them is invented anew each time
        writes=True,
        again=_drafted_again,
    ),
    Work("market check", lambda _: ["market", "check", "dream", "--json"], printed),
    Work("market list", lambda _: ["market", "list", "--json"], printed),
    Work(
        "market new",
        _new,
        lambda case: sorted(_out(case)),  # the drafts among them are invented anew each time
        writes=True,
        again=_taken_away,
    ),
    Work(
        "simulate archive",
        _simulate,
        _simulated,
        writes=True,
        again=_simulated_again,
    ),
    Work(
        "simulate truth",
        lambda case: ["simulate", "truth", "--size", "0.01", str(case.out)],
        _out,
        writes=True,
        replaces=lambda case: case.out,
    ),
    Work(
        "session put",
        lambda case: ["session", "put", *_AT_REPLICA, "--file", str(case.folder / "cookies")],
        _sessions,
        prepare=_with_cookies,
        writes=True,
        replaces=lambda case: case.home / "sessions",
    ),
    Work("session list", lambda _: ["session", "list", "dream", "--json"], printed, prepare=_put),
    Work("session forget", lambda _: ["session", "forget", *_AT_REPLICA], _sessions, prepare=_put),
    Work("schedule check", lambda case: ["schedule", "check", str(case.home / "schedule.toml")], printed, _schedule),
)
