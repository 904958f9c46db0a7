"""What the study asks of a country beside shares of its sales: their mean below a limit, and places ruled out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from cryptodrug_scraper.statements import statement
from simulator.truth.live import live_listings
from simulator.truth.months import whole_months
from simulator.truth.places import excluded_places
from simulator.truth.worth import origin_codes, sales_in_euros

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from simulator.truth.frames import Frames

__all__ = ["claim_estimates"]

LIMIT_EUR = 200.0
PLACES = ("AU", "CA", "NZ", "US")
"""What vendors of simulated markets rule out most often."""
_STUDY = "cryptodrug_scraper.study"
_READ: dict[str, Any] = dict.fromkeys(("value", "low", "high"), pl.Float64) | {"n": pl.Int64, "grade": pl.String}
_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(("market", "period", "measure", "unit"), pl.String),
    **dict.fromkeys(("value", "low", "high", "true"), pl.Float64),
    "grade": pl.String,
    "counts": pl.Boolean,
}


def claim_estimates(frames: Frames, connection: Connection, looks: pl.DataFrame, country: str) -> pl.DataFrame:
    """
    Return what sales below a limit are worth on average, and which part of vendors rules out any of some places.

    Args:
        frames: the truth.
        connection: to the database.
        looks: snapshots: ``market, snapshot_id, first_at, last_at``.
        country: ISO 3166-1 alpha-2.

    Returns:
        ``market, period`` (``all``), ``measure, unit, value, low, high, true, grade, counts``, of all months of a
        market that its snapshots tell whole, taken together.
    """
    rows: list[dict[str, Any]] = []
    for (market,), of_market in whole_months(frames, looks).filter("is_whole").group_by("market", maintain_order=True):
        first, last = of_market["month"].min(), of_market["month"].max()
        asked = {"market": market, "country": country, "definition": "D2", "attribution": "A1", "first_day": first}
        asked |= {"last_day": last, "limit": LIMIT_EUR, "assumed": 0.5, "places": list(PLACES)}
        within = looks.filter(pl.col("market") == market, pl.col("first_at").dt.date().dt.month_start() >= first)
        within = within.filter(pl.col("first_at").dt.date().dt.month_start() <= last)
        for name, measure, unit, true in (
            ("mean_below", f"mean of sales of {country} below EUR {LIMIT_EUR:.0f}", "EUR", _mean(frames, asked)),
            ("excluding", f"vendors of {country} that rule places out", "share", _excluding(frames, within, country)),
        ):
            found = _asked(connection, name, asked)
            rows.append(
                {"market": market, "period": "all", "measure": measure, "unit": unit, "true": true}
                | {each: found[each] for each in ("value", "low", "high", "grade")}
                | {"counts": bool(found["n"]) and true is not None}
            )
    return pl.DataFrame(rows, schema=_SCHEMA).filter(pl.col("value").is_not_null())


def _asked(connection: Connection, name: str, asked: dict[str, Any]) -> dict[str, Any]:
    """The one row of a statement of the study."""
    query = f"SELECT value, low, high, n, grade FROM ({statement(_STUDY, name)}) found"
    options = {"parameters": {key: value for key, value in asked.items() if f":{key}" in query}}
    found = pl.read_database(query, connection, schema_overrides=_READ, execute_options=options)
    return found.row(0, named=True)


def _mean(frames: Frames, asked: dict[str, Any]) -> float | None:
    codes = pl.col("origin_codes")
    sales = sales_in_euros(frames).filter(
        pl.col("market") == asked["market"],
        pl.col("at").dt.date().dt.month_start().is_between(asked["first_day"], asked["last_day"]),
        pl.col("paid_eur") < asked["limit"],
        codes.list.contains(asked["country"]),
    )
    part = 1 / codes.list.len()
    return sales.select((pl.col("paid_eur") * part).sum() / part.sum()).item() if sales.height else None


def _excluding(frames: Frames, looks: pl.DataFrame, country: str) -> float | None:
    """Of accounts with a listing of the country at any look, those with one that rules out any of the places."""
    live = live_listings(frames, looks)
    origins = frames.table("listing_origin").filter(origin_codes().list.contains(country))
    theirs = live.join(origins.select("market", "listing_id", "since", "until"), on=("market", "listing_id")).filter(
        pl.col("since") <= pl.col("last_at"),
        pl.col("until").is_null() | (pl.col("until") > pl.col("first_at")),
    )
    ruled = excluded_places(frames, looks).filter(pl.col("place").cast(pl.String).is_in(list(PLACES)))
    excluding = live.join(ruled.select("market", "listing_id").unique(), on=("market", "listing_id"), how="semi")
    accounts = set(theirs["account_id"])
    return len(accounts & set(excluding["account_id"])) / len(accounts) if accounts else None
