"""How well rows were put together, by pairs of rows."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

__all__ = ["Scores", "scores"]


class Scores(NamedTuple):
    """
    Precision, recall and their harmonic mean over pairs of rows with words of their own, since rows with a default text
    can stand for each other; and of all rows how many ratings were found, and how many there are.
    """

    f1: float
    precision: float
    recall: float
    found: int
    true: int
    rows: int


def scores(rows: pl.DataFrame, clusters: pl.DataFrame) -> Scores:
    """
    Hold clusters of rows against the truth.

    Args:
        rows: ``row, truth, words`` (null: none).
        clusters: ``row, cluster``; rows of one cluster are thought to be of one rating.
    """
    both = rows.select("row", "truth", "words").join(clusters, on="row")
    worded = both.drop_nulls("words")
    right, found, true = (_pairs(worded, by) for by in (["truth", "cluster"], ["cluster"], ["truth"]))
    precision, recall = right / max(found, 1), right / max(true, 1)
    counts = both["cluster"].n_unique(), both["truth"].n_unique(), both.height
    return Scores(2 * right / max(found + true, 1), precision, recall, *counts)


def _pairs(rows: pl.DataFrame, by: list[str]) -> int:
    sizes = rows.group_by(by).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())
