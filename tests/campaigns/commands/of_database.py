"""The commands that fill, change, or ask the database."""

from __future__ import annotations

import re
import shutil
import signal
import time
from typing import TYPE_CHECKING, Any

from tests.campaigns.commands.looking import database, files, printed, schema
from tests.campaigns.commands.of_archive import copied_archive, copied_warcs, given
from tests.campaigns.commands.work import Work

if TYPE_CHECKING:
    from tests.campaigns.commands.case import Case

__all__ = ["OF_DATABASE"]

"""A revision of the schema that is neither the first nor the last."""
_SNAPSHOTS = "SELECT * FROM research.listing_snapshot ORDER BY capture_id, listing_id"


def _replay(case: Case, *options: str) -> list[str]:
    return ["replay", str(case.folder / "in"), "--workers", "2", *options]


def _own_home(case: Case) -> None:
    """A copy of an embedded server's data, whose files keep their owner."""
    copied_archive(case)
    home = case.stage.home
    shutil.copytree(home / "postgres", case.home / "postgres", copy_function=_copied)
    _same_owner(home / "postgres", case.home / "postgres")
    for path in (home / "postgres").rglob("*"):
        _same_owner(path, case.home / "postgres" / path.relative_to(home / "postgres"))


def _copied(source: str, target: str) -> str:
    return shutil.copy2(source, target)


def _same_owner(source: Any, target: Any) -> None:
    stat = source.stat()
    shutil.chown(target, stat.st_uid, stat.st_gid)


def _digest(case: Case) -> str:
    """The digest of what an embedded server has; no server is left by asking for it."""
    return case.do("db", "digest")


def _left_running(case: Case) -> None:
    """A server that a killed command left."""
    _own_home(case)
    process = case.start(["query", "SELECT pg_sleep(60)"], log="prepared")
    while not (case.home / "postgres" / "postmaster.pid").exists():
        time.sleep(0.02)
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.wait()


def _servers(case: Case) -> list[str]:
    return [each.name() for each in case.processes() if each.name() == "postgres"]


def _one_capture(case: Case) -> None:
    copied_archive(case)
    assert case.database is not None
    query = "SELECT capture_id FROM capture ORDER BY capture_id LIMIT 1"
    case.facts["id"] = str(case.stage.postgres.rows(case.database, query)[0][0])


def _no_schema(case: Case) -> None:
    case.do("db", "downgrade", "base", "--yes")


def _bank_file(case: Case) -> None:
    """Rates of holidays, of which the bank has none."""
    table = "Date,USD,GBP\n2018-12-26,1.1,0.9\n2018-12-25,1.2,0.8\n"
    (case.folder / "late.csv").write_text(table, encoding="utf-8")


def _bank_files(case: Case) -> object:
    assert case.database is not None
    query = "SELECT sha256, name, first_day, last_day FROM reference_rate_file ORDER BY 1"
    return case.stage.postgres.rows(case.database, query)


_ASKING = {
    "db digest": ["db", "digest"],
    "query": ["query", _SNAPSHOTS, "--format", "csv"],
    "report drift": ["report", "drift", "--json"],
}

OF_DATABASE = (
    Work(
        "replay",
        _replay,
        database,
        prepare=copied_warcs,
        template=lambda _: "empty",
        reads=given,
    ),
    Work(
        "replay (folder)",
        lambda case: ["replay", str(case.stage.pages), "--workers", "2"],
        database,
        template=lambda _: "empty",
    ),
    Work(
        "replay --reparse",
        lambda case: _replay(case, "--reparse"),
        database,
        prepare=copied_warcs,
        template=lambda stage: stage.older,
        reads=given,
    ),
    Work(
        "replay (own server)",
        lambda case: ["replay", str(case.stage.pages), "--workers", "2"],
        _digest,
        prepare=_own_home,
        own_server=True,
    ),
    Work(
        "query (own server)",
        lambda _: ["query", _SNAPSHOTS],
        printed,
        prepare=_own_home,
        own_server=True,
    ),
    Work(
        "db status",
        lambda _: ["db", "status"],
        lambda case: re.findall(r"^ (\w+) +(\d+) ", printed(case), re.MULTILINE),  # rows; sizes differ
        template=lambda stage: stage.loaded,
    ),
    Work("db stop", lambda _: ["db", "stop"], _servers, prepare=_left_running, own_server=True),
    Work(
        "rates add",
        lambda case: ["rates", "add", str(case.folder / "late.csv")],
        _bank_files,
        prepare=_bank_file,
        template=lambda stage: stage.loaded,
    ),
    Work(
        "db remove",
        lambda _: ["db", "remove", "--market", "dream", "--yes"],
        database,
        template=lambda stage: stage.loaded,
    ),
    Work(
        "db upgrade",
        lambda _: ["db", "upgrade"],
        lambda case: schema(case) | database(case),
        prepare=_no_schema,
        template=lambda stage: stage.loaded,
    ),
    Work(
        "db downgrade",
        lambda _: ["db", "downgrade", "base", "--yes"],
        schema,
        template=lambda stage: stage.loaded,
    ),
    Work(
        "show",
        lambda case: ["show", case.facts["id"], "--body", "--archive", str(case.home / "archive")],
        printed,
        prepare=_one_capture,
        template=lambda stage: stage.loaded,
    ),
    Work(
        "report study",
        lambda case: ["report", "study", "--identified", "--output", str(case.out / "study.html")],
        lambda case: files(case.out),
        template=lambda stage: stage.derived,
        writes=True,
        replaces=lambda case: case.out,
    ),
    Work(
        "report robustness",
        lambda case: ["report", "robustness", "--identified", "--output", str(case.out / "robustness.html")],
        lambda case: files(case.out),
        template=lambda stage: stage.derived,
        writes=True,
        replaces=lambda case: case.out,
    ),
    Work(
        "simulate compare",
        lambda case: ["simulate", "compare", "--truth", str(case.stage.truth), "--json"],
        printed,
        template=lambda stage: stage.simulated,
    ),
    *(
        Work(name, lambda _, words=words: words, printed, template=lambda stage: stage.loaded)  # type: ignore[misc]
        for name, words in _ASKING.items()
    ),
)
