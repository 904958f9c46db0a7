from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import polars as pl
import pytest

from cryptodrug_scraper.disclosure.cohorts import PARTS, Struck, published_cohorts, published_share
from cryptodrug_scraper.measures.accounts.migrant_share import migrant_share

SHARES = ("share", "share_low", "share_high")
CLASSES = ("migrant", "multi_homer", "ambiguous", "lost")


def cohorts(*cohorts_of: tuple[int, ...]) -> pl.DataFrame:
    """For each event, so many accounts of each class, all of them found on one market but those that are lost."""
    rows = [
        (str(event), "dream", f"{kind}{number}", kind, None if kind == "lost" else "empire")
        for event, counts in enumerate(cohorts_of)
        for kind, count in zip(CLASSES, counts, strict=True)
        for number in range(count)
    ]
    accounts = pl.DataFrame(rows, ("event", "from_market", "from_vendor", "class", "to_market"), orient="row")
    return migrant_share(accounts.with_columns(first_seen_to=datetime(2019, 5, 1, tzinfo=UTC)))


def cohort(*counts: int) -> pl.DataFrame:
    return cohorts(counts)


def published(*counts: int) -> tuple[int | None, ...]:
    row = published_cohorts(cohort(*counts)).filter(pl.col("to_market").is_null())
    return tuple(row.select("account_count", *PARTS).row(0))


def test_fewer_than_five_and_none_are_the_same() -> None:
    assert published(12, 3, 0, 9) == published(12, 0, 3, 9) == (25, 10, None, None, 10)
    assert published(12, 11, 0, 9)[3] is None


def test_of_whom_one_class_is_hidden_all_are_told_by_the_others_alone() -> None:
    told: dict[tuple[int | None, ...], set[int]] = {}
    many = list(product(range(5, 13), range(5, 13), range(5), range(5, 13)))
    rows = published_cohorts(cohorts(*many)).filter(pl.col("to_market").is_null())
    assert len(many) == rows.height
    for event, *row in rows.select("event", "account_count", *PARTS).iter_rows():
        told.setdefault(tuple(row), set()).add(many[int(event)][2])
    assert all(hidden == set(range(5)) for hidden in told.values())


def test_a_market_on_which_fewer_than_five_were_found_has_no_row_nor_have_fewer_than_five_accounts() -> None:
    assert published_cohorts(cohort(2, 1, 1, 20))["to_market"].to_list() == [None]
    assert published_cohorts(cohort(2, 2, 1, 20))["to_market"].to_list() == [None, "empire"]
    assert published_cohorts(cohort(1, 1, 1, 1)).is_empty()


def test_shares_are_those_of_what_is_told() -> None:
    row = published_cohorts(cohort(12, 6, 7, 13)).row(0, named=True)
    assert row["share"] == pytest.approx(10 / row["account_count"])
    every = row["account_count"]
    assert every == 35  # 10, 5, 5 and 15: 31 to 43
    assert (row["share_low"], row["share_high"]) == pytest.approx((8 / 43, (10 + 2 + 5 + 2) / 27))
    assert published_share(12 / 38, 19 / 38, 38, Struck(every, 8)) == pytest.approx([row[name] for name in SHARES])
    few = published_cohorts(cohort(12, 6, 2, 13)).row(0, named=True)
    none = published_cohorts(cohort(12, 6, 0, 15)).row(0, named=True)
    assert [few[name] for name in SHARES] == [none[name] for name in SHARES]
    assert few["account_count"] == 30  # 10, 5, 15 and two: 26 to 40
    assert (few["share_low"], few["share_high"]) == pytest.approx((8 / 40, (10 + 2 + 4) / 20))
    assert published_share(12 / 33, 14 / 33, 33, Struck(30, 10)) == pytest.approx([few[name] for name in SHARES])


def test_the_interval_of_a_published_share_holds_the_share_as_it_was() -> None:
    many = list(product((5, 7, 8, 12), (0, 4, 7, 13), (0, 3, 8), (0, 7, 12, 13)))
    many = [counts for counts in many if sum(counts) >= 5]
    found = cohorts(*many)
    shown = published_cohorts(found).join(
        found, on=("event", "from_market", "to_market"), suffix="_as_it_was", nulls_equal=True
    )
    assert shown.height >= len(many)
    told = shown.drop_nulls("share_low")
    assert (told["share_low"] <= told["share_low_as_it_was"]).all()
    assert (told["share_high"] >= told["share_high_as_it_was"]).all()
