"""
Asked prices that only keep buyers off (methods E7).

Vendors who have nothing to sell set a price that nobody would pay, such as 9999, and keep the listing with its ratings.
A cut at some height would also remove real bulk listings, so a price is only a candidate until what was paid near that
time has been looked at. The rules are those of *Traveling the Silk Road* and of Soska and Christin (2015) as methods E7
recommends them; percentiles are observed values, never between two.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.estimators.pooling import FEWEST_POOLED

__all__ = [
    "ABSOLUTE_USD",
    "BULK",
    "FLAGS",
    "MOST_USD",
    "RELATIVE",
    "UNAVAILABLE",
    "UNVERIFIED_USD",
    "flag_prices",
    "repeats_a_digit",
    "unavailable",
]

ABSOLUTE_USD = 10_000.0
"""A higher price without a rating in its time is a candidate."""
RELATIVE = 5.0
"""A price more than so many times the listing's reference price, or below the same part of it, is a candidate."""
UNVERIFIED_USD = 5_000.0
"""From here on a price that nothing speaks against, and no amount paid confirms, is ``unverified_high``."""
MOST_USD = 100_000.0
"""Nothing above it is a price or an amount paid, whatever else a page states: ``implausible``. The dearest listings
that studies name, of kilograms, ask for less."""
ABSURD = 100.0
"""Nor is a price above ``absolute_usd`` that is more than so many times the middle of what the market's vendors ask, of
a listing that is not of bulk and that nobody is known to have paid."""
FREE_USD = 0.05
"""Up to here a price is ``free``: such listings are custom orders, or priced by their way of delivery."""
BULK = 50.0
"""From so many grams or pieces on, a listing is one of bulk, whose high price is plausible."""
PAID_SHARE = 0.75
"""An amount of at least this share of the price confirms it: discounts by quantity go about so far."""
_DIGITS_RATIO = 3.0
_TOLD_RATIO = 1.5
_MARKUP_ERROR = 0.0015
_FEW = 3
_ROUNDING = 0.0006
_PAIRS_AT_ONCE = 1 << 21
_NO_EVIDENCE = pl.DataFrame(schema={"spell": pl.UInt32, "near": pl.UInt32, "amounts": pl.UInt32, "ratings": pl.UInt32})
FLAGS = ("ok", "holding", "free", "unverified_high", "implausible")
UNAVAILABLE = (
    r"(?i)\bsold[\s_-]*out\b|\bout[\s_-]*of[\s_-]*(?:stock|order)\b|\b(?:do\s*not|don'?t)\s+(?:order|buy|purchase)\b"
    r"|\b(?:not|no\s+longer|currently\s+un|un)[\s-]?(?:available|in\s+stock)\b|\bon\s+hold\b|\bholding\s+price\b"
    r"|\bausverkauft\b|\bnicht\s+(?:bestellen|verf(?:ü|ue)gbar)\b|\bvergriffen\b"
    r"|\buitverkocht\b|\bniet\s+(?:bestellen|beschikbaar)\b|\bépuisée?s?\b|\bindisponibles?\b|\bne\s+pas\s+commander\b"
)
"""Words that say that nothing can be had, as a regular expression."""


def unavailable(listings: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """
    Return the statements that say that a listing cannot be ordered.

    Args:
        listings: ``listing_id, captured_at, title, description_sha256``.
        texts: ``sha256, body`` of the descriptions.

    Returns:
        ``listing_id, captured_at, in_title``, sorted; ``in_title`` is false where only the description says so.
    """
    said = texts.filter(pl.col("body").str.contains(UNAVAILABLE)).select("sha256").unique()
    in_text = listings.join(said, left_on="description_sha256", right_on="sha256", how="semi")
    in_title = listings.filter(pl.col("title").str.contains(UNAVAILABLE))
    both = pl.concat(
        [
            in_title.select("listing_id", "captured_at", in_title=pl.lit(value=True)),
            in_text.select("listing_id", "captured_at", in_title=pl.lit(value=False)),
        ]
    )
    return both.group_by("listing_id", "captured_at").agg(pl.col("in_title").any()).sort("listing_id", "captured_at")


def flag_prices(
    spells: pl.DataFrame,
    paid: pl.DataFrame,
    told: pl.DataFrame,
    bulk: pl.DataFrame,
    markups: pl.DataFrame | None = None,
    *,
    absolute_usd: float = ABSOLUTE_USD,
    relative: float = RELATIVE,
    unverified_usd: float = UNVERIFIED_USD,
    most_usd: float = MOST_USD,
) -> pl.DataFrame:
    """
    Flag each spell of one asked price.

    The reference ``b`` of a listing is the lowest of: the 25th percentile of its asked prices, one for each snapshot;
    the same of those with a new rating since the statement before; the same of the amounts paid for it, if these are
    three or more (of a listing whose prices are of one height, only if pages name it beside them).

    Candidates are prices above ``absolute_usd`` without a rating in their time; above ``relative * b`` or below ``b /
    relative``; of listings that say that nothing can be had (where only the description does, above ``1.5 b``); and of
    one digit repeated (``999`` and the like above ``3 b``, or when the listing never had another price and is not of
    bulk). A candidate near which an amount of its height was paid is a price, and so is one whose only fault is its
    digits or words and in whose time ratings lie. All other candidates are ``holding``, but a listing of bulk that is
    only dear is ``unverified_high``. A price above ``most_usd`` is ``implausible``, and so is a very high one that
    stands alone on its market, is not of bulk and was never paid (`ABSURD`).

    Args:
        spells: of `price_spells.price_spells`.
        paid: distinct reviews with what was paid, of `paid.with_paid`. Only those of one known listing count.
        told: of `unavailable`.
        bulk: ``listing_id, quantity_grams, quantity_units``: what one unit of the listing is, where it says so.
        markups: of `paid.markups`: a fee in the price hides ``9999``.
        absolute_usd: see `ABSOLUTE_USD`.
        relative: see `RELATIVE`.
        unverified_usd: see `UNVERIFIED_USD`.
        most_usd: see `MOST_USD`.

    Returns:
        The spells with ``price_flag``, one of `FLAGS`, and ``reference_usd`` (null where the listing has no price above
        0.05 USD), sorted by listing and time.
    """
    rows = spells.sort("listing_id", "first_at", "currency", "price").with_row_index("spell")
    moments = rows.select("listing_id", "first_at").unique().sort("listing_id", "first_at")
    moments = moments.with_columns(until=pl.col("first_at").shift(-1).over("listing_id"))
    rows = rows.join(moments, on=["listing_id", "first_at"], how="left", maintain_order="left")
    known = paid.filter(pl.col("listing_id").is_not_null())
    rows = rows.join(_references(rows, known), on="listing_id", how="left")
    rows = rows.join(_told(rows, told), on="spell", how="left")
    rows = rows.join(bulk.group_by("listing_id").agg(_is_bulk().any().alias("is_bulk")), on="listing_id", how="left")
    rows = rows.with_columns(pl.col("is_bulk").fill_null(value=False))
    if markups is not None:
        rows = rows.join(markups.unique("vendor", keep="first", maintain_order=True), on="vendor", how="left")
    markup = pl.col("markup").fill_null(1.0) if markups is not None else pl.lit(1.0)
    price, b = pl.col("price_usd"), pl.col("reference_usd")
    is_lone = pl.col("price_count") == 1
    repeats = (
        repeats_a_digit(pl.col("price"), _ROUNDING)
        | repeats_a_digit(price, _ROUNDING)
        | ((markup > 1 + _MARKUP_ERROR) & repeats_a_digit(pl.col("price") / markup, _MARKUP_ERROR))
    )
    absurd = ABSURD * _middle(rows, most_usd)
    rows = rows.with_columns(
        is_high=price > absolute_usd,
        is_beyond=price > most_usd,
        is_absurd=(price > max(absolute_usd, absurd)) & ~pl.col("is_bulk") & pl.lit(absurd > 0),
        is_far=(price > relative * b) | (price < b / relative),
        is_told=pl.when(pl.col("in_title")).then(statement=True).otherwise(price > _TOLD_RATIO * b)
        & pl.col("in_title").is_not_null(),
        is_repeated=repeats & ((price > _DIGITS_RATIO * b) | (is_lone & ~pl.col("is_bulk"))),
    )
    suspects = rows.filter(pl.any_horizontal("is_high", "is_far", "is_told", "is_repeated") | (price > unverified_usd))
    rows = rows.join(_evidence(suspects, known), on="spell", how="left")
    return rows.with_columns(price_flag=_decision(unverified_usd)).select(
        *spells.columns, "price_flag", "reference_usd"
    )


def repeats_a_digit(price: pl.Expr, error: float) -> pl.Expr:
    """
    Whether a price is 999, 1111, 2222 and so on up to 999999, or differs from it by no more than a share of it.

    Of three digits only 999 counts: 111 or 555 are ordinary prices.
    """
    repeated = [9 * 111.0] + [digit * (10**n - 1) / 9.0 for n in (4, 5, 6) for digit in range(1, 10)]
    return pl.any_horizontal(*[(price / number - 1).abs() <= error for number in repeated])


def _middle(rows: pl.DataFrame, most_usd: float) -> float:
    """The median of what each vendor asks in the middle, USD; 0 with too few vendors to tell."""
    asked = rows.filter(pl.col("price_usd").is_between(FREE_USD, most_usd)).drop_nulls("vendor")
    of_vendor = asked.group_by("vendor").agg(pl.col("price_usd").quantile(0.5, "lower"))["price_usd"]
    middle = of_vendor.median() if len(of_vendor) >= FEWEST_POOLED else None
    return middle if isinstance(middle, float) else 0.0


def _is_bulk() -> pl.Expr:
    return (pl.col("quantity_grams").fill_null(0) >= BULK) | (pl.col("quantity_units").fill_null(0) >= BULK)


def _references(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """``listing_id, reference_usd, price_count``."""
    priced = rows.filter(pl.col("price_usd") > FREE_USD)
    middle = known.select(
        "listing_id", at=pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2
    )
    ends = priced.select("listing_id", "last_at").unique().sort("last_at")
    reviewed = middle.sort("at").join_asof(
        ends, left_on="at", right_on="last_at", by="listing_id", strategy="forward", check_sortedness=False
    )
    amounts = known.filter(pl.col("paid_usd") > FREE_USD).select(
        "listing_id", "listing_source", price_usd="paid_usd", observation_count=pl.lit(1, pl.UInt32)
    )
    # few amounts, or matched ones beside prices of one height, may be of another listing
    is_sure = (pl.col("listing_source") == "page") | pl.col("listing_id").is_in(_leaping(priced).implode())
    amounts = amounts.filter(is_sure & (pl.len().over("listing_id") >= _FEW)).drop("listing_source")
    asked = priced.select("listing_id", "price_usd", "observation_count", "last_at")
    lows = [
        _first_quarter(part)
        for part in (asked, asked.join(reviewed, on=["listing_id", "last_at"], how="semi"), amounts)
    ]
    low = pl.concat(lows).group_by("listing_id").agg(reference_usd=pl.col("low").min())
    counts = rows.group_by("listing_id").agg(price_count=pl.len())
    return counts.join(low, on="listing_id", how="left")


def _leaping(priced: pl.DataFrame) -> pl.Series:
    """Listings whose asked prices are far apart."""
    span = priced.group_by("listing_id").agg(ratio=pl.col("price_usd").max() / pl.col("price_usd").min())
    return span.filter(pl.col("ratio") > _DIGITS_RATIO)["listing_id"]


def _first_quarter(prices: pl.DataFrame) -> pl.DataFrame:
    """The discrete 25th percentile of the prices of each listing, each as often as it was observed: ``low``."""
    ordered = prices.sort("listing_id", "price_usd").with_columns(
        reached=pl.col("observation_count").cum_sum().over("listing_id") * 4,
        all=pl.col("observation_count").sum().over("listing_id"),
    )
    reached = ordered.filter(pl.col("reached") >= pl.col("all"))
    return reached.group_by("listing_id").agg(low=pl.col("price_usd").min())


def _told(rows: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """The spells in which a listing says that nothing can be had: ``spell, in_title``."""
    spells = rows.select("listing_id", "first_at", "last_at", "spell")
    starts = spells.select("listing_id", "first_at").unique().sort("first_at")
    found = told.sort("captured_at").join_asof(
        starts,
        left_on="captured_at",
        right_on="first_at",
        by="listing_id",
        strategy="backward",
        check_sortedness=False,
    )
    within = found.join(spells, on=["listing_id", "first_at"]).filter(pl.col("captured_at") <= pl.col("last_at"))
    return within.group_by("spell").agg(pl.col("in_title").any())


def _evidence(suspects: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """
    What ratings say of a spell: ``near`` amounts confirm its price, of ``amounts``; ``ratings`` lie in its time.

    A spell's time ends when another price is first stated; ratings within it may be of orders from before it.
    """
    reviews = known.select("listing_id", "occurred_from", "occurred_to", "paid_usd").drop_nulls(
        ("listing_id", "occurred_from", "occurred_to")
    )
    spells = suspects.select("spell", "listing_id", "first_at", "until", "price_usd", "reference_usd")
    spells = spells.join(reviews.group_by("listing_id").len("rated"), on="listing_id")
    # of one listing all prices may be looked at against all ratings: so many pairs are there at a time
    blocks = spells.with_columns(block=pl.col("rated").cast(pl.Int64).cum_sum() // _PAIRS_AT_ONCE).partition_by("block")
    return pl.concat([_NO_EVIDENCE, *(_evidence_of(block, reviews) for block in blocks)])


def _evidence_of(spells: pl.DataFrame, reviews: pl.DataFrame) -> pl.DataFrame:
    both = spells.join(reviews, on="listing_id").filter(
        (pl.col("occurred_to") > pl.col("first_at"))
        & (pl.col("until").is_null() | (pl.col("occurred_from") < pl.col("until")))
    )
    is_low = pl.col("price_usd") < pl.col("reference_usd")
    confirms = (
        pl.when(is_low)
        .then(pl.col("paid_usd") < pl.col("reference_usd") / 2)
        .otherwise(pl.col("paid_usd") >= PAID_SHARE * pl.col("price_usd"))
    )
    found = both.group_by("spell").agg(
        near=confirms.sum(), amounts=pl.col("paid_usd").is_not_null().sum(), ratings=pl.len()
    )
    return found.cast(_NO_EVIDENCE.schema)


def _decision(unverified_usd: float) -> pl.Expr:
    price = pl.col("price_usd")
    near, amounts, ratings = (pl.col(name).fill_null(0) for name in ("near", "amounts", "ratings"))
    is_paid = (near > 0) & (near * 2 >= amounts)
    is_reviewed = (amounts == 0) & (ratings > 0)
    is_marked = (pl.col("is_told") | pl.col("is_repeated")) & ~is_reviewed
    is_dear = pl.col("is_high") & (ratings == 0)
    is_unverified = price > unverified_usd
    return (
        pl.when(price <= FREE_USD)
        .then(pl.lit("free"))
        .when(is_paid & ~pl.col("is_beyond"))
        .then(pl.lit("ok"))
        .when(pl.col("is_far") | is_marked)
        .then(pl.lit("holding"))
        .when(is_dear & ~pl.col("is_bulk"))
        .then(pl.lit("holding"))
        .when(pl.col("is_beyond") | pl.col("is_absurd"))
        .then(pl.lit("implausible"))
        .when(is_unverified)
        .then(pl.lit("unverified_high"))
        .otherwise(pl.lit("ok"))
    )
