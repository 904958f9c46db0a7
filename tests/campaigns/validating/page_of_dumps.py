"""The part of the page about archives as others keep them."""

from __future__ import annotations

from statistics import mean, median, quantiles
from typing import TYPE_CHECKING, Any

from tests.campaigns.validating.dumps import ESTIMATOR, LEAST
from tests.campaigns.validating.errors import Errors, table
from tests.campaigns.validating.naive import DATED
from tests.campaigns.validating.page_of_thin import thin_of_page
from tests.campaigns.validating.worlds import KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["dumps_of_page"]

Result = dict[str, Any]

_NOTES = """
The same economies, kept in each of these ways. Crawls are monthly and reach every page unless the way says otherwise.
Old copies are of pages of listings and vendors, from 1 to 21 days before, and nothing that is stated tells them. The
truth is what stands on the captured pages, at the times at which they were fetched.
"""
_RATINGS = f"""
### Ratings on captured pages

*Mean* and *worst* are of whole markets, in per cent of the truth; *worst vendor* is the largest difference of any
account with {LEAST} ratings or more.

"""
_MONTHS = """
### Sales of a month

*Shown* is `transactions_shown` beside the ratings on captured pages, its bounds those by dates and by what is unsure of
them; *all* is `transactions` beside all sales of the month, with its 95 % intervals. *Width* is the median width of an
interval, in per cent of the truth.

"""
_TIMES = """
### Times of pages

Errors in days, as median and what nine in ten do not exceed. *Stated* is the middle of the folder's day. *Told* is the
share of old copies that are called older than stated; *accused* the share of other pages that are called older or
newer.

"""
_MEASURES = {"shown": "transactions_shown (of captured pages)", "all": "transactions"}


def dumps_of_page(results: Sequence[Result]) -> str:
    """Return the part of the page, from the results of worlds with a way of keeping."""
    parts = [
        _NOTES,
        _RATINGS,
        table(("kept", "market", "by", "worlds", "mean", "worst", "worst vendor"), _ratings(results)),
    ]
    names = ("kept", "market", "sales", "by", "months", "mean", "spread", "worst", "held", "width")
    parts += [_MONTHS, table(names, _months(results))]
    parts.append(thin_of_page(results))
    times = list(_times(results))
    if times:
        columns = ("kept", "market", "pages", "number", "stated", "estimated", "told", "accused", "unsure")
        parts += [_TIMES, table(columns, times)]
    return "".join(parts)


def _ways(results: Sequence[Result]) -> Iterator[tuple[str, str, list[Result]]]:
    """Titles of ways, markets, and the results of each."""
    markets = sorted({row["market"] for result in results for row in result["ratings"]})
    for name, way in KEPT.items():
        alike = [result for result in results if result["world"]["kept"] == name]
        if alike:
            for market in markets:
                yield way.title, market, alike


def _of(results: Sequence[Result], what: str, market: str) -> list[dict[str, Any]]:
    return [row for result in results for row in result.get(what, ()) if row["market"] == market]


def _ratings(results: Sequence[Result]) -> Iterator[list[str]]:
    for title, market, alike in _ways(results):
        rows = [row for row in _of(alike, "ratings", market) if row["true"]]
        for practice in dict.fromkeys(row["practice"] for row in rows):
            chosen = [row for row in rows if row["practice"] == practice]
            out = [(row["value"] / row["true"] - 1) * 100 for row in chosen]
            vendors = [row["worst"] for row in chosen if row["worst"] is not None]
            worst = f"{max(vendors, key=abs):+.1f}" if vendors else ""
            cells = [str(len(out)), f"{mean(out):+.1f}", f"{max(out, key=abs):+.1f}", worst]
            yield [title, market, _by(practice), *cells]


def _months(results: Sequence[Result]) -> Iterator[list[str]]:
    for title, market, alike in _ways(results):
        for label, measure in _MEASURES.items():
            rows = [row for row in _of(alike, "estimates", market) if row["measure"] == measure]
            errors = Errors.of(rows)
            if errors is None:
                continue
            yield [title, market, label, _by(ESTIMATOR), *errors.cells()]
            usual = Errors.of([row for result in alike for row in _dated(result, market, measure)])
            if usual is not None:
                yield [title, market, label, DATED, *usual.cells()]


def _dated(result: Result, market: str, measure: str) -> Iterator[dict[str, Any]]:
    """Naive figures of the months of which there are estimates, beside the same truth."""
    found = {row["period"]: row for row in _of([result], "estimates", market) if row["measure"] == measure}
    for row in _of([result], "naive", market):
        of = found.get(row["period"])
        if of is not None and of["true"] and (row["measure"], row["practice"]) == ("transactions_shown", DATED):
            yield {"counts": of["counts"], "difference": (row["value"] / of["true"] - 1) * 100}


def _times(results: Sequence[Result]) -> Iterator[list[str]]:
    for title, market, alike in _ways(results):
        for is_old, label in ((True, "old copies"), (False, "others")):
            rows = [row for row in _of(alike, "times", market) if row["is_old"] == is_old]
            errors, stated = ([error for row in rows for error in row[name]] for name in ("errors", "stated_errors"))
            verdicts = {
                name: sum(row["verdicts"].get(name, 0) for row in rows)
                for name in ("agrees", "older", "newer", "unsure")
            }
            pages = sum(verdicts.values())
            if not pages:
                continue
            told = f"{verdicts['older'] / pages:.1%}" if is_old else ""
            accused = "" if is_old else f"{(verdicts['older'] + verdicts['newer']) / pages:.1%}"
            unsure = f"{verdicts['unsure'] / pages:.1%}"
            yield [title, market, label, f"{pages:,}", _spread(stated), _spread(errors), told, accused, unsure]


def _spread(errors: Sequence[float]) -> str:
    """Median and nine tenths of the sizes of errors."""
    sizes = [abs(error) for error in errors]
    if not sizes:
        return ""
    most = quantiles(sizes, n=10, method="inclusive")[-1] if len(sizes) > 1 else sizes[0]
    return f"{median(sizes):.2f}, {most:.2f}"


def _by(practice: str) -> str:
    return f"**{practice}**" if practice == ESTIMATOR else practice
