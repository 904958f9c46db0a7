"""Addresses in pages are written by whoever runs the market: none of them stops a crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scrapy import Request
from scrapy.http import Response

from cryptodrug_scraper.crawl.request import redirected
from cryptodrug_scraper.home import HOME_VARIABLE
from tests.support.answers import Answer, Answering, crawl_of, ended, fixture

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

FIRST = b'<div class="category  depth0">'
LINKS = (
    "./?category=1&x=" + "a" * 300_000,
    "./?category=2&#xD800;",
    "./?category=3&#0;",
    "./?category=4%ED%A0%80%00",
    "//[?category=5",
    "http://[/?category=6",
    "http://:abc/?category=7",
    "./?category=" + "8" * 5000,
    "./?category=-1",
    "./?category=\u0669",
    "\\\\127.0.0.1\\?category=10",
    "./;a=b?category=11#x",
)


@pytest.mark.slow
def test_whatever_a_page_links_to_the_crawl_comes_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    del database
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    links = "".join(f'{FIRST.decode()}<a href="{link}">x <span class="amount">1</span></a></div>' for link in LINKS)
    home = fixture("home/without_cards").replace(FIRST, links.encode() + FIRST, 1)
    with (
        Answering({"/": Answer(home)}) as market,
        crawl_of(market, tmp_path / "archive", "--scope", "index", "--set", "CRAWL_ATTEMPTS=2") as crawl,
    ):
        done = ended(crawl)

    assert done.code in {0, 7}, done.log
    assert done.report["status"] in {"complete", "partial"}
    assert "Traceback" not in done.log


@pytest.mark.parametrize(
    "location", ["http://[", "ftp://127.0.0.1:80/x", "http://127.0.0.1:abc/", "", "javascript:alert(1)", "//["]
)
def test_a_redirect_that_leads_nowhere_is_not_followed(location: str) -> None:
    request = Request("http://127.0.0.1:80/", meta={"hops": 0})
    response = Response("http://127.0.0.1:80/", status=302, headers={"Location": location})

    assert redirected(request, response) is None
