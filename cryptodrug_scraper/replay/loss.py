"""
Tell before a replay what it would take from the views: pages whose records another parser would no longer find.

That is so where the plug-in of a market is gone or cannot be loaded, where another parser version finds far less on
the same pages, and where one that has read them before found far less then. Some pages of each kind are read for it,
and nothing is loaded.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.sources import captures_in
from cryptodrug_scraper.replay.carry_out import carry_out
from cryptodrug_scraper.replay.chunks import chunks
from cryptodrug_scraper.replay.pool import Pool
from cryptodrug_scraper.replay.task import Task
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.loading.read_before import readings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Engine

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.importers.places import Place
    from cryptodrug_scraper.replay.task import Options
    from cryptodrug_scraper.store.shown_parsers import Choice

__all__ = ["Look", "Loss"]

_LOOKED_AT = 20_000
"""Captures at the paths that are looked at, which takes some seconds; a replay of millions does not take longer."""
_READ = 20
"""Pages of a kind that are read."""
_FAR_LESS = 0.5
"""Part of the records that are shown below which a parser reads far less."""
_GOING_BACK = text(statement(__package__, "going_back"))


@dataclass(frozen=True, slots=True)
class Loss:
    """
    Pages of one kind that would show less than they do.

    Attributes:
        market: their market as they are shown now.
        kind: their kind.
        version: the parser version whose reading is shown.
        installed: the one that is installed; None where the market has none.
        pages: how many pages that is said of.
        shown: how many records these show.
        found: how many they would show.
    """

    market: str
    kind: str
    version: str
    installed: str | None
    pages: int
    shown: int
    found: int


class Look:
    """
    A look at what is there before a replay.

    Args:
        engine: the database.
        options: what is wanted of every page.
        apart: read pages in a process of its own, which one of them may end.
        trust_modified: see `captures_in`.
    """

    def __init__(self, engine: Engine, options: Options, *, apart: bool = False, trust_modified: bool = False) -> None:
        self.engine, self.options = engine, options
        self._apart, self._trust_modified = apart, trust_modified

    def losses(self, paths: Iterable[Place], choices: Sequence[Choice], missing: Mapping[str, str]) -> list[Loss]:
        """
        Return what a replay would take from the views.

        Args:
            paths: what is to be replayed.
            choices: installed parser versions that are not those that are shown.
            missing: for each market that is shown and not installed the version that is shown.
        """
        changed = [each for each in choices if each.market is not None and each.before is not None]
        at_risk = {**{each.market or "": each.before.version for each in changed if each.before}, **missing}
        if not at_risk:
            return []
        installed = {choice.market: choice.version for choice in changed}
        found = [loss for each in changed if each.is_taken and each.is_known for loss in self._going_back(each)]
        for (market, kind), known in self._known_pages(paths, at_risk).items():
            if market in missing:
                found.append(Loss(market, kind, missing[market], None, known.pages, known.records, 0))
                continue
            some = [capture for _, _, capture in known.some]
            shown = sum(records for _, records, _ in known.some)
            found.append(Loss(market, kind, at_risk[market], installed[market], len(some), shown, self._records(some)))
        return [loss for loss in found if loss.shown and loss.found < _FAR_LESS * loss.shown]

    def _going_back(self, choice: Choice) -> Iterator[Loss]:
        """What all pages of the database would show that the version has read before."""
        before = "" if choice.before is None else choice.before.version
        with self.engine.connect() as connection:
            for market, kind, *counts in connection.execute(_GOING_BACK, {"version": choice.version}).all():
                yield Loss(market, kind, before, choice.version, *counts)

    def _known_pages(self, paths: Iterable[Place], at_risk: Mapping[str, str]) -> dict[tuple[str, str], _Known]:
        """The pages at the paths that are shown as of a market at risk, and that no installed parser has read."""
        found: defaultdict[tuple[str, str], _Known] = defaultdict(_Known)
        given = (captures_in(path, ImportReport(), trust_modified=self._trust_modified) for path in paths)
        with self.engine.connect() as connection:
            for chunk in chunks(islice(chain.from_iterable(given), _LOOKED_AT)):
                inside = {each.capture_id: each for each in chunk if self.options.window.holds(each)}
                for capture_id, read in readings_of(connection, list(inside.values())).items():
                    shown = next(each for each in read if each.is_shown)
                    is_read = any((each.market, each.version) in self.options.current for each in read)
                    if shown.market in at_risk and shown.records and not is_read:
                        found[shown.market or "", shown.kind].add(inside[capture_id], shown.records)
        return found

    def _records(self, captures: list[Capture]) -> int:
        """How many records the installed parsers find on some pages."""
        trial = replace(self.options, is_trial=True)
        task = Task(1, tuple(captures))
        if not self._apart:
            with self.engine.connect() as connection:
                return sum(step.counted.records for step in carry_out(task, trial, connection))
        with Pool(1, trial, self.engine.url) as pool:
            return sum(step.counted.records for _, step in pool.run(iter([task])))


class _Known:
    """Pages of one market and kind that are shown: how many, with how many records, and some of them."""

    def __init__(self) -> None:
        self.pages = 0
        self.records = 0
        self.some: list[tuple[int, int, Capture]] = []

    def add(self, capture: Capture, records: int) -> None:
        """Add a page; which of them are kept does not hang on their order."""
        self.pages += 1
        self.records += records
        self.some = nsmallest(_READ, [*self.some, (capture.number, records, capture)], key=itemgetter(0))
