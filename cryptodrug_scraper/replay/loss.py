"""
Tell before a replay what it would take from the views: records that another parser would no longer find on pages, and
fields of them that it would no longer fill.

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

from cryptodrug_scraper.importers.chunks import chunks
from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.sources import captures_in
from cryptodrug_scraper.replay.carry_out import carry_out
from cryptodrug_scraper.replay.pool import Pool
from cryptodrug_scraper.replay.summary import Summary
from cryptodrug_scraper.replay.task import Task
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.loading.read_before import readings_of
from cryptodrug_scraper.store.readings.filled import filled_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Engine

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.importers.places import Place
    from cryptodrug_scraper.replay.task import Options
    from cryptodrug_scraper.store.loading.read_before import ReadBy
    from cryptodrug_scraper.store.readings.filled import Filled
    from cryptodrug_scraper.store.shown_parsers import Choice

__all__ = ["Look", "Loss"]

_LOOKED_AT = 20_000
"""Captures at the paths that are looked at, which takes some seconds; a replay of millions does not take longer."""
_READ = 20
"""Pages of a kind that are read."""
_FAR_LESS = 0.5
"""Part of the records that are shown below which a parser reads far less."""
_FEWER_FIELDS = 0.75
"""
Part of the fields that records have on average below which a parser reads far less: one that fills half of them does,
and one that no longer guesses a field or two does not.
"""
_NAMED = 6
"""Fields that are named, those of most records first."""
_GOING_BACK = text(statement(__package__, "going_back"))
_SOME_OF_KIND = text(statement(__package__, "going_back_some"))


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
        shown: how many records these show; with ``record``, how many values of fields these have.
        found: how many they would show.
        record: ``listing``, ``vendor`` or ``review`` where as many of these are found, with far fewer fields.
        fields: those of which most values are lost.
    """

    market: str
    kind: str
    version: str
    installed: str | None
    pages: int
    shown: int
    found: int
    record: str | None = None
    fields: tuple[str, ...] = ()


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
            _, records, runs, some = zip(*known.some, strict=True)
            with self.engine.connect() as connection:
                shown = filled_of(connection, runs)
            trial = self._trial(some)
            loss = Loss(market, kind, at_risk[market], installed[market], len(some), sum(records), trial.records)
            found += [loss] if _is_far_less(loss) else _of_fields(loss, shown, trial.filled)
        return found

    def _going_back(self, choice: Choice) -> Iterator[Loss]:
        """What all pages of the database would show that the version has read before."""
        before = "" if choice.before is None else choice.before.version
        with self.engine.connect() as connection:
            for market, kind, *counts in connection.execute(_GOING_BACK, {"version": choice.version}).all():
                loss = Loss(market, kind, before, choice.version, *counts)
                if _is_far_less(loss):
                    yield loss
                elif loss.shown:
                    of_kind = {"version": choice.version, "market": market, "kind": kind, "most": _READ}
                    now, then = zip(*connection.execute(_SOME_OF_KIND, of_kind).all(), strict=True)
                    shown, found = filled_of(connection, now), filled_of(connection, then)
                    yield from _of_fields(replace(loss, pages=len(now)), shown, found)

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
                        found[shown.market or "", shown.kind].add(inside[capture_id], shown)
        return found

    def _trial(self, captures: tuple[Capture, ...]) -> Summary:
        """What the installed parsers find on some pages."""
        trial, found = replace(self.options, is_trial=True), Summary()
        task = Task(1, captures)
        if not self._apart:
            with self.engine.connect() as connection:
                for step in carry_out(task, trial, connection):
                    found.add(step.counted)
            return found
        with Pool(1, trial, self.engine.url) as pool:
            for _, step in pool.run(iter([task])):
                found.add(step.counted)
        return found


def _is_far_less(loss: Loss) -> bool:
    return bool(loss.shown) and loss.found < _FAR_LESS * loss.shown


def _of_fields(loss: Loss, shown: Filled, found: Filled) -> Iterator[Loss]:
    """Losses of fields of records that are found, of each kind of record."""
    for record in dict.fromkeys(record for record, _ in shown):
        if not found[record, None]:
            continue
        fields = {field: count for (of, field), count in shown.items() if of == record and field is not None}
        share = found[record, None] / shown[record, None]
        left = {field: min(found[record, field], round(count * share)) for field, count in fields.items()}
        if sum(left.values()) < _FEWER_FIELDS * share * sum(fields.values()):
            lost = [field for field, count in fields.items() if left[field] < _FAR_LESS * share * count]
            named = tuple(sorted(lost, key=lambda field: (-fields[field], field))[:_NAMED])
            values = sum(fields.values()), sum(left.values())
            yield replace(loss, shown=values[0], found=values[1], record=record, fields=named)


class _Known:
    """Pages of one market and kind that are shown: how many, with how many records, and some of them."""

    def __init__(self) -> None:
        self.pages = 0
        self.records = 0
        self.some: list[tuple[int, int, UUID, Capture]] = []

    def add(self, capture: Capture, read: ReadBy) -> None:
        """Add a page and its reading that is shown; which of them are kept does not hang on their order."""
        self.pages += 1
        self.records += read.records
        page = (capture.number, read.records, read.run, capture)
        self.some = nsmallest(_READ, [*self.some, page], key=itemgetter(0))
