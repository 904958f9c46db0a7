"""What became of a market's vendors after its end was announced, or it was gone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.arrivals import by_weeks
from cryptodrug_scraper.disclosure.cohorts import PARTS, published_cohorts
from cryptodrug_scraper.disclosure.counts import rounded_to
from cryptodrug_scraper.measures.accounts.migrant_share import ARRIVAL, MIGRANT_SHARE, arrivals, migrant_share
from cryptodrug_scraper.measures.accounts.migration import PRE_WINDOW
from cryptodrug_scraper.measures.accounts.shocks import observed_until, shocks
from cryptodrug_scraper.report.charts import steps
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.flows import flow
from cryptodrug_scraper.report.parts import Chart, Figure, Section
from cryptodrug_scraper.report.questions.grew import GROWTH, grew
from cryptodrug_scraper.report.small import HIDDEN, sayable
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.study.current import data_window

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cryptodrug_scraper.report.parts import Choices, Study

__all__ = ["moved_on"]

_SQL = statement(__package__, "moved_on")
_ENDS = ("share_low", "share_high")
_OF: Mapping[str, Choices] = {"all": "markets", "country": "definition"}
_COUNTED = ("account_count", *PARTS)
_EVENTS = (
    "SELECT market, event, acts, first_on, last_on, evidence FROM research.market_event "
    "ORDER BY market, first_on, event"
)
_SNAPSHOTS = "SELECT market, last_at FROM research.snapshot ORDER BY market, last_at"


def moved_on(study: Study) -> Section:
    """Return what became of all vendors and of the country's, where they went, and how fast."""
    words = study.words
    answer = study.ask(_SQL)
    frame = answer.frame
    events, snapshots = study.ask(_EVENTS), study.ask(_SNAPSHOTS)
    until = max(snapshots.frame["last_at"], default=None)
    by_market = {str(key[0]): rows.drop("market") for key, rows in events.frame.group_by("market")}
    looks = {str(key[0]): rows.drop("market") for key, rows in snapshots.frame.group_by("market")}
    known, observed = shocks(by_market), observed_until(looks, by_market)
    struck = _held(study, known)
    outside = _outside(study, known.join(struck, on="market", how="anti"), frame)
    frame = frame.join(struck, left_on="from_market", right_on="market", how="semi", maintain_order="left")
    cohorts = [
        _cohort(study, frame.filter(pl.col("is_country") | (who == "all")), answer.sql, who, until)
        for who in ("all", "country")
    ]
    grown = grew(study, frame, struck, observed, outside)
    explained = words("migration.flow_what")
    headlines = [line for figure in cohorts for line in figure.sentences if line != explained]
    headlines += grown.sentences[1:]
    sql = f"{answer.sql};\n\n{events.sql};\n\n{snapshots.sql}"
    figures = [*cohorts, _arrivals(study, frame, struck, observed, sql), grown]
    if study.scope.is_identified:
        figures.append(_handles(study, frame, answer.sql))
    if outside is not None:
        figures = [replace(each, why_empty=outside) for each in figures]
    lead = [words("migration.lead"), *([] if outside is None else [outside])]
    return Section("migration", words("migration.title"), figures, lead, headlines)


def _held(study: Study, known: pl.DataFrame) -> pl.DataFrame:
    """
    Return the ends of which the window holds all that is compared, as far as the data do: from the days in which an
    account traded before up to the last snapshot.
    """
    asked, held = study.scope.asked, data_window(study.ask.connection)
    since, until = asked.first_day.replace(day=1), asked.last_day
    is_held = pl.lit(value=held is not None and (until.year, until.month) >= (held[1].year, held[1].month))
    if held is None or since > held[0]:
        is_held &= pl.col("first_on") - PRE_WINDOW >= pl.lit(since)
    return known.filter(is_held & (pl.col("last_on") <= pl.lit(until)))


def _outside(study: Study, left: pl.DataFrame, migration: pl.DataFrame) -> str | None:
    """Name the ends of which the data could tell, and the window does not; None: there are none."""
    words = study.words
    grown = study.ask(GROWTH).frame
    of = {*migration["from_market"].to_list(), *grown.filter(pl.col("vendor_count") > 0)["from_market"].to_list()}
    told = [
        f"{study.markets.get(row['market'], row['market'])}, {words.known('event', row['event'])} "
        f"({words.full_day(row['first_on'])})"
        for row in left.filter(pl.col("market").is_in(sorted(of))).iter_rows(named=True)
    ]
    return words("migration.outside", before=words.number(PRE_WINDOW.days), events=words.listed(told)) if told else None


def _cohort(study: Study, frame: pl.DataFrame, sql: str, who: str, until: datetime | None) -> Figure:
    words = study.words
    found = migrant_share(frame) if frame.height else pl.DataFrame(schema=MIGRANT_SHARE)
    shown = found if study.scope.is_identified else published_cohorts(found)
    hidden = pl.any_horizontal(pl.col(_COUNTED).is_null()) & (not study.scope.is_identified)
    shown = shown.with_columns(
        pl.col("event")
        .replace_strict(
            {name: words.known("event", name) for name in shown["event"].unique()},
            default=pl.col("event"),
            return_dtype=pl.Utf8,
        )
        .alias("event_name"),
        hidden.alias(HIDDEN),
    )
    columns = table_columns(
        words,
        "from_market",
        "event_name",
        "to_market",
        "account_count",
        "migrant_count",
        "share",
        "share_low",
        "share_high",
        "multi_homer_count",
        "ambiguous_count",
        "other_count",
    )
    sentences = [
        words(
            f"migration.{who}",
            market=study.called(row["from_market"]),
            event=row["event_name"],
            accounts=words.number(row["account_count"]),
            migrants=words.number(row["migrant_count"]),
            share=words.percent(row["share"]),
            low=words.percent(row["share_low"]),
            high=words.percent(row["share_high"]),
            country=words.named(study.scope.country),
        )
        for row in sayable(
            shown.filter(pl.col("to_market").is_null()), "share", "share", _ENDS, ("migrant_count",)
        ).iter_rows(named=True)
    ]
    pictures = [replace(each, of=_OF[who], until=until) for each in _flows(study, frame)]
    if pictures:
        sentences.append(words("migration.flow_what"))
    shown = shown.with_columns(pl.col("to_market").fill_null("any"))
    definition = None if who == "country" else words("concentrated.all_vendors")
    return Figure(
        f"migration-{who}",
        words(f"migration.of_{who}", country=words.named(study.scope.country)),
        shown,
        columns,
        sql,
        sentences,
        facts(study, shown, interval="ambiguous", definition=definition, n=_struck(study, frame)),
        pictures,
        leaves_out=not study.scope.is_identified,
    )


def _struck(study: Study, frame: pl.DataFrame) -> str:
    """How many accounts were struck by some end."""
    words = study.words
    if study.scope.is_identified:
        accounts = frame.select("event", "from_market", "from_vendor").n_unique()
        return words("migration.n", accounts=words.number(accounts))
    if frame.is_empty():
        return words("fact.few")
    of_events = published_cohorts(migrant_share(frame)).filter(pl.col("to_market").is_null())["account_count"]
    total = int(of_events.sum())
    return words("migration.n", accounts=words.number(total)) if total else words("fact.few")


def _flows(study: Study, frame: pl.DataFrame) -> list[Chart]:
    """For each market that ended, where its accounts are found; parts of few are left out."""
    words = study.words
    charts = []
    for (event, market), rows in frame.group_by("event", "from_market", maintain_order=True):
        title = study.called(str(market))
        counts = rows.group_by("class", "to_market").agg(pl.col("from_vendor").n_unique().alias("accounts"))
        if not study.scope.is_identified:
            counts = rounded_to(counts, "accounts").drop_nulls("accounts")
        links = [
            (title, words(f"class.{kind}") + ("" if to is None else f", {study.called(to)}"), float(accounts))
            for kind, to, accounts in counts.sort("class", "to_market").rows()
        ]
        if len(links) > 1:
            heading = words("migration.flow", market=title, event=words.known("event", str(event)))
            charts.append(
                Chart(
                    flow(links, unit=words("column.account_count"), is_summed=False),
                    words("migration.flow_alt"),
                    heading,
                )
            )
    return charts


def _arrivals(study: Study, migration: pl.DataFrame, struck: pl.DataFrame, observed: pl.DataFrame, sql: str) -> Figure:
    words = study.words
    curve = arrivals(migration, struck, observed) if migration.height else pl.DataFrame(schema=ARRIVAL)
    shown = curve if study.scope.is_identified else by_weeks(curve)
    route = pl.concat_str(
        pl.col("from_market").replace_strict(
            {**study.titles, **study.markets}, default=pl.col("from_market"), return_dtype=pl.Utf8
        ),
        pl.lit(" \u2192 "),
        pl.col("to_market").replace_strict(
            {**study.titles, **study.markets}, default=pl.col("to_market"), return_dtype=pl.Utf8
        ),
    )
    shown = shown.with_columns(route.alias("route"))
    drawn = sayable(shown, "share", "share", _ENDS, ("at_risk",))
    charts = [
        Chart(
            steps(drawn, words, title=words("column.arrived_share"), is_whole=study.scope.is_identified),
            words("migration.arrivals_alt"),
            of="markets",
            until=max(observed["observed_until"], default=None),
        )
    ]
    columns = table_columns(
        words, "route", "days", "at_risk", "arrived", ("share", "arrived_share"), "share_low", "share_high"
    )
    return Figure(
        "migration-arrivals",
        words("migration.arrivals"),
        shown,
        columns,
        sql,
        [words("migration.arrivals_what")],
        facts(
            study,
            shown,
            interval="greenwood",
            definition=words("concentrated.all_vendors"),
            n=_struck(study, migration),
        ),
        charts if drawn.height else [],
        leaves_out=not study.scope.is_identified,
    )


def _handles(study: Study, frame: pl.DataFrame, sql: str) -> Figure:
    words = study.words
    shown = frame.with_columns(
        pl.col("class").replace_strict(
            {name: words(f"class.{name}") for name in frame["class"].unique()},
            default=pl.col("class"),
            return_dtype=pl.Utf8,
        )
    )
    columns = table_columns(
        words,
        "from_market",
        "from_vendor",
        "class",
        "to_market",
        "to_vendor",
        "first_seen_from",
        "first_seen_to",
        "decision",
    )
    return Figure(
        "migration-who",
        words("migration.who"),
        shown,
        columns,
        sql,
        (),
        facts(
            study,
            frame,
            interval="between",
            definition=words("concentrated.all_vendors"),
            n=words("migration.n", accounts=words.number(frame["from_vendor"].n_unique())),
        ),
    )
