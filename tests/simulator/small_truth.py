"""Truths that are small enough to be reckoned by hand, the worked example MINI-1 of the methods among them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from simulator.truth.frames import INSTANT
from simulator.truth.looks import LOOK

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MINI_LOOKS", "instant", "looks", "write_mini", "write_truth"]

_TYPES: dict[str, dict[str, Any]] = {
    "account": {
        "account_id": pl.Int32, "person_id": pl.Int32, "market": pl.String, "handle": pl.String, "joined": INSTANT,
    },
    "residence": {"person_id": pl.Int32, "country": pl.String, "since": INSTANT},
    "listing": {
        "market": pl.String, "listing_id": pl.Int32, "account_id": pl.Int32, "created": INSTANT, "ended": INSTANT,
    },
    "hidden": {"market": pl.String, "listing_id": pl.Int32, "since": INSTANT, "until": INSTANT},
    "listing_origin": {
        "market": pl.String, "listing_id": pl.Int32, "country": pl.String, "second_country": pl.String,
        "region": pl.String, "since": INSTANT, "until": INSTANT,
    },
    "listing_destination": {
        "market": pl.String, "listing_id": pl.Int32, "place": pl.String, "included": pl.Boolean, "stated_in": pl.String,
        "since": INSTANT,
    },
    "price": {
        "market": pl.String, "listing_id": pl.Int32, "since": INSTANT, "until": INSTANT, "cents": pl.Int64,
        "currency": pl.String, "holding": pl.Boolean,
    },
    "sale": {
        "market": pl.String, "sale_id": pl.Int32, "listing_id": pl.Int32, "account_id": pl.Int32, "at": INSTANT,
        "cents": pl.Int64, "currency": pl.String,
    },
    "review": {
        "market": pl.String, "review_id": pl.Int32, "sale_id": pl.Int32, "listing_id": pl.Int32, "account_id": pl.Int32,
        "at": INSTANT, "edited": INSTANT,
    },
    "event": {"market": pl.String, "kind": pl.String, "at": INSTANT},
    "rate": {"day": pl.Date, "currency": pl.String, "micro_usd": pl.Int64},
    "rename": {
        "market": pl.String, "account_id": pl.Int32, "at": INSTANT, "handle_before": pl.String,
        "handle_after": pl.String,
    },
    "postage": {"market": pl.String, "sale_id": pl.Int32, "cents": pl.Int64},
}  # fmt: skip
_OPTIONAL = {"rename", "postage"}

_BEFORE = datetime(2019, 1, 1, tzinfo=UTC)
_LISTINGS = {
    1: ("A", "BE"), 2: ("B", "BE"), 3: ("B", "NL"), 4: ("C", "NL"), 5: ("D", "DE"), 6: ("D", "BE"), 7: ("E", "US"),
    8: ("E", None),
}  # fmt: skip
_SALES = (
    (1, 50, 2), (1, 50, 2), (1, 180, 3), (2, 90, 2), (3, 250, 3), (4, 40, 2), (4, 60, 3), (6, 30, 3), (5, 120, 2),
    (7, 400, 2), (7, 20, 3), (8, 5, 3),
)  # fmt: skip
"""Listing, EUR and month."""


def instant(day: str) -> datetime:
    """A moment, from a day or more."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def looks(*days: str, market: str = "dream", hours: int = 6) -> pl.DataFrame:
    """Looks that begin at 9 on some days, as `simulator.truth.looks` has them."""
    begin = [instant(day).replace(hour=9) for day in days]
    rows = [(market, f"{market} {at:%Y-%m-%d}", at, at.replace(hour=9 + hours)) for at in begin]
    return pl.DataFrame(rows, schema=LOOK, orient="row")


MINI_LOOKS = looks("2019-02-01", "2019-03-01", "2019-04-01", hours=1)


def write_truth(folder: Path, **tables: list[tuple[Any, ...]]) -> Path:
    """Write tables of rows; the other tables are empty, and those that not all scenarios have are missing."""
    for name, schema in _TYPES.items():
        if name in tables or name not in _OPTIONAL:
            rows = tables.get(name, [])
            pl.DataFrame(rows, schema=schema, orient="row").write_parquet(folder / f"{name}.parquet")
    return folder


def write_mini(folder: Path) -> Path:
    """MINI-1: five vendors, eight listings, three snapshots and twelve sales; one EUR is worth two USD."""
    account = {name: number for number, name in enumerate("ABCDE", 1)}
    turn = instant("2019-03-31")
    origins: list[tuple[Any, ...]] = [
        ("dream", number, country, None, None if country else "WORLD", _BEFORE, None)
        for number, (_, country) in _LISTINGS.items()
        if number != 4
    ]
    origins += [("dream", 4, "NL", None, None, _BEFORE, turn), ("dream", 4, "BE", None, None, turn, None)]
    created, ended = {6: instant("2019-02-10")}, {5: instant("2019-03-31")}
    days = [date(2019, month, 20) for month in (1, 2, 3)]
    return write_truth(
        folder,
        account=[(number, number, "dream", name, _BEFORE) for name, number in account.items()],
        listing=[
            ("dream", number, account[name], created.get(number, _BEFORE), ended.get(number))
            for number, (name, _) in _LISTINGS.items()
        ],
        listing_origin=origins,
        sale=[
            (
                "dream",
                number,
                listing,
                account[_LISTINGS[listing][0]],
                datetime(2019, month, 20, tzinfo=UTC),
                eur * 100,
                "EUR",
            )
            for number, (listing, eur, month) in enumerate(_SALES, 1)
        ],
        rate=[(day, "EUR", 2_000_000) for day in days],
    )
