"""
Specification curves: points sorted by their figure with their intervals, and below which choices each of them takes.

Specifications that are not defensible stand apart, right of a line (Simonsohn, Simmons and Nelson 2020). As in
`charts`, colours are names of the page's style, and no verdict is told by colour alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from cryptodrug_scraper.report.encoding import data_of, tick_format, whole_spec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.words.wording import Words

__all__ = ["curve"]

_HEIGHT, _GAP, _ROW, _APART = 190, 14, 15, 1.5
"""Of the points, between them and the choices, and of a choice, in pixels; and between both kinds, in points."""
_VERDICTS = {
    "agrees": ("var(--good)", "circle"),
    "disagrees": ("var(--poor)", "cross"),
    "cannot_tell": ("var(--fair)", "square"),
    "other_window": ("var(--soft)", "diamond"),
    "no_claim": ("var(--m1)", "triangle-up"),
}
"""By verdict, the colour and the shape of a point."""


def curve(
    frame: pl.DataFrame,
    words: Words,
    *,
    names: Sequence[tuple[str, str]],
    form: str,
    title: str,
    limit: float | None = None,
) -> dict[str, Any]:
    """
    Draw the points of one figure.

    Args:
        frame: ``value, low, high, verdict, fails, is_usual``, ``taken`` (the names of the choices that each takes) and
            ``said`` (the same in words); each row has a value.
        words: the language.
        names: of all choices, in their order, each with what it is called in the picture.
        form: of its numbers (d3-format).
        title: of the axis.
        limit: what the claim compares with.
    """
    rows = frame.with_columns(is_apart=pl.col("fails").is_not_null()).sort("is_apart", "value", "said")
    first = rows.filter(~pl.col("is_apart")).height
    rows = rows.with_row_index("rank").with_columns(
        pl.col("rank").cast(pl.Float64) + pl.when("is_apart").then(_APART).otherwise(0.0)
    )
    called = dict(names)
    taken = rows.select("rank", "is_apart", "is_usual", choice="taken").explode("choice").drop_nulls("choice")
    taken = taken.filter(pl.col("choice").is_in(list(called)))
    shown = [name for code, name in names if code in set(taken["choice"])]
    taken = taken.with_columns(pl.col("choice").replace_strict(called, return_dtype=pl.String))
    told = rows.select(
        "rank", "value", "low", "high", "is_usual", "is_apart", "said",
        pl.col("verdict").replace_strict({code: words(f"verdict.{code}") for code in _VERDICTS}, default=None),
    )  # fmt: skip
    last = max(1.0, float(rows["rank"].max() or 0))  # type: ignore[arg-type]
    along = alt.X("rank:Q", axis=None, scale=alt.Scale(domain=[-0.5, last + 0.5], nice=False, zero=False))
    layers = [_points(told, words, along, form, title, limit)]
    height = _HEIGHT + _GAP + _ROW * len(shown)
    layers.append(_choices(taken, shown, along, height))
    if 0 < first < rows.height:
        line = alt.Chart(alt.InlineData(values=[{"rank": first - 0.5 + _APART / 2}]))
        layers.append(
            line.mark_rule(color="currentColor", strokeDash=[2, 3]).encode(
                x=along, y=alt.value(0), y2=alt.value(height)
            )
        )
    whole = alt.layer(*layers).resolve_scale(y="independent")
    return whole_spec(whole, height, "curve" if limit is None else "curve_limit", rows["value"])


def _points(told: pl.DataFrame, words: Words, along: Any, form: str, title: str, limit: float | None) -> Any:  # noqa: ANN401
    scale = alt.Scale(range=[_HEIGHT, 0], zero=False, nice=True)
    y = alt.Y("value:Q", title=title, scale=scale, axis=alt.Axis(format=tick_format(form), tickCount=5))
    found = [code for code in _VERDICTS if words(f"verdict.{code}") in set(told["verdict"])]
    known = [words(f"verdict.{code}") for code in found]
    looks = [_VERDICTS[code] for code in found]
    base = alt.Chart(data_of(told)).encode(x=along)
    bounded = "isValid(datum.low) && isValid(datum.high)"
    rule = base.mark_rule(opacity=0.55, color="currentColor").encode(
        y=alt.Y("low:Q", title=title, scale=scale), y2=alt.Y2("high:Q")
    )
    usual = base.mark_point(size=190, strokeWidth=1.5, filled=False, color="currentColor", opacity=1).encode(y=y)
    point = base.mark_point(size=44, filled=True, opacity=1).encode(
        y=y,
        color=alt.Color(
            "verdict:N",
            title=words("column.verdict"),
            sort=known,
            scale=alt.Scale(domain=known, range=[c for c, _ in looks]),
        ),
        shape=alt.Shape(
            "verdict:N",
            title=words("column.verdict"),
            sort=known,
            scale=alt.Scale(domain=known, range=[s for _, s in looks]),
        ),
        tooltip=[
            alt.Tooltip("said:N", title=words("robust.specification")),
            alt.Tooltip("value:Q", title=words("column.value"), format=form),
            alt.Tooltip("low:Q", title=words("column.low"), format=form),
            alt.Tooltip("high:Q", title=words("column.high"), format=form),
            alt.Tooltip("verdict:N", title=words("column.verdict")),
        ],
    )
    layers = [rule.transform_filter(bounded), usual.transform_filter("datum.is_usual"), point]
    if limit is not None:
        at = alt.Chart(alt.InlineData(values=[{"limit": limit}]))
        layers.insert(
            0, at.mark_rule(color="var(--poor)", strokeDash=[6, 3]).encode(y=alt.Y("limit:Q", title=title, scale=scale))
        )
    return alt.layer(*layers)


def _choices(taken: pl.DataFrame, shown: Sequence[str], along: Any, height: int) -> Any:  # noqa: ANN401
    place = alt.Y(
        "choice:N",
        title=None,
        sort=list(shown),
        scale=alt.Scale(domain=list(shown), range=[_HEIGHT + _GAP, height]),
        axis=alt.Axis(orient="left", grid=False, domain=False, ticks=False, labelFontSize=11),
    )
    marks = alt.Chart(data_of(taken)).mark_square(size=26, opacity=1, color="currentColor")
    return marks.encode(x=along, y=place)
