from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import polars as pl
import pytest

from cryptodrug_scraper.disclosure.cohorts import PARTS, published_cohorts
from cryptodrug_scraper.measures.accounts.migrant_share import migrant_share

CLASSES = ("migrant", "multi_homer", "ambiguous", "lost")


def cohort(*counts: int) -> pl.DataFrame:
    """So many accounts of each class, all of them found on one market but those that are lost."""
    rows = [
        {"event": "closed", "from_market": "dream", "from_vendor": f"{kind}{number}", "class": kind,
         "to_market": None if kind == "lost" else "empire", "first_seen_to": datetime(2019, 5, 1, tzinfo=UTC)}
        for kind, count in zip(CLASSES, counts, strict=True)
        for number in range(count)
    ]  # fmt: skip
    return migrant_share(pl.DataFrame(rows, schema_overrides={"to_market": pl.String()}))


def published(*counts: int) -> tuple[int | None, ...]:
    row = published_cohorts(cohort(*counts)).filter(pl.col("to_market").is_null())
    return tuple(row.select("account_count", *PARTS).row(0))


def test_fewer_than_five_and_none_are_the_same() -> None:
    assert published(12, 3, 0, 9) == published(12, 0, 3, 9) == (25, 10, None, None, 10)
    assert published(12, 11, 0, 9)[3] is None


def test_of_whom_one_class_is_hidden_all_are_told_by_the_others_alone() -> None:
    told: dict[tuple[int | None, ...], set[int]] = {}
    for migrants, before, lost, hidden in product(range(5, 13), range(5, 13), range(5, 13), range(5)):
        told.setdefault(published(migrants, before, hidden, lost), set()).add(hidden)
    assert all(hidden == set(range(5)) for hidden in told.values())


def test_a_market_on_which_fewer_than_five_were_found_has_no_row_nor_have_fewer_than_five_accounts() -> None:
    assert published_cohorts(cohort(2, 1, 1, 20))["to_market"].to_list() == [None]
    assert published_cohorts(cohort(2, 2, 1, 20))["to_market"].to_list() == [None, "empire"]
    assert published_cohorts(cohort(1, 1, 1, 1)).is_empty()


def test_shares_are_those_of_what_is_told() -> None:
    row = published_cohorts(cohort(12, 6, 7, 13)).row(0, named=True)
    assert row["share"] == pytest.approx(10 / row["account_count"])
    assert row["share_most"] == pytest.approx(15 / row["account_count"])
    assert row["share_low"] < row["share"] < row["share_high"]
    assert published_cohorts(cohort(12, 6, 2, 13)).row(0, named=True)["share_most"] is None
