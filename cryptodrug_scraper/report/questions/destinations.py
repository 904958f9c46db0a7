"""Where the country's vendors send, and where they refuse to."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.counts import MOVED_BY, rounded, rounded_to, rounded_whole, whole_moved
from cryptodrug_scraper.disclosure.threshold import few
from cryptodrug_scraper.measures.places.regions import region_table
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.maps import world_map
from cryptodrug_scraper.report.parts import Chart, Figure, Section
from cryptodrug_scraper.report.questions.placed import ask_of_places
from cryptodrug_scraper.report.small import HIDDEN, hide_marked, hide_small, points, sayable, with_rounded_share
from cryptodrug_scraper.report.states import noted
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from cryptodrug_scraper.report.parts import Study

__all__ = ["destinations"]

_REACH = statement(__package__, "reach")
_MOVED = "moved"
_NAMED = ("named_low", "named_high")
_PLACES = statement(__package__, "excluded_places")


def destinations(study: Study) -> Section:
    """Return how far vendors send, and for each country how many send there and how many refuse."""
    words = study.words
    reach, headlines = _reach(study)
    whole = reach.frame.filter((pl.col("market") == "all") & (pl.col("reach") == "excludes_any"))["total"].drop_nulls()
    excluded, more = _places(study, None if whole.is_empty() else whole[0])
    return Section(
        "destinations",
        words("destinations.title"),
        [reach, *excluded],
        [words("destinations.lead")],
        [*headlines, *more],
    )


def _reach(study: Study) -> tuple[Figure, list[str]]:
    words, scope = study.words, study.scope
    answer = ask_of_places(study, _REACH)
    hidden = answer.frame.select(few("total")).to_series()
    rows = hide_marked(answer.frame, ["total", "share", "low", "high"], hidden, is_identified=scope.is_identified)
    if not scope.is_identified:
        rows = _of_markets(rows)
        rows = with_rounded_share(rows, "vendor_count", "total", reached="reached", moved=_MOVED).drop(_MOVED)
    rows = noted(answer.frame, rows).with_columns(
        pl.col("reach")
        .replace_strict(
            {name: words(f"reach.{name}") for name in rows["reach"].unique()},
            default=pl.col("reach"),
            return_dtype=pl.Utf8,
        )
        .alias("name")
    )
    sentences = [
        words(
            f"destinations.{row['reach']}",
            value=words.number(row["vendor_count"]),
            total=words.number(row["total"]),
            share=words.percent(row["share"]),
            low=words.percent(row["low"]),
            high=words.percent(row["high"]),
            country=words.named(scope.country),
        )
        for row in sayable(rows, "share", "share", ("low", "high"), ("vendor_count", "total"))
        .filter(
            (pl.col("market") == "all")
            & ~pl.col("is_hidden")
            & pl.col("reach").is_in(["world_or_europe", "excludes_any"])
        )
        .iter_rows(named=True)
    ]
    columns = table_columns(
        words, "market", ("name", "reach"), "vendor_count", "total", "share", "low", "high", "grade"
    )
    figure = Figure(
        "destinations-reach",
        words("destinations.reach"),
        rows,
        columns,
        answer.sql,
        sentences,
        facts(study, rows, interval="here", definition=words(f"definition.{scope.definition}")),
    )
    return figure, sentences


def _of_markets(rows: pl.DataFrame) -> pl.DataFrame:
    """
    Rows whose numbers of all markets are those of the markets as they are published: what is hidden stays so. No number
    is more than that of which it is; `_MOVED` is how far it is at most from what it was.
    """
    is_all, name = pl.col("market") == "all", "vendor_count"
    rows = rows.with_columns(rounded("total").cast(rows.schema["total"]))  # of which few are in no row alone
    if rows.is_empty():
        return rows.with_columns(pl.lit(float(MOVED_BY)).alias(_MOVED))
    parts = rounded_to(rows, name).filter(~is_all).pivot("market", index="reach", values=name)
    markets = parts.columns[1:]
    whole = rows.filter(is_all).select("reach", name, "total").join(parts, on="reach")
    whole = whole.with_columns(pl.min_horizontal(rounded_whole(name, *markets), "total").alias("whole"))
    whole = whole.select("reach", "whole", whole_moved("whole", *markets).alias(_MOVED))
    own = pl.when(is_all).then("whole").otherwise(rounded(name)).cast(rows.schema[name])
    found = rows.join(whole, on="reach", how="left", maintain_order="left").with_columns(
        own.alias(name), pl.when(is_all).then(_MOVED).otherwise(pl.lit(float(MOVED_BY))).alias(_MOVED)
    )
    return found.drop("whole").with_columns((pl.col(HIDDEN) | pl.col(name).is_null()).alias(HIDDEN))


def _places(study: Study, total: int | None) -> tuple[list[Figure], list[str]]:
    words, scope = study.words, study.scope
    answer = ask_of_places(study, _PLACES)
    frame = answer.frame.with_columns(pl.lit(total, dtype=pl.Int64).alias("total"))
    rows = hide_small(frame, ["share", "low", "high"], is_identified=scope.is_identified)
    rows = with_rounded_share(rows, "vendor_count", "total", reached="reached", is_identified=scope.is_identified)
    rows = hide_small(rows.rename({"is_hidden": "hidden_part"}), [], count="named", is_identified=scope.is_identified)
    names = ("named_share", *_NAMED)
    rows = with_rounded_share(rows, "named", "total", names, reached="reached", is_identified=scope.is_identified)
    rows = rows.with_columns((pl.col("is_hidden") | pl.col("hidden_part")).alias("is_hidden"))
    rows = noted(answer.frame, rows)
    charts = [
        *_maps(study, points(rows, "share", "named_share", _NAMED, ("named",)), "named_share", "destinations.sent_to"),
        *_maps(study, points(rows, "share", "share", ("low", "high")), "share", "destinations.refused"),
    ]
    counted: list[int] = rows["total"].drop_nulls().to_list()
    columns = table_columns(
        words,
        ("code", "country"),
        "named",
        "named_share",
        "named_low",
        "named_high",
        ("vendor_count", "excluded"),
        "share",
        "low",
        "high",
        "total",
    )
    refused = sayable(rows, "share", "share", ("low", "high")).sort("share", descending=True)
    sentences = []
    if refused.height:
        sentences.append(
            words(
                "destinations.most_refused",
                country=words.named(scope.country),
                places=words.listed(
                    words(
                        "untold.ruled_out",
                        place=words.country(row["code"]),
                        value=words.number(row["vendor_count"]),
                        total=words.number(row["total"]),
                        **{name: words.percent(row[name]) for name in ("share", "low", "high")},
                    )
                    for row in refused.head(5).iter_rows(named=True)
                ),
            )
        )
    figure = Figure(
        "destinations-places",
        words("destinations.places"),
        rows,
        columns,
        answer.sql,
        sentences,
        facts(
            study,
            rows,
            interval="here",
            definition=words(f"definition.{scope.definition}"),
            n=words("migration.n", accounts=words.number(counted[0])) if counted else None,
        ),
        charts,
    )
    return [figure], sentences


def _maps(study: Study, rows: pl.DataFrame, column: str, key: str) -> list[Chart]:
    words = study.words
    shares = {
        row["code"]: (row[column], words.country(row["code"]))
        for row in rows.filter(pl.col(column).is_not_null() & (pl.col("code").str.len_chars() == 2)).iter_rows(
            named=True
        )
    }
    if not shares:
        return []
    return [
        Chart(
            world_map(shares, title=words(key), none=words("destinations.none"), percent=".0%", is_europe=is_europe),
            words("destinations.map_alt", what=words(key), part=words(f"destinations.{part}")),
            words("destinations.map_heading", what=words(key), part=words(f"destinations.{part}")),
            of="definition",
        )
        for is_europe, part in ((False, "the_world"), (True, "europe_map"))
        if not is_europe or shares.keys() & _europe()
    ]


@cache
def _europe() -> frozenset[str]:
    return frozenset(region_table().filter(pl.col("region") == "EUROPE")["country"])
