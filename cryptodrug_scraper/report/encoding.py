"""What pictures of the report have in common: colours, dashes and shapes, their legends, and what the pointer tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.words.wording import Words

__all__ = [
    "DASHES",
    "data_of",
    "grade_shape",
    "graded",
    "grades",
    "line_legend",
    "market_colour",
    "market_dash",
    "market_shape",
    "market_titles",
    "tick_format",
    "tooltips",
    "whole_months",
    "whole_spec",
]

DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4])
_GRADES = ("complete", "usable", "partial")
_SHAPES = ("circle", "square", "cross")
_MARKET_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


def whole_spec(chart: Any, height: int, reading: str, values: pl.Series) -> dict[str, Any]:  # noqa: ANN401  # no types
    """The specification, as wide as its place in the page, with how it is read, and whether there is anything in it."""
    whole = chart.properties(width="container", height=height, background="transparent")
    spec: dict[str, Any] = whole.to_dict(validate=False)
    spec.pop("$schema", None)
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec["usermeta"] = {"reading": reading, "empty": not values.drop_nulls().len()}
    return spec


def tick_format(form: str) -> str:
    """The format of ticks, which must differ however near they are."""
    if form.startswith("~"):
        return form
    return "~%" if form.endswith("%") else ",~f"


def data_of(rows: pl.DataFrame) -> Any:  # noqa: ANN401
    """The rows of a picture, within its specification."""
    return alt.InlineData(values=rows.to_dicts())


def market_titles(markets: Mapping[str, str]) -> pl.Expr:
    """The title of each market."""
    return pl.col("market").replace_strict(dict(markets), default=pl.col("market"), return_dtype=pl.Utf8)


def graded(words: Words) -> pl.Expr:
    """The word of each grade."""
    return pl.col("grade").replace_strict(
        {grade: words(f"grade.{grade}") for grade in _GRADES}, default=None, return_dtype=pl.Utf8
    )


def grades(words: Words) -> list[str]:
    """The words of the grades, the best first."""
    return [words(f"grade.{grade}") for grade in _GRADES]


def line_legend() -> Any:  # noqa: ANN401
    """Lines in the legend, with their dashes, and not points."""
    return alt.Legend(symbolType="stroke", symbolSize=500, symbolStrokeWidth=2.5)


def market_colour(markets: Mapping[str, str], words: Words, *, is_line: bool = False) -> Any:  # noqa: ANN401
    """The colour of each market."""
    legend = line_legend() if is_line else alt.Undefined
    names = list(markets.values())
    colours = [f"var(--m{1 + place % 6})" for place in range(len(names))]
    scale = alt.Scale(domain=names, range=colours)
    return alt.Color("market:N", title=words("column.market"), sort=names, scale=scale, legend=legend)


def market_dash(markets: Mapping[str, str], words: Words) -> Any:  # noqa: ANN401
    """The dash of each market's line."""
    names = list(markets.values())
    dashes = [DASHES[place % len(DASHES)] for place in range(len(names))]
    return alt.StrokeDash(
        "market:N",
        title=words("column.market"),
        sort=names,
        scale=alt.Scale(domain=names, range=dashes),
        legend=line_legend(),
    )


def market_shape(markets: Mapping[str, str], words: Words) -> Any:  # noqa: ANN401
    """The shape of each market's points, in the legend of its colour, which has the same title and names."""
    names = list(markets.values())
    shapes = [_MARKET_SHAPES[place % len(_MARKET_SHAPES)] for place in range(len(names))]
    scale = alt.Scale(domain=names, range=shapes)
    return alt.Shape("market:N", title=words("column.market"), sort=names, scale=scale)


def grade_shape(words: Words) -> Any:  # noqa: ANN401
    """The shape of each grade."""
    return alt.Shape(
        "grade:N",
        title=words("column.grade"),
        sort=grades(words),
        scale=alt.Scale(domain=grades(words), range=list(_SHAPES)),
    )


def tooltips(words: Words, of: str, form: str) -> list[Any]:
    """What the pointer tells: market, row or month, value and interval."""
    first = (
        alt.Tooltip("utcyearmonth(month):T", title=words("column.month"), format="%b %Y")
        if of == "month:T"
        else (alt.Tooltip(of, title=" "))
    )
    return [
        alt.Tooltip("market:N", title=words("column.market")),
        first,
        alt.Tooltip("value:Q", title=words("column.value"), format=form),
        alt.Tooltip("low:Q", title=words("column.low"), format=form),
        alt.Tooltip("high:Q", title=words("column.high"), format=form),
    ]


def whole_months(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows, with empty ones for months between that have none, so that no line crosses them."""
    if frame.is_empty():
        return frame
    spans = frame.group_by("market").agg(pl.col("month").min().alias("first"), pl.col("month").max().alias("last"))
    months = spans.select("market", pl.date_ranges("first", "last", interval="1mo").alias("month")).explode("month")
    return months.join(frame, on=["market", "month"], how="left").sort("market", "month")
