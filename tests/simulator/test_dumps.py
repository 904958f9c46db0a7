"""Simulated archives as others keep them: dated by a folder only, old, doubled, cut short, named by a program."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl
import pytest

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.sources import captures_in
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.records import Category
from simulator.archiving import archive_crawls, policy_of
from simulator.archiving.schedule import crawls_of
from simulator.economy import World, build_world, load_scenario, snapshot_of
from simulator.site import Request, Viewer
from simulator.templates import MARKETS, template_of

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.capture import Capture
    from simulator.archiving.parts import Form

DAYS = [date(2019, 3, 4), date(2019, 3, 11), date(2019, 3, 18)]
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(load_scenario("toy", size=0.002))


def kept(world: World, root: Path, market: str, form: Form = "folder", **policy: Any) -> pl.DataFrame:
    """Archive a market, and return the truth of its pages."""
    crawls = crawls_of(world.scenario, market, policy_of({"days": DAYS[-1:], **policy}, market, "this test"))
    archive_crawls(world, crawls, root, Viewer(), form=form, workers=1)
    return pl.read_parquet(root / "pages.parquet").with_columns(pl.col("market", "crawl", "kind").cast(pl.String))


def captures(root: Path) -> dict[str, Capture]:
    """The captures of a folder by file."""
    report = ImportReport()
    found = {capture.origin.path: capture for capture in captures_in(root, report)}
    assert {"not a page by its bytes": 1, "a picture, style or script beside a page": 1} == {
        reason: count for reason, count in report.refused.items() if count
    }, "only the truth beside the pages is refused"
    return found


def of(world: World, market: str, path: str, at: datetime, form: dict[str, str] | None = None) -> bytes:
    """The page that the market showed."""
    snapshot = snapshot_of(world, market, int(at.timestamp()))
    return template_of(market).page(snapshot, Request(path, form or {}), Viewer()).body


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("saver", ["wget", "httrack", "browser"])
def test_importers_find_addresses_and_days_of_files_that_a_program_has_named(
    market: str, saver: str, world: World, tmp_path: Path
) -> None:
    truth = kept(world, tmp_path, market, savers=[saver], sidecars=0.0)
    found = captures(tmp_path)
    assert {*truth["file"]} == found.keys()
    for row in truth.iter_rows(named=True):
        capture = found[row["file"]]
        url = row["url"].removesuffix("index") if saver == "wget" else row["url"]
        assert (url, row["sha256"]) == (capture.url, capture.sha256)
        assert capture.captured is not None
        if saver == "httrack":
            assert row["fetched_at"] == capture.captured.earliest == capture.captured.latest
        else:
            day = datetime(2019, 3, 18, tzinfo=UTC)
            assert (day, day + DAY) == (capture.captured.earliest, capture.captured.latest)


@pytest.mark.parametrize("form", ["warc", "folder"])
@pytest.mark.parametrize("market", MARKETS)
def test_old_copies_are_the_pages_of_the_time_that_the_truth_tells(
    market: str, form: Form, world: World, tmp_path: Path
) -> None:
    truth = kept(world, tmp_path, market, form, old=0.5, old_days=[3, 9], hours=2.0)
    old = truth.filter("is_old_copy")
    share = old.height / truth.filter(pl.col("kind").str.contains("^(listing|vendor_)")).height
    assert 0.3 < share <= 0.6, "a page that was not there yet has no old copy"
    age = (old["crawled_at"] - old["fetched_at"]).dt.total_seconds() / DAY.total_seconds()
    assert (3 <= age).all()
    assert (age < 9.5).all()
    assert len({*age.cast(int)}) > 3
    assert (truth.filter(~pl.col("is_old_copy")).select(pl.col("crawled_at") == pl.col("fetched_at"))).to_series().all()
    bodies = {capture.sha256: capture.body for capture in captures_in(tmp_path, ImportReport())}
    was_other = 0
    for row in old.iter_rows(named=True):
        path = path_of(row["url"])
        assert of(world, market, path, row["fetched_at"]) == bodies[row["sha256"]]
        was_other += of(world, market, path, row["crawled_at"]) != bodies[row["sha256"]]
    assert was_other > old.height / 2


def test_what_states_a_time_does_not_know_of_old_copies(world: World, tmp_path: Path) -> None:
    truth = kept(world, tmp_path, "dream", old=0.5)
    times = {path: capture.captured.earliest for path, capture in captures(tmp_path).items() if capture.captured}
    assert dict(truth.select("file", "crawled_at").iter_rows()) == times


def test_copies_of_earlier_crawls_have_their_bytes_twice(world: World, tmp_path: Path) -> None:
    truth = kept(world, tmp_path, "wallstreet", days=DAYS, old=0.3, old_of="crawls", old_days=[7, 10])
    old = truth.filter("is_old_copy")
    assert old.height > 10
    assert {"wallstreet-2019-03-11", "wallstreet-2019-03-18"} == {*old["crawl"]}, "none was before the first"
    fresh = truth.filter(~pl.col("is_old_copy"))
    again = old.join(fresh, left_on=["url", "sha256", "fetched_at"], right_on=["url", "sha256", "crawled_at"])
    assert again.height / old.height > 0.5, "the earlier crawl may itself have kept an older copy"


@pytest.mark.parametrize("market", MARKETS)
def test_another_mirror_shows_the_same_page_hours_later(market: str, world: World, tmp_path: Path) -> None:
    truth = kept(world, tmp_path, market, mirrored=0.4, mirror_hours=7.0, savers=["wget"], sidecars=0.0)
    one, other = (truth.filter(pl.col("mirror") == number) for number in (0, 1))
    assert 0.2 < other.height / one.height < 0.6
    hosts = [{url.split("/")[2] for url in table["url"]} for table in (one, other)]
    assert not hosts[0] & hosts[1]
    both = other.with_columns(pl.col("url").map_elements(path_of, pl.String)).join(
        one.with_columns(pl.col("url").map_elements(path_of, pl.String)), on="url"
    )
    later = both.select(pl.col("crawled_at") - pl.col("crawled_at_right")).to_series()
    assert timedelta(hours=7) in {*later}
    assert (both["sha256"] != both["sha256_right"]).any()
    assert {path.split("/")[1] for path in other["file"]} == {"2019-03-18"}


def test_a_crawl_that_stops_keeps_what_came_before(world: World, tmp_path: Path) -> None:
    truth = kept(world, tmp_path, "dream", days=DAYS, stopped=1.0)
    reports = msgspec.json.decode((tmp_path / "crawls.json").read_bytes())
    for report in reports:
        planned = sum(report["planned"].values())
        saved = truth.filter(pl.col("crawl") == f"dream-{report['day']}")["number"]
        stopped = sum(counts.get("stopped", 0) for counts in report["outcomes"].values())
        assert [*range(planned - stopped)] == saved.to_list()
        assert 0.1 * planned - 1 <= len(saved) <= 0.9 * planned
    assert len({*Counter(truth["crawl"]).values()}) > 1


def test_crawls_that_overlap_are_in_folders_of_their_own(world: World, tmp_path: Path) -> None:
    truth = kept(world, tmp_path, "dream", days=DAYS, hours=240.0, coverage=0.5)
    spans = truth.group_by("crawl").agg(
        pl.col("crawled_at").min().alias("first"), pl.col("crawled_at").max().alias("last")
    )
    spans = spans.sort("crawl")
    assert all(first < last for first, last in zip(spans["first"][1:], spans["last"][:-1], strict=True))
    assert all(row["crawl"].removeprefix("dream-") == row["file"].split("/")[1] for row in truth.iter_rows(named=True))


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.slow
def test_menus_lie_and_lists_do_not(market: str, world: World, tmp_path: Path) -> None:
    counts: dict[str, list[dict[str, int]]] = {}
    cards: dict[str, list[int]] = {}
    for menus in ("true", "wrong", "still"):
        days = [date(2018, 11, 12), DAYS[-1]]
        truth = kept(world, tmp_path / menus, market, days=days, menus=menus, kinds={"listing": 0.0})
        found = captures(tmp_path / menus)
        for crawl in sorted({*truth["crawl"]}):
            files = truth.filter((pl.col("crawl") == crawl) & pl.col("kind").is_in(["category_list", "home"]))["file"]
            pages = [parse_page(found[file].body).records for file in files]
            told = {
                one.category_id: one.listing_count or 0 for page in pages for one in page if isinstance(one, Category)
            }
            counts.setdefault(menus, []).append(told)
            cards.setdefault(menus, []).append(
                sum(getattr(one, "seen_on", None) == "card" for page in pages for one in page)
            )
    assert cards["true"] == cards["wrong"] == cards["still"]
    assert counts["still"][0] == counts["still"][-1]
    assert len(counts["true"]) == 1 or counts["true"][0] != counts["true"][-1]
    wrong, true = counts["wrong"][-1], counts["true"][-1]
    assert sum(wrong[category] != true[category] for category in true if true[category]) > 2


def test_sidecars_and_times_of_modification_are_there_for_a_share(world: World, tmp_path: Path) -> None:
    truth = kept(world, tmp_path, "dream", sidecars=0.5, modified=0.5, old=0.3)
    sources = Counter(str(capture.origin.path) for capture in captures(tmp_path).values())
    assert truth.height == len(sources)
    beside = sum((tmp_path / f"{file}.json").is_file() for file in truth["file"])
    assert 0.35 < beside / truth.height < 0.65
    times = {row["file"]: row["fetched_at"].timestamp() for row in truth.iter_rows(named=True)}
    right = [file for file, at in times.items() if (tmp_path / file).stat().st_mtime == at]
    assert 0.35 < len(right) / truth.height < 0.65
    assert {*truth.filter("is_old_copy")["file"]} & {*right}, "of old copies too"


def test_an_archive_of_warc_files_has_no_savers(world: World, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="write with --form folder"):
        kept(world, tmp_path, "dream", "warc", sidecars=0.5)


def test_any_number_of_workers_writes_the_same_files_and_truth(world: World, tmp_path: Path) -> None:
    policy: dict[str, Any] = {"days": DAYS, "old": 0.3, "mirrored": 0.2, "savers": ["wget", "browser"], "sidecars": 0.3}
    crawls = crawls_of(world.scenario, "empire", policy_of(policy, "empire", "this test"))
    found = []
    for workers in (1, 2):
        root = tmp_path / str(workers)
        archive_crawls(world, crawls, root, Viewer(), form="folder", workers=workers)
        files = {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        found.append(files)
    assert found[0] == found[1]


def test_a_second_run_adds_to_the_truth_of_the_first(world: World, tmp_path: Path) -> None:
    first = kept(world, tmp_path, "dream", coverage=0.1)
    both = kept(world, tmp_path, "wallstreet", coverage=0.1)
    assert both.filter(pl.col("market") == "dream").equals(first)
    assert {"dream", "wallstreet"} == {*both["market"]}
