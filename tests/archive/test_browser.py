"""The archive in other people's programs: pywb serves it as a collection, and Chromium opens its pages."""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import sys
import zlib
from contextlib import contextmanager, suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest

from cryptodrug_scraper.archive import ArchiveWriter, Exchange
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.records import Listing

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
DREAM = "http://dream.invalid/viewProduct?offer=81022.610020"
EMPIRE = "http://empire.invalid/product/900305/88/810133"
DAYS = {
    (DREAM, "20181118104700"): "dream/listing/weed_from_netherlands",
    (DREAM, "20190217104600"): "dream/listing/weed_from_belgium",
    (DREAM, "20190301080000"): "dream/listing/weed_from_belgium",
    (EMPIRE, "20190116181954"): "empire/listing/moved_before",
    (EMPIRE, "20190523090848"): "empire/listing/moved_after",
}
"""Two listings, each of several days; Dream's is the same on the last two."""
PICTURES_VARIABLE = "CRYPTODRUG_PICTURES"
"""Names a folder that keeps the pictures, for a person to look at."""

SERVER = """
from pywb.apps.wayback import application  # first, for it replaces what blocks by what gevent can wait for
from gevent.pywsgi import WSGIServer

server = WSGIServer(("127.0.0.1", 0), application, log=None)
server.start()
print(server.server_port, flush=True)
server.serve_forever()
"""
"""What the command ``wayback`` runs, but on whatever port is free."""

MARK_OF_PYWB = b"wbinfo.request_ts"
NO_NETWORK = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-proxy-server",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def own_process(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program at home in a folder, with whatever it starts, for as long as it is needed."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    with (
        (folder / "stderr").open("wb") as errors,
        subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=errors, start_new_session=True
        ) as process,
    ):
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):  # all of them have ended
                os.killpg(process.pid, signal.SIGKILL)


def page(name: str) -> bytes:
    return (FIXTURES / name / "body.html").read_bytes()


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an archive that pywb serves as it lies."""
    folder = tmp_path_factory.mktemp("pywb")
    kinds = []
    with ArchiveWriter(folder / "collections" / "markets") as writer:
        for (url, timestamp), name in DAYS.items():
            captured = datetime.strptime(timestamp + "Z", "%Y%m%d%H%M%S%z")
            headers = [("Content-Type", "text/html; charset=UTF-8")]
            kinds.append(writer.exchange(Exchange(url, captured, 200, page(name), headers)).kind)
    assert ["response", "response", "revisit", "response", "response"] == kinds
    (folder / "config.yaml").write_text("framed_replay: false\n")  # the page itself, not within a page of pywb's
    with own_process([sys.executable, "-c", SERVER], folder) as server:
        assert server.stdout is not None
        port = server.stdout.readline().decode().strip()
        assert port.isdecimal(), port + (folder / "stderr").read_text()
        yield f"http://127.0.0.1:{port}/markets/"


def replayed(address: str) -> tuple[bytes, str]:
    """What pywb answers: a page, and the time that it is of."""
    with build_opener(ProxyHandler({})).open(address, timeout=120) as answer:
        return answer.read(), answer.headers["Memento-Datetime"]


@pytest.mark.parametrize(("url", "timestamp"), DAYS)
@pytest.mark.slow
def test_pywb_serves_the_page_of_the_day_that_is_asked_for_to_the_byte(
    collection: str, url: str, timestamp: str
) -> None:
    body, time = replayed(f"{collection}{timestamp}id_/{url}")
    assert page(DAYS[url, timestamp]) == body
    assert timestamp == f"{parsedate_to_datetime(time):%Y%m%d%H%M%S}"


def test_pywb_serves_the_page_of_the_nearest_day(collection: str) -> None:
    body, time = replayed(f"{collection}20181201mp_/{DREAM}")
    assert "Sun, 18 Nov 2018 10:47:00 GMT" == time
    assert listing(page("dream/listing/weed_from_netherlands")) == listing(body)


def test_pywb_has_no_page_that_was_not_captured(collection: str) -> None:
    with pytest.raises(HTTPError) as caught:
        replayed(f"{collection}20181118id_/http://dream.invalid/viewProduct?offer=1")
    caught.value.close()
    assert 404 == caught.value.code


def listing(body: bytes) -> Listing:
    """The listing that a page is about."""
    (found,) = [
        record for record in parse_page(body).records if isinstance(record, Listing) and record.seen_on == "page"
    ]
    return found


def seen(url: str, folder: Path) -> tuple[bytes, bytes]:
    """What Chromium makes of a page: its elements once scripts have run, and a picture."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert program is not None, "Chromium is missing; run: scripts/system-packages chromium"
    picture = folder / "picture.png"
    command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    command += [*NO_NETWORK, f"--user-data-dir={folder / 'profile'}", "--window-size=1280,4000", "--hide-scrollbars"]
    command += ["--virtual-time-budget=5000", "--dump-dom", f"--screenshot={picture}", url]
    with own_process(command, folder) as browser:
        elements, _ = browser.communicate(timeout=90)
    assert picture.exists(), (folder / "stderr").read_text()
    return elements, picture.read_bytes()


def rows(picture: bytes) -> list[bytes]:
    """The rows of pixels of a PNG, as they are stored. Equal rows are stored alike, all but the first."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    place, header, data = 8, b"", b""
    while place < len(picture):
        length, kind = struct.unpack_from(">I4s", picture, place)
        chunk = picture[place + 8 : place + 8 + length]
        assert struct.unpack_from(">I", picture, place + 8 + length) == (zlib.crc32(kind + chunk),)
        header += chunk if kind == b"IHDR" else b""
        data += chunk if kind == b"IDAT" else b""
        place += 12 + length
    width, height, depth, colours = struct.unpack_from(">IIBB", header)
    assert (1280, 4000, 8) == (width, height, depth)
    pixels, step = zlib.decompress(data), 1 + width * {2: 3, 6: 4}[colours]
    assert height * step == len(pixels)
    return [pixels[row : row + step] for row in range(0, len(pixels), step)]


@pytest.mark.parametrize("url", [pytest.param(DREAM, marks=pytest.mark.campaign), EMPIRE], ids=["dream", "empire"])
@pytest.mark.slow
def test_chromium_shows_the_page_of_the_day_that_is_asked_for(collection: str, url: str, tmp_path: Path) -> None:
    pictures = []
    for timestamp in [day for address, day in DAYS if address == url][:2]:
        folder = tmp_path / timestamp
        folder.mkdir()
        elements, picture = seen(f"{collection}{timestamp}mp_/{url}", folder)
        assert listing(page(DAYS[url, timestamp])) == listing(elements)
        assert MARK_OF_PYWB in elements  # it is the replay that is seen
        different = len(set(rows(picture)))
        assert different > 300, f"a page of text has hundreds of different rows of pixels, this picture {different}"
        pictures.append(picture)
        keep = os.environ.get(PICTURES_VARIABLE)
        if keep is not None:
            (Path(keep) / f"{DAYS[url, timestamp].replace('/', '-')}.png").write_bytes(picture)
    assert pictures[0] != pictures[1]
