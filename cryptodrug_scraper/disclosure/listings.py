"""
All numbers of listings that one output publishes of a market, and which of them are withheld.

Those of a month are parted by country and by class of drug, which cut across each other. The listings of a window are
those of any of its months: what it has more than a month are those that were not there in that month. So a window is
looked at together with each month, and months with each other where a finding adds them up.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import repeat
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.disclosure.before import months_of
from cryptodrug_scraper.disclosure.goods import levels_of
from cryptodrug_scraper.disclosure.sums import Contribution, Key
from cryptodrug_scraper.disclosure.withheld import choose
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Connection

    from cryptodrug_scraper.disclosure.before import Before, Withheld
    from cryptodrug_scraper.disclosure.sums import Sums
    from cryptodrug_scraper.study.asked import Asked

__all__ = ["Listed", "listings_sums", "listings_withheld"]

_LISTED = text(statement(__package__, "listed"))
_LOOKED = text(statement(__package__, "looked"))
_WANTED = {
    "anyones": 6, "theirs": 5, "market": 4, "own": 3, "last": 3, "country": 2, "kind": 1, "every": 1,
    "window": 0, "look": 0,
}  # fmt: skip
_MONTHLY = ("month", "kind", "ever_codes")
"""What tells in which sums of months a listing of a market is counted."""
_CHOOSING = ("month", "is_asked", "is_last", "last_codes", "ever_codes")
"""The same of sums of the window."""
_DEFINITIONS = ("D1", "D2", "D3", "D4")


@dataclass(slots=True)
class Listed:
    """
    The numbers of listings of a market.

    Attributes:
        months: those of months, single looks and sums of months: of each, how much of each contribution it counts,
            which is a vendor's listing in a month.
        window: those of the window, whose contributions are listings.
        within: of each contribution of a month the listing, as contributions of the window name it.
    """

    months: Sums = field(default_factory=lambda: defaultdict(dict))
    window: Sums = field(default_factory=lambda: defaultdict(dict))
    within: dict[Key, Key] = field(default_factory=dict)


def listings_sums(connection: Connection, asked: Asked, markets: tuple[str, ...] = ()) -> dict[str, Listed]:
    """
    Return all numbers of listings that an output has, by market; arguments are those of `sales.sales_sums`.

    Returns:
        Of months ``("market", market, month)``, ``("country", market, month, country)`` and ``("kind", market, month,
        class)``, by the definition asked for ``("own", market, month)``, with D1 of which ``("last", market, month)``,
        and of looks in them ``("look", market, month, snapshot)``; of the window ``("theirs", market, level, goods)``
        and ``("anyones", …)``; of all months together ``("window", market,
        definition)`` of ``("every", market, definition)``.
    """
    by_market: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    made: dict[str, _Made] = defaultdict(_Made)
    result = connection.execute(_LISTED, asdict(asked))
    names = (*result.keys(), "of", "listing")
    for row in result.all():
        if not markets or row.market in markets:
            of = made[row.market][row.vendor, row.listing_id, row.month]
            by_market[row.market].append(dict(zip(names, (*row, of, made[row.market].within[of]), strict=True)))
    found = {market: Listed(window=_of_window(rows, asked)) for market, rows in by_market.items()}
    for market, rows in by_market.items():
        _add(found[market].months, rows, _MONTHLY, _of_months)
    for market, snapshot, month, vendors, listings in connection.execute(_LOOKED):
        if market in found:
            seen = map(made[market].__getitem__, zip(vendors, listings, repeat(month)))  # each is one of the month's
            found[market].months["look", market, month, snapshot] = dict.fromkeys(seen, 1.0)
    for market, rows in by_market.items():
        _add(found[market].months, rows, _CHOOSING, partial(_of_choices, asked=asked))
        found[market].within = made[market].within
    return found


class _Made(dict[Key, Contribution]):
    """The contributions of the months of a market, by vendor, listing and month; and ``within`` of `Listed`."""

    def __init__(self) -> None:
        super().__init__()
        self.within: dict[Key, Key] = {}
        self._listings: dict[Key, Contribution] = {}

    def __missing__(self, parts: Key) -> Contribution:
        of, listing = Contribution(parts), parts[:2]
        self.within[of] = self._listings.setdefault(listing, Contribution(listing))
        return self.setdefault(parts, of)


def listings_withheld(listed: Mapping[str, Listed], before: Mapping[str, Before] = MappingProxyType({})) -> Withheld:
    """
    Return the numbers of listings that are not published, as `sales.sales_withheld` does.

    Args:
        listed: by market, all of them.
        before: by market, what was published before.
    """
    hidden: Withheld = {}

    def hide(sums: Sums, fixed: Sequence[tuple[dict[Key, float], UUID]]) -> None:
        for key, rows in choose(sums, _wanted, before=[part for part, _ in fixed]).items():
            hidden[key] = hidden.get(key, frozenset()) | {fixed[row][1] for row in rows}

    for market, known in listed.items():
        past = before.get(market)
        months, windows = ([], []) if past is None else past.of_listings(known.months, known.window, known.within)
        hide(known.window, windows)
        shown = {key: part for key, part in known.window.items() if key not in hidden}
        hide(known.months, months)
        for month in sorted({key[2] for key in known.months if key[0] == "market"}, key=str):
            of_month = {key: part for key, part in known.months.items() if key not in hidden and key[2:3] == (month,)}
            if of_month:
                cut = {
                    key: dict(zip(map(known.within.__getitem__, part), part.values(), strict=True))
                    for key, part in of_month.items()
                }
                shown = {key: part for key, part in shown.items() if key not in hidden}
                hide({**shown, **cut}, [*windows, *months_of(months, month, known.within)])
    return hidden


def _wanted(key: Key) -> int:
    return _WANTED[str(key[0])]


def _add(
    sums: Sums, rows: list[Mapping[str, Any]], by: Sequence[str], keys: Callable[[Mapping[str, Any]], Iterator[Key]]
) -> None:
    """Count each row in its sums, which are the same of all rows that have the same in some columns."""
    known: dict[Key, list[dict[Key, float]]] = {}
    for row in rows:
        told = tuple(tuple(row[name]) if isinstance(row[name], list) else row[name] for name in by)
        if told not in known:
            known[told] = [sums[key] for key in keys(row)]
        for part in known[told]:
            part[row["of"]] = 1.0


def _of_months(row: Mapping[str, Any]) -> Iterator[Key]:
    market, month = row["market"], row["month"]
    yield "market", market, month
    yield "kind", market, month, row["kind"]
    for code in sorted(set(row["ever_codes"] or ())):
        yield "country", market, month, code


def _of_choices(row: Mapping[str, Any], asked: Asked) -> Iterator[Key]:
    """Sums of the window by all definitions."""
    for definition in _DEFINITIONS if row["is_asked"] else ():
        codes = row["last_codes" if definition == "D1" else "ever_codes"] or ()
        if definition == "D1" and not row["is_last"]:
            continue
        yield "every", row["market"], definition
        if asked.country in codes and (definition != "D4" or len(codes) == 1):
            yield "window", row["market"], definition
            if definition == asked.definition:
                yield "own", row["market"], row["month"]
        if definition == asked.definition == "D1":
            yield "last", row["market"], row["month"]


def _of_window(rows: list[Mapping[str, Any]], asked: Asked) -> Sums:
    sums: Sums = defaultdict(dict)
    codes: dict[Key, set[str]] = defaultdict(set)
    known = {}
    for row in rows:
        if row["is_in_window"] and row["is_drug"]:
            of = row["listing"]
            codes[of] |= set(row["codes"] or ())
            known[of] = row
    for of, row in known.items():
        is_theirs = asked.country in codes[of] and (asked.definition != "D4" or len(codes[of]) == 1)
        for kind in ("anyones", *(["theirs"] if is_theirs else [])):
            for level, name in levels_of(row):
                sums[kind, row["market"], level, name][of] = 1.0
    return sums
