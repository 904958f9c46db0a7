"""
Pairs of ratings that may be one before and after an edit: those near in time, and of these the most alike, one to one.

A page can show thousands of ratings of one buyer and day, of which each may be each. So ratings that agree in all that
decides are one *class*, however many they are; a class is held against a bounded number of others; and pairs are made
a block at a time. Work and memory grow with the number of ratings, and what a bound leaves out is counted.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["MOST_LOOKED_AT", "MOST_MATES", "Candidates", "candidates", "one_to_one"]

MOST_LOOKED_AT = 4096
"""Classes of ratings of the same buyer and list that a class is held against: those nearest in time."""
MOST_MATES = 256
"""Classes that a class may be one with: the most alike. Among more nothing tells which it is."""
_PAIRS_AT_ONCE = 1 << 18
_NEVER = -(1 << 62)


class Candidates(NamedTuple):
    """
    Classes that may be one.

    Attributes:
        pairs: ``late`` and ``gone`` (numbers of classes), ``same``, ``wait``, ``share``: how alike they are.
        late: the ratings of each class of ratings that came, in order.
        gone: those of each class of ratings that went.
        left_out: pairs of classes that were not looked at, or not kept, for a bound.
    """

    pairs: pl.DataFrame
    late: list[list[int]]
    gone: list[list[int]]
    left_out: int


def candidates(
    late: pl.DataFrame,
    gone: pl.DataFrame,
    by: Sequence[str],
    fit: pl.Expr,
    *,
    meets: bool,
    most_looked_at: int = MOST_LOOKED_AT,
    most_mates: int = MOST_MATES,
) -> Candidates:
    """
    Return the pairs of classes that fit.

    Args:
        late: ratings that came: ``review, low, high, first_at, amount``, the columns in ``by``, and what ``fit`` needs.
        gone: ratings that went: ``review, low, high, last_at, amount``, the same columns, and what ``fit`` needs.
        by: columns in which they must agree.
        fit: whether a pair may be one; columns of ``gone`` that ``late`` has too end in ``_old``.
        meets: whether the intervals of a pair must meet; else the one that went must end before the other begins.
        most_looked_at: see `MOST_LOOKED_AT`.
        most_mates: see `MOST_MATES`.
    """
    came, of_late = _classes(late, by, "late")
    went, of_gone = _classes(gone.join(late.select(by).unique(), on=list(by), how="semi"), by, "gone")
    end = "low" if meets else "high"
    width = (
        (pl.col("high") - pl.col("low")).cast(pl.Float64).clip(1).log(2).floor().cast(pl.Int16) if meets else pl.lit(0)
    )
    went = went.with_columns(width.alias("width")).sort(*by, "width", end, "gone").with_row_index("at")
    spans = went.group_by(*by, "width").agg(
        (pl.col("high") - pl.col("low")).max().alias("widest"), pl.col("at").min().alias("first")
    )
    asked = came.select("late", *by, "low", "high").join(spans, on=list(by))
    begin = pl.col("low") - pl.col("widest") if meets else pl.lit(_NEVER)
    asked = asked.with_columns(after=begin, until=pl.col("high") if meets else pl.col("low") + 1)
    places = went.select(*by, "width", "at", end)
    # of those that begin after one instant and before another, the places of the first and of the last
    for name, bound, strategy in (("from", "after", "forward"), ("to", "until", "backward")):
        asked = asked.sort(bound).join_asof(
            places.rename({"at": name, end: f"{name}_{end}"}).sort(f"{name}_{end}"),
            left_on=bound,
            right_on=f"{name}_{end}",
            by=[*by, "width"],
            strategy=strategy,  # type: ignore[arg-type]
            allow_exact_matches=False,
            check_sortedness=False,
        )
    return _fitting(asked.sort("late", "width"), came, went, fit, most_looked_at, most_mates)._replace(
        late=of_late, gone=of_gone
    )


def _classes(rows: pl.DataFrame, by: Sequence[str], name: str) -> tuple[pl.DataFrame, list[list[int]]]:
    """Ratings that agree in all but their number, as one row each, and the numbers."""
    same = [column for column in rows.columns if column != "review"]
    classes = (
        rows.group_by(same)
        .agg(pl.col("review").unique().sort())
        .sort(*by, pl.col("review").list.first())
        .with_row_index(name)
    )
    return classes.drop("review"), classes["review"].to_list()


def _fitting(
    asked: pl.DataFrame, came: pl.DataFrame, went: pl.DataFrame, fit: pl.Expr, most_looked_at: int, most_mates: int
) -> Candidates:
    first, last = pl.col("from").cast(pl.Int64), pl.col("to").cast(pl.Int64)
    count = last - first + 1
    asked = asked.filter(count > 0).select("late", first, last, count=count)
    left_out = int((asked["count"] - most_looked_at).clip(0).sum())
    asked = asked.with_columns(pl.max_horizontal("from", pl.col("to") + 1 - most_looked_at).alias("from"))
    running = (pl.col("to") - pl.col("from") + 1).cum_sum()
    blocks = asked.with_columns(block=running // _PAIRS_AT_ONCE).partition_by("block", maintain_order=True)
    found = [_NO_PAIRS]
    for block in blocks:
        pairs = (
            block.select("late", at=pl.int_ranges("from", pl.col("to") + 1))
            .explode("at", empty_as_null=False, keep_nulls=False)
            .with_columns(pl.col("at").cast(pl.UInt32))
            .join(came, on="late")
            .join(went.drop("width"), on="at", suffix="_old")
            .filter(fit)
        )
        alike = pairs.select("late", "gone", *_ALIKE)
        kept = _most_alike(alike, most_mates)
        left_out += alike.height - kept.height
        found.append(kept)
    all_kept = pl.concat(found)
    kept = _most_alike(all_kept, most_mates)  # the pairs of a class may lie in several blocks
    return Candidates(kept, [], [], left_out + all_kept.height - kept.height)


def _most_alike(pairs: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return so many of the pairs of each class: same amount, least time between, most of the interval shared."""
    if not pairs.height or pairs["late"].unique_counts().max() <= most:  # type: ignore[operator]
        return pairs
    order = pairs.sort("late", "same", "wait", "share", "gone", descending=[False, True, False, True, False])
    return order.group_by("late", maintain_order=True).head(most).select(pairs.columns)


_OVERLAP = pl.min_horizontal("high", "high_old") - pl.max_horizontal("low", "low_old")
_SHORTER = pl.min_horizontal(pl.col("high") - pl.col("low"), pl.col("high_old") - pl.col("low_old"))
_ALIKE = (
    (pl.col("amount") == pl.col("amount_old")).fill_null(value=False).alias("same"),
    (pl.col("first_at") - pl.col("last_at")).alias("wait"),
    (_OVERLAP / _SHORTER).alias("share"),
)
_NO_PAIRS = pl.DataFrame(
    schema={
        "late": pl.UInt32,
        "gone": pl.UInt32,
        "same": pl.Boolean,
        "wait": pl.Duration("us"),
        "share": pl.Float64,
    }
)


def one_to_one(found: Candidates) -> list[tuple[int, int]]:
    """
    Pair ratings, the most alike classes first and in each the first rating that came with the first that went.

    Returns:
        The later and the earlier rating of each pair; each is the later of one pair at most, and the earlier of one.
    """
    ranked = found.pairs.sort("same", "wait", "share", "late", "gone", descending=[True, False, True, False, False])
    later: set[int] = set()
    before: set[int] = set()
    queues = [_Queue(ratings) for ratings in found.gone]
    links = []
    for ties in _ties(ranked):
        mates: dict[int, list[int]] = defaultdict(list)
        for came, went in ties:
            mates[came].append(went)
        ratings = sorted((review, came) for came in mates for review in found.late[came] if review not in later)
        for review, came in ratings:
            if review in later:
                continue
            free = [queues[went].first(before, review) for went in mates[came]]
            old = min((each for each in free if each is not None), default=None)
            if old is not None:
                later.add(review)
                before.add(old)
                links.append((review, old))
    return links


def _ties(ranked: pl.DataFrame) -> Iterator[list[tuple[int, int]]]:
    """Pairs of classes that are equally alike, at a time."""
    alike: list[object] | None = None
    ties: list[tuple[int, int]] = []
    for came, went, *rank in ranked.iter_rows():
        if ties and rank != alike:
            yield ties
            ties = []
        alike = rank
        ties.append((came, went))
    if ties:
        yield ties


class _Queue:
    """The ratings of a class that are not taken yet, in order."""

    __slots__ = ("_place", "_ratings")

    def __init__(self, ratings: list[int]) -> None:
        self._ratings = ratings
        self._place = 0

    def first(self, taken: set[int], other: int) -> int | None:
        """The first that is not taken, and is not the other one."""
        ratings = self._ratings
        while self._place < len(ratings) and ratings[self._place] in taken:
            self._place += 1
        rest = (ratings[place] for place in range(self._place, len(ratings)))
        return next((each for each in rest if each != other and each not in taken), None)
