"""Archives of simulated crawls: what is in them, what is missing, and that they are the same every time."""

from __future__ import annotations

import gc
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from click.testing import CliRunner
from fastwarc.warc import ArchiveIterator

from cryptodrug_scraper.archive import Layout
from cryptodrug_scraper.archive.verify import verify_archive
from cryptodrug_scraper.errors import ArchiveError, ConfigurationError
from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.sources import captures_in
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.records import Site
from simulator.archiving import archive_crawls, load_policy, policy_of
from simulator.archiving.schedule import Crawl, crawls_of
from simulator.cli import simulate
from simulator.economy import World, build_world, load_scenario, snapshot_of
from simulator.site import Viewer
from simulator.templates import MARKETS, template_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.capture import Capture
    from simulator.archiving.run import Summary

DAY = date(2019, 3, 18)


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(load_scenario("toy", size=0.002))


def crawl_of(world: World, market: str, **policy: Any) -> Crawl:
    (crawl,) = crawls_of(world.scenario, market, policy_of({"days": [DAY], **policy}, market, "this test"))
    return crawl


def archived(world: World, root: Path, *crawls: Crawl, workers: int = 1) -> list[dict[str, Any]]:
    archive_crawls(world, list(crawls), root, Viewer(), workers=workers)
    reports: list[dict[str, Any]] = msgspec.json.decode((root / "crawls.json").read_bytes())
    return reports


def digests(root: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in Layout(root).sealed()}


def read(root: Path) -> Iterator[Capture]:
    report = ImportReport()
    yield from captures_in(root, report)
    assert not report.refused


@pytest.mark.parametrize("market", MARKETS)
def test_a_whole_crawl_holds_every_page_at_the_instant_it_was_taken(world: World, market: str, tmp_path: Path) -> None:
    crawl = crawl_of(world, market, step=1800)
    (report,) = archived(world, tmp_path, crawl)
    template = template_of(market)
    planned = list(template.requests(snapshot_of(world, market, crawl.begins), Viewer()))
    assert Counter(kind for kind, _ in planned) == report["planned"]
    assert [] == report["missed"]
    found = sorted(read(tmp_path), key=lambda capture: capture.origin.offset or 0)
    assert len(planned) == len(found)
    for capture, (_, request) in list(zip(found, planned, strict=True))[::9]:
        assert capture.captured is not None
        assert capture.url is not None
        assert capture.url.endswith(request.path)
        at = int(capture.captured.earliest.timestamp())
        assert crawl.begins <= at < crawl.ends
        page = template.page(snapshot_of(world, market, at), request, Viewer())
        assert (page.body, page.status, page.content_type) == (
            capture.body, capture.http_status, capture.content_type,
        )  # fmt: skip


def test_it_is_an_archive_as_the_crawler_writes_them(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path, crawl_of(world, "wallstreet", session_lost=0.02))
    verified = verify_archive(tmp_path)
    assert [] == verified.problems
    assert verified.records > 100
    assert [] == [path.name for path in tmp_path.iterdir() if path.name.startswith(".part")]


def test_what_goes_wrong_is_in_the_pages_and_in_the_report(world: World, tmp_path: Path) -> None:
    policy = dict.fromkeys(("bad_gateway", "truncated", "walls"), 0.05)
    policy |= {"coverage": 0.8, "session_lost": 0.04, "session_pages": 5}
    (report,) = archived(world, tmp_path, crawl_of(world, "dream", **policy))
    outcomes = sum((Counter(counts) for counts in report["outcomes"].values()), Counter[str]())
    assert {"page", "unreached", "bad_gateway", "truncated", "wall", "session_lost"} == outcomes.keys()
    found = list(read(tmp_path))
    assert outcomes.total() - outcomes["unreached"] == len(found)
    kinds = Counter(parse_page(capture.body).kind for capture in found)
    assert outcomes["bad_gateway"] == kinds["error"] == sum(capture.http_status == 502 for capture in found)
    assert outcomes["session_lost"] == kinds["session_lost"]
    assert outcomes["wall"] == kinds["login"] + kinds["captcha"]
    assert outcomes.total() - outcomes["page"] == len(report["missed"])
    assert sum(report["planned"].values()) == outcomes.total()


def test_a_session_that_is_lost_takes_the_next_pages_with_it(world: World, tmp_path: Path) -> None:
    crawl = crawl_of(world, "empire", session_lost=0.05, session_pages=7)
    archived(world, tmp_path, crawl)
    found = sorted(read(tmp_path), key=lambda capture: capture.origin.offset or 0)
    kinds = "".join("x" if parse_page(capture.body).kind == "session_lost" else "." for capture in found)
    lost = re.findall("x+(?=[.])", kinds)
    assert lost
    assert min(map(len, lost)) >= 7


@pytest.mark.parametrize("market", MARKETS)
def test_products_that_are_passed_over_have_no_pages(world: World, market: str, tmp_path: Path) -> None:
    snapshot = snapshot_of(world, market, crawl_of(world, market).begins)
    missing = [product for product, count in snapshot.counts().items() if count][:4]
    (report,) = archived(world, tmp_path, crawl_of(world, market, missing=missing))
    listings = {kind: counts for kind, counts in report["outcomes"].items() if kind == "listing"}
    expected = sum(snapshot.counts()[product] for product in missing)
    assert expected == listings["listing"]["missing"]
    assert "missing" not in report["outcomes"]["vendor_profile"]


@pytest.mark.slow
def test_any_number_of_workers_writes_the_same_bytes(tmp_path: Path) -> None:
    """Other processes, hash seeds and time zones too."""
    options = ["dream", "wallstreet", "empire", "--scenario", "toy", "--size", "0.002", "--coverage", "0.1"]
    command = [sys.executable, "-m", "cryptodrug_scraper", "simulate", "archive", *options, "--every", "month"]
    found = []
    for workers, seed, zone in (("1", "1", "Asia/Tokyo"), ("3", "2", "America/Lima")):
        root = tmp_path / workers
        settings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        subprocess.run(
            [*command, "--until", "2018-12-31", "--archive", str(root), "--workers", workers], env=settings, check=True
        )
        found.append((digests(root), (root / "crawls.json").read_bytes()))
    assert found[0] == found[1]
    assert {"dream", "wallstreet", "empire"} == {name.partition("-")[0] for name in found[0][0]}


@pytest.mark.parametrize("workers", [1, 2])
def test_what_the_caller_left_out_of_searches_for_garbage_stays_out(world: World, workers: int, tmp_path: Path) -> None:
    gc.freeze()
    before = gc.get_freeze_count()
    archived(world, tmp_path, crawl_of(world, "dream"), crawl_of(world, "empire"), workers=workers)
    assert before / 2 < gc.get_freeze_count(), "some of it may have been freed"


def test_another_seed_gives_other_bytes(world: World, tmp_path: Path) -> None:
    crawl = crawl_of(world, "dream", kinds={"listing": 0.05, "vendor_feedback": 0.0, "vendor_profile": 0.1})
    other = build_world(load_scenario("toy", size=0.002, seed=8))
    for name, economy in (("one", world), ("two", other), ("again", world)):
        archived(economy, tmp_path / name, crawl)
    one, two, again = (digests(tmp_path / name) for name in ("one", "two", "again"))
    assert one == again
    assert one.keys() == two.keys()
    assert not {*one.values()} & {*two.values()}


def test_pages_in_a_folder_have_sidecars_that_importers_read(world: World, tmp_path: Path) -> None:
    crawl = crawl_of(world, "wallstreet", coverage=0.2)
    archive_crawls(world, [crawl], tmp_path / "folder", Viewer(), form="folder", workers=1)
    archive_crawls(world, [crawl], tmp_path / "warc", Viewer(), workers=1)
    folder = {capture.capture_id for capture in read(tmp_path / "folder" / "wallstreet")}
    assert folder == {capture.capture_id for capture in read(tmp_path / "warc")}
    assert folder


def test_a_crawl_that_is_there_is_not_written_again(world: World, tmp_path: Path) -> None:
    crawl = crawl_of(world, "dream", coverage=0.1)
    archived(world, tmp_path, crawl)
    before = digests(tmp_path)
    with pytest.raises(ArchiveError, match="is there already"):
        archived(world, tmp_path, crawl)
    assert before == digests(tmp_path)


def test_crawls_begin_when_the_policy_says_and_the_market_is_there(world: World) -> None:
    def days(market: str, **policy: Any) -> list[str]:
        crawls = crawls_of(world.scenario, market, policy_of(policy, market, "this test"))
        return [str(crawl.day) for crawl in crawls]

    assert "2018-11-15" == days("dream")[0]
    assert "2019-04-15" == days("dream")[-1]
    assert 6 == len(days("dream"))
    weeks = days("dream", every="week", first=date(2019, 4, 1))
    assert ["2019-04-01", "2019-04-08", "2019-04-15", "2019-04-22", "2019-04-29"] == weeks
    assert 30 == len(days("empire", every="day", first=date(2019, 6, 1), last=date(2019, 6, 30)))
    assert ["2019-02-03"] == days("wallstreet", days=[date(2019, 2, 3), date(2021, 1, 1)])


def test_crawls_show_prices_in_the_currencies_of_the_policy_in_turn(world: World, tmp_path: Path) -> None:
    policy = policy_of({"currencies": ["USD", "EUR", "BTC"], "coverage": 0.1}, "dream", "this test")
    crawls = crawls_of(world.scenario, "dream", policy)
    assert ["USD", "EUR", "BTC", "USD", "EUR", "BTC"] == [crawl.currency for crawl in crawls]
    reports = archived(world, tmp_path, *crawls[1:3])
    assert ["EUR", "BTC"] == [report["currency"] for report in reports]
    shown: dict[str, set[Any]] = {}
    for capture in read(tmp_path):
        assert capture.captured is not None
        sites = (record for record in parse_page(capture.body).records if isinstance(record, Site))
        shown.setdefault(f"{capture.captured.earliest:%Y-%m-%d}", set()).update(one.display_currency for one in sites)
    assert {"2018-12-15": {"EUR"}, "2019-01-15": {"BTC"}} == shown
    assert "currency" not in archived(world, tmp_path / "plain", crawl_of(world, "dream", coverage=0.1))[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("coverage = 2", "coverage"),
        ("currencies = ['BEF']", "currencies"),
        ("missing = ['sand']", "there is no product 'sand'"),
        ("walls = 0.7\ntruncated = 0.7", "more than 1 together"),
        ("[markets.dream]\nspeed = 1", "speed"),
        ("coverage =", "is not TOML"),
    ],
)
def test_a_policy_that_is_wrong_is_refused_with_its_file_and_fault(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match=message) as refused:
        policy_of(load_policy(path), "dream", f"the policy {path}")
    assert str(path) in str(refused.value)


def test_a_policy_without_a_crawl_is_refused(tmp_path: Path) -> None:
    options = ["archive", "dream", "--archive", str(tmp_path), "--from", "2019-05-01", "--workers", "1"]
    done = CliRunner().invoke(simulate, options)
    assert isinstance(done.exception, ConfigurationError)
    assert "there is no crawl to write" in str(done.exception)


def test_times_are_those_of_the_simulation_and_not_of_the_writing(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path, crawl_of(world, "dream", coverage=0.2, hours=2))
    times = [capture.captured for capture in read(tmp_path)]
    assert {datetime(2019, 3, 18, tzinfo=UTC).date()} == {time.earliest.date() for time in times if time is not None}
    assert None not in times


def test_who_interrupts_waits_for_the_parts_that_are_written_and_for_no_more(world: World, tmp_path: Path) -> None:
    policy = policy_of({"every": "day"}, "wallstreet", "this test")
    crawls = crawls_of(world.scenario, "wallstreet", policy)[:60]

    def interrupt(_: Summary) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive_crawls(world, crawls, tmp_path, Viewer(), workers=2, progress=interrupt)

    assert 1 <= len(Layout(tmp_path).sealed()) <= 20
    assert not list(tmp_path.glob(".part-*"))


def test_a_crawl_that_reaches_no_page_leaves_no_file(world: World, tmp_path: Path) -> None:
    (report,) = archived(world, tmp_path, crawl_of(world, "dream", coverage=0.0))

    assert sum(report["planned"].values()) == len(report["missed"]) > 0
    assert [] == Layout(tmp_path).sealed()


def test_a_body_that_a_file_has_already_is_referred_to(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path, crawl_of(world, "dream", walls=0.5, step=86_400))

    (path,) = Layout(tmp_path).sealed()
    with path.open("rb") as file:
        kinds = Counter(record.headers["WARC-Type"] for record in ArchiveIterator(file))
    walls = [capture.body for capture in read(tmp_path) if b"captcha" in capture.body.lower()]
    assert kinds["revisit"] >= len(walls) - len(set(walls)) > 0
    assert kinds["response"] + kinds["revisit"] == kinds["request"]
