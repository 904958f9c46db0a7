"""
Crawls of a simulated market that faults disturb, and what must be true of each in the end.

A fault strikes when the market has been asked for so many pages, lasts a while, and is over. A crawl goes on by itself,
or with ``--resume`` where it was killed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from cryptodrug_scraper.archive.layout import ARCHIVE_VARIABLE
from cryptodrug_scraper.crawl.recovery import captures_of_crawl
from cryptodrug_scraper.crawl.sessions import Cookies, Sessions
from cryptodrug_scraper.errors import QualityError
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE
from tests.support.command import begin_command
from tests.support.crawl_faults import FAULTS, HOST, LAST_SECONDS
from tests.support.market_walk import pages_within_reach
from tests.support.own_postgres import OwnPostgres

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import TracebackType

    from cryptodrug_scraper.crawl.scope import Scope
    from tests.support.private_tor import PrivateTor
    from tests.support.served_market import ServedMarket

__all__ = ["Crawls", "Disturbed"]

_STEP = 0.05
_A_SECOND = 20
_RESUMES = 10
_HALVED = """
    SELECT count(*) FROM parse_run r
    WHERE listing_count <> (SELECT count(*) FROM listing_observation o WHERE o.parse_run_id = r.parse_run_id)
       OR vendor_count <> (SELECT count(*) FROM vendor_observation o WHERE o.parse_run_id = r.parse_run_id)
       OR review_count <> (SELECT count(*) FROM review_observation o WHERE o.review_list_id = r.review_list_id)
       OR NOT EXISTS (SELECT FROM capture c WHERE c.capture_id = r.capture_id)
       OR NOT EXISTS (SELECT FROM capture_origin c WHERE c.capture_id = r.capture_id)
"""
"""Counts pages whose rows are not all there."""
_CRAWLS = """
    SELECT status, (SELECT count(*) FROM capture_origin o WHERE o.crawl_id = c.crawl_id),
        (SELECT sum(planned) FROM crawl_count n WHERE n.crawl_id = c.crawl_id),
        (SELECT sum(fetched) FROM crawl_count n WHERE n.crawl_id = c.crawl_id)
    FROM crawl c
"""


@dataclass
class Disturbed:
    """
    What became of a crawl.

    Attributes:
        folder: all that it left.
        faults: the kinds that struck it, in order.
        standstills: for each fault after which it asked for more, the kind, and the seconds until it did.
        resumes: how often it was begun again.
        refusals: how often ``--resume`` could not begin.
        requests: how often the market was asked.
        pages: captures in the archive.
        seconds: from its first start to its end.
        report: what it printed.
        wrong: what is not as it must be.
    """

    folder: Path
    faults: list[str] = field(default_factory=list)
    standstills: list[tuple[str, float]] = field(default_factory=list)
    resumes: int = 0
    refusals: int = 0
    requests: int = 0
    pages: int = 0
    seconds: float = 0.0
    report: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


class Crawls:
    """
    Crawls of one market, each with an archive and a database of its own.

    Args:
        folder: an empty folder with a short path.
        market: the market, served.
        network: the Tor network; None crawls the market as a replica, without Tor.
        scope: what to fetch.
        delay: seconds that the market takes over each page.
    """

    def __init__(
        self, folder: Path, market: ServedMarket, network: PrivateTor | None, scope: Scope, delay: float
    ) -> None:
        self.market, self.network = market, network
        self._folder, self._scope = folder, scope
        cookies = market.cookies()
        self._cookies = Cookies(cookies)
        self.pages = pages_within_reach(market.address, market.name, cookies, scope)
        """Keys of the pages that a crawl has to fetch."""
        market.order(settings={"faults": {"slow": 1.0}, "delay": delay})
        self.postgres = OwnPostgres(folder / "postgres")
        self.onion = ""
        if network is not None:
            network.add_host(HOST)
            self.onion = network.add_onion(market.port, host=HOST)
        self._number = 0

    def __enter__(self) -> Self:
        self.postgres.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.postgres.stop()
        if self.network is not None:
            self.network.kill(HOST)

    # crawling

    def disturbed(self, faults: Sequence[str], chance: random.Random) -> Disturbed:
        """Crawl, be struck by faults at random moments, and look at what is there in the end."""
        self._number += 1
        done = Disturbed(self._folder / str(self._number))
        done.folder.mkdir()
        self.postgres.make(f"live{self._number}")
        self._hand_over_session(done.folder)
        self.market.order(forget=True)
        timeline: list[tuple[int, datetime]] = []
        struck: list[tuple[int, datetime]] = []
        began = time.monotonic()
        crawl = self._start(done)
        try:
            moments = sorted(chance.uniform(0.03, 0.93) * len(self.pages) for _ in faults)
            for fault, moment in zip(faults, moments, strict=True):
                self._watch(crawl, timeline, lambda count, least=moment: count >= least)  # type: ignore[misc]
                time.sleep(chance.uniform(0.0, 0.3))
                if crawl.poll() is not None:
                    break
                struck.append((len(timeline), datetime.now(UTC)))
                FAULTS[fault](self, crawl, chance)
                done.faults.append(fault)
                self._note(timeline)
                if crawl.poll() == -signal.SIGKILL:
                    crawl = self._resume(done)
            self._watch(crawl, timeline, lambda _: False)
            done.report = _report(crawl)
            if done.report.get("behind"):
                crawl = self._resume(done)
                done.report = _report(crawl)
        finally:
            crawl.kill()
        done.seconds = round(time.monotonic() - began, 1)
        for fault, (place, instant) in zip(done.faults, struck, strict=True):
            after = next((when for count, when in timeline[place:] if count > timeline[place][0]), None)
            if after is not None:
                done.standstills.append((fault, round((after - instant).total_seconds(), 1)))
        if done.report:
            self._look(done, timeline)
        else:
            done.wrong.append(f"the crawl ended with code {crawl.returncode}: see {done.folder / 'log'}")
        return done

    def _command(self, folder: Path, database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = self._environment(folder, database)
        with begin_command(
            *arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as going:
            said = going.communicate()
        return subprocess.CompletedProcess(arguments, going.returncode, *said)

    def _environment(self, folder: Path, database: str) -> dict[str, str]:
        own = {HOME_VARIABLE: str(folder), ARCHIVE_VARIABLE: str(folder / "archive")}
        return os.environ | own | {URL_VARIABLE: self.postgres.address(database)}

    def _hand_over_session(self, home: Path) -> None:
        before = os.environ.get(HOME_VARIABLE)
        os.environ[HOME_VARIABLE] = str(home)
        try:
            Sessions(self.market.name).put(self.onion or self.market.address.removeprefix("http://"), self._cookies)
        finally:
            if before is None:
                del os.environ[HOME_VARIABLE]
            else:
                os.environ[HOME_VARIABLE] = before

    def _start(self, done: Disturbed, *options: str) -> subprocess.Popen[str]:
        where = ["--replica", self.market.address] if not self.onion else ["--mirror", f"http://{self.onion}"]
        settings = ("AUTOTHROTTLE_ENABLED=False", "DOWNLOAD_TIMEOUT=20", "CRAWL_RETRY_WAIT=0.5", "CRAWL_POLL=0.5")
        command = ["crawl", self.market.name, *where, "--json"]
        command += ["--scope", self._scope, "--rate", str(_A_SECOND), "--at-once", "4"]
        command += [part for setting in settings for part in ("--set", setting)]
        environment = self._environment(done.folder, f"live{done.folder.name}")
        with (done.folder / "log").open("a", encoding="utf-8") as log:
            return begin_command(*command, *options, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)

    def _resume(self, done: Disturbed) -> subprocess.Popen[str]:
        """Go on. A user would repeat the command where the Tor of the killed crawl has not ended yet."""
        for _ in range(_RESUMES):
            done.resumes += 1
            crawl = self._start(done, "--resume")
            before = self.market.request_count()
            while crawl.poll() is None and self.market.request_count() == before:
                time.sleep(_STEP)
            if crawl.poll() in (None, 0, QualityError.exit_code):
                return crawl
            crawl.communicate()
            done.refusals += 1
        msg = f"the crawl cannot be resumed: see {done.folder / 'log'}"
        raise AssertionError(msg)

    def _watch(
        self, crawl: subprocess.Popen[str], timeline: list[tuple[int, datetime]], enough: Callable[[int], bool]
    ) -> None:
        """Note how often the market was asked by when, until that is enough or the crawl ends."""
        end = time.monotonic() + LAST_SECONDS
        while crawl.poll() is None:
            if enough(self._note(timeline)) or time.monotonic() > end:
                return
            time.sleep(_STEP)

    def _note(self, timeline: list[tuple[int, datetime]]) -> int:
        now = datetime.now(UTC)
        count = self.market.request_count()
        timeline.append((count, now))
        return count

    # looking

    def _look(self, done: Disturbed, timeline: list[tuple[int, datetime]]) -> None:
        archive = done.folder / "archive"
        asked = self.market.asked_for()
        kept = [(key, capture.captured) for key, capture in captures_of_crawl(archive, UUID(done.report["crawl_id"]))]
        done.requests, done.pages = len(asked), len(kept)
        wrong = done.wrong
        if (done.report["status"], done.report["behind"]) != ("complete", False):
            wrong.append(f"it is {done.report['status']}: {done.report['reason']}; behind: {done.report['behind']}")
        arrived = {key: captured.earliest for key, captured in reversed(kept) if captured is not None}
        if self.pages != set(arrived):
            wrong.append(f"pages lost: {sorted(self.pages - set(arrived))}, more: {sorted(set(arrived) - self.pages)}")
        wrong += [
            f"{count} times in the archive: {key}" for key, count in Counter(k for k, _ in kept).items() if count > 1
        ]
        counts = [count for count, _ in timeline]
        for number, key in enumerate(asked):
            at = bisect_right(counts, number) - 1  # it came after this look at the log, which did not have it
            if at >= 0 and key in arrived and timeline[at][1] > arrived[key]:
                wrong.append(f"asked for after it was kept: {key}")
        verified = self._command(done.folder, "postgres", "archive", "verify")
        if verified.returncode:
            wrong.append(f"archive verify: {verified.stdout}{verified.stderr}")
        self._compare(done, archive)

    def _compare(self, done: Disturbed, archive: Path) -> None:
        live, replayed = f"live{done.folder.name}", f"replayed{done.folder.name}"
        self.postgres.make(replayed)
        self._command(done.folder, replayed, "replay", str(archive), "--workers", "1")
        mine, other = self.postgres.sums(live), self.postgres.sums(replayed)
        done.wrong += [
            f"live differs from replay: {table}: {mine[table]}, {other[table]}"
            for table in mine
            if mine[table] != other[table]
        ]
        if (halved := self.postgres.rows(live, _HALVED)[0][0]) > 0:
            done.wrong.append(f"{halved} pages have not all their rows")
        crawls = [tuple(row) for row in self.postgres.rows(live, _CRAWLS)]
        if crawls != [("complete", *[len(self.pages)] * 3)]:
            done.wrong.append(f"the database says of the crawl {crawls}, of {len(self.pages)} pages")


def _report(crawl: subprocess.Popen[str]) -> dict[str, Any]:
    """What a crawl that has ended printed; nothing where it did not come to its end."""
    if crawl.poll() is None:
        crawl.kill()
    output, _ = crawl.communicate()
    report: dict[str, Any] = json.loads(output or "{}")
    return report
