"""Moves of vendors that looks could tell, and the places that listings on show ruled out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from simulator.truth.live import live_listings

if TYPE_CHECKING:
    from simulator.truth.frames import Frames

__all__ = ["excluded_places", "observable_moves"]

_BEGUN = pl.col("since") <= pl.col("last_at")
_LASTS = pl.col("until").is_null() | (pl.col("until") > pl.col("first_at"))


def observable_moves(frames: Frames, looks: pl.DataFrame) -> pl.DataFrame:
    """
    Return the moves of vendors to another country that looks could tell.

    A move can be told if a listing of the account that was sent from the first country was on show at a look that was
    over before it, and one that was sent from the second at a look that began after it.

    Args:
        frames: the truth.
        looks: `simulator.truth.looks`.

    Returns:
        ``market, account_id, from_code, to_code, at, moved_from, moved_to``, sorted; the last two are the beginnings
        of the latest look that has the vendor in the first country and of the earliest that has it in the second.
    """
    lives = (
        frames.table("residence")
        .sort("person_id", "since")
        .with_columns(
            pl.col("country").shift(-1).over("person_id").alias("to_code"),
            pl.col("since").shift(-1).over("person_id").alias("at"),
        )
    )
    moves = lives.filter(pl.col("at").is_not_null()).select(
        "person_id", pl.col("country").alias("from_code"), "to_code", "at"
    )
    moves = moves.join(frames.accounts.select("person_id", "account_id", "market"), on="person_id")
    live = live_listings(frames, looks).filter("on_show")
    stated = frames.table("listing_origin").select("market", "listing_id", "country", "since", "until")
    seen = live.join(stated, on=("market", "listing_id")).filter(_BEGUN & _LASTS)
    seen = seen.select("account_id", "country", "first_at", "last_at").unique()
    move = ["account_id", "at"]
    left = moves.join(seen, left_on=("account_id", "from_code"), right_on=("account_id", "country"))
    left = (
        left.filter(pl.col("last_at") < pl.col("at")).group_by(move).agg(pl.col("first_at").max().alias("moved_from"))
    )
    came = moves.join(seen, left_on=("account_id", "to_code"), right_on=("account_id", "country"))
    came = came.filter(pl.col("first_at") > pl.col("at")).group_by(move).agg(pl.col("first_at").min().alias("moved_to"))
    columns = ("market", "account_id", "from_code", "to_code", "at", "moved_from", "moved_to")
    return moves.join(left, on=move).join(came, on=move).select(columns).sort("market", "account_id", "at")


def excluded_places(frames: Frames, looks: pl.DataFrame) -> pl.DataFrame:
    """
    Return the places that listings ruled out, in words or in a field, while they were on show at a look.

    Wall Street Market's field can rule out places only of the whole world; of a list of countries they are just
    missing, which says nothing of them.

    Args:
        frames: the truth.
        looks: `simulator.truth.looks`.

    Returns:
        ``market, listing_id, place, stated_in``, sorted; ``stated_in`` is ``field`` or ``text``.
    """
    places = frames.table("listing_destination")
    turns = places.select("market", "listing_id", "since").unique().sort("market", "listing_id", "since")
    turns = turns.with_columns(pl.col("since").shift(-1).over("market", "listing_id").alias("until"))
    turn = ["market", "listing_id", "since"]
    worldwide = places.filter(pl.col("included") & (pl.col("place") == "WORLD")).select(turn).unique()
    left_out = places.filter(~pl.col("included")).join(turns, on=turn)
    left_out = left_out.join(worldwide.with_columns(pl.lit(value=True).alias("worldwide")), on=turn, how="left")
    silent = (pl.col("market") == "wallstreet") & (pl.col("stated_in") == "field") & pl.col("worldwide").is_null()
    left_out = left_out.filter(~silent)
    live = live_listings(frames, looks).filter("on_show").select("market", "listing_id", "first_at", "last_at")
    return (
        live.join(left_out, on=("market", "listing_id"))
        .filter(_BEGUN & _LASTS)
        .select("market", "listing_id", "place", "stated_in")
        .unique()
        .sort("market", "listing_id", "place")
    )
