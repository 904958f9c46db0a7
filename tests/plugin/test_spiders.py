"""The spider of a market, as `scrapy` and `cryptodrug crawl` find it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cryptodrug_scraper.crawl.frontier import Planned
from cryptodrug_scraper.crawl.scope import RANKS, followed
from cryptodrug_scraper.crawl.verdict import Verdict, judge
from cryptodrug_scraper.page.parsed import ParsedPage
from cryptodrug_scraper.page.records import Link
from tests.support.plugins import MARKET, distribution, run_with

ROOT = Path(__file__).parent.parent.parent
SPIDER = """
from cryptodrug_scraper.crawl.frontier import Planned
from cryptodrug_scraper.crawl.spider import MarketSpider

class Spin(MarketSpider):
    name = "kraampje"
    starts = (Planned("listing", "/", 0),)
    scopes = dict.fromkeys(("index", "listings", "vendors", "feedback", "all"), frozenset({"listing"}))
"""
BROKEN = {
    "a module that cannot be imported": ("1 / 0", "ZeroDivisionError"),
    "no such class": ("", "AttributeError"),
    "no spider of a market": ("class Spin: pass", "derive it from that class"),
    "no start": (SPIDER.replace("starts =", "begins ="), "it has no starts"),
    "a scope too few": (SPIDER.replace('"feedback", ', ""), "it has no scope feedback"),
    "another name": (SPIDER.replace('"kraampje"', '"kraam"'), "give it that of its market"),
}

SAID_BY_SCRAPY = ("a module that cannot be imported", "no start")
"""One that Python refuses, and one that the program does: whichever it is, it is said in the same place."""


def installed(folder: Path, spider: str | None) -> Path:
    declared = "" if spider is None else 'spider="kraampje_spin:Spin", '
    (folder / "kraampje.py").write_text(MARKET.replace("sources=", f"{declared}sources="))
    if spider is not None:
        (folder / "kraampje_spin.py").write_text(spider)
    return distribution(folder, "kraampje", kraampje="kraampje:MARKET")


def test_scrapy_lists_it_without_importing_it(tmp_path: Path) -> None:
    folder = installed(tmp_path, "1 / 0")
    assert "kraampje" in run_with([folder], "list", module="scrapy", cwd=ROOT).stdout.split()


@pytest.mark.parametrize("name", BROKEN)
def test_one_that_cannot_be_used_is_said_on_one_line(tmp_path: Path, name: str, database: object) -> None:
    del database
    source, reason = BROKEN[name]
    folder = installed(tmp_path, source)
    replica = ("--replica", "http://127.0.0.1:9", "--archive", tmp_path / "archive")

    done = run_with([folder], "crawl", "kraampje", *replica)

    assert 2 == done.returncode
    assert reason in done.stderr
    assert 1 == len(done.stderr.splitlines())


@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=() if each in SAID_BY_SCRAPY else pytest.mark.campaign) for each in BROKEN]
)
def test_scrapy_says_it_too(tmp_path: Path, name: str, database: object) -> None:
    del database
    source, reason = BROKEN[name]
    folder = installed(tmp_path, source)

    assert reason in run_with([folder], "crawl", "kraampje", module="scrapy", cwd=ROOT).stderr


def test_a_market_without_a_spider_cannot_be_crawled(tmp_path: Path, database: object) -> None:
    del database
    done = run_with([installed(tmp_path, None)], "crawl", "kraampje", "--replica", "http://127.0.0.1:9")
    assert 2 == done.returncode
    assert "it can be read, and not crawled" in done.stderr


def test_a_crawl_of_it_begins(tmp_path: Path, database: object) -> None:
    del database
    words = ("crawl", "kraampje", "--replica", "http://127.0.0.1:9", "--archive", tmp_path / "archive", "--budget", "1")
    done = run_with([installed(tmp_path, SPIDER)], *words, "--set", "DOWNLOAD_TIMEOUT=2")
    assert 7 == done.returncode, done.stderr
    assert "kraampje: partial: the budget of 1 request is spent" in done.stdout


@pytest.mark.parametrize(
    ("stands_for", "verdict"),
    [
        ("login", Verdict.SESSION),
        ("captcha", Verdict.SESSION),
        ("maintenance", Verdict.MAINTENANCE),
        ("listing_gone", Verdict.GONE),
        ("error", Verdict.AGAIN),
        ("unknown", Verdict.AGAIN),
    ],
)
def test_a_wall_of_the_markets_own_is_treated_as_what_it_stands_for(stands_for: str, verdict: Verdict) -> None:
    page = ParsedPage("kraampje", "wachtrij", None, complete=True, stands_for=stands_for)
    assert verdict is judge(page, "listing", "kraampje", 200)[0]


def test_a_kind_that_only_one_market_has_is_followed_after_the_common_ones() -> None:
    page = ParsedPage("kraampje", "listing", None, complete=True, links=[Link("auction", "/a"), Link("listing", "/b")])
    planned = list(followed(page, frozenset({"auction", "listing"}), None))
    assert [Planned("auction", "/a", 9), Planned("listing", "/b", RANKS["listing"])] == planned
