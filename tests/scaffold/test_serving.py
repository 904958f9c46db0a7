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

from cryptodrug_scraper.errors import ArchiveError, ConfigurationError
from cryptodrug_scraper.importers.page_files import pages_among
from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.scaffold.saved import read_site
from cryptodrug_scraper.scaffold.saved_check import read_saved
from cryptodrug_scraper.scaffold.serving import key_of, saved_site, server_of
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
def serving(files: Sequence[Path], said: list[str]) -> Iterator[str]:
    """The address at which saved pages are served, and what is said of each request."""
    with server_of(saved_site(files), 0, said.append) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_each_page_is_answered_at_its_address_and_nothing_else_is(mirror: Path) -> None:
    said: list[str] = []
    with serving(sorted(mirror.rglob("*.html")), said) as address:
        for name, page in PAGES.items():
            with urlopen(f"{address}/{name.removesuffix('index.html')}") as answer:  # noqa: S310  # loopback
                assert page == answer.read().decode()
        with pytest.raises(HTTPError, match="404") as refused:
            urlopen(f"{address}/vare/kk9999")  # noqa: S310
        assert GONE == refused.value.read().decode()
    assert len(said) == len(PAGES) + 1
    assert "404 /vare/kk9999" == said[-1]
    assert "200 /vare/kk407007" in said


@pytest.mark.parametrize("asked", ["/offer/4711.html", "/offer/4711", "/offer/4711.html?p=2"])
def test_a_page_is_found_with_the_suffix_of_its_file_and_without(asked: str) -> None:
    assert key_of(asked).partition("?")[0] == "/offer/4711"


def test_pages_whose_names_tell_no_address_are_found_by_links_of_others(tmp_path: Path) -> None:
    site = saved_site(sorted(save_pages(tmp_path / "saved").iterdir()))
    assert {"/kraam/501", "/kraam/502", "/kraam/503", "/"} <= site.bodies.keys()
    assert b"koopman_piet" in site.bodies["/kraam/502"]
    assert {"login.html", "queue.html"} <= {file.name for file in site.without}


FLAT = {
    "wget": "oferta.php?nr={}&wer=pl.html",
    "wget for Windows": "oferta.php@nr={}&wer=pl.html",
    "without an ending": "oferta.php?nr={}&wer=pl",
    "a second download": "oferta.php?nr={}&wer=pl.html.1",
    "percent-encoded": "oferta.php%3Fnr={}&wer=pl.html",
}


@pytest.mark.parametrize("name", FLAT.values(), ids=FLAT)
def test_names_of_files_in_a_flat_folder_tell_addresses(name: str, tmp_path: Path) -> None:
    for number in ("4102", "77"):
        page = f"<html><body><h1>Oferta {number}</h1><p>Susz, 5 g</p></body></html>"
        (tmp_path / name.format(number)).write_text(page, encoding="utf-8")
    (tmp_path / "regulamin.php.html").write_text("<html><body><p>Regulamin</p></body></html>", encoding="utf-8")
    (tmp_path / "vendor-abc.html").write_text("<html><body><p>abc</p></body></html>", encoding="utf-8")
    site = saved_site(sorted(tmp_path.iterdir()))
    assert ["vendor-abc.html"] == [file.name for file in site.without]
    assert b"Oferta 4102" in (site.body("/oferta.php?wer=pl&nr=4102") or b"")
    assert b"Oferta 77" in (site.body("/oferta.php%3Fnr=77&wer=pl.html") or b""), "a link to the file"
    assert b"Regulamin" in (site.body("/regulamin.php") or b"")
    assert site.body("/vendor-abc") is None


def test_a_sidecar_tells_the_address_of_its_page_and_the_time(tmp_path: Path) -> None:
    page = tmp_path / "strona 1.html"
    page.write_text("<html><body><h1>Oferta</h1></body></html>", encoding="utf-8")
    sidecar = tmp_path / "strona 1.html.json"
    sidecar.write_text('{"url": "http://targ.example/o/5?s=1", "captured_at": "2019-02-03T10:00:00Z"}')
    found = pages_among([tmp_path])
    assert ([page], []) == (found.pages, found.passed_over)
    assert ["/o/5?s=1"] == list(saved_site(found.pages).bodies)
    assert ["/o/5?s=1"] == [each.path for each in read_site(found.pages).pages]
    context = read_saved(found.pages, parse_capture_time("2021-01-01"))[0].context
    assert "http://targ.example/o/5?s=1" == context.url
    assert parse_capture_time("2019-02-03T10:00:00Z") == context.captured
    sidecar.write_text("[]")
    with pytest.raises(ArchiveError, match=r"strona 1\.html\.json.*write an object"):
        saved_site(found.pages)


def test_a_sidecar_of_a_folder_is_that_of_a_page_that_is_alone_there(tmp_path: Path) -> None:
    page = tmp_path / "body.html"
    page.write_text("<html><body><h1>Oferta</h1></body></html>", encoding="utf-8")
    (tmp_path / "meta.json").write_text('{"url": "http://targ.example/o/5"}')
    assert ["/o/5"] == list(saved_site([page]).bodies)
    other = tmp_path / "other.html"
    other.write_text("<html><body><h1>Inna</h1></body></html>", encoding="utf-8")
    assert not saved_site([page, other]).bodies


def test_a_port_that_is_taken_is_refused_with_what_to_do(mirror: Path) -> None:
    said: list[str] = []
    site = saved_site([mirror / "index.html"])
    with server_of(site, 0, said.append) as server, pytest.raises(ConfigurationError, match="name another with --port"):
        server_of(site, server.server_port, said.append)


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
