"""Pages from weeks between two crawls of a collection: no look at the market, and sightings at their own time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database
from simulator.archiving import archive_crawls, policy_of
from simulator.archiving.schedule import crawls_of
from simulator.economy import build_world, load_scenario
from simulator.site import Viewer
from tests.support.derived_windows import Opened
from tests.support.new_database import new_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

pytestmark = pytest.mark.xdist_group("strays")

BEFORE, STRAY, AFTER = CRAWLS = [date(2019, 1, 12), date(2019, 1, 30), date(2019, 2, 17)]


@dataclass(frozen=True)
class Strays:
    """
    A collection of two crawls, with the ratings of a vendor and the page of a listing of theirs from a day between.

    The later crawl has no page of this vendor, so what was new on that day stands nowhere else.
    """

    opened: Opened
    vendor: str

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.opened.rows(query, vendor=self.vendor, since=_day(BEFORE), until=_day(STRAY))


@pytest.fixture(scope="module")
def strays(server: URL, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Strays]:
    root = tmp_path_factory.mktemp("strays")
    world = build_world(load_scenario("toy", size=0.004))
    policy = policy_of({"days": CRAWLS, "sidecars": 0}, "dream", "this test")
    archive_crawls(world, crawls_of(world.scenario, "dream", policy), root, Viewer(), form="folder", workers=1)
    truth = pl.read_parquet(root / "pages.parquet").with_columns(day=pl.col("crawled_at").dt.date())
    files = {day: part.select("file", "kind", "url").rows() for (day,), part in truth.group_by("day")}
    lists = [(root / file, url) for file, kind, url in files[STRAY] if kind == "vendor_feedback"]
    longest, url = max(lists, key=lambda each: each[0].stat().st_size)
    vendor = re.search(r"member=([\w-]+)", url)[1]  # type: ignore[index]
    named = re.compile(rf"member={vendor}(?:[\"&]|$)")
    theirs = {
        (day, kind): [
            root / file
            for file, each, url in files[day]
            if each == kind and named.search(url if kind != "listing" else (root / file).read_text("utf-8"))
        ]
        for day in (STRAY, AFTER)
        for kind in ("listing", "vendor_feedback", "vendor_profile")
    }
    kept = {longest, theirs[STRAY, "listing"][0]}
    gone = {path for (day, _), paths in theirs.items() if day == AFTER for path in paths}
    for path in gone | ({root / file for file, *_ in files[STRAY]} - kept):
        path.unlink()
    with new_database(server, template) as address, pytest.MonkeyPatch.context() as patch:
        patch.setenv(URL_VARIABLE, address.render_as_string(hide_password=False))
        with open_database() as database:
            replay(database.engine, [root], workers=1)
            opened = Opened(database)
            opened.derive()
            patch.undo()
            yield Strays(opened, vendor)


def _day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def test_strays_are_told_apart_from_the_looks_at_the_market(strays: Strays) -> None:
    looks = strays.rows(
        "SELECT first_at::date, capture_count, grade, reason_code = 'completeness.strays' "
        "FROM research.snapshot ORDER BY first_at"
    )
    assert [BEFORE, STRAY, AFTER] == [first for first, *_ in looks]
    assert [False, True, False] == [bool(is_stray) for *_, is_stray in looks]
    assert (2, "partial") == looks[1][1:3]
    assert all(count > 20 and grade != "partial" for _, count, grade, _ in (looks[0], looks[2]))


@pytest.mark.slow
def test_no_estimate_rests_on_strays_as_a_look(strays: Strays) -> None:
    days = strays.rows("SELECT DISTINCT snapshot_first_at::date FROM research.population ORDER BY 1")
    assert [(BEFORE,), (AFTER,)] == days
    around = strays.rows(
        "SELECT b.first_at::date, a.first_at::date FROM research.snapshots_around(CAST(:until AS date) + 2) s "
        "JOIN research.snapshot b ON b.snapshot_id = before_id JOIN research.snapshot a ON a.snapshot_id = after_id"
    )
    assert [(BEFORE, AFTER)] == around


def test_what_strays_show_counts_at_their_own_time(strays: Strays) -> None:
    new = "vendor = :vendor AND occurred_from > :since + interval '1 day' AND occurred_to < :until + interval '1 day'"
    ratings = strays.rows(f"SELECT first_seen_at::date, last_seen_at::date FROM research.distinct_review WHERE {new}")
    assert len(ratings) > 3
    assert {(STRAY, STRAY)} == set(ratings)
    ((sales,),) = strays.rows(f"SELECT count(*) FROM research.transaction WHERE {new}")
    assert sales == len(ratings)
    ((shown,),) = strays.rows(
        "SELECT transactions_shown FROM research.vendor_month WHERE vendor = :vendor AND month = '2019-01-01'"
    )
    assert shown > len(ratings) - 1
    seen = strays.rows(
        "SELECT DISTINCT p.presence FROM research.listing_presence p JOIN research.snapshot s USING (snapshot_id) "
        "WHERE p.vendor = :vendor AND s.reason_code = 'completeness.strays'"
    )
    assert ("seen",) in seen
    asked = strays.rows(
        "SELECT count(*) FROM research.listing_price p JOIN research.listing_presence l USING (market, listing_id) "
        "WHERE l.vendor = :vendor AND p.last_at::date = CAST(:until AS date)"
    )
    assert asked[0][0] > 0
