"""
All sums of sales that one output publishes of a market, and which of them are withheld.

Estimated sales of a month are parted by country and by class of drug; sales for which a rating stands, of the window of
the findings, by what the order was worth and by goods; findings are shares, means and slopes of these. One is nearly a
multiple of the other: all are looked at together, as if it was one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.disclosure.goods import levels_of
from cryptodrug_scraper.disclosure.sold import Sold
from cryptodrug_scraper.disclosure.spans import Spans
from cryptodrug_scraper.disclosure.sums import Contribution, Key, mark_of
from cryptodrug_scraper.disclosure.withheld import Worth, choose
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.study.choices import SALES
from cryptodrug_scraper.study.installed import study_named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection, TextClause

    from cryptodrug_scraper.disclosure.before import Before, Withheld
    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Study

__all__ = ["CHOICES", "FLAGS", "sales_sums", "sales_withheld", "trend_days"]

CHOICES = SALES
"""The definitions and attributions that a report compares."""

_ESTIMATED = text(statement(__package__, "estimated"))
_RATED = text(statement(__package__, "rated"))
FLAGS = ("holding", "imputed_holding", "free", "unverified_high", "implausible")
"""What is said of a price where it is marked."""
_WEIGHTS = text(
    "SELECT w.market, w.vendor, w.weight "
    "FROM research.vendor_weight(:country, :definition, :attribution, :first_day, :last_day) w WHERE w.weight > 0"
)
_WANTED = {
    **dict.fromkeys(("market",), 5),
    "anyones": 4,
    **dict.fromkeys(("own", "country", "band", "trend"), 3),
    **dict.fromkeys(("theirs", "small", "above", "printed"), 2),
    **dict.fromkeys(("goods", "window", "every", "rated"), 1),
    **dict.fromkeys(("before", "after", "came", "days_before", "days_after", "flag"), 0),
}
"""Of two sums the one with the lower number is withheld: details go before totals."""
_ESTIMATES = frozenset({"market", "country", "goods", "own", "every", "window", "trend"})
"""Sums of estimated sales; all others are of those for which a rating stands."""
_SMALL, _LARGE, _HUGE = 200, 200, 1000
_APART = ("substance", "band", "is_edge", "is_printed", "is_drug", "price_flag", "has_no_amount")
"""What tells the sales of a vendor, month, country and class of drug apart, besides their time."""
_UNRATED: Key = (None, 0)
"""The only contribution of a place at which no rating stands."""


def _wanted(key: Key) -> int:
    """Return how much a sum of sales is wanted."""
    return _WANTED[str(key[0])]


def sales_sums(
    connection: Connection,
    asked: Asked,
    markets: tuple[str, ...] = (),
    study: Study | None = None,
    moments: Mapping[str, Collection[datetime]] = MappingProxyType({}),
) -> dict[str, Sold]:
    """
    Return all sums of sales that an output has, by market.

    Args:
        connection: to the database.
        asked: what findings are about.
        markets: which ones; none for all.
        study: whose findings are published; None: the one that is usual.
        moments: by market, others that are to divide time, since sums of other outputs begin or end there.

    Returns:
        Sums of months ``("market", market, month)``, ``("country", market, month, country)``, ``("goods", market,
        month, country, class)``, and by the definition and attribution asked for ``("own", market, month)``; of the
        window ``("every", market)``, ``("window", market, definition, attribution)`` of `CHOICES`, and of sales for
        which a rating stands ``("rated", market)``, ``("flag", market, flag)`` of `FLAGS` or ``no_amount``, ``("band",
        market, least EUR)`` (None: of all), ``("small", market)`` below EUR 200, ``("above", market, EUR)``,
        ``("printed", market)``, ``("theirs", market, level, goods)`` and ``("anyones", …)``; of findings ``("trend",
        market)``; of ends of other markets what `spans` names.
    """
    found: dict[str, Sold] = defaultdict(Sold)
    rated: dict[Key, list[Mapping[str, Any]]] = defaultdict(list)
    study = study or study_named()
    spans = Spans(connection, asked, study)
    edges = _edges(connection, spans, moments)
    given = [(market, at) for market, known in edges.items() for at in known]
    named = {"markets": [market for market, _ in given], "moments": [at for _, at in given]}
    made = _Made()
    for row in _rows(connection, asked, _RATED, **named):
        if not markets or row["market"] in markets:
            place, fine = _place(row), _fine(row)
            rated[place].append({**row, "fine": fine, "of": made[(*place, *fine)]})
    months: dict[str, set[date]] = defaultdict(set)
    known = [row for row in _rows(connection, asked, _ESTIMATED) if not markets or row["market"] in markets]
    for row in known:
        first, last = trend_days(study, asked, row["market"])
        if row["is_whole"] and first.replace(day=1) <= row["month"] <= last:
            months[row["market"]].add(row["month"])
    weights = {choice: _weights(connection, asked, *choice) for choice in CHOICES}
    ordered = {market: sorted(each) for market, each in months.items()}
    for row in known:
        market, place = row["market"], _place(row)[1:]
        rows = rated.get((market, *place), ())
        found[market].parts[place] = [finer["fine"] for finer in rows] or [_UNRATED]
        parts = [finer["of"] for finer in rows] or [made[(market, *place, *_UNRATED)]]
        _weigh(found[market], parts, row, rows)
        for key, amount in (*_of_month(row, ordered.get(market, [])), *_of_choices(row, asked, weights)):
            found[market].sums[key].update(dict.fromkeys(parts, amount))
        found[market].ratings[place] = ""
        found[market].amounts[place] = f"{_written(row['number'])} {_written(row['worth'])}"
    for (_, *named_so), rows in rated.items():
        market, place = rows[0]["market"], tuple(named_so)
        for row in rows:
            at = edges[market][row["slot"] - 1] if row["slot"] else None
            for key, amount in (*_of_window(row), *spans.keys(market, row["vendor"], at)):
                found[market].sums[key][row["of"]] = amount
        found[market].parts[place] = [row["fine"] for row in rows]
        if place not in found[market].amounts:
            _weigh(found[market], [row["of"] for row in rows], {}, rows)
        _mark(found[market], place, rows)
    for market, sold in found.items():
        sold.edges = edges.get(market, [])
    return dict(found)


class _Made(dict[Key, Contribution]):
    """Contributions, by their market and what tells them apart in it."""

    def __missing__(self, known: Key) -> Contribution:
        return self.setdefault(known, Contribution(known[1:]))


def _weigh(sold: Sold, parts: Sequence[Key], row: Mapping[str, Any], rows: Collection[Mapping[str, Any]]) -> None:
    """Note what the contributions of a place are worth: what is estimated of it is spread over its ratings."""
    number, worth = float(row.get("number") or 0), float(row.get("worth") or 0)
    if not rows:
        sold.worth[parts[0]] = (number, worth, 0.0, 0.0)
    numbers, worths = (sum(float(each[name]) for each in rows) for name in ("number", "worth"))
    for each, named in zip(rows, parts, strict=False):  # one without ratings is worth what is estimated
        part = each["number"] / numbers
        of = float(each["worth"]) / worths if worths else part
        sold.worth[named] = (part * number, of * worth, float(each["number"]), float(each["worth"]))


def _things(key: Key) -> tuple[int, int]:
    """Which of the things of ``Sold.worth`` a sum adds up."""
    return (0, 1) if key[0] in _ESTIMATES else (2, 3)


def _fine(row: Mapping[str, Any]) -> Key:
    """What tells the sales of a place apart, and how many of the edges had passed."""
    return tuple(row[name] for name in _APART), row["slot"]


def _written(amount: float | None) -> str:
    """An amount without the digits in which sums in another order differ; one that is not known says so."""
    return "unknown" if amount is None else f"{amount:.6g}"


def _mark(sold: Sold, place: Key, rows: Collection[Mapping[str, Any]]) -> None:
    """Note which ratings stand at a place, whatever moments divide time, and what they are worth."""
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[repr([row[name] for name in _APART])] += row["number"]
    worth = sum(row["worth"] for row in rows)
    sold.ratings[place] = mark_of(sorted(counts.items()))
    sold.amounts[place] = mark_of([sold.amounts.get(place), sold.ratings[place], f"{worth:.6g}"])


def sales_withheld(sold: Mapping[str, Sold], before: Mapping[str, Before] = MappingProxyType({})) -> Withheld:
    """
    Return the sums of sales that are not published, each with the publications together with which it would have told.

    Args:
        sold: by market, all sums.
        before: by market, what was published before. Once its amounts that are not the same any more are taken as
            others, and once only those of which ratings are.
    """
    hidden: dict[Key, frozenset[UUID]] = {}
    for market, known in sold.items():
        past = before.get(market)
        systems = [[]] if past is None else past.of_sales(known)
        for system in systems:
            worth = Worth(known.worth, _things)
            gone = choose(known.sums, _wanted, before=[part for part, _ in system], worth=worth)
            for key, rows in gone.items():
                hidden[key] = hidden.get(key, frozenset()) | {system[row][1] for row in rows}
    return hidden


def trend_days(study: Study, asked: Asked, market: str) -> tuple[date, date]:
    """
    Return the days of the trend of turnover that is published of a market: those of the first claim of it, as far as
    they are asked for, or all that are.

    Args:
        study: whose findings are published.
        asked: what they are about.
        market: which.
    """
    rising = (each for each in study.claims if (each.measure, each.values.get("of")) == ("trend", "turnover_eur"))
    said = next((each for each in rising if market in study.markets_of(each)), None)
    is_theirs = said is not None and study.country_of(said) == asked.country
    within = asked.within(*study.days_of(said)) if said is not None and is_theirs else None
    return (asked.first_day, asked.last_day) if within is None else (within.first_day, within.last_day)


def _rows(connection: Connection, asked: Asked, query: TextClause, **values: object) -> list[Mapping[str, Any]]:
    result = connection.execute(query, {**asdict(asked), **values})
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result.all()]


def _edges(
    connection: Connection, spans: Spans, moments: Mapping[str, Collection[datetime]]
) -> dict[str, list[datetime]]:
    """By market, the moments at which spans begin and end, and others, ascending."""
    markets = connection.exec_driver_sql("SELECT DISTINCT market FROM research.transaction ORDER BY market").scalars()
    return {market: sorted({*spans.edges(market), *moments.get(market, ())}) for market in markets}


def _weights(connection: Connection, asked: Asked, definition: str, attribution: str) -> Mapping[Key, float]:
    """How much of what each vendor sells is the country's; nothing where that is said of each sale."""
    if attribution == "A1":
        return {}
    rows = _rows(connection, replace(asked, definition=definition, attribution=attribution), _WEIGHTS)
    return {(row["market"], row["vendor"]): row["weight"] for row in rows}


def _of_choices(
    row: Mapping[str, Any], asked: Asked, weights: Mapping[tuple[str, str], Mapping[Key, float]]
) -> Iterator[tuple[Key, float]]:
    if not row["is_asked"] or not row["is_counted"]:
        return
    yield ("every", row["market"]), 1.0
    if row["part"] > 0:
        yield ("own", row["market"], row["month"]), row["part"]
        yield ("window", row["market"], asked.definition, asked.attribution), row["part"]
    for choice, known in weights.items():
        is_theirs = float(row["code"] == asked.country)
        part = is_theirs if choice[1] == "A1" else known.get((row["market"], row["vendor"]), 0.0)
        if part > 0 and choice != (asked.definition, asked.attribution):
            yield ("window", row["market"], *choice), part


def _place(row: Mapping[str, Any]) -> Key:
    return row["market"], row["vendor"], row["month"], row["code"], row["drug_class"]


def _of_month(row: Mapping[str, Any], months: list[date]) -> Iterator[tuple[Key, float]]:
    market, month, code = row["market"], row["month"], row["code"]
    yield ("market", market, month), 1.0
    yield ("country", market, month, code), 1.0
    yield ("goods", market, month, code, row["drug_class"]), 1.0
    if row["part"] > 0 and month in months:
        middle = sum(each.year * 12 + each.month for each in months) / len(months)
        yield ("trend", market), row["part"] * (month.year * 12 + month.month - middle)


def _of_window(row: Mapping[str, Any]) -> Iterator[tuple[Key, float]]:
    market, part, band = row["market"], row["part"], row["band"]
    if not row["is_asked"]:
        return
    yield ("rated", market), 1.0
    if row["price_flag"] in FLAGS:
        yield ("flag", market, row["price_flag"]), 1.0
    if row["has_no_amount"]:
        yield ("flag", market, "no_amount"), 1.0
    if part > 0 and band is not None:
        yield ("band", market, None), part
        yield ("band", market, float(band)), part
        if band < _SMALL:
            yield ("small", market), part
        for edge in (_LARGE, _HUGE):
            if band > edge or (band == edge and not row["is_edge"]):
                yield ("above", market, edge), part
        if row["is_printed"]:
            yield ("printed", market), part
    if row["is_drug"]:
        for level, name in levels_of(row):
            if part > 0:
                yield ("theirs", market, level, name), part
            yield ("anyones", market, level, name), 1.0
