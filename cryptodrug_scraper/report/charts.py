"""
Pictures of the report, as specifications of Vega-Lite made with Altair.

Colours are names of the page's own style (``var(--m1)`` and so on), so that one picture suits light, dark and print. No
picture tells things apart by colour alone: markets have a dash and grades a shape. How each is read stands under it
(``usermeta.reading``); one in which there is nothing to see (``usermeta.empty``) is not drawn, and the page says so.

A line and a band join months that follow one another. Where nothing is drawn, a word says why (`states`), and no
interval runs through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from cryptodrug_scraper.report.encoding import (
    DASHES,
    data_of,
    grade_shape,
    graded,
    grades,
    line_legend,
    market_colour,
    market_dash,
    market_shape,
    market_titles,
    tick_format,
    tooltips,
    whole_months,
    whole_spec,
)
from cryptodrug_scraper.report.states import said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptodrug_scraper.words.wording import Words

__all__ = ["bars", "calendar", "dots", "lines", "spread", "steps"]

_GRADE_COLOURS = ("var(--good)", "var(--fair)", "var(--poor)")
_HEIGHT = 220
_ROW = 22


def lines(
    frame: pl.DataFrame,
    words: Words,
    markets: Mapping[str, str],
    *,
    value: str,
    low: str,
    high: str,
    form: str,
    title: str,
) -> dict[str, Any]:
    """
    Draw a figure month by month, with its interval.

    Args:
        frame: ``market``, ``month``, ``grade`` and the three columns named.
        words: the language.
        markets: titles of markets, by code.
        value: the figure; months without it leave a gap, in the line and in the band.
        low: lower end of its interval.
        high: upper end.
        form: of its numbers (d3-format).
        title: of the axis.
    """
    rows = whole_months(frame).select(
        market_titles(markets).alias("market"),
        pl.col("month").dt.strftime("%Y-%m-%d"),
        pl.col(value).alias("value"),
        pl.col(low).alias("low"),
        pl.col(high).alias("high"),
        graded(words).alias("grade"),
        _runs(pl.col(value).is_not_null()).alias("run"),
        _runs(pl.col(value).is_not_null() & pl.col(low).is_not_null() & pl.col(high).is_not_null()).alias(
            "bounded_run"
        ),
    )
    base = alt.Chart(data_of(rows)).encode(
        x=alt.X(
            "month:T",
            title=None,
            scale=alt.Scale(type="utc"),
            axis=alt.Axis(format="%b %Y", labelAngle=0, labelOverlap=True, tickCount="month", grid=False),
        ),
        color=market_colour(markets, words, is_line=True),
    )
    y = alt.Y("value:Q", title=title, axis=alt.Axis(format=tick_format(form)), scale=alt.Scale(zero=True))
    band = base.mark_area(opacity=0.2).encode(
        y=alt.Y("low:Q", title=title), y2=alt.Y2("high:Q"), detail=alt.Detail("bounded_run:N")
    )
    band = band.transform_filter("isValid(datum.bounded_run)")
    line = base.mark_line(strokeWidth=2).encode(y=y, strokeDash=market_dash(markets, words), detail=alt.Detail("run:N"))
    line = line.transform_filter("isValid(datum.run)")
    error = base.mark_rule(opacity=0.7).encode(y=alt.Y("low:Q"), y2=alt.Y2("high:Q")).transform_filter(_BOUNDED)
    point = (
        base.mark_point(size=60, filled=True, opacity=1)
        .encode(y=y, shape=grade_shape(words), tooltip=tooltips(words, "month:T", form))
        .transform_filter(_SHOWN)
    )
    reading = "lines" if rows["low"].drop_nulls().len() else "lines_alone"
    seen = rows.select(pl.coalesce("value", "low")).to_series()  # an interval alone is a stroke
    return whole_spec(alt.layer(band, error, line, point), _HEIGHT, reading, seen)


def dots(
    frame: pl.DataFrame,
    words: Words,
    markets: Mapping[str, str],
    *,
    row: str,
    order: Sequence[str],
    value: str,
    low: str,
    high: str,
    form: str,
    title: str,
    mark_at: float | None = None,
    is_log: bool = False,
) -> dict[str, Any]:
    """
    Draw a point with its interval in each row, coloured by market; ``mark_at`` is a value to compare with.

    Rows without a value have a word instead of it, and no interval.
    """
    rows = frame.select(
        market_titles(markets).alias("market"),
        pl.col(row).alias("row"),
        pl.col(value).alias("value"),
        pl.col(low).alias("low"),
        pl.col(high).alias("high"),
        said(frame, words, value, (low, high)),
    )
    if is_log:
        rows = rows.with_columns(pl.when(pl.col(name) > 0).then(name).alias(name) for name in ("value", "low", "high"))
    scale = alt.Scale(type="log") if is_log else alt.Scale(zero=True)
    offset = alt.YOffset("market:N", sort=list(markets.values()))
    base = alt.Chart(data_of(rows)).encode(
        y=alt.Y("row:N", sort=list(order), title=None, axis=alt.Axis(labelExpr=_LINES, grid=True)),
        yOffset=offset,
        color=market_colour(markets, words),
    )
    rule = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title=title, scale=scale), x2=alt.X2("high:Q"))
    rule = rule.transform_filter(f"{_BOUNDED} && {_SHOWN}")
    point = base.mark_point(size=60, filled=True, opacity=1).encode(
        x=alt.X("value:Q", title=title, axis=alt.Axis(format=tick_format(form)), scale=scale),
        shape=market_shape(markets, words),
        tooltip=tooltips(words, "row:N", form),
    )
    layers = [rule, point.transform_filter(_SHOWN), _said(base)]
    if mark_at is not None:
        layers.insert(
            0,
            alt.Chart(data_of(pl.DataFrame({"value": [mark_at]})))
            .mark_rule(strokeDash=[4, 4], color="currentColor", opacity=0.6)
            .encode(x=alt.X("value:Q")),
        )
    height = max(1, len(order)) * _ROW * max(1, rows["market"].n_unique())
    return whole_spec(alt.layer(*layers), height, "dots" if mark_at is None else "dots_beside", rows["value"])


def bars(
    frame: pl.DataFrame,
    words: Words,
    markets: Mapping[str, str],
    *,
    row: str,
    order: Sequence[str],
    value: str,
    form: str,
    title: str,
) -> dict[str, Any]:
    """
    Draw a bar in each row for each market, with the interval of ``value`` (``value_low``, ``value_high``).

    Rows without a value have a word instead of it, and no interval.
    """
    rows = frame.select(
        market_titles(markets).alias("market"),
        pl.col(row).alias("row"),
        pl.col(value).alias("value"),
        pl.col(f"{value}_low").alias("low"),
        pl.col(f"{value}_high").alias("high"),
        said(frame, words, value),
    )
    base = alt.Chart(data_of(rows)).encode(
        y=alt.Y("row:N", sort=list(order), title=None, axis=alt.Axis(labelExpr=_LINES)),
        yOffset=alt.YOffset("market:N", sort=list(markets.values())),
    )
    bar = base.mark_bar().encode(
        x=alt.X("value:Q", title=title, axis=alt.Axis(format=tick_format(form))),
        color=market_colour(markets, words),
        tooltip=tooltips(words, "row:N", form),
    )
    rule = base.mark_rule(color="currentColor", opacity=0.7).encode(x=alt.X("low:Q", title=title), x2=alt.X2("high:Q"))
    rule = rule.transform_filter(f"{_BOUNDED} && {_SHOWN}")
    layers = [bar.transform_filter(_SHOWN), rule, _said(base)]
    height = max(1, len(order)) * _ROW * max(1, rows["market"].n_unique())
    return whole_spec(alt.layer(*layers), height, "bars", rows["value"])


def calendar(frame: pl.DataFrame, words: Words, markets: Mapping[str, str]) -> dict[str, Any]:
    """Draw when each market was looked at: a mark for each snapshot, by its grade."""
    rows = frame.select(
        market_titles(markets).alias("market"),
        pl.col("first_at").dt.strftime("%Y-%m-%dT%H:%M:%SZ").alias("day"),
        graded(words).alias("grade"),
        pl.col("listing_completeness").alias("value"),
    )
    chart = (
        alt.Chart(data_of(rows))
        .mark_point(size=110, filled=True, opacity=1)
        .encode(
            x=alt.X(
                "day:T",
                title=None,
                scale=alt.Scale(type="utc"),
                axis=alt.Axis(format="%b %Y", labelAngle=0, labelOverlap=True, tickCount="month"),
            ),
            y=alt.Y("market:N", title=None, sort=list(markets.values())),
            color=alt.Color(
                "grade:N",
                title=words("column.grade"),
                sort=grades(words),
                scale=alt.Scale(domain=grades(words), range=list(_GRADE_COLOURS)),
            ),
            shape=grade_shape(words),
            tooltip=[
                alt.Tooltip("market:N", title=words("column.market")),
                alt.Tooltip("utcyearmonthdate(day):T", title=words("column.first_at"), format="%d %b %Y"),
                alt.Tooltip("grade:N", title=words("column.grade")),
                alt.Tooltip("value:Q", title=words("column.listing_completeness"), format=".1%"),
            ],
        )
    )
    return whole_spec(chart, 40 * max(1, len(markets)), "calendar", rows["day"])


def spread(frame: pl.DataFrame, words: Words, markets: Mapping[str, str]) -> dict[str, Any]:
    """
    Draw by how many days pages of each snapshot were moved: the median, and from the lowest to the highest tenth.

    Args:
        frame: ``market, first_at, moved, days_least, days_median, days_most``.
        words: the language.
        markets: titles of markets, by code.
    """
    rows = frame.select(
        market_titles(markets).alias("market"),
        pl.col("first_at").dt.strftime("%Y-%m-%dT%H:%M:%SZ").alias("day"),
        pl.col("moved").alias("number"),
        pl.col("days_median").alias("value"),
        pl.col("days_least").alias("low"),
        pl.col("days_most").alias("high"),
    )
    base = alt.Chart(data_of(rows)).encode(
        x=alt.X(
            "day:T",
            title=None,
            scale=alt.Scale(type="utc"),
            axis=alt.Axis(format="%d %b %Y", labelAngle=0, labelOverlap=True, grid=False),
        ),
        color=market_colour(markets, words),
    )
    title = words("times.axis")
    rule = base.mark_rule(strokeWidth=2, opacity=0.7).encode(y=alt.Y("low:Q", title=title), y2=alt.Y2("high:Q"))
    point = base.mark_point(size=60, filled=True, opacity=1).encode(
        y=alt.Y("value:Q", title=title, scale=alt.Scale(zero=True)),
        shape=market_shape(markets, words),
        tooltip=[
            alt.Tooltip("market:N", title=words("column.market")),
            alt.Tooltip("utcyearmonthdate(day):T", title=words("column.first_at"), format="%d %b %Y"),
            alt.Tooltip("number:Q", title=words("column.moved"), format=",.0f"),
            alt.Tooltip("value:Q", title=words("column.days_median"), format=".1f"),
            alt.Tooltip("high:Q", title=words("column.days_most"), format=".1f"),
        ],
    )
    return whole_spec(alt.layer(rule, point), _HEIGHT, "spread", rows["value"])


def steps(frame: pl.DataFrame, words: Words, *, title: str, is_whole: bool) -> dict[str, Any]:
    """
    Draw curves that rise by steps: ``route``, ``days``, ``share``, ``share_low``, ``share_high``.

    Whole ones begin with nothing on day 0; others begin at the first step that is published, and have a point there.
    """
    rows = frame.select("route", pl.col("days").cast(pl.Float64), "share", "share_low", "share_high")
    routes = rows["route"].unique(maintain_order=True).sort()
    if is_whole:
        start = pl.DataFrame({"route": routes}).with_columns(
            pl.lit(0.0).alias(name) for name in ("days", "share", "share_low", "share_high")
        )
        rows = pl.concat([start, rows]).sort("route", "days")
    names = routes.to_list()
    colours = alt.Scale(domain=names, range=[f"var(--m{1 + place % 6})" for place in range(len(names))])
    dashes = alt.Scale(domain=names, range=[DASHES[place % len(DASHES)] for place in range(len(names))])
    base = alt.Chart(data_of(rows)).encode(
        x=alt.X(
            "days:Q",
            title=words("column.days"),
            scale=alt.Scale(domainMin=0),
            axis=alt.Axis(format="d", tickMinStep=7),
        ),
        color=alt.Color("route:N", title=words("column.route"), scale=colours, legend=line_legend()),
    )
    band = base.mark_area(opacity=0.15, interpolate="step-after").encode(
        y=alt.Y("share_low:Q", title=title, axis=alt.Axis(format=tick_format("%"))), y2=alt.Y2("share_high:Q")
    )
    line = base.mark_line(interpolate="step-after", strokeWidth=2).encode(
        y=alt.Y("share:Q", title=title, axis=alt.Axis(format=tick_format("%"))),
        strokeDash=alt.StrokeDash("route:N", title=words("column.route"), scale=dashes, legend=line_legend()),
    )
    point = base.mark_point(size=40, filled=True, opacity=1).encode(y=alt.Y("share:Q", title=title))
    return whole_spec(
        alt.layer(band, line, *([] if is_whole else [point])),
        _HEIGHT,
        "steps" if is_whole else "steps_of_many",
        rows["share"],
    )


_LINES = "length(datum.label) > 18 ? split(datum.label, ', ') : datum.label"
"""Long names of rows stand in several lines, so that the picture is as wide as can be on a phone."""
_SHOWN = "isValid(datum.value)"
_BOUNDED = "isValid(datum.low) && isValid(datum.high)"


def _said(base: Any) -> Any:  # noqa: ANN401
    """The word in place of what is not drawn."""
    text = base.mark_text(align="left", dx=4, fontSize=10).encode(x=alt.value(0), text=alt.Text("said:N"))
    return text.transform_filter("isValid(datum.said)")


def _runs(is_drawn: pl.Expr) -> pl.Expr:
    """A number for each run of months that follow one another in which something is drawn; months must be in order."""
    drawn = is_drawn & pl.col("grade").is_not_null() & (pl.col("grade") != "partial")
    return pl.when(drawn).then((~drawn).cast(pl.Int64).cum_sum().over("market"))
