"""Nothing in a package that identifies nobody is a handle, a mask, a key, an address or a text of a page."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

import polars as pl
import pyarrow.parquet as pq
import pytest

from cryptodrug_scraper.export.package import make_package
from cryptodrug_scraper.export.scrub import SCRUBBED
from cryptodrug_scraper.export.selection import Selection, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.support.derived_windows import Opened

BY_NO_CHANCE = 7
"""Characters that do not stand together by chance in megabytes of compressed bytes."""
KINDS = ("analyst", "observed", "public", "cmu", "datacrypto")
HANDLES = """
    SELECT vendor FROM vendor_observation WHERE vendor IS NOT NULL
    UNION SELECT vendor FROM listing_observation WHERE vendor IS NOT NULL
    UNION SELECT vendor FROM review_observation WHERE vendor IS NOT NULL
    UNION SELECT printed_name FROM derived.account_name
"""
WORDS = """
    SELECT buyer_mask FROM research.review WHERE buyer_mask IS NOT NULL
    UNION SELECT pgp_fingerprint FROM research.vendor_snapshot WHERE pgp_fingerprint IS NOT NULL
    UNION SELECT title FROM research.listing_snapshot WHERE length(title) > 8
    UNION SELECT comment FROM research.review WHERE length(comment) > 8
    UNION SELECT reply FROM research.review WHERE length(reply) > 8
    UNION SELECT substring(o.url FROM '^[a-z]+://([^/:?#]+)') FROM capture_origin o WHERE o.url IS NOT NULL
    UNION SELECT line FROM public.text, regexp_split_to_table(body, '\\n') AS line WHERE length(line) > 12
"""
IDENTIFIERS = """
    SELECT listing_id FROM research.listing_snapshot WHERE listing_id IS NOT NULL
    UNION SELECT capture_id::text FROM capture UNION SELECT parse_run_id::text FROM parse_run
    UNION SELECT review_id::text FROM derived.distinct_review
    UNION SELECT listing_observation_id::text FROM research.listing_snapshot
"""


CATEGORIES = "SELECT DISTINCT array_to_string(category_path, ' ') FROM research.category_count"


@cache
def texts(package: Path, *, raw: bool = True) -> str:
    """
    All that the files of a package say, in lower case: Parquet as JSON with its names and statistics, and perhaps as
    its bytes too. These are compressed, so that some four characters stand in them by chance.
    """
    said = []
    for path in sorted(package.rglob("*.*")):
        if path.suffix == ".parquet":
            frame = pl.read_parquet(path)
            said.append(json.dumps([list(map(str, row)) for row in frame.iter_rows()], ensure_ascii=False))
            said.append(json.dumps(pq.read_metadata(path).to_dict(), default=str, ensure_ascii=False))
            said.append(path.read_bytes().decode("latin-1") if raw else "")
        else:
            said.append(path.read_text(encoding="utf-8"))
    return "\n".join(said).lower()


def found_in(said: str, words: Iterable[str]) -> set[str]:
    """Which of these stand somewhere in a text, in one pass over it."""
    sought = sorted({word for word in words if word})
    return set(pl.select(pl.lit(said).str.extract_many(sought, overlapping=True)).item().to_list())


@cache
def cells(package: Path) -> set[str]:
    found: set[str] = set()
    for path in package.rglob("*.parquet"):
        frame = pl.read_parquet(path)
        for series in frame:
            flat = series.explode() if isinstance(series.dtype, pl.List) else series
            if flat.dtype == pl.String:
                found.update(flat.drop_nulls())
    return found


def encoded(text: str) -> Iterator[str]:
    """A text in the forms in which it may hide, none of which needs a secret."""
    raw = text.encode()
    yield from (text, quote(text), raw.hex(), base64.b64encode(raw).decode().rstrip("="), text[::-1])
    yield from (base64.b32encode(raw).decode().rstrip("="), json.dumps(text)[1:-1])
    for name in ("md5", "sha1", "sha256"):
        digest = hashlib.new(name, raw, usedforsecurity=False).digest()
        yield from (digest.hex(), base64.b64encode(digest).decode()[:16], base64.b32encode(digest).decode()[:16])


@pytest.fixture(scope="module")
def handles(shared: Opened) -> list[str]:
    return [handle for (handle,) in shared.rows(HANDLES)]


@pytest.fixture(scope="module")
def words(shared: Opened) -> list[str]:
    return [word for (word,) in shared.rows(WORDS)]


@pytest.fixture(scope="module")
def identifiers(shared: Opened) -> set[str]:
    return {identifier for (identifier,) in shared.rows(IDENTIFIERS)}


@pytest.mark.parametrize("kind", KINDS)
def test_no_handle_in_any_encoding(packages: dict[str, Path], handles: list[str], kind: str) -> None:
    said = texts(packages[kind])
    assert len(handles) > 40
    assert found_in(said, (form.lower() for handle in handles for form in encoded(handle))) == set()


@pytest.mark.parametrize(
    "kind", [pytest.param(each, marks=() if each == "public" else pytest.mark.slow) for each in KINDS]
)
def test_no_mask_key_address_or_text(packages: dict[str, Path], shared: Opened, words: list[str], kind: str) -> None:
    categories = " ".join(path for (path,) in shared.rows(CATEGORIES))
    said, readable = texts(packages[kind]), texts(packages[kind], raw=False)
    assert len(words) > 1000
    long = {word.lower() for word in words if len(word) >= BY_NO_CHANCE}
    found = found_in(said, long) | found_in(readable, {word.lower() for word in words} - long)
    assert [word for word in words if word.lower() in found and word not in categories] == []
    assert ".onion" not in said
    assert "begin pgp" not in said
    assert not re.search(r"[a-z2-7]{56}", readable)
    assert not re.search(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", readable)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.slow
def test_no_identifier_that_leads_to_a_page(
    packages: dict[str, Path], shared: Opened, identifiers: set[str], kind: str
) -> None:
    categories = {each for (each,) in shared.rows("SELECT DISTINCT category_id FROM research.listing_snapshot")}
    assert len(identifiers) > 5000
    assert cells(packages[kind]) & (identifiers - categories) == set()
    said = texts(packages[kind])
    assert found_in(said, (identifier for identifier in identifiers if len(identifier) > 12)) == set()


def test_these_tests_find_what_an_identified_package_has(
    shared: Opened, handles: list[str], identifiers: set[str], tmp_path: Path
) -> None:
    make_package(tmp_path / "known", Selection(tier=Tier.IDENTIFIED, views=("review", "vendor_snapshot")), None)
    said = texts(tmp_path / "known")
    assert shared
    assert sum(handle.lower() in said for handle in handles) > 30
    assert len(found_in(said, map(str.lower, handles))) > 30
    assert cells(tmp_path / "known") & identifiers
    assert "begin pgp" in said
    assert "identifies people" in (tmp_path / "known" / "README.md").read_text()


@pytest.mark.slow
def test_no_address_of_an_onion_service_leaves_even_then(own: Opened, tmp_path: Path) -> None:
    address = "abcdefghij" * 5 + "klmn2d.onion"
    with own.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE public.text SET body = body || %s", (f" or at http://{address}/shop",))
        connection.exec_driver_sql("UPDATE review_observation SET listing_title = %s", (f"see {address}",))
    views = ("listing_snapshot", "vendor_snapshot", "review")
    make_package(tmp_path / "known", Selection(tier=Tier.IDENTIFIED, views=views), None)
    said = texts(tmp_path / "known")
    assert ".onion" not in said
    assert f"see {SCRUBBED}" in said
