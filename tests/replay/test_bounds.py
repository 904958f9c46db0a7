"""A number or a time that nothing can hold costs its field, and nothing else; the pages around it are loaded."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.replay import replay
from tests.importers.forms import http, record, tar_of, warc, write_tree, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.store.database import Database

    Rows = Callable[[str], list[tuple[Any, ...]]]

PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
GOOD = {
    "a.html": (PAGES / "dream/listing/weed_from_belgium/body.html").read_bytes(),
    "y.html": (PAGES / "empire/listing/belgium_2018_11/body.html").read_bytes(),
    "z.html": (PAGES / "wallstreet/listing/weed_november_from_nl_en/body.html").read_bytes(),
}
LONG = b"9" * 5000
PAGE = GOOD["a.html"]


def changed(case: str, old: bytes, new: bytes) -> bytes:
    """The page of a case with something in it changed."""
    body = (PAGES / case / "body.html").read_bytes()
    assert old in body
    return body.replace(old, new, 1)


def loaded(database: Database, *paths: Path, **options: Any) -> int:
    """Replay twice; gives the number of captures loaded, all of them by the first."""
    first = replay(database.engine, list(paths), workers=1, **options)
    again = replay(database.engine, list(paths), workers=1, **options)
    assert {} == again.kinds
    assert 0 == sum(again.new_rows.values())
    return first.new_rows["capture"]


@pytest.mark.parametrize(
    ("page", "issue"),
    [
        (
            changed(
                "dream/listing/weed_from_belgium", b'"title">Kempen Amber 14g', b'"title">Speed 1' + b"0" * 28 + b"g"
            ),
            ("out_of_range", "quantity_grams cannot be stored: it is 1.000000000e+28"),
        ),
        (
            changed("empire/listing/belgium_2018_11", b"39 sold since", LONG + b" sold since"),
            ("field_unreadable", "sold: '99999"),
        ),
        (
            changed("empire/vendor_pgp/unreadable", b"Vendor level ", b"Vendor level " + LONG),
            ("field_unreadable", "level: '99999"),
        ),
        (
            changed("empire/vendor_pgp/unreadable", b"Trust level ", b"Trust level " + LONG),
            ("field_unreadable", "trust_level: '99999"),
        ),
        (
            changed("wallstreet/vendor_profile/leiebloem_trusted_en", b">(4.87)<", b">(4." + LONG + b")<"),
            ("field_unreadable", "rating: "),
        ),
    ],
    ids=["weight", "sold", "level", "trust_level", "rating"],
)
def test_a_number_that_nothing_can_hold_is_an_issue_of_its_field(
    page: bytes, issue: tuple[str, str], database: Database, rows: Rows, tmp_path: Path
) -> None:
    write_tree({**GOOD, "m.html": page}, tmp_path)

    assert 4 == loaded(database, tmp_path)

    found = rows(
        "SELECT code, detail FROM parse_issue JOIN parse_run USING (parse_run_id) "
        "JOIN capture_origin USING (capture_id) WHERE path = 'm.html'"
    )
    assert [code for code, detail in found if (code, detail[: len(issue[1])]) == issue]
    assert [] == rows("SELECT 1 FROM parse_issue WHERE code = 'reader_failed'")


@pytest.mark.parametrize(
    "stated", ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"]
)
def test_a_sidecar_with_a_time_at_an_end_of_the_calendar_is_refused_by_name(
    stated: str, database: Database, tmp_path: Path
) -> None:
    sidecar = json.dumps({"captured_at": stated}).encode()
    write_tree({**GOOD, "m.html": PAGE + b" ", "m.html.json": sidecar}, tmp_path)

    assert 3 == loaded(database, tmp_path)


@pytest.mark.parametrize("status", [b"12345678901234567890", LONG, b"0", b"-1"])
def test_a_sidecar_with_a_status_of_other_than_three_digits_is_refused_by_name(
    status: bytes, database: Database, tmp_path: Path
) -> None:
    write_tree({**GOOD, "m.html": PAGE + b" ", "m.html.json": b'{"http_status": ' + status + b"}"}, tmp_path)

    assert 3 == loaded(database, tmp_path)


@pytest.mark.parametrize("stated", ["1e400", "-1e400", "nan", "1e15", "-1e15"])
@pytest.mark.slow
def test_a_tar_with_a_time_that_is_none_gives_its_page_without_a_time(
    stated: str, database: Database, rows: Rows, tmp_path: Path
) -> None:
    entry = tarfile.TarInfo("m.html")
    entry.pax_headers = {"mtime": stated}
    good = [(tarfile.TarInfo(name), body) for name, body in GOOD.items()]

    assert 4 == loaded(
        database, written(tmp_path / "a.tar", tar_of([(entry, PAGE + b" "), *good])), trust_modified=True
    )

    assert [("none",)] == rows("SELECT time_source FROM capture_origin WHERE path LIKE '%m.html'")


@pytest.mark.parametrize(
    "fields",
    [
        {"WARC_Date": "0001-01-01T00:00:00+23:59"},
        {"WARC_Date": "9999-12-31T23:59:59-23:59"},
        {"WARC_Date": "9999-12-31"},
        {"X_Capture_Origin": "crawl " + "-" * 36},
        {"X_Capture_Crawl": "-" * 36},
        {"X_Capture_Time": "0001-01-01T00:00:00Z/9999-12-31T23:59:59Z"},
    ],
    ids=str,
)
@pytest.mark.slow
def test_headers_of_a_record_that_no_value_can_be_made_of_stop_nothing(
    fields: dict[str, str], database: Database, tmp_path: Path
) -> None:
    assert loaded(database, archived(tmp_path, fields)) in {3, 4}


def test_a_length_of_5000_digits_stops_no_other_file(database: Database, tmp_path: Path) -> None:
    damaged = archived(tmp_path, {"Content_Length": "9" * 5000})
    next_page = written(tmp_path / "next.html", PAGE + b"  ")

    loaded(database, damaged, next_page)

    replayed = replay(database.engine, [next_page], workers=1)
    assert (0, 1) == (replayed.pages, replayed.read_before)


def archived(folder: Path, fields: dict[str, str]) -> Path:
    """An archive whose second record has other fields."""
    own = {
        "WARC_Type": "response",
        "WARC_Target_URI": "http://m.invalid/",
        "WARC_Date": "2018-11-18T09:12:00Z",
        "Content_Type": "application/http",
    }
    good = [record(http(body, "Content-Type: text/html"), **own) for body in GOOD.values()]
    bad = record(http(PAGE + b" ", "Content-Type: text/html"), **{**own, **fields})
    return written(folder / "a.warc.gz", warc([good[0], bad, *good[1:]]))
