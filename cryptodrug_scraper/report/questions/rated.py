"""The step from ratings to sales: how many ratings, ratings for each sale, and the sales that they make."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.counts import rounded_to
from cryptodrug_scraper.disclosure.rated import OF_COUNTRY, OF_MARKET, ratings_of_many
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.explored import explored
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.parts import Figure
from cryptodrug_scraper.report.small import HIDDEN
from cryptodrug_scraper.report.states import noted
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from cryptodrug_scraper.report.parts import Study

__all__ = ["rated"]

_SQL = statement(__package__, "rated")
_SIDES = (("part", ""), ("whole", "all_"))


def rated(study: Study) -> Figure:
    """Return the table, and in a sentence for each market the month with most ratings of which all is known."""
    words = study.words
    answer = study.ask(_SQL)
    rows = _public(study, answer.frame)
    of_market = (name for name in OF_MARKET if name != "all_vendor_count")
    columns = table_columns(words, "market", "month", *OF_COUNTRY, *of_market, "grade")
    return Figure(
        "levels-rated",
        words("rated.title"),
        rows,
        columns,
        answer.sql,
        [words("rated.what"), *_sentences(study, rows)],
        facts(study, rows, interval="here", definition=words("rated.definition")),
        explore=explored("rated_sales", study.scope),
    )


def _public(study: Study, frame: pl.DataFrame) -> pl.DataFrame:
    if study.scope.is_identified:
        return frame.drop("other_vendor_count").with_columns(pl.lit(value=False).alias(HIDDEN))

    def is_withheld(kind: str, market: str, month: object) -> bool:
        return study.hidden.month(kind, market, "transactions", month)

    rows = rounded_to(ratings_of_many(frame, is_withheld, hidden=HIDDEN), "vendor_count", "all_vendor_count")
    return noted(frame, rows)


def _sentences(study: Study, rows: pl.DataFrame) -> list[str]:
    told = []
    for (market,), months in rows.group_by("market", maintain_order=True):
        for side, of in _SIDES:
            whole = months.drop_nulls([f"{of}rate", f"{of}rate_low", f"{of}rate_high"])
            if whole.height:
                most = whole.sort(f"{of}rating_count", "month", descending=[True, False]).row(0, named=True)
                told.append(_sentence(study, str(market), side, of, most))
    return told


def _sentence(study: Study, market: str, side: str, of: str, row: dict[str, object]) -> str:
    words = study.words
    number = partial(_number, row, of)
    return words(
        f"rated.{side}",
        market=study.called(market),
        country=words.named(study.scope.country),
        month=words.month(row["month"]),  # type: ignore[arg-type]  # a date
        ratings=words.many("rated.ratings", number("rated" if side == "part" else "rating_count")),
        rate=words.decimal(number("rate")),
        low=words.decimal(number("rate_low")),
        high=words.decimal(number("rate_high")),
        sales=words.number(number("sales")),
    )


def _number(row: dict[str, object], of: str, name: str) -> float:
    """A number of a row that is there."""
    return float(row[f"{of}{name}"])  # type: ignore[arg-type]
