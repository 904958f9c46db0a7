"""Pictures: what is joined, what stands where nothing is drawn, and that each says how it is read."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from cryptodrug_scraper.report.charts import bars, dots, lines, steps
from cryptodrug_scraper.report.small import HIDDEN, points
from cryptodrug_scraper.report.states import noted, state
from cryptodrug_scraper.words.wording import LANGUAGES, Words
from tests.report.test_too_few import MARKETS, drawn

ENDS: dict[str, Any] = {"value": "value", "low": "low", "high": "high"}


def months(*rows: tuple[int, float | None, float | None, str]) -> pl.DataFrame:
    """Rows of Dream by month, value, width of the interval and grade."""
    known = [
        ("dream", date(2019, month, 1), value, None if value is None or width is None else value - width,
         None if value is None or width is None else value + width, grade)
        for month, value, width, grade in rows
    ]  # fmt: skip
    schema = {"market": pl.String, "month": pl.Date, **dict.fromkeys(("value", "low", "high"), pl.Float64)}
    return pl.DataFrame(known, {**schema, "grade": pl.String}, orient="row")


def runs(frame: pl.DataFrame, name: str) -> list[list[int]]:
    """The months that one line or band joins."""
    found: dict[int, list[int]] = {}
    for row in drawn(lines(frame, Words("en"), MARKETS, **ENDS, form=".0%", title="")):
        if row[name] is not None:
            found.setdefault(row[name], []).append(int(row["month"][5:7]))
    return list(found.values())


def test_lines_and_bands_join_months_that_follow_one_another() -> None:
    frame = months(
        (1, 0.2, 0.1, "complete"), (2, 0.3, 0.1, "usable"), (3, None, None, "complete"), (4, 0.2, 0.1, "complete"),
        (5, 0.2, None, "complete"), (6, 0.2, 0.1, "complete"), (7, 0.2, 0.1, "partial"), (8, 0.2, 0.1, "complete"),
        (10, 0.2, 0.1, "complete"),
    )  # fmt: skip
    assert runs(frame, "run") == [[1, 2], [4, 5, 6], [8], [10]]
    assert runs(frame, "bounded_run") == [[1, 2], [4], [6], [8], [10]]


def test_a_band_does_not_go_over_from_one_market_to_the_next() -> None:
    dream = months((1, 0.2, 0.1, "complete"), (2, 0.2, 0.1, "complete"))
    both = pl.concat([dream, dream.with_columns(pl.lit("empire").alias("market"))])
    rows = drawn(lines(both, Words("en"), MARKETS, **ENDS, form=".0%", title=""))
    assert {row["market"] for row in rows if row["run"] is not None} == {"Dream", "Empire"}
    for layer in lines(both, Words("en"), MARKETS, **ENDS, form=".0%", title="")["layer"][:3:2]:
        assert "detail" in layer["encoding"]
        assert layer["encoding"]["color"]["field"] == "market"  # another colour is another line


RAW = pl.DataFrame(
    {
        "market": ["dream", "empire", "wallstreet", "dream"],
        "row": ["a", "a", "a", "b"],
        "value": [0.2, 0.9, 0.4, None],
        "value_low": [0.1, 0.0, 0.3, None],
        "value_high": [0.3, 1.0, 0.5, None],
        "vendor_count": [30, 30, 3, 40],
    }
)
"""One that is told, one that is too few to say, one of three vendors, and one that is not known."""
ENDS_OF_VALUE = ("value_low", "value_high")


def shown() -> pl.DataFrame:
    """The rows as they are published."""
    is_enough = pl.col("vendor_count") >= 5
    names = ("value", *ENDS_OF_VALUE, "vendor_count")
    hidden = RAW.with_columns(
        (~is_enough).alias(HIDDEN), *(pl.when(is_enough).then(name).alias(name) for name in names)
    )
    return noted(RAW, hidden)


def drawn_points() -> pl.DataFrame:
    """The rows as they are drawn."""
    return points(shown(), "share", "value", ENDS_OF_VALUE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_is_drawn_a_word_says_why_and_no_interval_runs_through_it(language: str) -> None:
    words = Words(language)
    ends: dict[str, Any] = {"value": "value", "low": "value_low", "high": "value_high"}
    found = drawn_points()
    pictures = [
        dots(found, words, MARKETS, row="row", order=["a", "b"], **ends, form=".0%", title=""),
        bars(found, words, MARKETS, row="row", order=["a", "b"], value="value", form=".0%", title=""),
    ]
    expected = [None, words("untold.cell"), words("small.cell"), words("small.unknown")]
    assert len(set(expected)) == 4
    for spec in pictures:
        assert [row["said"] for row in drawn(spec)] == expected
        for layer in spec["layer"]:
            filters = [each["filter"] for each in layer.get("transform", ())]
            is_interval = layer["mark"] == "rule" or layer["mark"].get("type") == "rule"
            assert not is_interval or any("isValid(datum.value)" in each for each in filters)
        assert spec["usermeta"]["empty"] is False


def test_three_states_have_three_words_and_one_function_decides() -> None:
    rows = drawn_points().to_dicts()
    assert [state(row, "value") for row in rows] == ["shown", "untold", "withheld", "unknown"]
    assert [state(row, "value_low") for row in rows] == ["shown", "shown", "withheld", "unknown"]
    assert state(shown().to_dicts()[1], "value", "share", ENDS_OF_VALUE) == "untold"


def test_a_bound_that_is_absent_is_not_known_also_where_the_row_is_withheld() -> None:
    raw = pl.DataFrame({"value": [7.0], "low": [None], "vendor_count": [3]}, schema_overrides={"low": pl.Float64})
    gone = raw.with_columns(pl.lit(value=True).alias(HIDDEN), pl.lit(None, pl.Float64).alias("value"))
    (row,) = noted(raw, gone).to_dicts()
    assert [state(row, name) for name in ("value", "low")] == ["withheld", "unknown"]


def test_a_picture_without_a_number_is_empty_and_every_picture_says_how_it_is_read() -> None:
    words = Words("en")
    nothing = drawn_points().filter(pl.col("value").is_null())
    spec = bars(nothing, words, MARKETS, row="row", order=["a", "b"], value="value", form=".0%", title="")
    assert spec["usermeta"]["empty"] is True
    assert words(f"legend.{spec['usermeta']['reading']}")


def test_arrivals_are_drawn_from_day_nought() -> None:
    frame = pl.DataFrame(
        {"route": ["a"], "days": [21.0], "share": [0.2], "share_low": [0.1], "share_high": [0.4]}
    )  # one step alone would be no line
    spec = steps(frame, Words("en"), title="", is_whole=False)
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domainMin"] == 0
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["area", "line", "point"]
