"""Saved pages are served as their site on loopback, and the spider that is drafted with the market crawls there."""

from __future__ import annotations

import json
import subprocess
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.scaffold.serving import saved_site, server_of
from tests.support.command import begin_command
from tests.support.havnetorv import GONE, PAGES, WARES, save_mirror
from tests.support.marktplein import save_pages
from tests.support.plugins import distribution, run_with

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_mirror(tmp_path_factory.mktemp("mirror"))


@contextmanager
def serving(files: Sequence[Path]) -> Iterator[str]:
    """The address at which saved pages are served."""
    with server_of(saved_site(files), 0) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_each_page_is_answered_at_its_address_and_nothing_else_is(mirror: Path) -> None:
    with serving(sorted(mirror.rglob("*.html"))) as address:
        for name, page in PAGES.items():
            with urlopen(f"{address}/{name.removesuffix('index.html')}") as answer:  # noqa: S310  # loopback
                assert page == answer.read().decode()
        with pytest.raises(HTTPError, match="404") as refused:
            urlopen(f"{address}/vare/kk9999")  # noqa: S310
        assert GONE == refused.value.read().decode()


def test_pages_whose_names_tell_no_address_are_found_by_links_of_others(tmp_path: Path) -> None:
    site = saved_site(sorted(save_pages(tmp_path / "saved").iterdir()))
    assert {"/kraam/501", "/kraam/502", "/kraam/503", "/"} <= site.bodies.keys()
    assert b"koopman_piet" in site.bodies["/kraam/502"]
    assert {"login.html", "queue.html"} <= {file.name for file in site.without}


def test_a_port_that_is_taken_is_refused_with_what_to_do(mirror: Path) -> None:
    site = saved_site([mirror / "index.html"])
    with server_of(site, 0) as server, pytest.raises(ConfigurationError, match="name another with --port"):
        server_of(site, server.server_port)


@pytest.mark.xdist_group("six steps")
def test_the_drafted_spider_crawls_the_served_pages(mirror: Path, tmp_path: Path, database: object) -> None:
    del database
    project = tmp_path / "havnetorv"
    made = run_with([], "market", "new", "havnetorv", "--outside", project, "--from", mirror)
    assert 0 == made.returncode, made.stderr
    distribution(project, "cryptodrug-market-havnetorv", "0.1.0", havnetorv="havnetorv:MARKET")
    server = begin_command("market", "serve", str(mirror), stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        facts = json.loads(server.stdout.readline())
        words = ("--replica", facts["address"], "--archive", tmp_path / "archive", "--rate", "40", "--json")
        done = run_with([project], "crawl", "havnetorv", *words)
        counts = json.loads(done.stdout)["counts"]
        assert len(WARES) == counts["listing"]["parsed"], done.stdout
        assert 2 == counts["vendor_feedback"]["parsed"]
        sql = "SELECT count(*) FROM research.review WHERE market = 'havnetorv'"
        assert "7" in run_with([project], "query", sql, "--format", "csv").stdout
    finally:
        server.terminate()
        server.communicate()
    assert 0 == server.returncode
