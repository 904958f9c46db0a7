"""
What the listing of a sale was when the rating was left (methods E11).

Cards state less than pages do: Empire's cards carry no origin. So each fact is the last one stated before, else the
first one after. A rating that fits several listings has the facts in which they agree; `shared_facts` gives all of
them, in equal shares.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.looks.goods import told_substance
from cryptodrug_scraper.measures.money.asked_prices import candidates

__all__ = ["FACTS", "UNSPECIFIC", "shared_facts", "stated_facts", "with_facts"]

FACTS = ("drug_class", "substance", "quantity_grams", "product_class")
"""Columns of a listing that a sale has, too."""
UNSPECIFIC = "Other"
"""The class of a statement that shows no more than a category such as "Drugs": any other statement says more."""


def stated_facts(listings: pl.DataFrame) -> pl.DataFrame:
    """
    Return when statements of a listing first say something else than those before.

    Args:
        listings: statements, all of each listing that is asked for: ``listing_id, captured_at`` and `FACTS`.

    Returns:
        ``listing_id, captured_at`` and `FACTS`, of which each row has one that is not null.
    """
    found = [listings.select("listing_id", "captured_at", *FACTS).clear()]
    for fact in FACTS:
        stated = listings.filter(pl.col(fact).is_not_null()).select("listing_id", "captured_at", fact)
        if fact == "drug_class":
            says_more = (pl.col(fact) != UNSPECIFIC).any().over("listing_id")
            stated = stated.filter((pl.col(fact) != UNSPECIFIC) | ~says_more)
        stated = stated.sort("listing_id", "captured_at", fact).unique(
            ["listing_id", "captured_at"], keep="last", maintain_order=True
        )
        is_new = pl.col(fact).ne_missing(pl.col(fact).shift().over("listing_id"))
        found.append(stated.filter(is_new))
    return pl.concat(found, how="diagonal")


def shared_facts(sales: pl.DataFrame, stated: pl.DataFrame) -> pl.DataFrame:
    """
    Return the facts of each listing that a sale may be of.

    Args:
        sales: ``transaction_id, listing_id, listing_ids, occurred_from, occurred_to``.
        stated: of `stated_facts`.

    Returns:
        ``transaction_id, listing_id, share`` (the shares of a sale sum to 1) and `FACTS`, sorted; a sale of no known
        listing has no row, a fact that was never stated is null. A substance
        that is not stated is that which the class tells, if it does (`told_substance`).
    """
    rows = candidates(sales.rename({"transaction_id": "review_id"})).rename({"review_id": "transaction_id"})
    middle = pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2
    rows = rows.select("transaction_id", "listing_id", "share", at=middle).sort("at")
    for fact in FACTS:
        known = stated.select("listing_id", "captured_at", fact).drop_nulls(fact).sort("captured_at")
        for name, strategy in (("before", "backward"), ("after", "forward")):
            rows = rows.join_asof(
                known.rename({fact: f"{fact} {name}", "captured_at": f"{name}_at"}),
                left_on="at",
                right_on=f"{name}_at",
                by="listing_id",
                strategy=strategy,  # type: ignore[arg-type]
                check_sortedness=False,
            ).drop(f"{name}_at")
        rows = rows.with_columns(pl.coalesce(f"{fact} before", f"{fact} after").alias(fact))
        rows = rows.drop(f"{fact} before", f"{fact} after")
    return rows.drop("at").with_columns(told_substance()).sort("transaction_id", "listing_id")


def with_facts(sales: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """
    Add to each sale the facts in which the listings that it may be of agree.

    Args:
        sales: with ``transaction_id``.
        facts: of `shared_facts`.

    Returns:
        The sales with `FACTS`; where the listings differ, or one has none, the fact is null.
    """
    agreed = facts.group_by("transaction_id").agg(
        *[pl.when(pl.col(fact).n_unique() == 1).then(pl.col(fact).first()).alias(fact) for fact in FACTS]
    )
    return sales.join(agreed, on="transaction_id", how="left").sort("transaction_id")
