"""
What a listing asked when a rating was left (methods E6).

A rating's date is an interval, within which the price may have changed: then the asked price is the mean over time, and
the lowest and highest price bound it. A price holds from its first statement until another one is first stated, and
before its first statement if there is none earlier (*carried back*). Of prices that are first stated at one instant, as
where no more than a day is known of a page, each holds for as long, and they count alike. A rating that fits several
listings takes the mean of theirs, in equal shares.
"""

from __future__ import annotations

import polars as pl

__all__ = ["MOST_PRICES", "asked_prices", "candidates", "spells_during"]

MOST_PRICES = 200
"""Prices of one listing that a rating's time may see, the last ones: a page may print thousands at once."""
_USABLE = ("ok", "unverified_high")
_ORDER = ("currency", "price", "price_usd")


def candidates(reviews: pl.DataFrame) -> pl.DataFrame:
    """
    Return the listings that each rating may be of, each with its share.

    Args:
        reviews: ``review_id, listing_id, listing_ids, occurred_from, occurred_to``. Where ``listing_id`` is known it is
            the only one; else those of ``listing_ids``.

    Returns:
        ``review_id, listing_id, share, occurred_from, occurred_to``; a rating of no known listing has no row.
    """
    own = pl.when(pl.col("listing_id").is_not_null()).then(pl.concat_list("listing_id")).otherwise("listing_ids")
    rows = reviews.select("review_id", "occurred_from", "occurred_to", listing_id=own)
    rows = rows.with_columns(share=1 / pl.col("listing_id").list.len())
    return rows.explode("listing_id").filter(pl.col("listing_id").is_not_null())


def spells_during(rows: pl.DataFrame, spells: pl.DataFrame, since: str = "occurred_from") -> pl.DataFrame:
    """
    Return the prices that a listing had at some time from ``since`` to ``occurred_to``, the last `MOST_PRICES` of them.

    Args:
        rows: ``listing_id, occurred_to`` and ``since``, with any other columns.
        spells: of `price_spells.price_spells`, with any other columns.
        since: the column that says from when.

    Returns:
        The rows, once per price, with the columns of the spells, ``until`` (null if it still holds), ``seconds`` (for
        how long within the time it held, at least one) and ``is_before`` (it was stated before the interval's middle).
        Prices that were first stated at one instant held for the same time, each of them. Rows of listings without a
        price are left out.
    """
    spells = spells.drop("vendor", strict=False)
    at = spells.select("listing_id", "first_at").unique().sort("listing_id", "first_at")
    at = at.with_columns(until=pl.col("first_at").shift(-1).over("listing_id"))
    stated = spells.join(at, on=["listing_id", "first_at"])
    order = ("listing_id", "first_at", *sorted(set(spells.columns) & set(_ORDER)))
    stated = stated.sort(order).with_row_index("spell").cast({"spell": pl.Int64})
    spans = stated.group_by("listing_id", "first_at").agg(of=pl.col("spell").min(), to=pl.col("spell").max())
    firsts = spans.sort("first_at").group_by("listing_id", maintain_order=True).first().drop("first_at")
    known = rows.join(firsts.rename({"of": "first", "to": "first_to"}), on="listing_id")
    for name, column in (("low", since), ("high", "occurred_to")):
        known = known.sort(column).join_asof(
            spans.sort("first_at").rename({"of": name, "to": f"{name}_to", "first_at": f"{name}_at"}),
            left_on=column,
            right_on=f"{name}_at",
            by="listing_id",
            strategy="backward",
            allow_exact_matches=name == "low",
            check_sortedness=False,
        )
        known = known.with_columns(pl.col(name).fill_null(pl.col("first"))).drop(f"{name}_at")
        known = known.with_columns(pl.col(f"{name}_to").fill_null(pl.col("first_to")))
    last = pl.max_horizontal("low_to", "high_to")
    shown = pl.max_horizontal("low", last + 1 - MOST_PRICES)
    known = known.with_columns(spell=pl.int_ranges(shown, last + 1)).explode("spell")
    known = known.join(stated.drop("listing_id"), on="spell")
    is_first = pl.col("spell") <= pl.col("first_to")
    start = pl.when(is_first).then(since).otherwise(pl.max_horizontal(since, "first_at"))
    end = pl.min_horizontal("occurred_to", pl.col("until").fill_null(pl.col("occurred_to")))
    middle = pl.col(since) + (pl.col("occurred_to") - pl.col(since)) / 2
    known = known.with_columns(
        seconds=(end - start).dt.total_microseconds().clip(1) / 1e6,
        is_before=pl.col("first_at").min().over("listing_id") <= middle,
    )
    return known.drop("low", "low_to", "high", "high_to", "first", "first_to", "spell")


def asked_prices(reviews: pl.DataFrame, spells: pl.DataFrame, fx: pl.DataFrame) -> pl.DataFrame:
    """
    Return what was asked for one unit when each rating was left, in EUR of the middle of its interval.

    Args:
        reviews: as for `candidates`.
        spells: of `holding_prices.flag_prices`. Holding prices and implausible ones count only for ``raw``; where all
            prices of the time are holding prices, the listing's reference price stands in if it is lower.
        fx: rates of `rates.exchange_rates`.

    Returns:
        ``review_id, asked_low, asked, asked_high, raw, flag`` (``ok``, ``unverified_high``, ``free``, ``holding``,
        ``implausible``, or ``imputed_holding``; null where a price is known, and none has a rate of that day),
        ``is_before``; one row per rating with a listing of known price, sorted. A price in a coin without a rate of
        that day counts at that of the day on which it was first stated, but only on days of which ordinary currencies
        have one.
    """
    priced = spells.filter(pl.col("price").is_not_null())
    rows = spells_during(candidates(reviews), priced.drop("price_usd", "observation_count", "last_at"), "occurred_from")
    middle = pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2
    rows = rows.with_columns(day=middle.dt.date())
    rows = rows.join(fx.select("day", "currency", rate="eur"), on=["day", "currency"], how="left")
    dollar = fx.filter(pl.col("currency") == "USD").select("day", dollar="eur")
    may_be_older = pl.col("dollar").is_not_null() | pl.col("day").is_null()
    rows = rows.join(dollar, on="day", how="left").with_columns(
        eur=pl.coalesce(pl.col("price") * pl.col("rate"), pl.when(may_be_older).then("price_eur")),
        reference=pl.col("reference_usd") * pl.col("dollar"),
    )
    is_price, is_rated = pl.col("price_flag").is_in(_USABLE), pl.col("eur").is_not_null()
    rows = rows.with_columns(
        is_usable=is_price & is_rated, is_unrated=is_price & ~is_rated, rated=pl.when(is_rated).then("seconds")
    )
    good = pl.col("eur").filter("is_usable")
    weight = pl.col("seconds").filter("is_usable")
    per_listing = rows.group_by("review_id", "listing_id", "share").agg(
        low=good.min(),
        middle=(good * weight).sum() / weight.sum(),
        high=good.max(),
        raw=(pl.col("eur") * pl.col("seconds")).sum() / pl.col("rated").sum(),
        least=pl.col("eur").min(),
        reference=pl.col("reference").first(),
        is_before=pl.col("is_before").first(),
        is_high=(pl.col("price_flag") == "unverified_high").any(),
        is_free=(pl.col("price_flag") == "free").all(),
        is_unrated=pl.col("is_unrated").any(),
        is_absurd=(pl.col("price_flag") == "implausible").all(),
    )
    stands_in = pl.col("low").is_null() & (pl.col("reference") < pl.col("least")) & ~pl.col("is_free")
    per_listing = per_listing.with_columns(is_imputed=stands_in.fill_null(value=False))
    per_listing = per_listing.with_columns(
        low=pl.when("is_imputed").then("reference").otherwise("low"),
        middle=pl.when("is_imputed").then("reference").otherwise(pl.when(pl.col("low").is_not_null()).then("middle")),
        high=pl.when("is_imputed").then("reference").otherwise("high"),
    )
    is_known = pl.col("middle").is_not_null()
    per_listing = per_listing.with_columns(is_none=~is_known, known=pl.when(is_known).then("share"))
    per_listing = per_listing.sort("review_id", "listing_id")
    merged = per_listing.group_by("review_id").agg(
        asked_low=pl.col("low").min(),
        asked=(pl.col("middle") * pl.col("known")).sum() / pl.col("known").sum(),
        asked_high=pl.col("high").max(),
        raw=(pl.col("raw") * pl.col("share")).sum() / pl.col("share").sum(),
        is_before=pl.col("is_before").all(),
        flag=pl.when(pl.col("is_none").all() & pl.col("is_free").any())
        .then(pl.lit("free"))
        .when(pl.col("is_none").all() & pl.col("is_absurd").all())
        .then(pl.lit("implausible"))
        .when(pl.col("is_none").all() & pl.col("is_unrated").any())
        .then(None)
        .when(pl.col("is_none").all())
        .then(pl.lit("holding"))
        .when(pl.col("is_imputed").any())
        .then(pl.lit("imputed_holding"))
        .when(pl.col("is_high").any())
        .then(pl.lit("unverified_high"))
        .otherwise(pl.lit("ok")),
    )
    columns = ["asked_low", "asked", "asked_high", "raw", "flag", "is_before"]
    merged = merged.with_columns(pl.col("asked").fill_nan(None), pl.col("raw").fill_nan(None))
    return merged.select("review_id", *columns).sort("review_id")
