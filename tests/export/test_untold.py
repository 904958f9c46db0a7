"""What the tables of a package for anybody withhold or round stands in no other file of it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from sqlalchemy import text

from cryptodrug_scraper.disclosure.looks import seen_of_many
from cryptodrug_scraper.disclosure.threshold import FEWEST
from cryptodrug_scraper.export.facts import Digests
from cryptodrug_scraper.export.package import CARD, DESCRIPTOR, without_note
from cryptodrug_scraper.export.published import pages_published
from cryptodrug_scraper.export.selection import Selection, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.derived_windows import Opened

NUMBER = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w-]|\.\d)")
KEYS = {"snapshot": ("snapshot_id",), "capture_quality": ("market", "day", "kind")}
SHARES = ("listing_completeness", "vendor_completeness", "review_completeness")
OF_FILES = {"bytes", "hash", "rows", "derive_run", "database_digest", "derived_digest", "version"}
_OF_FEW = text(
    """
    UPDATE derived.snapshot SET vendor_seen = 3, vendor_expected = 4, vendor_completeness = 0.75, listing_seen = 7717,
        listing_expected = 7793, listing_completeness = 0.99, review_seen = 6427, review_expected = 6899,
        review_completeness = 0.932, capture_count = 9137, listing_page_count = 7621,
        reason = 'the least complete are vendors: 3 of 4 (75.0 %)', reason_code = 'completeness.vendors',
        reason_values = '{"seen": 3, "expected": 4, "share": 0.75}' WHERE market = 'empire'
    """
)


def said(package: Path) -> Iterator[str]:
    """All that the files of a package say beside the rows of tables."""
    yield (package / CARD).read_text(encoding="utf-8")
    yield from of_json(json.loads((package / DESCRIPTOR).read_text(encoding="utf-8")))
    for path in sorted((package / "data").glob("*.parquet")):
        yield from of_json(pl.read_parquet_metadata(path))


def of_json(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in OF_FILES and not name.startswith("ARROW"):
                yield from of_json(part)
    elif isinstance(value, list):
        for part in value:
            yield from of_json(part)
    else:
        yield str(value)


def written(value: object, name: str) -> set[str]:
    """How a number may be written."""
    if value is None or isinstance(value, bool) or not isinstance(value, int | float):
        return set()
    if name in SHARES:
        return {f"{value:.1%}"[:-1], f"{value:.2%}"[:-1], f"{value:.2f}", f"{value:.3f}"}
    return {f"{value:g}", f"{value}", f"{value:,}"}


def numbers(rows: pl.DataFrame) -> set[str]:
    return {number for name in rows.columns for value in rows[name] for number in written(value, name)}


def exact(shared: Opened, name: str, shown: pl.DataFrame) -> pl.DataFrame:
    with shared.database.engine.connect() as connection:
        columns = ", ".join(f"t.{column}" for column in shown.columns)
        return pl.read_database(f"SELECT {columns} FROM research.{name} t", connection, infer_schema_length=None)


def untold(shared: Opened, package: Path) -> set[str]:
    """Numbers that rows have in the database, and not in their tables, nor by chance another row of these."""
    found: set[str] = set()
    told: set[str] = set()
    for name, key in KEYS.items():
        shown = pl.read_parquet(package / "data" / f"{name}.parquet")
        shown = shown.select(*key, pl.selectors.numeric())
        told |= numbers(shown)
        beside = exact(shared, name, shown).join(shown, on=key, suffix="_shown", nulls_equal=True)
        assert beside.height == shown.height
        for column in set(shown.columns) - set(key):
            gone = beside.filter(pl.col(column).ne_missing(pl.col(f"{column}_shown")))
            found |= numbers(gone.select(column))
    for path in (package / "data").glob("*.parquet"):
        frame = pl.read_parquet(path)
        told |= {str(frame.height)} | numbers(frame.select(pl.selectors.integer()))
    return found - told


def test_no_number_that_tables_withhold_or_round_stands_in_another_file(
    packages: dict[str, Path], shared: Opened
) -> None:
    hidden = untold(shared, packages["public"])
    assert len(hidden) > 20
    assert sorted({number for words in said(packages["public"]) for number in NUMBER.findall(words)} & hidden) == []


def test_the_card_says_of_a_look_what_its_row_does(packages: dict[str, Path]) -> None:
    shown = pl.read_parquet(packages["public"] / "data" / "snapshot.parquet")
    lines = (packages["public"] / CARD).read_text(encoding="utf-8").splitlines()
    for row in shown.iter_rows(named=True):
        (line,) = (line for line in lines if line.startswith(f"| {row['snapshot_id']} |"))
        shares = ("not shown" if row[name] is None else f"{row[name]:.1%}" for name in SHARES)
        assert line.split(" | ", 3)[3].removesuffix(" |").split(" | ") == [row["grade"], *shares, row["reason"]]
    assert any("not shown" in line for line in lines)
    told = (packages["analyst"] / CARD).read_text(encoding="utf-8")
    assert re.search(r"\d+ of \d+ \(", told)  # those who have the rows are told their numbers


@pytest.mark.slow
def test_no_number_of_a_market_of_few_stands_in_another_file(own: Opened, tmp_path: Path) -> None:
    """As before, of a world in which one market has four vendors, whose looks have listings and ratings."""
    with own.database.engine.begin() as connection:
        connection.execute(_OF_FEW)
    without_note(tmp_path / "few", Selection(Tier.PUBLIC), None)
    looks = pl.read_parquet(tmp_path / "few" / "data" / "snapshot.parquet").filter(pl.col("market") == "empire")
    assert looks.height > 1
    assert set(looks["capture_count"]) == {9135}
    assert looks.select("^(vendor|listing|review)_.*$").null_count().row(0) == (looks.height,) * 10
    for name in (CARD, DESCRIPTOR, "data/snapshot.csv"):
        content = (tmp_path / "few" / name).read_text(encoding="utf-8")
        assert not re.search(r"7717|7793|6427|6899|7621|9137|75\.0 ?%|93\.2%|0\.932|99\.0%|3 of 4", content), name


def test_nothing_of_a_look_at_few_vendors_is_told_but_its_grade() -> None:
    looks = pl.DataFrame(
        {
            "market": ["empire"] * 2, "snapshot_id": ["one", "two"],
            "first_at": ["2019-03-05 00:00", "2019-03-20 00:00"],
            "vendor_seen": [3, 9], "vendor_expected": [4, 9], "vendor_completeness": [0.75, 1.0],
            "review_seen": [11, 28], "review_expected": [12, 29], "review_completeness": [11 / 12, 28 / 29],
            "listing_seen": [14, 44], "listing_page_count": [13, 43], "capture_count": [38, 81],
            "incomplete_count": [1, 0], "wall_count": [2, 3], "grade": ["partial", "complete"],
            "reason": [None, None], "reason_code": ["completeness.vendors", "completeness.reviews"],
        }
    ).with_columns(pl.col("first_at").str.to_datetime(time_zone="UTC"))  # fmt: skip
    few, many = seen_of_many(looks, frozenset()).rows(named=True)
    gone = {name for name, value in few.items() if value is None}
    assert gone == {
        *("vendor_seen", "vendor_expected", "vendor_completeness", "review_seen", "review_expected"),
        *("review_completeness", "listing_seen", "listing_page_count", "incomplete_count", "reason_values"),
    }
    assert (few["capture_count"], few["wall_count"], few["grade"]) == (40, 2, "partial")
    assert (many["capture_count"], many["listing_page_count"], many["vendor_seen"]) == (80, 45, 10)
    assert (many["listing_seen"], many["review_seen"]) == (44, 28)


def test_pages_of_a_market_are_those_of_its_published_rows() -> None:
    names = ("page_count", "incomplete_count", "page_with_issue_count", "warning_count", "error_count")
    rows = pl.DataFrame(
        {
            "market": ["dream", "dream", "empire", None],
            "day": ["2019-03-05", "2019-03-06", "2019-03-07", "2019-03-08"],
            "wall_count": [1, 2, 0, 3],
            "page_count": [45, None, None, 0],
            **{name: [0, None, None, 0] for name in names[1:]},
        },
        schema_overrides=dict.fromkeys(names, pl.Int64),
    ).with_columns(pl.col("day").str.to_date())
    found = {row["market"]: row for row in pages_published({"capture_quality": rows}).rows(named=True)}
    assert [found[market]["pages"] for market in ("dream", "empire", "(none)")] == [45, None, 0]
    assert [found[market]["walls"] for market in ("dream", "empire", "(none)")] == [3, 0, 3]
    assert [found[market]["cut"] for market in ("dream", "empire", "(none)")] == [None, None, 0]


def test_a_database_with_any_simulated_page_says_so() -> None:
    some = Digests("a", "b", 1, 1004).published()
    assert (some.is_simulated, some.simulated, some.captures) == (True, FEWEST, 1005)
    assert replace(some, simulated=0).published().simulated == 0
    assert Digests().published().simulated is None
