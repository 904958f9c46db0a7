"""Makers of small frames of ratings, for the tests of what tells ratings apart."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import polars as pl

from tests.support.distinct_reviews import distinct_in_groups

START = datetime(2019, 1, 1, tzinfo=UTC)
Schema = Mapping[str, pl.DataType | type[pl.DataType]]
TIME = pl.Datetime("us", "UTC")
REVIEW: Schema = {
    "page": pl.UInt32,
    "captured_at": TIME,
    "ordinal": pl.Int32,
    "position": pl.Int32,
    "vendor": pl.String,
    "listing_id": pl.String,
    "listing_title": pl.String,
    "stars": pl.Float64,
    "sign": pl.String,
    "comment": pl.Binary,
    "is_default_comment": pl.Boolean,
    "buyer_mask": pl.String,
    "amount": pl.Float64,
    "amount_currency": pl.String,
    "amount_step": pl.Float64,
    "age_raw": pl.String,
    "occurred_from": TIME,
    "occurred_to": TIME,
}
PAGE: Schema = {
    "page": pl.UInt32,
    "snapshot_id": pl.String,
    "kind": pl.String,
    "url_key": pl.String,
    "doubt": pl.Float64,
    "is_vague": pl.Boolean,
}
TOTAL: Schema = {
    "page": pl.UInt32,
    "listed_kind": pl.String,
    "total_count": pl.Int64,
    "page_number": pl.Int64,
    "hidden_count": pl.Int64,
}
PRICE: Schema = {"listing_id": pl.String, "captured_at": TIME, "price": pl.Float64, "price_currency": pl.String}
NO_PRICES = pl.DataFrame(schema=PRICE)
NOTHING = {"totals": pl.DataFrame(schema=TOTAL), "prices": NO_PRICES}
NO_NAMES = pl.DataFrame(schema={"vendor": pl.String, "account": pl.String})


def at(days: float) -> datetime:
    """An instant, in days from the start."""
    return START + timedelta(days=days)


def digest(text: str | None) -> bytes | None:
    """First bytes of a text's digest."""
    return None if text is None else hashlib.sha256(text.encode()).digest()[:8]


def rating(seen: float, age: float, width: float = 1, text: str | None = "прекрасно", **fields: Any) -> dict[str, Any]:
    """A row that is seen on a day and says an age in days, which holds for a stretch before."""
    row = dict.fromkeys(REVIEW)
    row |= {"vendor": "Zażółć", "stars": 5.0, "comment": digest(text), "is_default_comment": text is None}
    row |= {"buyer_mask": "h...n", "captured_at": at(seen), "occurred_from": at(seen - age - width)}
    return row | {"occurred_to": at(seen - age)} | fields


def distinct_reviews(reviews: pl.DataFrame, pages: pl.DataFrame, names: pl.DataFrame, **about: Any) -> pl.DataFrame:
    """The distinct reviews, told of all rows at once."""
    return distinct_in_groups("dream", [lambda: reviews], pages, names, **(NOTHING | about))


def in_groups(reviews: pl.DataFrame, pages: pl.DataFrame, names: pl.DataFrame, **about: Any) -> pl.DataFrame:
    """The distinct reviews, of which those of one account are told at a time."""
    renamed = dict(names.select("vendor", "account").iter_rows())
    accounts = pl.Series([renamed.get(name, name) for name in reviews["vendor"]], dtype=pl.String)
    parts = reviews.with_columns(account=accounts).partition_by("account", include_key=False) or [reviews]
    groups = [partial(pl.DataFrame.clone, part) for part in parts]
    return distinct_in_groups("dream", groups, pages, names, **(NOTHING | about))


class Site:
    """Collects pages of a market, in the order in which they are taken."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.pages: list[dict[str, Any]] = []
        self.totals: list[dict[str, Any]] = []

    def page(
        self,
        snapshot: str | None,
        rows: list[dict[str, Any]],
        url: str = "/v",
        kind: str = "vendor_feedback",
        told: dict[str, int] | None = None,
        doubt: float = 0.0,
        *,
        is_vague: bool = False,
    ) -> None:
        """Add a page with its rows; ``told`` is what it says of its list, ``doubt`` how unsure its time is."""
        number = len(self.pages) + 1
        self.pages.append(
            {
                "page": number,
                "snapshot_id": snapshot,
                "kind": kind,
                "url_key": url,
                "doubt": doubt,
                "is_vague": is_vague,
            }
        )
        self.rows += [row | {"page": number, "ordinal": place, "position": place} for place, row in enumerate(rows)]
        if told:
            self.totals.append(dict.fromkeys(TOTAL) | {"page": number, "listed_kind": "review"} | told)

    @property
    def reviews(self) -> pl.DataFrame:
        """All rows."""
        return pl.DataFrame(self.rows, schema=REVIEW)

    def distinct(self, names: pl.DataFrame = NO_NAMES, prices: pl.DataFrame = NO_PRICES) -> pl.DataFrame:
        """The distinct reviews; they are the same if the rows of each account are a group of their own."""
        about: dict[str, Any] = {"totals": pl.DataFrame(self.totals, schema=TOTAL), "prices": prices}
        found = distinct_reviews(self.reviews, self.page_frame, names, **about)
        assert found.equals(in_groups(self.reviews, self.page_frame, names, **about))
        return found

    @property
    def page_frame(self) -> pl.DataFrame:
        """All pages."""
        return pl.DataFrame(self.pages, schema=PAGE)
