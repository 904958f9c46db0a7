"""
What the revisit policy saves and what it loses: a simulated year of three markets, crawled every week twice over.

One crawl fetches every page that the spiders' rules lead to, the other what the policy wants; its knowledge is read
from a database that has its own pages only. Pages are printed by the simulator's templates, each crawl at one instant,
read by the parsers, and come from a queue in memory: no HTTP. docs/revisiting.md says what counts as a fact.

    python benchmarks/revisit.py [--scenario cryptodrug] [--size 0.01] [--market dream]
"""

from __future__ import annotations

import argparse
import heapq
import os
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from cryptodrug_scraper.capture import Capture, CaptureTime, Origin
from cryptodrug_scraper.crawl.revisit.database import read_knowledge
from cryptodrug_scraper.crawl.revisit.policy import RevisitPolicy, feeds_of
from cryptodrug_scraper.crawl.revisit.rules import Rules
from cryptodrug_scraper.crawl.scope import followed
from cryptodrug_scraper.crawl.verdict import Verdict, judge
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Counter as Count
from cryptodrug_scraper.page.records import Interval, Listing, Money, Place, Review, TrustVotes, Vendor
from cryptodrug_scraper.replay.batches import batches_of
from cryptodrug_scraper.store.loading.load import load
from simulator.dream.addresses import listing_number
from simulator.economy import build_world, snapshot_of
from simulator.scenario import instant_of, load_scenario
from simulator.site import Request, Viewer
from simulator.templates import template_of
from spiders.dream import DreamSpider
from spiders.empire import EmpireSpider
from spiders.wallstreet import WallStreetSpider

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from sqlalchemy import Engine

    from cryptodrug_scraper.crawl.frontier import Planned
    from cryptodrug_scraper.crawl.scope import Revisit
    from cryptodrug_scraper.crawl.spider import MarketSpider
    from cryptodrug_scraper.page.parsed import ParsedPage
    from simulator.scenario import Scenario
    from simulator.site import Template
    from simulator.state import ReviewState, Snapshot

SPIDERS: dict[str, type[MarketSpider]] = {
    "dream": DreamSpider,
    "wallstreet": WallStreetSpider,
    "empire": EmpireSpider,
}
WEEK = timedelta(weeks=1)
DAY = 86400
VIEWER = Viewer()
BATCH = 200
COUNTERS = ("sales", "experience", "disputes", "orders", "trust_votes")
STANDING = ("level", "trust_level", "banned", "profile", "terms", "pgp_key")


class Fact(NamedTuple):
    """Something that a researcher would count: its kind, what it is about, and its value."""

    kind: str
    of: Hashable
    value: Hashable = None


@dataclass
class Findings:
    """
    What one way of crawling has found.

    Attributes:
        requests: how many were sent, by kind of page.
        found: the number of the crawl in which each fact was first found.
        last: the number of the crawl in which it was last seen.
    """

    requests: Counter[str] = field(default_factory=Counter)
    found: dict[Fact, int] = field(default_factory=dict)
    last: dict[Fact, int] = field(default_factory=dict)
    _fields: dict[tuple[str, Hashable], set[Hashable]] = field(default_factory=lambda: defaultdict(set))
    _listed: dict[str, int] = field(default_factory=dict)

    def note(self, crawl: int, fact: Fact) -> None:
        """A fact that counts by itself."""
        self.found.setdefault(fact, crawl)
        self.last[fact] = crawl

    def value(self, crawl: int, kind: str, of: Hashable, value: Hashable) -> None:
        """A field's value: a fact if the field has had others, and never this one."""
        values = self._fields[kind, of]
        fact = Fact(kind, of, value)
        if fact in self.found or (values and value not in values):
            self.note(crawl, fact)
        values.add(value)

    def listed(self, crawl: int, listings: set[str]) -> None:
        """The listings in a crawl's lists: those that have gone from them since the last crawl are facts."""
        for listing, last in self._listed.items():
            if last == crawl - 1 and listing not in listings:
                self.note(crawl, Fact("listing vanished", listing, last))
        self._listed |= dict.fromkeys(listings, crawl)


class Site:
    """One market at one instant, as a browser sees it. Each page is printed and read once."""

    def __init__(self, template: Template, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.at = datetime.fromtimestamp(snapshot.instant, UTC)
        self._template = template
        self._pages: dict[str, tuple[Capture, ParsedPage]] = {}
        self._reviews: dict[str, list[ReviewState]] = {}

    def fetch(self, planned: Planned) -> tuple[Capture, ParsedPage]:
        """A page, and what the parser reads in it."""
        if planned.key not in self._pages:
            page = self._template.page(self.snapshot, Request(planned.url, dict(planned.form or ())), VIEWER)
            capture = Capture(
                body=page.body,
                origin=Origin("simulation", planned.key),
                url=f"http://{self.snapshot.market}.invalid{planned.url}",
                captured=CaptureTime.at(self.at),
                time_source="option",
                http_status=page.status,
                content_type=page.content_type,
            )
            self._pages[planned.key] = capture, parse_page(page.body, PageContext(capture.url, capture.captured))
        return self._pages[planned.key]

    def reviews(self, vendor: str) -> list[ReviewState]:
        """All reviews that a vendor has, newest first."""
        if vendor not in self._reviews:
            self._reviews[vendor] = list(self.snapshot.vendor_reviews(vendor))
        return self._reviews[vendor]


def crawl(
    site: Site, spider: type[MarketSpider], revisit: Revisit | None
) -> Iterator[tuple[Planned, Capture, ParsedPage]]:
    """Fetch what the spider's rules lead to and the policy wants, in the order of the frontier."""
    rules = spider()
    queue: list[tuple[int, int, Planned]] = []
    planned: set[str] = set()

    def plan(pages: Sequence[Planned]) -> None:
        for page in pages:
            if page.key not in planned:
                planned.add(page.key)
                heapq.heappush(queue, (page.rank, len(planned), page))

    plan(spider.starts)
    while queue:
        _, _, asked = heapq.heappop(queue)
        capture, page = site.fetch(asked)
        yield asked, capture, page
        verdict, _ = judge(page, asked.kind, site.snapshot.market, capture.http_status or 0)
        if verdict is Verdict.CONTENT:
            plan(list(followed(page, spider.scopes["all"], revisit)))
            plan(list(rules.more(asked, page)))


def note_facts(findings: Findings, number: int, site: Site, page: ParsedPage, listed: set[str]) -> None:
    """Note the facts that a page tells."""
    reviews = [record for record in page.records if isinstance(record, Review)]
    for review_id in which_reviews(site, page, reviews):
        findings.note(number, Fact("review", review_id))
    for record in page.records:
        if isinstance(record, Listing) and record.listing_id is not None:
            if page.kind in {"home", "category_list"}:
                listed.add(record.listing_id)
            _note_listing(findings, number, site, record)
        elif isinstance(record, Vendor):
            findings.note(number, Fact("new vendor", record.vendor))
            for names, kind in ((COUNTERS, "vendor counter"), (STANDING, "vendor standing, texts")):
                for name in names:
                    value = getattr(record, name)
                    if isinstance(value, str | int | bool | Count | TrustVotes):
                        told = value.value if isinstance(value, Count) else value
                        findings.value(number, kind, (record.vendor, name), told)


def _note_listing(findings: Findings, number: int, site: Site, record: Listing) -> None:
    listing_id = record.listing_id
    if listing_id is None:
        return
    truth = site.snapshot.listing(number_of(site.snapshot.market, listing_id))
    findings.note(number, Fact("new listing", listing_id))
    if isinstance(record.sold, Count):
        findings.value(number, "sales of a listing", listing_id, record.sold.value)
    if truth is None:
        return
    if isinstance(record.price, Money):
        findings.value(number, "price", listing_id, truth.price)
    if record.title is not None and not record.title_cut:
        findings.value(number, "title", listing_id, record.title)
    if isinstance(record.ships_from, Place):
        findings.value(number, "origin", listing_id, truth.origin)
    if isinstance(record.ships_to, Place):
        findings.value(number, "destination", listing_id, (truth.destinations, truth.excluded))
    if isinstance(record.description, str):
        details = (truth.description, truth.tiers, truth.shipping, truth.payment, truth.tags)
        findings.value(number, "details of a listing", listing_id, details)


def number_of(market: str, listing_id: str) -> int:
    """The truth's number of a listing."""
    number = listing_number(listing_id) if market == "dream" else int(listing_id)
    return -1 if number is None else number


def which_reviews(site: Site, page: ParsedPage, rows: list[Review]) -> Iterator[int]:
    """The truth's ids of the reviews in the rows of a page: each row is the first free one that fits what it says."""
    listing = next((r.listing_id for r in page.records if isinstance(r, Listing) and r.seen_on == "page"), None)
    number = None if listing is None else number_of(site.snapshot.market, listing)
    taken: set[int] = set()
    for row in rows:
        if row.vendor is None or not isinstance(row.occurred, Interval):
            continue
        first, last = row.occurred.start.timestamp(), row.occurred.end.timestamp()
        for review in site.reviews(row.vendor):
            if review.at < first - DAY:
                break
            fits = first <= review.at < last and review.review_id not in taken and _says(row, review)
            if fits and number in {None, review.listing_id}:
                taken.add(review.review_id)
                yield review.review_id
                break


def _says(row: Review, review: ReviewState) -> bool:
    mask = row.buyer_mask
    if isinstance(mask, str) and (mask[0], mask[-1]) != (review.buyer[0], review.buyer[-1]):
        return False
    if row.is_default_comment is True and review.comment is not None:
        return False
    if isinstance(row.sign, str):
        return row.sign == ("positive" if review.stars > 3 else "neutral" if review.stars == 3 else "negative")
    return not isinstance(row.stars, int) or row.stars == review.stars


@dataclass
class Comparison:
    """
    One market, crawled every week in both ways.

    Attributes:
        crawls: how many there were.
        full, policy: what was found by fetching everything, and by the policy.
    """

    market: str
    crawls: int
    full: Findings
    policy: Findings

    def cost(self, findings: Findings) -> float:
        """Requests per fresh fact."""
        return findings.requests.total() / max(len(findings.found), 1)

    @property
    def ratio(self) -> float:
        """Requests per fresh fact of the policy, over those of fetching everything."""
        return self.cost(self.policy) / self.cost(self.full)

    def missed(self, kind: str | None = None) -> tuple[int, int, int]:
        """
        Facts of a kind that full crawls found; how many of them the policy never did; and how many of these could not
        be found any more at the end: they are lost.
        """
        facts = [fact for fact in self.full.found if kind in {None, fact.kind}]
        missed = [fact for fact in facts if fact not in self.policy.found]
        return len(facts), len(missed), sum(self.full.last[fact] < self.crawls for fact in missed)

    def delays(self, kind: str) -> list[int]:
        """By how many crawls the policy was late, for each fact of a kind that it found too."""
        both = ((self.policy.found.get(fact), first) for fact, first in self.full.found.items() if fact.kind == kind)
        return [found - first for found, first in both if found is not None]


def compare(
    engine: Engine, scenario: Scenario, market: str, weeks: int | None = None, rules: Rules | None = None
) -> Comparison:
    """
    Crawl a market week by week while it is open.

    Args:
        engine: an empty database, or one that has nothing of this market.
        scenario: what the market is made by.
        market: which.
        weeks: how many weeks at most; None is all of the scenario.
        rules: of the policy; by default, those of a crawl.
    """
    spider, template, world = SPIDERS[market], template_of(market), build_world(scenario, [market])
    rules = rules or Rules(feeds=feeds_of(spider.scopes))
    result = Comparison(market, 0, Findings(), Findings())
    at = datetime.fromtimestamp(instant_of(scenario.first), UTC) + timedelta(hours=12)
    end = datetime.fromtimestamp(instant_of(scenario.last), UTC) + timedelta(days=1)
    while at < end and result.crawls != weeks:
        site = Site(template, snapshot_of(world, market, int(at.timestamp())))
        at += WEEK
        if not site.snapshot.open:
            continue
        result.crawls += 1
        with engine.connect() as connection:
            policy = RevisitPolicy(read_knowledge(connection, market, site.at, rules), rules)
        pages = _one(site, spider, policy, result.policy, result.crawls)
        with engine.connect() as connection:
            load(connection, (b for n in range(0, len(pages), BATCH) for b in batches_of(pages[n : n + BATCH])))
        _one(site, spider, None, result.full, result.crawls)
    return result


def _one(
    site: Site, spider: type[MarketSpider], revisit: Revisit | None, findings: Findings, number: int
) -> list[tuple[Capture, ParsedPage]]:
    pages, listed = [], set[str]()
    for asked, capture, page in crawl(site, spider, revisit):
        findings.requests[asked.kind] += 1
        pages.append((capture, page))
        note_facts(findings, number, site, page, listed)
    findings.listed(number, listed)
    return pages


def report(result: Comparison) -> None:
    """Print the table of a market."""
    full, policy = result.full, result.policy
    print(f"\n{result.market}: {result.crawls} weekly crawls")
    print(f"  {'requests':24}{'everything':>12}{'policy':>10}{'share':>8}")
    for kind, count in sorted(full.requests.items()):
        print(f"  {kind:24}{count:12}{policy.requests[kind]:10}{policy.requests[kind] / count:8.2f}")
    totals = full.requests.total(), policy.requests.total()
    print(f"  {'all':24}{totals[0]:12}{totals[1]:10}{totals[1] / totals[0]:8.2f}")
    print(
        f"  {'facts':24}{'everything':>12}{'missed':>10}{'of them lost':>15}{'late':>8}{'weeks (mean, 90th, most)':>28}"
    )
    for kind in sorted({fact.kind for fact in full.found}):
        (count, missed, lost), late = result.missed(kind), [weeks for weeks in result.delays(kind) if weeks > 0]
        line = f"  {kind:24}{count:12}{missed / count:10.3f}{lost / count:15.3f}{len(late) / count:8.3f}"
        if len(late) > 1:
            line += f"{statistics.mean(late):14.1f}{statistics.quantiles(late, n=10)[-1]:7.1f}{max(late):7}"
        print(line)
    count, missed, lost = result.missed()
    print(f"  {'all':24}{count:12}{missed / count:10.3f}{lost / count:15.3f}")
    print(
        f"  requests per fresh fact: {result.cost(full):.3f} for everything, {result.cost(policy):.3f} by the policy: "
        f"{result.ratio:.2f} of it"
    )


def main() -> None:
    """Measure, and print a table for each market."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--scenario", default="cryptodrug")
    options.add_argument(
        "--size", type=float, help="factor of the number of vendors; by default the scenario's, or 0.01"
    )
    options.add_argument("--market", action="append", choices=sorted(SPIDERS), help="by default all three")
    options.add_argument("--weeks", type=int, help="by default as long as the scenario lasts")
    arguments: Any = options.parse_args()
    size = arguments.size or (0.01 if arguments.scenario == "cryptodrug" else None)
    scenario = load_scenario(arguments.scenario, size=size)
    with tempfile.TemporaryDirectory() as home:
        os.environ["CRYPTODRUG_HOME"] = home
        os.environ.pop("CRYPTODRUG_DATABASE_URL", None)
        from cryptodrug_scraper.store.database import open_database

        with open_database() as database:
            for market in arguments.market or list(SPIDERS):
                began = time.perf_counter()
                report(compare(database.engine, scenario, market, arguments.weeks))
                print(f"  {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
