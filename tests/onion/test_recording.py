"""What the archive gets of a response, and what Scrapy gets of it afterwards."""

from __future__ import annotations

import base64
import gzip
import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import brotli  # type: ignore[import-untyped]  # it ships no types
import pytest
from backports import zstd

from tests.onion.support.downloader import Downloader
from tests.onion.support.onions import onion
from tests.onion.support.site import Site, page
from tests.onion.support.through import Through, answering

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = onion()
TEXT = b"<html>" + b"a page " * 500 + b"</html>"


@pytest.fixture(scope="module")
def downloader() -> Iterator[Downloader]:
    """A process that downloads."""
    with Downloader() as process:
        yield process


@pytest.fixture
def through(downloader: Downloader) -> Through:
    """A site that answers everything with a page."""
    return Through(downloader, Site())


def deflated(body: bytes) -> bytes:
    """A body as some servers deflate it: without the header of zlib."""
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(body) + compressor.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", deflated(TEXT)),
        ("br", brotli.compress(TEXT)),
        ("zstd", zstd.compress(TEXT)),
        ("gzip, br", brotli.compress(gzip.compress(TEXT))),
        ("identity", TEXT),
        ("utf-8", TEXT),
    ],
    ids=["gzip", "x-gzip", "deflate", "raw-deflate", "br", "zstd", "twice", "identity", "utf-8"],
)
def test_bodies_are_recorded_decoded_with_the_headers_as_they_came(
    downloader: Downloader, encoding: str, body: bytes
) -> None:
    sent = page(body, f"Content-Encoding: {encoding}", "Set-Cookie: a=1", "Set-Cookie: b=2")
    answer = answering(downloader, sent).fetch(f"http://{HOST}/")

    (result,), (record,) = answer["results"], answer["records"]
    assert TEXT == base64.b64decode(record["body"]) == base64.b64decode(result["body"])
    assert ["Content-Encoding", encoding] in record["headers"]
    assert ["Content-Length", str(len(body))] in record["headers"]
    assert ["a=1", "b=2"] == [value for name, value in record["headers"] if name == "Set-Cookie"]
    assert "Content-Encoding" not in dict(result["headers"]), "what comes later would decode it again"
    assert "HtmlResponse" == result["kind"]
    assert [] == record["flags"]


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_not_in_its_encoding_is_recorded_as_it_came_and_is_an_error(
    downloader: Downloader, encoding: str
) -> None:
    answer = answering(downloader, page(b"\xff\xfe not encoded", f"Content-Encoding: {encoding}")).fetch(
        f"http://{HOST}/"
    )

    (result,), (record,) = answer["results"], answer["records"]
    assert "UndecodableError" == result["error"]
    assert f"not in the encoding {encoding}" in result["message"]
    assert b"\xff\xfe not encoded" == base64.b64decode(record["body"])
    assert ["Content-Encoding", encoding] in record["headers"]
    assert ["undecoded"] == record["flags"]


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress), ("zstd", zstd.compress)],
)
def test_a_body_that_swells_beyond_the_limit_is_recorded_as_it_came_and_is_an_error(
    downloader: Downloader, encoding: str, compress: Any
) -> None:
    bomb = compress(bytes(5_000_000))
    answer = answering(downloader, page(bomb, f"Content-Encoding: {encoding}")).fetch(
        f"http://{HOST}/", DOWNLOAD_MAXSIZE=1_000_000
    )

    (result,), (record,) = answer["results"], answer["records"]
    assert "UndecodableError" == result["error"]
    assert "more than 1000000 bytes" in result["message"]
    assert bomb == base64.b64decode(record["body"])


def test_of_a_body_that_is_cut_what_can_be_decoded_is_kept(downloader: Downloader) -> None:
    whole = bytes(range(256)) * 200
    answer = answering(downloader, page(gzip.compress(whole)[:-20], "Content-Encoding: gzip")).fetch(f"http://{HOST}/")

    body = base64.b64decode(answer["records"][0]["body"])
    assert body
    assert whole.startswith(body)


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_a_response_without_a_body_has_nothing_to_decode(downloader: Downloader, method: str) -> None:
    sent = b"HTTP/1.1 304 Not Modified\r\nContent-Encoding: gzip\r\n\r\n"
    answer = answering(downloader, sent).fetch({"url": f"http://{HOST}/", "method": method})

    assert [(304, "")] == [(result["status"], result["body"]) for result in answer["results"]]
    assert 1 == len(answer["records"])


def test_a_response_is_dated_when_it_has_arrived(downloader: Downloader) -> None:
    began = datetime.now(UTC)
    sent = page()
    answer = answering(downloader, 0.2, sent[:20], 0.2, sent[20:]).fetch(f"http://{HOST}/")

    captured = datetime.fromisoformat(answer["records"][0]["captured"])
    assert began + timedelta(seconds=0.4) <= captured <= datetime.now(UTC)


def test_what_cannot_be_recorded_is_an_error(through: Through) -> None:
    answer = through.fetch(f"http://{HOST}/", record="raise")

    assert ["ArchiveError"] == [result["error"] for result in answer["results"]]


def test_the_address_of_tor_is_not_taken_for_that_of_the_site(through: Through) -> None:
    assert [None] == [record["address"] for record in through.fetch(f"http://{HOST}/")["records"]]
