"""Makers of small markets for the tests of origins, and the worked example MINI-1 of methods E9."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl

__all__ = ["DAYS", "MINI_ORIGINS", "mini_sales", "mini_snapshots", "mini_state", "shown_at", "snapshots_on", "state_of"]

DAYS = (datetime(2019, 2, 1, tzinfo=UTC), datetime(2019, 3, 1, tzinfo=UTC), datetime(2019, 4, 1, tzinfo=UTC))

MINI_ORIGINS: dict[str, list[str | None]] = {
    "A1": ["BE", "BE", "BE"],
    "B1": ["BE", "BE", "BE"],
    "B2": ["NL", "NL", "NL"],
    "C1": ["NL", "NL", "BE"],
    "D1": ["DE", "DE", None],
    "D2": [None, "BE", "BE"],
    "E1": ["US", "US", "US"],
    "E2": ["WORLD", "WORLD", "WORLD"],
}
_SALES = (
    *(("A1", 50.0, 2), ("A1", 50.0, 2), ("A1", 180.0, 3), ("B1", 90.0, 2), ("B2", 250.0, 3), ("C1", 40.0, 2)),
    *(("C1", 60.0, 3), ("D2", 30.0, 3), ("D1", 120.0, 2), ("E1", 400.0, 2), ("E1", 20.0, 3), ("E2", 5.0, 3)),
)


def snapshots_on(*days: datetime, hours: int = 6) -> pl.DataFrame:
    """Snapshots of some hours that begin at given moments."""
    rows = [(f"S{n}", day, day + timedelta(hours=hours), "usable") for n, day in enumerate(days, start=1)]
    moment = pl.Datetime("us", "UTC")
    schema: dict[str, pl.DataType] = {
        "snapshot_id": pl.Utf8(),
        "first_at": moment,
        "last_at": moment,
        "grade": pl.Utf8(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def state_of(listings: dict[str, list[str | None]], drug_class: str | None = "Cannabis") -> pl.DataFrame:
    """
    State of listings: for each, what it states in each snapshot.

    A listing is named for its vendor and a number, as ``A1``. ``BE+NL`` is a set, ``-`` states no place, ``?`` never
    stated anything, ``(BE)`` was carried; None is not live. When pages of the snapshot showed it is not known:
    `shown_at` says so.
    """
    rows = []
    for listing, states in listings.items():
        for n, state in enumerate(states, start=1):
            if state is None:
                continue
            carried, text = state.startswith("("), state.strip("()")
            codes = None if text == "?" else [code for code in text.split("+") if code != "-"]
            source = None if codes is None else "carried" if carried else "stated"
            rows.append((f"S{n}", listing, listing.rstrip("0123456789"), "seen", codes, source, None, drug_class, None))
    schema: dict[str, pl.DataType] = {
        "snapshot_id": pl.Utf8(),
        "listing_id": pl.Utf8(),
        "vendor": pl.Utf8(),
        "presence": pl.Utf8(),
        "origin_codes": pl.List(pl.Utf8),
        "origin_source": pl.Utf8(),
        "seen_at": pl.Datetime("us", "UTC"),
        "drug_class": pl.Utf8(),
        "product_class": pl.Utf8(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def shown_at(state: pl.DataFrame, snapshots: pl.DataFrame, **hours: int) -> pl.DataFrame:
    """State of listings of which a page was read some hours after each snapshot began: three, or those given."""
    after = pl.col("listing_id").replace_strict(hours, default=3, return_dtype=pl.Int64)
    began = state.join(snapshots, on="snapshot_id", how="left", maintain_order="left")["first_at"]
    return state.with_columns((began + pl.duration(hours=after)).alias("seen_at"))


def mini_snapshots() -> pl.DataFrame:
    """The three snapshots of MINI-1."""
    return snapshots_on(*DAYS)


def mini_state() -> pl.DataFrame:
    """The listings of MINI-1 in its snapshots."""
    return state_of(MINI_ORIGINS)


def mini_sales() -> pl.DataFrame:
    """The reviews of MINI-1 as sales, each on the tenth of its month."""
    rows = []
    for number, (listing, amount, month) in enumerate(_SALES):
        start = datetime(2019, month, 10, tzinfo=UTC)
        row = (
            f"t{number:02}",
            listing[0],
            listing,
            [listing],
            start,
            start + timedelta(days=1),
            amount,
            "ok",
            "Cannabis",
        )
        rows.append(row)
    moment = pl.Datetime("us", "UTC")
    schema: dict[str, pl.DataType] = {
        "transaction_id": pl.Utf8(),
        "vendor": pl.Utf8(),
        "listing_id": pl.Utf8(),
        "listing_ids": pl.List(pl.Utf8),
        "occurred_from": moment,
        "occurred_to": moment,
        "amount_eur": pl.Float64(),
        "price_flag": pl.Utf8(),
        "drug_class": pl.Utf8(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
