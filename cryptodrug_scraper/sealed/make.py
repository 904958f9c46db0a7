"""Make a sealed answer: the question is asked, and all that the answer rests on is gathered and sealed."""

from __future__ import annotations

import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import text

from cryptodrug_scraper import __version__
from cryptodrug_scraper.decisions.ledger import decisions_of
from cryptodrug_scraper.decisions.lines import to_lines as decision_lines
from cryptodrug_scraper.derive.simulated import simulated_captures
from cryptodrug_scraper.errors import ArchiveError, ConfigurationError, QualityError, StoreError
from cryptodrug_scraper.export.log import note
from cryptodrug_scraper.export.pseudonyms import key_id
from cryptodrug_scraper.export.selection import Selection, Tier
from cryptodrug_scraper.replay.version import parser_version
from cryptodrug_scraper.sealed.arithmetic import as_floats
from cryptodrug_scraper.sealed.asking import snapshots_in
from cryptodrug_scraper.sealed.card import card_of
from cryptodrug_scraper.sealed.crate import crate_of
from cryptodrug_scraper.sealed.decided import Concerned, bearing
from cryptodrug_scraper.sealed.layout import (
    ARITHMETIC,
    CAPTURES,
    CARD,
    CRATE,
    DECISIONS,
    FACTS,
    FACTS_SQL,
    FIGURE,
    FIGURE_SQL,
    MANIFEST,
    NAMES,
    OBSERVATIONS,
    OWN_ANSWER,
    QUESTION,
    REQUEST,
    ROOT,
    ROWS,
    ROWS_SQL,
    SEAL,
    SNAPSHOTS,
    WORDS,
)
from cryptodrug_scraper.sealed.lines import fitting, plain, to_lines
from cryptodrug_scraper.sealed.manifest import digest_of, files_below, manifest_of, root_text
from cryptodrug_scraper.sealed.names import treated_rows
from cryptodrug_scraper.sealed.observed import observed_on
from cryptodrug_scraper.sealed.pages import Pages
from cryptodrug_scraper.sealed.question import Fact, ObservationLine, Question
from cryptodrug_scraper.sealed.reduce import reduced
from cryptodrug_scraper.sealed.timestamp import request_of
from cryptodrug_scraper.sealed.verify import verify_sealed
from cryptodrug_scraper.sealed.words import Sought, words_of
from cryptodrug_scraper.store.database import open_database, open_for_reader
from cryptodrug_scraper.store.digest import derived_digest, digest
from cryptodrug_scraper.store.provenance import chain_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from cryptodrug_scraper.sealed.asking import Asking

__all__ = ["Sealed", "make_sealed", "seal"]

_DERIVATION = text("SELECT derive_run, measures_version FROM research.derivation WHERE is_current")
_MARKETS = text("SELECT DISTINCT market FROM research.snapshot")
_PAGE_IS_NOWHERE = "its page is in none of the archives that were named"


@dataclass(frozen=True, slots=True)
class Sealed:
    """
    What was made.

    Attributes:
        target: the folder.
        root: of its tree, in hexadecimal.
        rows: rows of which the figure is made.
        facts: statements that these rest on.
        lacking: those of which the page was not found.
        pages: pages.
        words: fields of which the words are marked.
        decisions: of people.
        files: that the manifest names.
    """

    target: Path
    root: str
    rows: int
    facts: int
    lacking: int
    pages: int
    words: int
    decisions: int
    files: int


def make_sealed(
    target: Path,
    ask: Callable[[Connection], Asking],
    key: bytes,
    roots: Sequence[Path],
    *,
    most_words: int,
    without_pages: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Sealed:
    """
    Make a sealed answer, and note in the data home that it was made. It is verified before it is in its place.

    Args:
        target: a folder that is not there yet, or is empty.
        ask: asks the question on a connection of the role of researchers.
        key: of the pseudonyms.
        roots: archives, folders or files that were replayed, in which the bytes of pages lie.
        most_words: of how many records the words are looked for, those that bear the figure first.
        without_pages: whether what names people is left out of what is kept.
        progress: is told what is done.

    Raises:
        ConfigurationError: the folder holds something or cannot be written, or the question cannot be asked so.
        StoreError: the database cannot be used, or nothing was derived.
        QualityError: what was made does not hold; or an absence is asked for, and there is none.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        msg = f"{target} is there already: name a folder that is not, or that is empty"
        raise ConfigurationError(msg)
    partial, smaller = (target.with_name(f".{target.name}.{part}") for part in ("partial", "smaller"))
    try:
        for folder in (partial, smaller):
            shutil.rmtree(folder, ignore_errors=True)
        partial.mkdir(parents=True, mode=0o700)
        with (
            open_database(read_only=True) as whole,
            open_for_reader(whole) as reader,
            whole.engine.connect() as owner,
            reader.engine.connect() as connection,
        ):
            connection.execution_options(isolation_level="REPEATABLE READ")
            progress("the question")
            asking = ask(connection)
            tier = Tier.ANALYST if without_pages else Tier.IDENTIFIED
            selection = Selection(tier, asking.first_day, asking.last_day, tuple(asking.markets), ("sealed answer",))
            note(target, selection, "other-closed", key_id(key))
            made = _Making(partial, asking, key, Pages(partial, roots), owner, connection, progress).fill(most_words)
        progress("verification")
        found = verify_sealed(partial)
        if found.changed:
            msg = f"what was made does not hold, and was not kept: {found.changed[0].part}: {found.changed[0].said}"
            raise QualityError(msg)
        if without_pages:
            reduced(partial, smaller)
        if target.exists():
            target.rmdir()
        (smaller if without_pages else partial).rename(target)
    except OSError as error:
        msg = f"the package cannot be written in {target}: {error.strerror or error}"
        raise ConfigurationError(msg) from error
    finally:
        for folder in (partial, smaller):
            shutil.rmtree(folder, ignore_errors=True)
    return replace(made, target=target)


def seal(folder: Path) -> str:
    """
    Write the manifest of a folder, the root of its tree, and a request to stamp it; return the root in hexadecimal.

    Raises:
        OSError: it cannot be written.
    """
    manifest = manifest_of({path: digest_of(folder / path) for path in files_below(folder)})
    (folder / MANIFEST).write_bytes(manifest)
    root = root_text(manifest)
    (folder / SEAL).mkdir(exist_ok=True)
    (folder / ROOT).write_text(root, encoding="ascii")
    (folder / REQUEST).write_bytes(request_of(root.encode()))
    return root.rsplit(" ", 1)[1].strip()


class _Making:
    """A package while it is made."""

    def __init__(
        self,
        folder: Path,
        asking: Asking,
        key: bytes,
        pages: Pages,
        owner: Connection,
        reader: Connection,
        progress: Callable[[str], None],
    ) -> None:
        self._folder, self._asking, self._key, self._pages = folder, asking, key, pages
        self._owner, self._reader, self._progress = owner, reader, progress
        self._facts: list[Fact] = []
        self._observations: dict[UUID, ObservationLine] = {}
        self._parsers: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def fill(self, most_words: int) -> Sealed:
        """
        Write all files.

        Raises:
            StoreError: nothing was derived.
        """
        asking = self._asking
        self._progress("pages")
        for table, name, bears, row in asking.facts:
            self._take(table, UUID(name), row, bears=bears)
        for name in asking.pages:
            self._take_page(name)
        self._progress("words")
        words = self._words(most_words)
        self._progress("decisions")
        treated = treated_rows(as_floats(asking.rows), self._key, self._known_markets(), is_own=asking.kind == "sql")
        decisions = bearing(decisions_of(self._owner), self._concerned())
        self._write_lines(ROWS, [plain(row) for row in treated.frame.to_dicts()])
        looks = snapshots_in(self._reader, asking.markets, asking.first_day, asking.last_day)
        self._write_lines(SNAPSHOTS, [plain(row) for row in looks.to_dicts()])
        self._write_lines(NAMES, treated.names)
        self._write_lines(FACTS, self._facts)
        self._write_lines(OBSERVATIONS, [self._observations[name] for name in sorted(self._observations)])
        self._write_lines(CAPTURES, [self._pages.lines[name] for name in sorted(self._pages.lines)])
        self._write_lines(WORDS, words)
        if asking.own is not None:
            self._write_lines(OWN_ANSWER, [plain(row) for row in asking.own.to_dicts()])
        if decisions:
            self._counts[DECISIONS] = len(decisions)
            self._write(DECISIONS, decision_lines(decisions))
        for path, sql in (
            (FIGURE_SQL, asking.figure_sql),
            (ROWS_SQL, asking.rows_sql),
            (ARITHMETIC, asking.arithmetic),
            (FACTS_SQL, "\n;\n".join(asking.facts_sql)),
        ):
            if sql:
                self._write(path, f"{sql}\n".encode())
        self._write(FIGURE, to_lines([{"vendor_count": asking.vendors, **asking.figure}]))
        question = self._question(treated.frame.columns)
        self._write(QUESTION, to_lines([question]))
        self._write(CARD, card_of(question).encode())
        self._write(CRATE, crate_of(question, files_below(self._folder)))
        root = seal(self._folder)
        return Sealed(
            self._folder,
            root,
            treated.frame.height,
            len(self._facts),
            question.lacking,
            len(self._pages.lines),
            sum(1 for line in words if line.spans),
            len(decisions),
            len(files_below(self._folder)),
        )

    def _take(self, table: str, name: UUID, row: dict[str, Any], *, bears: bool) -> None:
        found = chain_of(self._owner, str(name))
        run = found.parse_run
        stated = {column: plain(value) for column, value in found.row.items() if column != f"{table}_id"}
        differs = sorted(
            column
            for column in row.keys() & stated.keys()
            if row[column] is not None and not fitting(row[column], stated[column])
        )
        try:
            self._pages.keep(found)
        except ArchiveError:
            self._facts.append(
                Fact(table=table, observation=name, bears=bears, row=row, differs=differs, lacking=_PAGE_IS_NOWHERE)
            )
            return
        self._facts.append(Fact(table=table, observation=name, bears=bears, row=row, differs=differs))
        self._observations[name] = ObservationLine(
            observation=name,
            table=table,
            capture_id=run["capture_id"],
            parser_version=run["parser_version"],
            ordinal=found.row["ordinal"],
            row=stated,
        )
        self._parsers[run["market"]] = run["parser_version"]

    def _take_page(self, name: str) -> None:
        found = chain_of(self._owner, name)
        try:
            line = self._pages.keep(found)
        except ArchiveError:
            missing: dict[str, Any] = {"table": "capture", "observation": UUID(name), "bears": True, "row": {}}
            self._facts.append(Fact(**missing, lacking=_PAGE_IS_NOWHERE))
            return
        observed = observed_on(self._pages.captures[line.capture_id], "")
        if observed.page.market is not None:
            self._parsers[observed.page.market] = parser_version(observed.page.market)

    def _words(self, most: int) -> list[Any]:
        wanted = list(dict.fromkeys(fact.observation for fact in self._facts if fact.bears and fact.lacking is None))
        sought = [
            Sought(name, self._pages.captures[line.capture_id], line.ordinal)
            for name in wanted[:most]
            if (line := self._observations.get(name)) is not None
        ]
        if not sought:
            return []
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
            return list(chain.from_iterable(processes.map(words_of, sought)))

    def _concerned(self) -> Concerned:
        accounts, listings, titles = set(), set(), set()
        for row in chain(self._asking.rows.to_dicts(), (fact.row for fact in self._facts)):
            if row.get("market") is not None:
                accounts.add((row["market"], row.get("vendor") or ""))
                listings.add((row["market"], row.get("listing_id") or ""))
        for line in self._observations.values():
            market = self._pages.lines[line.capture_id].market
            titles.add((market or "", line.row.get("title") or line.row.get("listing_title") or ""))
        return Concerned(accounts, listings, {each for each in titles if all(each)}, set(self._pages.lines))

    def _known_markets(self) -> set[str]:
        return set(self._reader.execute(_MARKETS).scalars())

    def _question(self, columns: list[str]) -> Question:
        run = self._reader.execute(_DERIVATION).one_or_none()
        if run is None:
            msg = "nothing was derived in this database: run cryptodrug derive first"
            raise StoreError(msg)
        asking = self._asking
        simulated, _ = simulated_captures(self._owner)
        database = {"observed": digest(self._owner), "derived": derived_digest(self._owner)}
        return Question(
            kind=asking.kind,  # type: ignore[arg-type]  # one of its words
            title=asking.title,
            markets=asking.markets,
            first_day=asking.first_day,
            last_day=asking.last_day,
            statement=asking.statement,
            family=asking.family,
            values=asking.values,
            compared=asking.compared,
            columns=columns,
            counts=self._counts,
            lacking=sum(fact.lacking is not None for fact in self._facts),
            program=__version__,
            parsers=self._parsers,
            measures=str(run.measures_version),
            derive_run=str(run.derive_run),
            database=database,
            is_simulated=bool(simulated),
            key=key_id(self._key),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def _write_lines(self, path: str, rows: Sequence[object]) -> None:
        if rows:
            self._counts[path] = len(rows)
            self._write(path, to_lines(rows))

    def _write(self, path: str, content: bytes) -> None:
        place = self._folder / path
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content)
