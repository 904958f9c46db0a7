"""From which other countries the country's vendors send, at once or in turn, and who moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.counts import rounded_to
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.flows import flow
from cryptodrug_scraper.report.parts import Chart, Figure, Section
from cryptodrug_scraper.report.questions.placed import ask_of_places
from cryptodrug_scraper.report.small import hide_small, of_many, sayable, with_rounded_share
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from cryptodrug_scraper.report.parts import Study

__all__ = ["origins"]

_SETS = statement(__package__, "origin_sets")
_MOVES = statement(__package__, "origin_moves")
_WHO = statement(__package__, "who_moved")
_SEVERAL = """
SELECT market, vendor, origin_codes, is_simultaneous, snapshot_count
FROM research.multi_origin(:country, :first_day, :last_day) ORDER BY market, vendor
"""


def origins(study: Study) -> Section:
    """Return sets of origins, moves, and in an identified report whose they are."""
    words = study.words
    sets, headlines = _sets(study)
    figures = [sets, _moves(study)]
    if study.scope.is_identified:
        figures += _handles(study)
    return Section("origins", words("origins.title"), figures, [words("origins.lead")], headlines)


def _sets(study: Study) -> tuple[Figure, list[str]]:
    words = study.words
    answer = ask_of_places(study, _SETS)
    is_identified = study.scope.is_identified
    kept = of_many(answer.frame, is_identified=is_identified)
    rows = hide_small(kept, ["simultaneous", "sequential", "share", "low", "high"], is_identified=is_identified)
    rows = with_rounded_share(rows, "vendor_count", "total", reached="reached", is_identified=is_identified)
    if not is_identified:
        both = ("simultaneous", "sequential")  # parts of the set: one that is hidden is what the other leaves
        rows = rounded_to(rows, *both)
        known = pl.all_horizontal(pl.col(name).is_not_null() for name in both)
        rows = rows.with_columns(pl.when(known).then(name).alias(name) for name in both)
    sentences = [
        words(
            "origins.set",
            market=study.called(row["market"]),
            origins=words.placed_together(row["origins"].split(" + ")),
            value=words.number(row["vendor_count"]),
            total=words.number(row["total"]),
            share=words.percent(row["share"]),
            low=words.percent(row["low"]),
            high=words.percent(row["high"]),
            country=words.named(study.scope.country),
        )
        for row in sayable(
            rows.filter(~pl.col("is_hidden") & pl.col("total").is_not_null()), "share", "share", ("low", "high")
        ).iter_rows(named=True)
    ]
    columns = table_columns(
        words,
        "market",
        "origins",
        "vendor_count",
        "total",
        "share",
        "low",
        "high",
        "simultaneous",
        "sequential",
        "grade",
    )
    figure = Figure(
        "origins-sets",
        words("origins.sets"),
        rows,
        columns,
        answer.sql,
        sentences,
        facts(study, rows, interval="here", definition=words("definition.D2")),
        leaves_out=not is_identified,
    )
    return figure, sentences[:3]


def _moves(study: Study) -> Figure:
    words, scope = study.words, study.scope
    answer = study.ask(_MOVES)
    rows = hide_small(of_many(answer.frame, is_identified=scope.is_identified), [], is_identified=scope.is_identified)
    if not scope.is_identified:
        rows = rounded_to(rows, "moves")
    rows = rows.with_columns(
        (
            pl.col("moved_from_codes").str.contains(scope.country)
            | pl.col("moved_to_codes").str.contains(scope.country)
        ).alias("is_ours")
    )
    links = [
        (_named(study, source), _named(study, target), float(count))
        for source, target, count in rows.filter(~pl.col("is_hidden"))
        .select("moved_from_codes", "moved_to_codes", "vendor_count")
        .rows()
    ]
    charts = (
        [Chart(flow(links, unit=words("column.vendor_count")), words("origins.flow_alt"), of="markets")]
        if links
        else []
    )
    columns = table_columns(words, "moved_from_codes", "moved_to_codes", "vendor_count", "moves")
    return Figure(
        "origins-moves",
        words("origins.moves"),
        rows.sort("is_ours", descending=True, maintain_order=True),
        columns,
        answer.sql,
        [words("origins.moves_what")],
        facts(study, rows, interval="none", definition=words("origins.all_vendors")),
        charts,
        leaves_out=not scope.is_identified,
    )


def _named(study: Study, codes: str) -> str:
    """A set of countries by their names."""
    return " + ".join(map(study.words.country, codes.split(" + ")))


def _handles(study: Study) -> list[Figure]:
    words = study.words
    several, moved = study.ask(_SEVERAL), study.ask(_WHO)
    return [
        Figure(
            "origins-who",
            words("origins.who"),
            several.frame,
            table_columns(words, "market", "vendor", "origin_codes", "is_simultaneous", "snapshot_count"),
            several.sql,
            (),
            facts(study, several.frame, interval="none"),
        ),
        Figure(
            "origins-moved",
            words("origins.moved"),
            moved.frame,
            table_columns(
                words,
                "market",
                "vendor",
                "from_codes",
                "to_codes",
                "kept_codes",
                "moved_from",
                "moved_to",
                "evidence",
                "listing_count",
            ),
            moved.sql,
            (),
            facts(study, moved.frame, interval="between"),
        ),
    ]
