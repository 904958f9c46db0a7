"""Pages of which no more is known than when their market was open: they move by no invented days, and have no month."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from click.testing import CliRunner
from sqlalchemy import text

from cryptodrug_scraper.cli import cli
from cryptodrug_scraper.derive.connection import steady_view
from cryptodrug_scraper.derive.dated import dated_pages
from cryptodrug_scraper.derive.looked import Looked
from cryptodrug_scraper.derive.observed import Observed, read_market
from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.derive.variants import variants
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database
from simulator.archiving import archive_crawls, policy_of
from simulator.archiving.schedule import crawls_of
from simulator.economy import build_world, load_scenario
from simulator.site import Viewer
from tests.support.dated_pages import priced_at
from tests.support.derived_windows import Opened
from tests.support.new_database import new_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL

pytestmark = pytest.mark.xdist_group("old copies")

CRAWLS = [date(2019, 1, 15), date(2019, 2, 15)]
LIFE = ("2016-01-01", "2019-05-11")
"""From the first to the end of the last day on which Wall Street Market can have been open."""
LATE = "2026-01-10"
OF_PAGES = (
    "SELECT t.verdict, t.estimated_from::date::text, t.estimated_to::date::text, t.moved_days "
    "FROM research.capture_time t JOIN capture_origin o USING (capture_id) WHERE o.path LIKE '%{}%'"
)
RATINGS = "SELECT occurred_from, occurred_to, sighting_count FROM research.distinct_review WHERE listing_id = '{}'"


def listings_with_ratings(root: Path) -> list[tuple[str, list[Path]]]:
    """Listings in order of their ratings: their numbers and the files of their own pages in all crawls."""
    pages: dict[str, list[Path]] = {}
    for path in sorted(root.rglob("*.html")):
        if found := re.search(r"/offer/(\d+)", path.as_posix()):
            pages.setdefault(found[1], []).append(path)
    return sorted(pages.items(), key=lambda item: -max(path.stat().st_size for path in item[1]))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("vague")
    world = build_world(load_scenario("toy", size=0.004))
    policy = policy_of({"days": CRAWLS, "savers": ["wget"], "sidecars": 0}, "wallstreet", "this test")
    archive_crawls(world, crawls_of(world.scenario, "wallstreet", policy), root, Viewer(), form="folder", workers=1)
    return root


@pytest.fixture(scope="module")
def placed(root: Path, server: URL, template: str) -> Iterator[tuple[Opened, str, str]]:
    """An archive of two listings of which only one page is left: in a folder of years later, and in one of no day."""
    (late, late_pages), (never, never_pages), *_ = listings_with_ratings(root)
    for folder, pages in ((LATE, late_pages), ("sometime", never_pages)):
        kept = pages[-1]
        market, _, *names = kept.relative_to(root).parts
        target = root.joinpath(market, folder, *names)
        target.parent.mkdir(parents=True)
        kept.rename(target)
        for page in pages[:-1]:
            page.unlink()
    with new_database(server, template) as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
        with open_database() as database:
            replay(database.engine, [root], workers=1)
            opened = Opened(database)
            opened.derive()
            patch.undo()
            yield opened, late, never


def test_a_page_of_years_after_its_market_is_older_by_so_many_days_at_least(placed: tuple[Opened, str, str]) -> None:
    opened, _, _ = placed
    ((verdict, first, last, moved),) = opened.rows(OF_PAGES.format(LATE))
    assert verdict == "older"
    assert (first, last) == LIFE
    assert moved == (date.fromisoformat(LATE) - date.fromisoformat(LIFE[1])).days


def test_a_page_of_no_stated_time_has_the_life_of_its_market_and_was_not_moved(placed: tuple[Opened, str, str]) -> None:
    opened, _, _ = placed
    ((verdict, first, last, moved),) = opened.rows(OF_PAGES.format("sometime"))
    assert (verdict, first, last, moved) == ("unsure", *LIFE, None)


def test_the_ratings_of_such_pages_are_there_without_a_month_unless_a_date_is_printed(
    placed: tuple[Opened, str, str],
) -> None:
    opened, late, never = placed
    for listing in (late, never):
        found = opened.rows(RATINGS.format(listing))
        assert found
        assert all(last is None or (last - first).days < 40 for first, last, _ in found)
        assert any(last is None for _, last, _ in found)


def test_no_snapshot_holds_such_a_page(placed: tuple[Opened, str, str]) -> None:
    opened, _, _ = placed
    looks = opened.rows("SELECT first_at::date, last_at::date, capture_count FROM research.snapshot ORDER BY 1")
    assert [look[:2] for look in looks] == [(day, day) for day in CRAWLS]
    pages = opened.one("SELECT count(*) FROM research.capture_time")
    assert sum(count for _, _, count in looks) == pages - 2


def test_what_tells_times_is_read_once(placed: tuple[Opened, str, str]) -> None:
    opened, late, _ = placed
    asked: list[str] = []
    with steady_view(opened.database) as connection:
        observed = read_market(connection, "wallstreet")

        def blocks(name: str) -> Iterator[pl.DataFrame]:
            asked.append(name)
            return observed.blocks(name)

        counted = Observed("wallstreet", blocks)
        looked = Looked(counted, dated_pages(counted), read_parameters())
        (listings,), (reviews,) = looked.listings.each(), looked.reviews.each()
        assert looked.vendors().height
        assert looked.totals().height
        fresh = observed.frame("listings", looked.pages.drop_nulls("snapshot_id"))
    assert {name: asked.count(name) for name in ("listings", "vendors", "reviews", "totals")} == dict.fromkeys(
        ("listings", "vendors", "reviews", "totals"), 1
    )
    assert listings.select(fresh.columns).equals(fresh)
    assert late in reviews["listing_id"].to_list()
    assert late not in listings.filter(pl.col("seen_on") == "page")["listing_id"].to_list()


def run(*words: str) -> str:
    done = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert done.exit_code in {0, 1}, done.output
    return done.stdout


def test_a_market_none_of_whose_pages_has_a_time_is_derived_as_far_as_that_goes_and_told(
    server: URL, template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, price in (("one", "40.00"), ("two", "51.00")):
        (tmp_path / f"{name}.html").write_bytes(priced_at(price))
    with new_database(server, template) as url:
        monkeypatch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
        run("replay", str(tmp_path), "--workers", "1")
        said = run("derive")
        known = "dream: of none of its 2 pages is it known well enough when it was made"
        assert f"{known}, so nothing but capture_time was derived." in said
        assert "Next: cryptodrug report times" in said
        (found,) = (each for each in json.loads(run("doctor", "--json")) if each["what"] == "derived dream")
        assert ("note", True) == (found["state"], found["found"] in known and "sidecars" in found["advice"])
        with open_database() as database:
            rows = Opened(database).rows(
                "SELECT market, verdict, stated_from IS NULL, source FROM research.capture_time"
            )
            assert [("dream", "unsure", True, "none")] * 2 == rows
            assert 0 == Opened(database).one("SELECT count(*) FROM research.snapshot")


@pytest.mark.slow
def test_by_the_rule_of_stated_times_the_page_counts_where_its_source_puts_it(placed: tuple[Opened, str, str]) -> None:
    opened, _, never = placed
    of_page, run = text(OF_PAGES.format(LATE)), "SELECT derive_run FROM research.derivation WHERE is_current"
    before = opened.one(run)
    looks = "SELECT count(*) FROM research.snapshot WHERE first_at >= '2026-01-01'"
    assert opened.one(looks) == 0
    with variants(opened.database) as beside:
        stated = beside.parameters.replaced({"times": {"rule": "stated"}})
        with beside.shown(stated) as shown:
            ((verdict, first, last, moved),) = shown.execute(of_page)
            assert (verdict, first, moved) == ("unsure", LATE, None)
            assert last in {LATE, "2026-01-11"}
            assert shown.execute(text(looks)).scalar_one() == 1
            assert shown.execute(text(RATINGS.format(never))).all(), "of a page of no time the rule says nothing"
            assert opened.one(looks) == 0, "nobody else sees it"
    assert opened.one(run) == before
    assert opened.one("SELECT count(*) FROM derived.part") == opened.one("SELECT count(*) FROM derived.run_part")
