from __future__ import annotations

import getpass
import gzip
import io
import random
import resource
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from cryptodrug_scraper.archive import ArchiveWriter, Exchange, Layout
from cryptodrug_scraper.archive.index import Index
from cryptodrug_scraper.archive.scan import scan
from cryptodrug_scraper.archive.verify import verify_archive
from cryptodrug_scraper.capture import Capture, Origin
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.warc.http_block import http_block
from cryptodrug_scraper.warc.privacy import NOT_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warcio.recordloader import ArcWarcRecord

NINE = datetime(2018, 11, 18, 9, 12, 3, 250_000, tzinfo=UTC)
BODY = b"<html><body>" + b"a page " * 100 + b"</body></html>"
HTML = [("Content-Type", "text/html")]


def exchange(number: int = 0, body: bytes | None = None) -> Exchange:
    page = BODY + str(number).encode() if body is None else body
    return Exchange(f"http://market.invalid/p?n={number}", NINE + timedelta(seconds=number), 200, page, HTML)


def records(path: Path) -> Iterator[tuple[ArcWarcRecord, bytes]]:
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            yield record, record.content_stream().read()


def kinds(root: Path) -> list[str]:
    return [record.rec_type for path in Layout(root).sealed() for record, _ in records(path)]


def whole(root: Path) -> bool:
    verified = verify_archive(root)
    return not verified.problems and not verified.unsealed


def test_warcio_finds_nothing_wrong_with_any_type_of_record(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, label="a crawl", parser_versions={"dream": "1"}) as writer:
        written = [
            writer.exchange(exchange(1)),
            writer.exchange(exchange(2, BODY + b"1")),
            writer.exchange(exchange(3, b"")),
            writer.keep(Capture(BODY, Origin("folder", "one.html"))),
            writer.keep(Capture(b"", Origin("folder", "two.html"), http_status=404)),
        ]
    assert ["response", "revisit", "response", "resource", "response"] == [stored.kind for stored in written]
    (path,) = Layout(tmp_path).sealed()
    command = [str(Path(sys.executable).with_name("warcio")), "check", "-v", str(path)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert 0 == done.returncode, done.stdout.decode()
    assert 9 == done.stdout.count(b"WARC-Record-ID")
    assert 8 == done.stdout.count(b"digest pass")  # all but the revisit, of which it checks none
    assert whole(tmp_path)


def test_every_record_is_a_gzip_member_of_its_own_and_lies_where_it_is_said_to(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        stored = [writer.exchange(exchange(number)) for number in range(3)]
    for number, one in enumerate(stored):
        data = (tmp_path / one.path).read_bytes()[one.offset :]
        record = next(iter(ArchiveIterator(io.BytesIO(data))))
        assert BODY + str(number).encode() == record.content_stream().read()
    (path,) = Layout(tmp_path).sealed()
    assert all(gzip.decompress(path.read_bytes()[r.offset : r.end]).startswith(b"WARC/1.1\r\n") for r in scan(path))


def test_each_file_begins_with_what_wrote_it_and_says_nothing_of_the_machine(tmp_path: Path) -> None:
    versions = {"dream": "0.1.0+dream.12ab", "empire": "0.1.0+empire.34cd"}
    with ArchiveWriter(tmp_path, label="crawl 7", parser_versions=versions, roll_at=1) as writer:
        writer.exchange(exchange(1))
        writer.exchange(exchange(2))
    files = Layout(tmp_path).sealed()
    assert 2 == len(files)
    for path in files:
        record, content = next(records(path))
        assert "warcinfo" == record.rec_type
        assert path.name == record.rec_headers.get_header("WARC-Filename")
        fields = content.decode().splitlines()
        assert {"format: WARC File Format 1.1", "isPartOf: crawl 7", "parserVersion: dream 0.1.0+dream.12ab"} < {
            *fields
        }
        assert not {"hostname", "operator", "ip"} & {field.partition(":")[0] for field in fields}
        assert socket.gethostname() not in f"{content.decode()}{path.name}"
        assert f" {getpass.getuser()}" not in content.decode()


def test_a_request_follows_its_response_and_names_it(tmp_path: Path) -> None:
    sent = [("Host", "market.invalid"), ("Accept", "text/html")]
    page = Exchange("http://market.invalid/p?n=1#part", NINE, 200, BODY, HTML, request_headers=sent)
    with ArchiveWriter(tmp_path) as writer:
        writer.exchange(page)
    _, (response, _), (request, _) = records(Layout(tmp_path).sealed()[0])
    assert response.rec_headers.get_header("WARC-Record-ID") == request.rec_headers.get_header("WARC-Concurrent-To")
    assert ("GET", "/p?n=1 HTTP/1.1") == (request.http_headers.protocol, request.http_headers.statusline)
    assert sent == request.http_headers.headers


def test_encodings_that_were_undone_are_told_under_other_names(tmp_path: Path) -> None:
    received = [("content-encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("Content-Length", "77")]
    with ArchiveWriter(tmp_path) as writer:
        writer.exchange(Exchange("http://market.invalid/", NINE, 200, BODY, received))
    _, (response, body), _ = records(Layout(tmp_path).sealed()[0])
    assert BODY == body
    assert [
        ("X-Archive-Orig-content-encoding", "gzip"),
        ("X-Archive-Orig-Transfer-Encoding", "chunked"),
        ("X-Archive-Orig-Content-Length", "77"),
        ("Content-Length", str(len(BODY))),
    ] == response.http_headers.headers


SECRETS = ("cookie", "set-cookie", "authorization", "proxy-authorization", "set-cookie2")


@given(st.lists(st.tuples(st.sampled_from(SECRETS), st.randoms(use_true_random=False)), min_size=1, max_size=4))
def test_no_spelling_of_a_header_lets_a_cookie_through(names: list[tuple[str, object]]) -> None:
    headers = []
    for name, chance in names:
        spelt = "".join(letter.upper() if chance.random() < 0.5 else letter for letter in name)  # type: ignore[attr-defined]
        headers.append((f"{' ' * chance.randrange(2)}{spelt}{' ' * chance.randrange(2)}", "SECRET"))  # type: ignore[attr-defined]
    block = http_block("HTTP/1.1 200 OK", [*headers, ("Location", "/")], 0)
    assert b"SECRET" not in block
    assert len(headers) == block.count(NOT_KEPT.encode())
    assert b"\r\nLocation: /\r\n" in block


def test_cookies_and_credentials_are_in_no_byte_of_the_archive(tmp_path: Path) -> None:
    secret = [("SET-COOKIE", "a=hush1"), ("Set-cookie", "b=hush2"), ("Location", "http://me:hush3@market.invalid/")]
    sent = [("COOKIE", "hush4"), ("authorization", "Basic hush5"), ("Referer", "http://hush6@market.invalid/")]
    with ArchiveWriter(tmp_path) as writer:
        stored = writer.exchange(
            Exchange("http://me:hush7@market.invalid/a@b", NINE, 302, BODY, secret, request_headers=sent)
        )
        writer.keep(Capture(BODY, Origin("folder", "a"), url="http://me:hush8@market.invalid/a b"))
    assert "http://market.invalid/a@b" == stored.capture.url
    (path,) = Layout(tmp_path).sealed()
    everything = gzip.decompress(path.read_bytes())
    for file in tmp_path.rglob("*"):
        everything += file.read_bytes() if file.is_file() else b""
    assert b"hush" not in everything
    assert 4 == everything.count(NOT_KEPT.encode())


@given(value=st.text(max_size=20), name=st.text(max_size=20))
def test_no_header_can_add_a_line_or_end_the_head(name: str, value: str) -> None:
    block = http_block("HTTP/1.1 200 OK", [(name, value)], 5)
    assert 3 == block.removesuffix(b"\r\n\r\n").count(b"\r\n") + 1
    assert not {0, 11, 12} & {*block}


def test_a_body_that_is_there_already_is_referred_to(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        first = writer.exchange(exchange(1, BODY))
    with ArchiveWriter(tmp_path) as writer:
        again = writer.exchange(exchange(2, BODY))
    assert "revisit" == again.kind
    original = next(rec for rec, _ in records(tmp_path / first.path) if rec.rec_type == "response").rec_headers
    revisit = next(rec for rec, _ in records(tmp_path / again.path) if rec.rec_type == "revisit")
    header = revisit.rec_headers.get_header
    assert "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest" == header("WARC-Profile")
    assert original.get_header("WARC-Target-URI") == header("WARC-Refers-To-Target-URI")
    assert original.get_header("WARC-Date") == header("WARC-Refers-To-Date")
    assert original.get_header("WARC-Payload-Digest") == header("WARC-Payload-Digest")
    assert "200" == revisit.http_headers.get_statuscode()
    assert whole(tmp_path)


def test_a_small_body_is_written_again(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        assert ["response"] * 2 == [writer.exchange(exchange(number, b"gone")).kind for number in range(2)]


def test_a_body_in_a_file_that_another_has_not_sealed_is_no_body_to_refer_to(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        with ArchiveWriter(tmp_path) as other:
            other.exchange(exchange(1, BODY))
            other.sync()
            writer.exchange(exchange(2))
            assert "response" == writer.exchange(exchange(3, BODY)).kind
            other.exchange(exchange(4, BODY * 2))
        assert "revisit" == writer.exchange(exchange(5, BODY * 2)).kind
    assert whole(tmp_path)


def test_files_are_rolled_by_size(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, roll_at=3000) as writer:
        stored = [writer.exchange(exchange(number)) for number in range(40)]
    files = Layout(tmp_path).sealed()
    assert len(files) > 3
    assert {file.name for file in files} == {Path(one.path).name for one in stored}
    assert [file.name for file in files] == sorted({Path(one.path).name for one in stored})
    assert all(3000 <= file.stat().st_size < 5000 for file in files[:-1])
    assert whole(tmp_path)


def test_what_was_written_can_be_read_before_the_writer_ends(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        stored = writer.exchange(exchange(1, BODY))
        path = Layout(tmp_path).file(Path(stored.path).name)
        assert path.name.endswith(".warc.gz.open")
        assert [BODY] == [body for record, body in records(path) if record.rec_type == "response"]
    assert [] == Layout(tmp_path).unsealed()


def test_a_writer_that_wrote_nothing_leaves_no_file(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path):
        pass
    assert [] == [*Layout(tmp_path).sealed(), *Layout(tmp_path).unsealed()]


def test_the_capture_that_is_returned_has_the_id_that_the_record_gives(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        stored = [writer.exchange(exchange(1, BODY)), writer.exchange(exchange(2, BODY))]
    (path,) = Layout(tmp_path).sealed()
    read = [(record.row.capture_id, record.offset) for record in scan(path) if record.row is not None]
    assert [(one.capture.capture_id.bytes, one.offset) for one in stored] == read


def test_threads_that_share_a_writer_lose_nothing(tmp_path: Path) -> None:
    def write(writer: ArchiveWriter, first: int) -> None:
        for number in range(first, first + 50):
            writer.exchange(exchange(number))

    with ArchiveWriter(tmp_path, roll_at=20_000) as writer:
        threads = [threading.Thread(target=write, args=(writer, first)) for first in (0, 50, 100)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert 150 == kinds(tmp_path).count("response")
    assert whole(tmp_path)


WRITE_MANY = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from cryptodrug_scraper.archive import ArchiveWriter, Exchange
who = sys.argv[2]
with ArchiveWriter(Path(sys.argv[1]), roll_at=20_000) as writer:
    for number in range(150):
        body = f"{number}" * 300 if number % 2 else f"{who} {number}" * 100
        writer.exchange(Exchange(f"http://market.invalid/{who}/{number}", datetime.now(UTC), 200, body.encode()))
"""


def test_processes_that_write_at_once_do_not_meet(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITE_MANY, str(tmp_path)]
    writers = [subprocess.Popen([*command, str(number)], stderr=subprocess.PIPE) for number in range(2)]
    assert [(0, b"")] * 2 == [(writer.wait(), writer.communicate()[1]) for writer in writers]
    targets = [
        record.rec_headers.get_header("WARC-Target-URI")
        for path in Layout(tmp_path).sealed()
        for record, _ in records(path)
        if record.rec_type in ("response", "revisit")
    ]
    assert sorted(f"http://market.invalid/{who}/{number}" for who in range(2) for number in range(150)) == sorted(
        targets
    )
    assert whole(tmp_path)


def test_a_record_that_the_disk_does_not_take_leaves_the_file_whole(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with ArchiveWriter(tmp_path) as writer:
        writer.exchange(exchange(1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))  # in place of a full disk
        try:
            with pytest.raises(ArchiveError, match="cannot be written"):
                writer.exchange(exchange(2, random.Random(1).randbytes(60_000)))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        writer.exchange(exchange(3))
    assert ["warcinfo", "response", "request", "response", "request"] == kinds(tmp_path)
    assert whole(tmp_path)


def test_an_index_that_is_none_is_named_with_what_makes_it_anew(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        writer.exchange(exchange(1))
    Layout(tmp_path).database.write_bytes(b"no database at all" * 100)
    with pytest.raises(ArchiveError, match="run: cryptodrug archive index"):
        Index(Layout(tmp_path).database)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ArchiveError, match="cannot be written"):
        ArchiveWriter(tmp_path / "file" / "archive")
