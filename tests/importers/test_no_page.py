"""What is no page is refused, wherever it lies; what is one is taken, however little is left of it."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.importers import ImportReport, Reason, captures_in
from tests.importers.forms import http, record, tar_of, warc, write_tree, written, zip_of

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
WHOLE = "<!DOCTYPE html>\n<html><head><title>Größe – 大麻</title></head><body><p>5 g für 50 €</p></body></html>"
NO_PAGES = {
    "README.md": b"# Notes\n\nPages of <b>two</b> crawls.\n\n<p align=center>See <a href='x'>here</a></p>\n",
    "README": "# Über die Sammlung\n\nSeiten aus zwei Läufen: a < b und b > a.\n".encode(),
    "notes.txt": "Записки о рынке: цена < 5\n".encode(),
    "data.html": b'{"title": "<p>5g</p>", "price": 5}',
    "rows.ndj": b'[{"body": "<div>x</div>"}]',
    "numbers.dat": b"[1, 2, 3]",
    "table.csv": "id;title\n1;<b>大麻</b>\n".encode(),
    "table": b"id,title\n1,hash\n",
    "walk.py": b'PAGE = "<html><body>a page</body></html>"\n',
    "walk": b"#include <stdio.h>\nint main(void) { return 0 < 1; }\n",
    "app.html": b"PAR1\x15\x04\x15" + b"<p>" * 40 + b"PAR1",
    "paper.html": b"%PDF-1.4 <p>",
    "drawing.html": b'<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="x"><a><title>t</title></a></svg>',
    "feed": b'<?xml version="1.0"?><rss><item><title>a</title></item></rss>',
    "noise": bytes(range(256)) * 8 + b"<html>",
    "empty.html": b"",
    "blank.html": b"\xef\xbb\xbf \r\n\t",
    "zeros.html": bytes(4096),
}
PAGES = {
    "whole.html": WHOLE.encode(),
    "utf16.html": WHOLE.encode("utf-16"),
    "utf16be.html": WHOLE.encode("utf-16-be"),
    "latin1.html": "<p>Qualität: flüssig</p>".encode("latin-1"),
    "without_html.html": "Achtung! <br> Lieferung nur nach 日本".encode(),
    "stub.html": b'<meta http-equiv="refresh" content="0; url=/login">',
    "late": b"\n" * 5000 + b"Notice: Undefined index\n" * 90 + b"<table><tr><td>1</td></tr></table>",
    "cut_in_doctype": b"<!DOCT",
    "cut_at_once": b"\n<",
    "cut_in_element.html": b"<html><head><tit",
    "contactMember@member=dr.md": WHOLE.encode(),
    "contactMember@member=x.py": b"<!-- saved from url=(0025)http://abc.onion/a.py -->\n<html><p>x",
    "braces.html": b"{user}, welcome <p>",
    "controls.html": b"<p>a\x00b\x01c</p>" + b"words " * 100,
    "many_comments.html": b"<!-- a --> " * 3000 + b"<html>",
}


def in_folder(tree: dict[str, bytes], at: Path) -> Path:
    write_tree(tree, at / "pages")
    return at / "pages"


CONTAINERS: dict[str, Callable[[dict[str, bytes], Path], Path]] = {
    "folder": in_folder,
    "tar": lambda tree, at: written(at / "pages.tar", tar_of(tree.items())),
    "zip": lambda tree, at: written(at / "pages.zip", zip_of(tree.items())),
}


def take(path: Path) -> tuple[set[str], ImportReport]:
    """The names of the captures, and the report."""
    report = ImportReport()
    return {capture.origin.path.rpartition("/")[2] for capture in captures_in(path, report)}, report


@pytest.mark.parametrize("container", CONTAINERS)
def test_all_that_is_no_page_is_refused_and_all_that_is_one_is_taken(container: str, tmp_path: Path) -> None:
    names, report = take(CONTAINERS[container](NO_PAGES | PAGES, tmp_path))

    assert (set(PAGES), len(NO_PAGES)) == (names, sum(report.refused.values()))
    assert {Reason.BINARY: 3, Reason.EMPTY: 3, Reason.NO_MARKUP: 12} == report.refused


@pytest.mark.parametrize("name", NO_PAGES)
def test_a_file_that_is_named_and_is_no_page_is_refused_by_name(name: str, tmp_path: Path) -> None:
    write_tree({name: NO_PAGES[name], "good.html": PAGES["whole.html"]}, tmp_path)

    names, report = take(tmp_path / name)

    assert (set(), 1) == (names, len(report.refused_by_name))
    assert report.refused_by_name[0].startswith(f"{tmp_path / name}: ")


def test_a_page_can_be_cut_anywhere(tmp_path: Path) -> None:
    lengths = range(1, len(WHOLE))
    pages = {f"8-{length}.html": WHOLE[:length].encode() for length in lengths}
    pages |= {f"16-{length}": WHOLE[: length + 1].encode("utf-16-le") for length in lengths}
    write_tree(pages, tmp_path)

    assert set(pages) == take(tmp_path)[0]


@pytest.mark.parametrize("body", [b"Bad Gateway", b"", "Seite nicht verfügbar".encode()])
def test_words_that_a_server_is_known_to_have_answered_are_a_page(body: bytes, tmp_path: Path) -> None:
    write_tree({"a.html": body, "a.html.json": json.dumps({"http_status": 502}).encode()}, tmp_path)

    assert {"a.html"} == take(tmp_path)[0]


def test_a_file_whose_sidecar_says_that_it_is_no_page_is_refused(tmp_path: Path) -> None:
    said = json.dumps({"http_status": 200, "content_type": "application/json"}).encode()
    write_tree({"a.html": WHOLE.encode(), "a.html.json": said}, tmp_path)

    names, report = take(tmp_path)

    assert (set(), {Reason.CONTENT_TYPE: 1}) == (names, report.refused)


def test_every_fixture_that_has_markup_can_be_a_page() -> None:
    report = ImportReport()
    taken = {capture.origin.path for capture in captures_in(FIXTURES, report)}
    bodies = {path.relative_to(FIXTURES).as_posix() for path in FIXTURES.rglob("body.html")}

    refused = {Path(path).parent.name for path in bodies - taken}
    assert {"empty_file", "picture_named_html", "words_only"} == refused


def test_a_long_file_without_markup_is_told_quickly(tmp_path: Path) -> None:
    began = datetime.now(UTC)
    write_tree({"a": b"<!-- " * 200_000, "b": b"a < b " * 500_000, "c": b"<? " * 300_000}, tmp_path)

    take(tmp_path)

    assert (datetime.now(UTC) - began).total_seconds() < 10


def test_answers_in_a_warc_are_pages_if_they_are_no_pictures_or_data_tables(tmp_path: Path) -> None:
    answers = [
        ("502 Bad Gateway", "text/plain", b"upstream is gone"),
        ("404 Not Found", "text/html", b"<h1>404</h1>"),
        ("200 OK", "text/html", b"PAR1\x15\x04" + b"<p>" * 9 + b"PAR1"),
        ("200 OK", "text/plain", b"II*\x00<html>"),
        ("200 OK", "application/json", b'{"a": 1}'),
    ]
    records = []
    for number, (status, content_type, body) in enumerate(answers):
        records.append(
            record(
                http(body, f"Content-Type: {content_type}", status=status),
                WARC_Type="response",
                WARC_Target_URI=f"http://abc.onion/{number}",
                WARC_Date="2018-11-18T09:12:00Z",
                Content_Type="application/http; msgtype=response",
            )
        )
    report = ImportReport()

    captures = list(captures_in(written(tmp_path / "a.warc.gz", warc(records)), report))

    assert [502, 404] == [capture.http_status for capture in captures]
    assert {Reason.BINARY: 2, Reason.CONTENT_TYPE: 1} == report.refused


@pytest.mark.parametrize("body", [bytes(400), b"PK\x03\x04" + bytes(300), b"\xff\xd8\xff\xe0" + bytes(300)])
def test_what_a_container_calls_a_page_is_none_by_its_bytes_as_in_an_archive(body: bytes, tmp_path: Path) -> None:
    coded = b64encode(body)
    mhtml = b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n" + coded
    stored = {
        "url": "http://x.invalid/a",
        "body": coded.decode(),
        "status": 200,
        "headers": {"Content-Type": "text/html"},
    }
    name = "1542532361000_0001_0123456789abcdef0123456789abcdef01234567"
    write_tree({"a.mhtml": mhtml, name: json.dumps(stored).encode()}, tmp_path)
    found, report = take(tmp_path)
    assert set() == found
    assert 2 == sum(report.refused.values())
