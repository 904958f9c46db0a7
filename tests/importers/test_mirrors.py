from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.importers import ImportReport, Reason, captures_in
from cryptodrug_scraper.importers.address import address_in_path
from cryptodrug_scraper.importers.comments import comment_in
from cryptodrug_scraper.importers.dated import time_of_folder
from cryptodrug_scraper.urls import url_key
from tests.importers.forms import write_tree

if TYPE_CHECKING:
    from pathlib import Path

PAGE = b"<html><body>a page</body></html>"
HTTRACK = (
    b"<html>\n<!-- Mirrored from abc.onion/viewProduct?offer=1.2 by HTTrack Website Copier/3.x [XR&CO'2014], "
    b"Sun, 18 Nov 2018 09:12:41 GMT -->\n<body>a page</body></html>"
)


@pytest.mark.parametrize(
    "name",
    [
        "viewProduct?offer=1.2",
        "viewProduct%3Foffer%3D1.2",
        "viewProduct%3foffer=1.2",
        "viewProduct@offer=1.2",
        "viewProduct@offer=1.2.html",
        "viewProduct?offer=1.2.html",
        "viewProduct?offer=1.2.htm",
        "viewProduct?offer=1.2.html.1",
        "viewProduct?offer=1.2.1",
        "viewProduct?offer=1.2.1.html",
        "http%3A%2F%2Fabc.onion%2FviewProduct%3Foffer%3D1.2",
    ],
)
@pytest.mark.parametrize(
    "host", ["", "abc.onion/", "abc.onion:80/", "abc.onion+80/", "example.com/", "127.0.0.1:8000/"]
)
def test_an_address_is_read_in_every_spelling_of_a_query(name: str, host: str) -> None:
    address = address_in_path(f"dream/2018-11-18/{host}{name}")
    assert address is not None
    assert "/viewProduct?offer=1.2" == url_key(address)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("d/2018-11-18/index.html", "/"),
        ("d/2018-11-18/u/index.html", "/u/"),
        ("d/2018-11-18/index.html?category=104", "/?category=104"),
        ("d/2018-11-18/index.html@category=104.html", "/?category=104"),
        ("d/2018-11-18/offer/123", "/offer/123"),
        ("d/2018-11-18/offer/123.html", "/offer/123"),
        ("d/2018-11-18/product%2F12%2F3%2F4", "/product/12/3/4"),
        ("d/2018-11-18/r?next=%2Fhome", "/r?next=/home"),
        ("d/2018-11-18/contactMember?member=a b&tab=ratings", "/contactMember?member=a%20b&tab=ratings"),
        ("d/2018-11-18/a%3Ab@x=1%3A2", "/a:b?x=1:2"),
        ("abc.onion/u/né.html", "http://abc.onion/u/n%C3%A9"),
        ("abc.onion/2018-11-18/u/name", "http://abc.onion/u/name"),
        ("abc.onion/news/2018-11-18/item", "http://abc.onion/news/2018-11-18/item"),
        ("d/2018-11-18/listing-80011.html", None),
        ("d/2018-11-18/abc.onion/viewProduct1a2b.html", None),
        ("d/listing.html", None),
        ("d/viewProduct?offer=1.2", None),
    ],
)
def test_an_address_is_read_from_a_path_only_where_the_path_says_one(path: str, address: str | None) -> None:
    assert address == address_in_path(path)


@given(
    st.text("abcXYZ019-_", min_size=1),
    st.text("abcxyz", min_size=1),
    st.text("abcXYZ-_0123456789", min_size=1),
)
def test_a_query_survives_every_tool(name: str, parameter: str, value: str) -> None:
    expected = f"/{name}?{parameter}={value}"
    for written in (
        f"{name}?{parameter}={value}",
        f"{name}%3F{parameter}%3D{value}",
        f"{name}@{parameter}={value}.html",
    ):
        assert expected == address_in_path(f"2018-11-18/{written}")


@pytest.mark.parametrize(
    ("name", "start", "width"),
    [
        ("2018-11-18", datetime(2018, 11, 18, tzinfo=UTC), timedelta(days=1)),
        ("20181118", datetime(2018, 11, 18, tzinfo=UTC), timedelta(days=1)),
        ("dream_2018.11.18", datetime(2018, 11, 18, tzinfo=UTC), timedelta(days=1)),
        ("2018-11-18_0912", datetime(2018, 11, 18, 9, 12, tzinfo=UTC), timedelta(minutes=1)),
        ("2018-11-18T09-12-05Z", datetime(2018, 11, 18, 9, 12, 5, tzinfo=UTC), timedelta(0)),
        ("20181118T091205Z", datetime(2018, 11, 18, 9, 12, 5, tzinfo=UTC), timedelta(0)),
        ("2018-11-18_9999", datetime(2018, 11, 18, tzinfo=UTC), timedelta(days=1)),
        ("2018-02-30_2018-11-18", datetime(2018, 11, 18, tzinfo=UTC), timedelta(days=1)),
    ],
)
def test_a_folders_name_gives_as_exact_a_time_as_it_says(name: str, start: datetime, width: timedelta) -> None:
    time = time_of_folder(name)
    assert time is not None
    assert (start, width) == (time.earliest, time.latest - time.earliest)


@pytest.mark.parametrize("name", ["2018-13-45", "123456789", "20181118123", "dream", "1850-01-01"])
def test_numbers_that_are_no_days_are_no_times(name: str) -> None:
    assert time_of_folder(name) is None


def test_a_date_inside_a_mirrored_address_is_no_capture_time(tmp_path: Path) -> None:
    write_tree({"2018-11-18/abc.onion/news/2017-01-01/item": PAGE}, tmp_path)
    (capture,) = captures_in(tmp_path, ImportReport())
    assert capture.captured is not None
    assert (2018, 18) == (capture.captured.earliest.year, capture.captured.earliest.day)


def test_the_comment_of_httrack_gives_address_and_second(tmp_path: Path) -> None:
    write_tree({"2018-11-20/abc.onion/viewProduct1a2b.html": HTTRACK}, tmp_path)
    (capture,) = captures_in(tmp_path, ImportReport())
    assert capture.captured is not None
    assert ("http://abc.onion/viewProduct?offer=1.2", datetime(2018, 11, 18, 9, 12, 41, tzinfo=UTC), "comment") == (
        capture.url,
        capture.captured.earliest,
        capture.time_source,
    )


def test_the_comments_of_browsers_and_of_singlefile_give_the_address() -> None:
    saved = b"<!DOCTYPE html>\n<!-- saved from url=(0042)http://abc.onion/offer/1%2D%2D2 -->\n<html>"
    assert ("http://abc.onion/offer/1--2", None) == comment_in(saved)
    assert (None, None) == comment_in(b"<!-- saved from url=(0014)about:internet -->")
    single = (
        b"<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: http://abc.onion/offer/1 \n"
        b" saved date: Sun Nov 18 2018 10:12:41 GMT+0100 (Central European Standard Time)\n-->"
    )
    url, time = comment_in(single)
    assert time is not None
    assert ("http://abc.onion/offer/1", datetime(2018, 11, 18, 9, 12, 41, tzinfo=UTC)) == (url, time.earliest)


def test_a_comment_far_down_a_page_is_not_its_programs() -> None:
    assert (None, None) == comment_in(b"<html>" + b" " * 10_000 + HTTRACK)


def test_a_sidecar_goes_before_a_comment_and_a_comment_before_a_folder(tmp_path: Path) -> None:
    write_tree(
        {
            "2018-11-20/a.html": HTTRACK,
            "2018-11-20/b.html": HTTRACK,
            "2018-11-20/b.html.json": b'{"captured_at": "2018-11-17"}',
        },
        tmp_path,
    )
    captures = list(captures_in(tmp_path, ImportReport()))
    assert ["comment", "sidecar"] == [capture.time_source for capture in captures]
    assert ["/viewProduct?offer=1.2"] * 2 == [url_key(capture.url or "") for capture in captures]


def test_the_time_of_a_file_counts_only_when_asked_for(tmp_path: Path) -> None:
    write_tree({"page.html": PAGE, "2018-11-18/page.html": PAGE}, tmp_path)
    for path in tmp_path.rglob("page.html"):
        os.utime(path, (1_542_532_320, 1_542_532_320))
    assert ["directory", "none"] == [capture.time_source for capture in captures_in(tmp_path, ImportReport())]
    dated, bare = captures_in(tmp_path, ImportReport(), trust_modified=True)
    assert ("directory", "modified") == (dated.time_source, bare.time_source)
    assert bare.captured is not None
    assert datetime(2018, 11, 18, 9, 12, tzinfo=UTC) == bare.captured.earliest


def test_what_mirrors_and_browsers_leave_beside_pages_is_refused(tmp_path: Path) -> None:
    write_tree(
        {
            "m/2018-11-18/abc.onion/u/name": PAGE,
            "m/2018-11-18/abc.onion/uploadedImage?id=x&type=thumb": b"\x89PNG\r\n",
            "m/2018-11-18/abc.onion/style.css?v=3": b"body {}",
            "m/2018-11-18/abc.onion/robots.txt": b"",
            "m/hts-cache/new.zip": b"",
            "m/hts-log.txt": b"",
            "m/cookies.txt": b"",
            ".git/config": b"",
            "Seite-Dateien/frame.html": PAGE,
            "Page_fichiers/x.html": PAGE,
            "Pagina_bestanden/x.html": PAGE,
        },
        tmp_path,
    )
    report = ImportReport()
    assert ["http://abc.onion/u/name"] == [capture.url for capture in captures_in(tmp_path, report)]
    assert {Reason.BINARY: 1, Reason.ASSET: 4, Reason.MIRROR_FILE: 4, Reason.HIDDEN: 1} == report.refused
