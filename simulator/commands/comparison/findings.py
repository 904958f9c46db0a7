"""What a derivation found (moves, links, holding prices …) beside what there was: precision and recall."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from simulator.truth.asked_prices import price_spells
from simulator.truth.places import excluded_places, observable_moves
from simulator.truth.printed import numbered
from simulator.truth.sellers import account_pairs, migrations, renamed_accounts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.commands.comparison.derived import Derived
    from simulator.truth.frames import Frames

__all__ = ["Found", "found_rows"]

_CLASSES = ("migrant", "multi_homer", "lost")


class Found(NamedTuple):
    """How many of something were found, how many there were, and how many of those found are right."""

    what: str
    market: str
    found: int
    true: int
    right: int

    @property
    def precision(self) -> float | None:
        """Share of those found that are right; None without any."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of those that there were that were found; None without any."""
        return self.right / self.true if self.true else None


def found_rows(frames: Frames, derived: Derived) -> list[Found]:
    """
    Return what was found beside what there was, by market (of accounts that go elsewhere, the one that they leave).

    Asked for is what the pages could tell: spells of prices that were seen; moves that looks lie around; places that
    are ruled out by listings whose own page was captured, or of which a card says so; accounts that were seen.

    Args:
        frames: the truth.
        derived: what was derived of pages of the same markets.
    """
    looks = derived["snapshots"].filter(pl.col("market").is_in(frames.markets)).sort("market", "first_at")
    return sorted(
        (
            *_holding(frames, derived),
            *_moves(frames, derived, looks),
            *_exclusions(frames, derived, looks),
            *_accounts(frames, derived),
            *_migrations(frames, derived, looks),
        )
    )


def _judged(what: str, found: pl.DataFrame, true: pl.DataFrame, market: str = "market") -> Iterator[Found]:
    """Compare rows, all of whose columns are the key."""
    keys = true.columns
    found, true = found.select(keys).unique(), true.unique()
    for name in sorted({*found[market].to_list(), *true[market].to_list()}):
        here, there = found.filter(pl.col(market) == name), true.filter(pl.col(market) == name)
        right = here.join(there, on=keys, how="semi", nulls_equal=True).height
        yield Found(what, name, here.height, there.height, right)


def _holding(frames: Frames, derived: Derived) -> Iterator[Found]:
    seen = numbered(derived["prices"]).sort("first_at")
    spells = price_spells(frames).select("market", "listing_id", "since", "holding").sort("since")
    keys = ["market", "listing_id"]
    judged = seen.join_asof(
        spells, left_on="first_at", right_on="since", by=keys, strategy="backward", check_sortedness=False
    )
    columns = ("market", "listing_id", "first_at")
    found = judged.filter(pl.col("price_flag") == "holding")
    yield from _judged("holding prices", found.select(columns), judged.filter("holding").select(columns))


def _moves(frames: Frames, derived: Derived, looks: pl.DataFrame) -> Iterator[Found]:
    true = observable_moves(frames, looks)
    said = _with_account(derived["moves"], frames)
    pairs = said.join(true.select("account_id", "from_code", "to_code", "at"), on="account_id")
    agrees = (
        pl.col("at").is_between("moved_from", "moved_to")
        & pl.col("to_codes").list.contains(pl.col("to_code"))
        & pl.col("from_codes").list.contains(pl.col("from_code"))
    )
    right = pairs.filter(agrees).select("account_id", "moved_to", "at")
    found = said.join(right, on=("account_id", "moved_to"), how="left").with_columns(
        pl.coalesce("at", "moved_to").alias("at")
    )
    yield from _judged("moves", found, true.select("market", "account_id", "at"))


def _exclusions(frames: Frames, derived: Derived, looks: pl.DataFrame) -> Iterator[Found]:
    opened = numbered(derived["opened"])
    found = numbered(derived["exclusions"])
    known = pl.concat((opened, found.select(opened.columns)))
    true = excluded_places(frames, looks).select("market", "listing_id", "place")
    yield from _judged("exclusions", found, true.join(known, on=("market", "listing_id"), how="semi"))


def _accounts(frames: Frames, derived: Derived) -> Iterator[Found]:
    names = derived["names"]
    met = _with_account(names.rename({"printed_name": "name", "vendor": "last"}), frames, "name")
    known = met["account_id"].unique()
    links = derived["links"]
    for side in ("a", "b"):
        columns = {f"market_{side}": "market", f"vendor_{side}": "vendor"}
        links = _with_account(links.rename(columns), frames).drop("market", "vendor").rename({"account_id": side})
    # two names of one account are no pair: they are judged as renamed accounts
    ordered = links.filter(pl.col("a").ne_missing(pl.col("b"))).select(
        pl.lit("all").alias("market"),
        pl.min_horizontal("a", "b").alias("account_a"),
        pl.max_horizontal("a", "b").alias("account_b"),
        "decision",
    )
    true = account_pairs(frames).filter(pl.col("account_a").is_in(known) & pl.col("account_b").is_in(known))
    true = true.select(pl.lit("all").alias("market"), "account_a", "account_b")
    yield from _judged("links (same)", ordered.filter(pl.col("decision") == "same"), true)
    yield from _judged("links (same or candidate)", ordered.filter(pl.col("decision") != "rejected"), true)

    both = met.group_by("account_id").agg(pl.col("name").n_unique().alias("names")).filter(pl.col("names") > 1)
    renamed = renamed_accounts(frames).join(both, on="account_id", how="semi")
    said = met.filter(pl.col("name") != pl.col("last")).select("market", "account_id", pl.col("last").alias("after"))
    yield from _judged("renamed accounts", said, renamed.select("market", "account_id", "after"))


def _migrations(frames: Frames, derived: Derived, looks: pl.DataFrame) -> Iterator[Found]:
    met = _with_account(derived["names"], frames, "printed_name")["account_id"].unique()
    true = migrations(frames, looks).filter(pl.col("from_account").is_in(met))
    said = derived["migrations"].rename({"from_market": "market", "from_vendor": "vendor"})
    said = _with_account(said, frames).rename({"market": "from_market", "account_id": "from_account"})
    for name in _CLASSES:
        one = pl.col("class") == name
        yield from _judged(f"went: {name}", said.filter(one), true.filter(one), "from_market")


def _with_account(rows: pl.DataFrame, frames: Frames, name: str = "vendor") -> pl.DataFrame:
    """Add ``account_id``, by a name that the account has had; null if none has."""
    names = frames.names.select("market", "account_id", pl.col("name").alias(name))
    return rows.join(names, on=("market", name), how="left")
