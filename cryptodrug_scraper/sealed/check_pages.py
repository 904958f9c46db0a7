"""Check the pages of a sealed answer: they are read again, and compared with rows and words."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.capture import CaptureTime, capture_id
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.replay.version import parser_version
from cryptodrug_scraper.sealed.layout import CAPTURES, OBSERVATIONS, PAGES, WORDS
from cryptodrug_scraper.sealed.lines import fitting, if_there, read_lines
from cryptodrug_scraper.sealed.observed import observed_on
from cryptodrug_scraper.sealed.question import CaptureLine, ObservationLine, WordsLine
from cryptodrug_scraper.sealed.record import capture_in
from cryptodrug_scraper.sealed.words import faults_of_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.sealed.observed import Observed
    from cryptodrug_scraper.sealed.question import Question
    from cryptodrug_scraper.sealed.told import Told

__all__ = ["check_absence", "check_pages"]

_TOLD = 5
"""Faults of one kind that are told one by one."""


def check_pages(folder: Path, question: Question, told: Told) -> None:
    """
    Read the pages again, and compare what they state with the observations, and their bytes with the words.

    Raises:
        ArchiveError: a file cannot be read.
    """
    if not (folder / CAPTURES).exists():
        told.is_unchecked("pages", "there is none")
        return
    lines = read_lines(folder, CAPTURES, CaptureLine)
    observations: dict[UUID, list[ObservationLine]] = defaultdict(list)
    for stated in if_there(folder, OBSERVATIONS, ObservationLine):
        observations[stated.capture_id].append(stated)
    words: dict[UUID, list[WordsLine]] = defaultdict(list)
    for marked in if_there(folder, WORDS, WordsLine):
        words[marked.observation].append(marked)
    versions = _versions(question, told)
    good = read = fields = 0
    wrong: dict[str, list[str]] = {"pages": [], "observations": [], "words": []}
    unsure: list[str] = []
    for line in lines:
        try:
            capture = _capture(folder, line)
        except ArchiveError as error:
            wrong["pages"].append(str(error))
            continue
        good += 1
        readings: dict[str, Observed] = {}
        for stated in observations.pop(line.capture_id, []):
            observed = readings.get(stated.parser_version)
            if observed is None:
                observed = readings[stated.parser_version] = observed_on(capture, stated.parser_version)
            found = observed.rows.get(stated.observation)
            differing = _differing(stated, found)
            if not differing:
                read += 1
            elif stated.parser_version in versions:
                wrong["observations"].append(differing)
            else:
                unsure.append(differing)
            own = words.pop(stated.observation, [])
            faults = list(faults_of_words(capture, observed.page, stated.ordinal, own)) if own else []
            place = wrong["words"] if stated.parser_version in versions else unsure
            place += [f"{stated.observation}: {fault}" for fault in faults]
            fields += sum(1 for each in own if each.spans) if not faults else 0
    for left in observations.values():
        wrong["observations"] += [f"{line.observation} is of a page that is not there" for line in left]
    wrong["words"] += [f"{name} is no observation" for name in words]
    wrong["pages"] += _unnamed(folder, lines)
    for part, faults in wrong.items():
        _tell(told, part, faults)
    told.holds(
        "pages", f"{counted(good, 'page')} of {len(lines)}: record, digest, address and time give the identifier"
    )
    if read:
        told.holds("observations", f"what is read again on these pages: {counted(read, 'observation')}")
    if fields:
        told.holds("words", f"standing on the pages where they are marked: {counted(fields, 'field')}")
    for said in unsure[:_TOLD]:
        told.is_unchecked("observations", f"another parser reads otherwise, which need be no change: {said}")
    _tell_what_is_open(folder, lines, told)


def check_absence(folder: Path, question: Question, told: Told) -> None:
    """
    Read all pages again, and look whether any states what is said to be absent.

    Raises:
        ArchiveError: a file cannot be read.
    """
    country, goods = question.values.get("country"), question.values.get("goods")
    read = silent = 0
    against = []
    for line in if_there(folder, CAPTURES, CaptureLine):
        try:
            capture = _capture(folder, line)
        except ArchiveError:
            continue  # that was told
        for name, (table, row) in observed_on(capture, "").rows.items():
            if table != "listing_observation":
                continue
            read += 1
            silent += not row["origin_codes"]
            if country in (row["origin_codes"] or []) and (goods is None or _is_goods(str(goods), row)):
                against.append(f"{row['vendor']} on {line.record} ({name})")
    _tell(told, "absence", [f"a page states what is said to be absent: {each}" for each in against])
    if not against:
        told.holds(
            "absence",
            f"{counted(read, 'statement')} of listings on these pages: none is of it; without any origin: {silent}",
        )
    told.is_unchecked("absence", "what other pages state that were fetched in these days: only the database tells")


def _is_goods(goods: str, row: dict[str, Any]) -> bool:
    """The function ``is_goods`` of the database."""
    kind, substance = row["drug_class"], row["substance"]
    if goods == substance or (kind is not None and kind.lower().replace(" ", "_") == goods):
        return True
    return goods == "cannabis" and substance is not None and substance.startswith("cannabis")


def _versions(question: Question, told: Told) -> set[str]:
    """The versions of the parsers that are installed, of the markets that the package names."""
    found = set()
    for market, version in sorted(question.parsers.items()):
        try:
            installed = parser_version(market)
        except Exception as error:  # noqa: BLE001  # a plug-in that cannot be loaded stops no other
            installed = str(error)
        found.add(installed)
        if installed != version:
            told.is_unchecked(
                "parsers", f"{market} was read by {version}; here is {installed}: differences are told as such"
            )
    return found


def _capture(folder: Path, line: CaptureLine) -> Capture:
    """
    A page, if its record is what the package says of it.

    Raises:
        ArchiveError: it is not, or cannot be read.
    """
    content = _content(folder, line.record)
    again = None if line.revisit is None else _content(folder, line.revisit)
    capture = capture_in(content, line, again)
    if capture.sha256 != line.sha256:
        msg = f"{line.record}: its page has the digest {capture.sha256}, and {line.capture_id} says {line.sha256}"
        raise ArchiveError(msg)
    if capture.capture_id != line.capture_id:
        msg = (
            f"{line.record}: digest, address and time of its page make {capture.capture_id}, and not {line.capture_id}"
        )
        raise ArchiveError(msg)
    time = None
    if line.captured_from is not None and line.captured_to is not None:
        time = CaptureTime(datetime.fromisoformat(line.captured_from), datetime.fromisoformat(line.captured_to))
    if capture_id(line.sha256, line.url_key, time) != line.capture_id:
        msg = f"{CAPTURES}: address or time of {line.capture_id} are not those that it is made of"
        raise ArchiveError(msg)
    return capture


def _content(folder: Path, path: str) -> bytes:
    if not path.startswith(f"{PAGES}/") or ".." in path:
        msg = f"{CAPTURES} names {path}, which is no record of the package"
        raise ArchiveError(msg)
    try:
        content = (folder / path).read_bytes()
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise ArchiveError(msg) from error
    if path != f"{PAGES}/{hashlib.sha256(content).hexdigest()}.warc.gz":
        msg = f"{path} is not named by its digest any more"
        raise ArchiveError(msg)
    return content


def _differing(stated: ObservationLine, found: tuple[str, dict[str, Any]] | None) -> str:
    if found is None:
        return f"{stated.observation}: the page has no such record"
    table, row = found
    if table != stated.table:
        return f"{stated.observation}: the page has a {table} there"
    names = [name for name in row if name in stated.row and not fitting(row[name], stated.row[name])]
    if not names:
        return ""
    return f"{stated.observation}: {names[0]} is {stated.row[names[0]]!r}, and the page states {row[names[0]]!r}"


def _unnamed(folder: Path, lines: list[CaptureLine]) -> Iterator[str]:
    named = {path for line in lines for path in (line.record, line.revisit)}
    for path in sorted((folder / PAGES).glob("*")):
        if f"{PAGES}/{path.name}" not in named:
            yield f"{PAGES}/{path.name} is of no page that {CAPTURES} names"


def _tell(told: Told, part: str, faults: list[str]) -> None:
    for said in faults[:_TOLD]:
        told.is_changed(part, said)
    if len(faults) > _TOLD:
        told.is_changed(part, f"and {len(faults) - _TOLD} more")


def _tell_what_is_open(folder: Path, lines: list[CaptureLine], told: Told) -> None:
    made = sum(not line.is_copied for line in lines)
    if made:
        told.is_unchecked("pages", f"made of pages that lay in no WARC record of their own: {counted(made, 'record')}")
    stated = sum(line.stated_by == "database" for line in lines)
    if stated:
        told.is_unchecked("pages", f"address and time of {counted(stated, 'page')} are stated by the database alone")
    unmarked = Counter(
        "joint" if marked.spans else marked.role
        for marked in if_there(folder, WORDS, WordsLine)
        if not marked.spans or (marked.role == "words" and not marked.is_altering)
    )
    ways = {
        "address": "from the page's address",
        "time": "from the time of its capture",
        "place": "known by where the record stands, or saying that something is not there",
        "unknown": "with words that were not found",
        "joint": "in words whose alteration alone changes nothing",
    }
    for role, how in ways.items():
        if unmarked[role]:
            told.is_unchecked("words", f"{counted(unmarked[role], 'field')}: {how}")
