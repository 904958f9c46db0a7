from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cdxj_indexer.main import CDXJIndexer

from cryptodrug_scraper.archive import ArchiveWriter, Exchange, Layout
from cryptodrug_scraper.archive.cdxj import merge_cdxj
from cryptodrug_scraper.archive.rebuild import rebuild
from cryptodrug_scraper.capture import Capture, Origin

NINE = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)
BODY = b"<html><body>" + b"a page " * 100 + b"</body></html>"
HTML = [("Content-Type", "text/html; charset=utf-8")]


def write(root: Path) -> None:
    with ArchiveWriter(root, roll_at=1500) as writer:
        for number in (3, 1, 2):
            url = f"http://Market.invalid/View?b={number}&a=1"
            writer.exchange(Exchange(url, NINE + timedelta(seconds=number), 200, BODY + b"%d" % (number % 2), HTML))
        writer.keep(Capture(BODY, Origin("page", "a.html"), url="/a b", content_type="text/html"))
        writer.keep(Capture(BODY, Origin("page", "b.html")))


def lines(root: Path) -> list[str]:
    return [line for path in sorted(Layout(root).indexes.iterdir()) for line in path.read_text().splitlines()]


def test_each_file_has_its_cdxj_and_all_of_them_say_what_cdxj_indexer_says(tmp_path: Path) -> None:
    write(tmp_path)
    layout = Layout(tmp_path)
    assert [path.name + ".cdxj" for path in layout.sealed()] == [path.name for path in sorted(layout.indexes.iterdir())]
    out = io.StringIO()
    out.close = lambda: None  # type: ignore[method-assign]  # the indexer closes it
    CDXJIndexer(out, [str(path) for path in layout.sealed()]).process_all()
    assert sorted(out.getvalue().splitlines()) == sorted(lines(tmp_path))


def test_archive_index_merges_them_sorted_into_one(tmp_path: Path) -> None:
    write(tmp_path)
    before = lines(tmp_path)
    rebuild(tmp_path)
    assert [Layout(tmp_path).merged_cdxj] == list(Layout(tmp_path).indexes.iterdir())
    assert sorted(before) == lines(tmp_path)
    write(tmp_path)
    assert len(before) + 3 == len(lines(tmp_path))  # the two that were imported are kept already


def test_more_lines_than_memory_is_meant_to_hold_are_sorted_on_disk_to_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    parts = sorted(Layout(tmp_path).indexes.iterdir())
    twice = [line for path in parts for line in path.read_text().splitlines(keepends=True)] * 2
    for limit in (32_000_000, 700):
        monkeypatch.setattr("cryptodrug_scraper.archive.cdxj._IN_MEMORY", limit)
        (tmp_path / "part").write_text("".join(twice))
        merge_cdxj(tmp_path / f"{limit}", [tmp_path / "part"])
    assert "".join(sorted(set(twice))) == (tmp_path / "32000000").read_text() == (tmp_path / "700").read_text()
    assert len("".join(twice)) > 1400  # some lie on disk, and some not yet


@pytest.mark.slow
def test_pywb_serves_the_archive_as_a_collection(tmp_path: Path) -> None:
    write(tmp_path / "collections" / "markets")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("wayback")), "-b", "127.0.0.1", "-p", str(port), "-d", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            base = f"http://127.0.0.1:{port}/markets"
            for number in (1, 2, 3):
                stamp = f"{NINE + timedelta(seconds=number):%Y%m%d%H%M%S}"
                page = fetch(f"{base}/{stamp}id_/http://market.invalid/View?b={number}&a=1")
                assert BODY + b"%d" % (number % 2) == page
            found = fetch(f"{base}/cdx?url=http://market.invalid/*&output=json").splitlines()
            assert ["text/html", "text/html", "warc/revisit"] == sorted(json.loads(line)["mime"] for line in found)
        finally:
            server.terminate()


def fetch(address: str) -> bytes:
    deadline = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(address, timeout=60) as response:  # noqa: S310  # on loopback
                content: bytes = response.read()
                return content
        except urllib.error.HTTPError:
            raise
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_no_name_server_is_asked_about_a_host_of_digits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def ask(host: bytes) -> None:
        asked.append(host)
        raise socket.gaierror

    monkeypatch.setattr(socket, "gethostbyname_ex", ask)
    keys = {"192.0.2.1": "1,2,0,192", "0300.0.2.1": "1,2,0,192", "192.513": "1,2,0,192", "300.1.2.3": "3,2,1,300"}
    with ArchiveWriter(tmp_path) as writer:
        for host in keys:
            writer.exchange(Exchange(f"http://{host}/page", NINE, 200, BODY, HTML))

    assert [] == asked
    assert sorted(f"{key})/page" for key in keys.values()) == [line.split()[0] for line in lines(tmp_path)]
