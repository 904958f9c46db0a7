"""Ask a question: the figure, the rows that it is made of, and what these rest on."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ConfigurationError, QualityError, StoreError
from cryptodrug_scraper.export.reading import columns
from cryptodrug_scraper.sealed.absence import bound_of
from cryptodrug_scraper.sealed.arithmetic import as_floats, given_again
from cryptodrug_scraper.sealed.family import (
    FAMILIES,
    absence_sql,
    arithmetic_of,
    compared_of,
    facts_sql,
    figure_sql,
    rows_sql,
    sales_sql,
)
from cryptodrug_scraper.sealed.lines import plain
from cryptodrug_scraper.statements import each_statement, statement, with_values
from cryptodrug_scraper.store.refusal import reason_of
from cryptodrug_scraper.study.compute import finding_of, observed_markets
from cryptodrug_scraper.study.current import data_window
from cryptodrug_scraper.study.filling import names_in
from cryptodrug_scraper.study.questions import questions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Study

__all__ = ["Asking", "OwnSql", "ask_absence", "ask_finding", "ask_sql", "snapshots_in"]

_SNAPSHOTS = statement(__package__, "snapshots")
_RATED = statement(__package__, "last_pages")
_IDS = {
    "listing_observation_id": "listing_observation",
    "vendor_observation_id": "vendor_observation",
    "review_observation_id": "review_observation",
    "last_review_observation_id": "review_observation",
}


@dataclass
class Asking:
    """
    A question with its answer, as the database gives them.

    Attributes:
        kind: of the question; see `question.Question`.
        title: in words.
        markets: codes.
        first_day: first day of the window; None: none.
        last_day: its last day.
        statement: name of the study's statement; None: it is none.
        family: name of the statements of its rows; None: none.
        values: what fills them.
        figure_sql: the statement of the figure.
        figure: what it gave.
        rows_sql: the statement of the rows; empty: there is none.
        rows: what it gave.
        arithmetic: the statement that gives the figure again of the rows; empty: there is none.
        compared: the columns of the figure that it gives.
        facts_sql: the statements of what the rows rest on.
        facts: the table of the observation, its identifier, whether the figure counts it, and the columns of each.
        pages: identifiers of further pages.
        vendors: of how many accounts the figure speaks, of several numbers the smallest; None: not known.
        own: all that SQL of one's own gave; None: it is none.
    """

    kind: str
    title: str
    markets: list[str]
    first_day: date | None
    last_day: date | None
    figure_sql: str
    figure: dict[str, Any]
    statement: str | None = None
    family: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    rows_sql: str = ""
    rows: pl.DataFrame = field(default_factory=pl.DataFrame)
    arithmetic: str = ""
    compared: list[str] = field(default_factory=list)
    facts_sql: list[str] = field(default_factory=list)
    facts: list[tuple[str, str, bool, dict[str, Any]]] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    vendors: int | None = None
    own: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class OwnSql:
    """
    A question in SQL of one's own.

    Attributes:
        figure: the statement of the answer.
        rows: that of the rows of which it is made, with identifiers of what pages state; None: the answer has them.
        arithmetic: a statement for SQLite that gives the answer of a table ``rows``; None: none.
        values: what fills them, by name.
        title: the question in words.
    """

    figure: str
    rows: str | None
    arithmetic: str | None
    values: Mapping[str, str]
    title: str


def snapshots_in(connection: Connection, markets: Sequence[str], first: date | None, last: date | None) -> pl.DataFrame:
    """Return the looks at markets in some days, and how complete each was; none where there are no days."""
    if first is None or last is None:
        return pl.DataFrame()
    return columns(connection, _SNAPSHOTS, {"first_day": first, "last_day": last, "markets": list(markets) or None})


def ask_finding(
    connection: Connection,
    asked: Asked,
    study: Study,
    figure: str,
    market: str,
    neighbours: tuple[str, ...] = (),
) -> Asking:
    """
    Ask for a measure of a study, as `cryptodrug findings` prints it.

    Raises:
        ConfigurationError: the study does not ask it of this market.
        StoreError: the database refuses it.
    """
    markets = observed_markets(connection)
    put = list(questions(study, asked, markets, neighbours, data_window(connection)))
    wanted = [each for each in put if each.claim.figure == figure and each.market == market]
    if not wanted:
        known = sorted({each.claim.figure for each in put if each.market == market})
        of = ", ".join(known) if known else f"nothing; it asks of {', '.join(sorted({each.market for each in put}))}"
        msg = f"the study asks no {figure} of {market}: of this market it asks {of}"
        raise ConfigurationError(msg)
    question = wanted[0]
    claim, measure = question.claim, question.claim.measured
    found = finding_of(connection, study, question)
    values = {
        **_closure(study),
        **asdict(question.asked),
        "market": market,
        **measure.fixed,
        **question.values,
    }
    name = measure.statement or claim.measure
    kept = (
        "value",
        "low",
        "high",
        "n",
        "vendor_count",
        "unit",
        "grade",
        "verdict",
        "why",
        "finding",
        "measure",
        "counted_low",
        "counted_high",
        "errors",
    )
    asking = Asking(
        "finding",
        f"{found.study} ({found.measure}, {market}, {found.country or 'all of the market'})",
        [market],
        question.asked.first_day,
        question.asked.last_day,
        figure_sql=figure_sql(name, {**dict.fromkeys(names_in(name)), **values}),
        figure={each: plain(getattr(found, each)) for each in kept},
        statement=name,
        values=plain({**dict.fromkeys(names_in(name)), **values}),
        vendors=found.vendor_count,
    )
    family = FAMILIES.get(claim.measure)
    if family is None:
        return asking
    asking.family = claim.measure
    asking.rows_sql = rows_sql(claim.measure, asking.values)
    asking.rows = columns(connection, asking.rows_sql)
    asking.arithmetic = arithmetic_of(claim.measure, asking.values)
    asking.compared = list(compared_of(claim.measure, asking.figure, are_there=not asking.rows.is_empty()))
    are_sales = (
        family.are_sales if family.are_sales is not None else values.get("of") in {"transactions", "turnover_eur"}
    )
    _add_facts(connection, asking, are_sales=are_sales)
    return asking


def ask_sql(connection: Connection, own: OwnSql) -> Asking:
    """
    Ask in SQL of one's own, as the role of researchers.

    Raises:
        ConfigurationError: it is not one statement, or the arithmetic cannot be run.
        StoreError: the database refuses it.
    """
    filled = [None if sql is None else with_values(_one(sql), own.values) for sql in (own.figure, own.rows)]
    figure_statement, rows_statement = filled[0] or "", filled[1]
    connection.exec_driver_sql("SET search_path = research, public")
    answer = _own_columns(connection, figure_statement)
    rows = answer if rows_statement is None else _own_columns(connection, rows_statement)
    vendors = rows["vendor"].n_unique() if "vendor" in rows.columns else None
    named = sorted(set(rows["market"].drop_nulls())) if "market" in rows.columns else []
    numbers = [name for name in answer.columns if answer[name].dtype.is_numeric() or answer[name].dtype.is_temporal()]
    asking = Asking(
        "sql",
        own.title,
        [str(market) for market in named],
        None,
        None,
        figure_statement,
        {"rows": [plain(row) for row in as_floats(answer.select(numbers)).to_dicts()]},
        values=dict(own.values),
        rows_sql=rows_statement or "",
        rows=rows,
        vendors=vendors,
        own=answer,
    )
    if own.arithmetic is not None:
        asking.arithmetic = with_values(_one(own.arithmetic), own.values)
        if answer.height != 1:
            msg = f"the answer has {counted(answer.height, 'row')}: arithmetic gives one row again, so ask for one"
            raise ConfigurationError(msg)
        asking.compared = [
            name for name in numbers if name in given_again(asking.arithmetic, rows.to_dicts(), rows.columns)
        ]
    _take_facts(connection, asking, rows)
    return asking


def ask_absence(
    connection: Connection, country: str, goods: str | None, first: date, last: date, markets: Sequence[str]
) -> Asking:
    """
    Ask whether anybody of a country was met who sells some goods in some days, where nobody was.

    Args:
        connection: of the database.
        country: ISO 3166-1 alpha-2.
        goods: a class of drugs or a substance; None: anything.
        first: first day.
        last: last day.
        markets: codes.

    Raises:
        QualityError: somebody was met.
        StoreError: the database refuses it.
    """
    values = {"country": country, "goods": goods, "first_day": first, "last_day": last}
    sql, rows, looks = [], [], []
    pages: list[str] = []
    for market in markets:
        filled = {**values, "market": market}
        sql.append(absence_sql(filled, "found"))
        found = columns(connection, sql[-1])
        if not found.is_empty():
            met = counted(found["vendor"].n_unique(), "account")
            msg = f"there is no absence: {met} of {market} fit, with {counted(found.height, 'statement')}"
            raise QualityError(msg)
        sql.append(absence_sql(filled, "looks"))
        rows.append(columns(connection, sql[-1]))
        looks += [{**plain(look), **bound_of(look)} for look in rows[-1].to_dicts()]
        pages += columns(connection, absence_sql(filled, "pages"))["capture_id"].to_list()
    what = "anything" if goods is None else goods
    return Asking(
        "absence",
        f"no seller of {what} from {country} was met from {first} to {last} on {', '.join(markets)}",
        list(markets),
        first,
        last,
        "\n;\n".join(sql),
        {
            "met": 0,
            "looks": looks,
            "unlooked": [each for each in markets if not any(x["market"] == each for x in looks)],
        },
        values=plain(values),
        rows=pl.concat(rows),
        pages=pages,
        vendors=min((look["met"] for look in looks if look["of"] == "vendor" and look["met"]), default=0),
    )


def _closure(study: Study) -> dict[str, object]:
    closure = study.closure
    if closure is None:
        return {}
    return {"closed_market": closure.market, "event": closure.event, "days_around": closure.days_around}


def _own_columns(connection: Connection, sql: str) -> pl.DataFrame:
    """
    Return what SQL of somebody's own gives.

    Raises:
        StoreError: the database refuses it.
    """
    try:
        return columns(connection, sql)
    except StoreError as error:
        said = reason_of(error.__cause__) if isinstance(error.__cause__, Exception) else str(error)
        msg = f"the database refuses this SQL: {said}; give a SELECT on views and functions of the schema research"
        raise StoreError(msg) from error


def _one(sql: str) -> str:
    found = each_statement(sql)
    if len(found) != 1:
        msg = f"there are {counted(len(found), 'statement')}: give one, in a file of its own"
        raise ConfigurationError(msg)
    return found[0]


def _add_facts(connection: Connection, asking: Asking, *, are_sales: bool) -> None:
    rows = asking.rows
    if "vendor" not in rows.columns:
        return
    bearing = sorted(set(rows.filter(pl.col("bears"))["vendor"].drop_nulls()))
    others = sorted(set(rows["vendor"].drop_nulls()) - set(bearing))
    asking.facts_sql.append(facts_sql(asking.values, bearing, others))
    if are_sales:
        asking.facts_sql.append(sales_sql(asking.values))
    for sql in asking.facts_sql:
        _take_facts(connection, asking, columns(connection, sql))


def _take_facts(connection: Connection, asking: Asking, found: pl.DataFrame) -> None:
    """Keep the rows that name what a page states; a sale is named by its rating."""
    named = [name for name in _IDS if name in found.columns]
    rated = next((name for name in ("review_id", "transaction_id") if name in found.columns), None)
    if not named and rated is not None and not found.is_empty():
        names = sorted(set(found[rated].drop_nulls()))
        last = columns(connection, _RATED, {"names": names}).rename({"review_id": rated})
        found = found.join(last, on=rated, how="left", maintain_order="left")
        named = ["last_review_observation_id"]
    for row in found.to_dicts():
        for name in named:
            if row[name] is not None:
                asking.facts.append((_IDS[name], row[name], bool(row.get("bears", True)), plain(row)))
