"""What a replay took in, beside records: where times and addresses came from, and what contradicts itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.page import PAGE
from cryptodrug_scraper.importers.saved_name import address_in_name, is_named_after_address
from cryptodrug_scraper.page.calendar import life_of
from cryptodrug_scraper.page.market import market_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.store.rows.instant import BestInstant

__all__ = ["Taken", "is_of_unread_site"]

_EXAMPLES = 3
_HOSTS = 1000
"""Hosts that are counted one by one; those of a page that forges them are not kept without end."""
_HOST = re.compile(r"\w+://([a-z0-9.:-]{1,80})(?:/|\Z)", re.IGNORECASE)


@dataclass(slots=True)
class Taken:
    """
    Counts of captures, and of pages that were read of them.

    Attributes:
        time_sources: captures by where their time comes from (`TimeSource`), those that were read before among them.
        named: captures whose address stands in the name of their file.
        unclear: captures without an address, since the name of their file can be read as several.
        clocked: pages whose instant is that of their own clock.
        undated: pages without any instant: no as-of question and no derivation counts them.
        odd: pages by what contradicts them: ``clock_disagrees``, ``modified_disagrees``, ``clock_implausible``, and
            ``not_open``: their market did not exist on their day.
        unread: whole pages of a site that no installed market reads.
        hosts: those of them whose address is known, by host.
        examples: the files of the first few of each, by the names of these counts.
    """

    time_sources: Counter[str] = field(default_factory=Counter)
    named: int = 0
    unclear: int = 0
    clocked: int = 0
    undated: int = 0
    odd: Counter[str] = field(default_factory=Counter)
    unread: int = 0
    hosts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def see(self, captures: Iterable[Capture]) -> None:
        """Count captures, whether they are read or not."""
        for capture in captures:
            self.time_sources[capture.time_source] += 1
            if capture.origin.importer == PAGE and is_named_after_address(_name(capture)):
                if capture.url is None:
                    self.unclear += 1
                    self._note("unclear", capture)
                elif _is_named(capture):
                    self.named += 1
                    self._note("named", capture)

    def count(self, capture: Capture, page: ParsedPage, instant: BestInstant) -> None:
        """Count a page that was read, with its instant."""
        if instant.basis == "page_clock":
            self.clocked += 1
        if instant.at is None:
            self.undated += 1
            self._note("undated", capture)
        if instant.issue is not None:
            self._add_odd(instant.issue.code, capture)
        if page.market is not None and instant.at is not None:
            first, last = _life(page.market)
            day = instant.at.date()
            if (first is not None and day < first) or (last is not None and day > last):
                self._add_odd("not_open", capture)
        if is_of_unread_site(page):
            self.unread += 1
            self._note("unread", capture)
            host = None if capture.url is None else _HOST.match(capture.url)
            if host is not None and (host[1].lower() in self.hosts or len(self.hosts) < _HOSTS):
                self.hosts[host[1].lower()] += 1

    def add(self, other: Taken) -> None:
        """Add the counts of other captures."""
        self.time_sources.update(other.time_sources)
        self.named += other.named
        self.unclear += other.unclear
        self.clocked += other.clocked
        self.undated += other.undated
        self.odd.update(other.odd)
        self.unread += other.unread
        self.hosts.update(other.hosts)
        for name, places in other.examples.items():
            mine = self.examples.setdefault(name, [])
            mine += places[: _EXAMPLES - len(mine)]

    def _add_odd(self, name: str, capture: Capture) -> None:
        self.odd[name] += 1
        self._note(name, capture)

    def _note(self, name: str, capture: Capture) -> None:
        places = self.examples.setdefault(name, [])
        if len(places) < _EXAMPLES:
            places.append(capture.origin.path)


def is_of_unread_site(page: ParsedPage) -> bool:
    """Whether a page is whole, and of a site that no installed market reads: that is no wall."""
    return page.market is None and page.kind == "foreign" and not any(each.severity == "error" for each in page.issues)


def _is_named(capture: Capture) -> bool:
    said = address_in_name(_name(capture), capture.body)
    return said is not None and _plain(said) == _plain(capture.url or "")


def _name(capture: Capture) -> str:
    return capture.origin.path.rpartition("/")[2]


def _plain(address: str) -> str:
    return re.sub(r"%[0-9A-Fa-f]{2}|[^!-~]", "", address)  # however what is not ASCII is written in it


@cache
def _life(market: str) -> tuple[date | None, date | None]:
    """The first and the last day on which a market can have been open, by its calendar; see the view market_life."""
    return life_of(market_named(market).calendar.events)
