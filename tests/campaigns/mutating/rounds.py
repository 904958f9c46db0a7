"""Load files of mutated pages by ``cryptodrug replay``, one file a round, and see that every page has come through."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.capture import Origin
from cryptodrug_scraper.cli import main
from cryptodrug_scraper.importers.find import find_capture
from cryptodrug_scraper.replay import worker
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.tables import LOADED
from tests.campaigns.mutating import measured
from tests.campaigns.mutating.pages_file import write_pages
from tests.campaigns.mutating.seeds import seeds

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

__all__ = ["FAULTS", "Campaign", "Figures"]

FAULTS = ("reader_failed", "rows_failed", "rows_refused", "too_slow", "too_large", "reader_died")
"""Issues that say that the program, and not the page, is at fault."""
_COUNTS = text("SELECT (SELECT count(*) FROM capture), (SELECT count(DISTINCT capture_id) FROM parse_run)")
_SIZES = text("SELECT percentile_disc(ARRAY[0.1, 0.5, 0.9, 1]) WITHIN GROUP (ORDER BY byte_length) FROM capture")
_ISSUES = text("SELECT code, count(*) FROM parse_issue GROUP BY code")
_FAULTY = text(
    "SELECT i.code, i.detail, o.path, o.byte_offset FROM parse_issue i"
    " JOIN parse_run USING (parse_run_id) JOIN capture_origin o ON o.capture_id = parse_run.capture_id"
    " WHERE i.code = ANY(:codes) ORDER BY o.byte_offset"
)


@dataclass
class Figures:
    """
    What a campaign has met.

    Attributes:
        pages: pages given to replay.
        read: how many of them it read.
        records: records that it found.
        refused: how many it refused as no page, by reason.
        seconds: that the replays took.
        bytes: of all pages.
        sizes: what a tenth, half and nine tenths of the last pages do not exceed in bytes, and the largest of them.
        issues: on pages, by code.
        findings: the pages at which the program was at fault, by what happened.
        wrong: rounds in which a page was missing, or that did not end as they should.
    """

    pages: int = 0
    read: int = 0
    records: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    bytes: int = 0
    sizes: list[int] = field(default_factory=list)
    issues: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Campaign:
    """
    A campaign in a folder of its own, with the database of the home that is set.

    Args:
        folder: where the files of pages lie, one at a time.
        found: where pages are kept at which something went wrong.
        seed: chooses all that is random.
        each: pages of a round.
        corpus: a folder of saved pages to change beside fixtures and simulated ones.
    """

    def __init__(self, folder: Path, found: Path, *, seed: int, each: int, corpus: Path | None = None) -> None:
        self.figures = Figures()
        self._folder, self._found = folder, found
        self._seed, self._each, self._corpus = seed, each, corpus
        self._measures = folder / "figures"
        self._measures.mkdir()
        os.environ[measured.FOLDER] = str(self._measures)
        vars(worker)["serve"] = measured.serve

    def replay(self, pages: int) -> None:
        """Have some pages read, to the next whole round; the next file is written while one is read."""
        last = -(-pages // self._each)
        began = time.monotonic()
        with open_database(), ProcessPoolExecutor(1, mp_context=get_context("spawn")) as writer:
            file = writer.submit(_write, self._folder, self._corpus, self._each, self._seed, 0)
            for part in range(1, last + 1):
                ready = file.result()
                if part < last:
                    file = writer.submit(_write, self._folder, self._corpus, self._each, self._seed, part)
                self._round(ready)
                ready.unlink()
        self.figures.seconds = time.monotonic() - began

    def measures(self) -> dict[str, Any]:
        """What the workers measured of single pages, in seconds of processor time and in MiB."""
        each = [json.loads(file.read_text(encoding="utf-8")) for file in self._measures.glob("*.json")]
        total = sum(figures["pages"] for figures in each) or 1
        return {
            "slowest_page_seconds": round(max(figures["slowest"] for figures in each), 3),
            "mean_page_milliseconds": round(1000 * sum(figures["seconds"] for figures in each) / total, 3),
            "worker_peak_mebibytes": max(figures["peak_kilobytes"] for figures in each) // 1024,
            "slow": [slow for figures in each for slow in figures["slow"]],
        }

    def _round(self, file: Path) -> None:
        figures = self.figures
        code, said = _cryptodrug("replay", str(file), "--workers", "2", "--json")
        figures.pages += self._each
        figures.bytes += file.stat().st_size
        if code:
            figures.wrong.append(f"{file.name}: exit {code}: {said[-300:]}")
            (self._found / file.name).write_bytes(file.read_bytes())
        with open_database() as database, database.engine.begin() as connection:
            if not code:
                self._count(connection, file, json.loads(said))
            self._note(connection, file)
            connection.execute(text(f"TRUNCATE {', '.join(LOADED)}, superseded_run, parser_version"))

    def _count(self, connection: Connection, file: Path, summary: dict[str, Any]) -> None:
        """Count the pages, and see that each was refused or is in the database with its reading."""
        figures = self.figures
        figures.read += summary["pages"]
        figures.records += summary["records"]
        figures.refused.update(summary["refused"])
        figures.sizes = connection.execute(_SIZES).scalar_one()
        captures, read = connection.execute(_COUNTS).one()
        refused = sum(summary["refused"].values())
        if not captures == read == summary["pages"] == self._each - refused:
            figures.wrong.append(
                f"{file.name}: of {self._each} pages {refused} were refused and {summary['pages']} read; the"
                f" database has {captures}, and readings of {read}"
            )

    def _note(self, connection: Connection, file: Path) -> None:
        """Count the issues, and keep the first page of each fault."""
        for code, count in connection.execute(_ISSUES):
            self.figures.issues[code] += count
        for code, detail, path, offset in connection.execute(_FAULTY, {"codes": list(FAULTS)}):
            self._keep(file, f"{code}: {detail}", Origin("warc", path, offset))
        for measures in self._measures.glob("*.json"):
            for path, offset, _ in json.loads(measures.read_text(encoding="utf-8"))["slow"]:
                if path == file.name:
                    self._keep(file, f"slow: {path}, byte {offset}", Origin("warc", path, offset))

    def _keep(self, file: Path, what: str, origin: Origin) -> None:
        self.figures.findings[what] += 1
        name = hashlib.sha256(what.encode()).hexdigest()[:12]
        kept = self._found / f"{name}.html"
        if not kept.exists():
            kept.write_bytes(find_capture(file, origin).body)
            kept.with_suffix(".txt").write_text(f"{what}\n{origin}\n", encoding="utf-8")


def _write(folder: Path, corpus: Path | None, pages: int, seed: int, part: int) -> Path:
    """Write a file of pages; this is done in a process of its own, which makes the seeds once."""
    if not _SEEDS:
        _SEEDS.extend(seeds(corpus))
    file = folder / f"pages-{part:05}.warc"
    write_pages(file, _SEEDS, pages, seed, part)
    return file


_SEEDS: list[Any] = []


def _cryptodrug(*arguments: str) -> tuple[int, str]:
    """Run a command in this process, so that its workers are measured; its exit code, and what it printed or said."""
    out, error = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    before, sys.argv = sys.argv, ["cryptodrug", *arguments]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
            main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except Exception as fault:  # noqa: BLE001  # a command that ends so is what is sought
        return 1, f"{error.getvalue()} {type(fault).__name__}: {fault}"
    finally:
        sys.argv = before
    out.seek(0)
    return code, error.getvalue() if code else out.read()
