"""The command line of a crawl that is due, and its outcome as the command reports it."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from cryptodrug_scraper.crawl.folder import crawls_folder, open_frontier
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.schedule.child import Ended
    from cryptodrug_scraper.schedule.file import Entry

__all__ = ["crawl_arguments", "crawl_id_of", "folders_of", "is_replaced", "outcome_of"]

_HOST = re.compile(r"[a-z0-9.-]*[a-z2-7]{16,56}\.onion", re.IGNORECASE)
_LONGEST = 500


class _Report(msgspec.Struct):
    """The fields used here of what ``cryptodrug crawl --json`` prints at its end."""

    crawl_id: UUID
    status: str
    reason: str | None


class _Logged(msgspec.Struct):
    """The field used here of a line of a log in JSON."""

    message: str


def crawl_arguments(entry: Entry, due: datetime, *, resume: Path | None, close: bool = False) -> list[str]:
    """
    Return the arguments of ``cryptodrug crawl``.

    Args:
        entry: the entry of the schedule.
        due: when the crawl is due.
        resume: the folder of the crawl that is resumed, which keeps its scope and label; None begins another.
        close: whether that one fetches nothing more, and ends with what it has.
    """
    arguments = [entry.market, "--json"]
    if resume is not None:
        arguments += ["--resume", "--set", f"CRAWL_FOLDER={resume}"]
        if close:
            return [*arguments, "--close"]
    else:
        arguments += ["--scope", entry.scope, "--label", entry.label_of(due)]
    for option, value in (("--budget", entry.budget), ("--rate", entry.rate), ("--at-once", entry.at_once)):
        if value is not None:
            arguments += [option, str(value)]
    if entry.revisit:
        arguments.append("--revisit")
    return arguments


def is_replaced(folder: Path, entry: Entry, due: datetime) -> bool:
    """
    Tell whether a crawl that is due fetches all that an unfinished one was to fetch: that one began before, and its
    pages would be of two times if it went on.
    """
    facts = _facts_of(folder)
    if "started_at" not in facts or "scope" not in facts:
        return False
    is_covered = entry.scope in ("all", facts["scope"])
    return is_covered and datetime.fromisoformat(facts["started_at"]) < due


def folders_of(market: str) -> set[Path]:
    """Return the folders of the market's crawls on this machine."""
    return set(crawls_folder().glob(f"{market}-*"))


def crawl_id_of(folder: Path) -> UUID | None:
    """Return the identifier of a crawl; None if another process works on it, or it was never begun."""
    said = _facts_of(folder).get("crawl_id")
    return None if said is None else UUID(said)


def _facts_of(folder: Path) -> dict[str, str]:
    """What a crawl notes of itself; nothing if another process works on it."""
    try:
        with closing(open_frontier(folder)) as frontier:
            return frontier.facts()
    except ConfigurationError:
        return {}


def outcome_of(ended: Ended) -> tuple[str, str | None, UUID | None]:
    """
    Return the outcome and the detail of a crawl, as in table schedule_run, and its identifier.

    A crawl that ended without its report is aborted; its identifier is then only in its folder.
    """
    try:
        report = msgspec.json.decode(ended.output, type=_Report)
    except msgspec.DecodeError:
        how = f"signal {-ended.code}" if ended.code < 0 else f"exit code {ended.code}"
        return "aborted", ended.stopped or _without_host(f"{how}: {_message(ended.last_line)}"), None
    if report.status == "aborted" and ended.stopped is not None:
        return "aborted", ended.stopped, report.crawl_id
    return report.status, None if report.reason is None else _without_host(report.reason), report.crawl_id


def _message(line: str) -> str:
    """What a line of the crawl's log says, be it text or JSON."""
    try:
        return msgspec.json.decode(line, type=_Logged).message
    except msgspec.DecodeError:
        return line or "it said nothing"


def _without_host(text: str) -> str:
    return _HOST.sub("….onion", text)[:_LONGEST]
