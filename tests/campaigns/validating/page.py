"""The page of the documentation that says how far estimators are out, from the results of worlds."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from tests.campaigns.validating.errors import Errors, table
from tests.campaigns.validating.page_of_dumps import dumps_of_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["page_of"]

_HEAD = """# Validation

How far the estimators are out on simulated markets, where the truth is known, and how far what is usual instead of
them is out on the same pages. Made by `make validate`, which simulates pages, replays and derives them, and compares
what researchers would see: nothing is taken from inside of the program.

"""
_NOTES = """
Differences are in per cent of the truth; those of shares are in points. A figure is one market's in one month or
snapshot. *Mean* is the bias, *spread* the standard deviation, *worst* the largest difference. *Held* is the share of
the 95 % intervals that hold the truth, *width* how wide they are in the median, in the same unit as the differences.
Partial snapshots are left out, and months that the snapshots tell only in part.
`transactions` and `turnover_eur` are compared with all sales made in the month; `…_shown` with the sales whose rating a
complete crawl would have seen, so that what crawls do not reach is missing from them.

**What the intervals cover.** None covers what no crawl asked for: a category that was passed over, listings that are
hidden all the time, vendors of whom no page was captured. Those of `listings` and `vendors` cover pages that are missed
by chance, one by one. Those of `transactions_shown` are bounds by dates and by what is unsure of ratings, not intervals
of 95 %: they hold where all pages were captured. Sales of EUR 1,000 and more are those whose rating a captured page
shows. `transactions_c13` is made like a published figure, to compare with that: its interval covers nothing but ages of
29 days. Turnover is what was paid, with delivery; where no page prints amounts, discounts and prices between two
captures are not in its interval. Of few figures the share says little: of 8 intervals of 95 %, 6 to 8 hold by chance,
of 13 11 to 13, of 20 17 to 20, of 100 90 to 99. Figures of one market in months that follow one another are alike, and
so are those of worlds of one economy, which are much the same sales crawled and shown in other ways: chance explains
more than these ranges.
"""


def page_of(results: Sequence[dict[str, Any]], day: str) -> str:
    """
    Return the page.

    Args:
        results: of worlds, at least one.
        day: to print as that of the run.
    """
    parts = [_HEAD, f"{day}: {_worlds(results)}\n", _NOTES]
    dumps = [result for result in results if result["world"].get("kept")]
    own = [result for result in results if result not in dumps]
    kinds = sorted({_kind(result) for result in own})
    for kind in kinds:
        alike = [result for result in own if _kind(result) == kind]
        size, every = kind
        parts.append(f"\n## Size {size:g}, crawls by {every}\n")
        if len(kinds) > 1 or dumps:
            parts.append(f"\n{_worlds(alike)}\n")
        parts.append(_estimators(alike))
        for name in ("coverage", "scenario"):
            values = sorted({result["world"][name] for result in alike})
            if len(values) > 1:
                parts.append(_split(alike, name, values))
        parts.append(_found(alike))
    if dumps:
        parts.append(f"\n## Archives as others keep them\n\n{_worlds(dumps)}\n")
        parts.append(dumps_of_page(dumps))
    return "".join(parts)


def _kind(result: dict[str, Any]) -> tuple[float, str]:
    """What is not mixed in one table: a small world's figures are further out than a large one's."""
    return result["world"]["size"], result["world"]["every"]


def _worlds(results: Sequence[dict[str, Any]]) -> str:
    size = {name: sum(result["size"][name] for result in results) for name in results[0]["size"]}
    kinds = {
        name: sorted({result["world"][name] for result in results})
        for name in ("scenario", "size", "every", "coverage", "hours")
    }
    grades: dict[str, int] = defaultdict(int)
    for result in results:
        for grade, count in result["grades"].items():
            grades[grade] += count
    graded = ", ".join(f"{count:,} {grade}" for grade, count in sorted(grades.items()))
    told = "; ".join(f"{name}: {', '.join(map(str, values))}" for name, values in kinds.items())
    worlds = f"{len(results)} world{'s' * (len(results) > 1)} of three markets"
    seeds = len({(result["world"]["seed"], result["world"]["size"]) for result in results})
    economies = f"{seeds} econom{'ies' if seeds > 1 else 'y'}"
    return (
        f"{worlds}, {economies}, {size['vendors']:,} vendors, {size['snapshots']:,} snapshots ({graded}), "
        f"{size['pages']:,} pages, {size['reviews']:,} distinct reviews ({told})."
    )


def _estimators(results: Sequence[dict[str, Any]]) -> str:
    naive = _grouped(map(_comparable, results), "naive", lambda row: (row["measure"], row["practice"]))
    rows = []
    for (measure,), found in _grouped(results, "estimates", lambda row: (row["measure"],)).items():
        errors = Errors.of(found)
        if errors is None:
            continue
        rows.append([measure, "**estimator**", *errors.cells()])
        for (of, practice), others in naive.items():
            usual = Errors.of(others) if of == measure else None
            if usual is not None:
                rows.append(["", practice, *usual.cells()])
    return "\n### Estimators and naive practice\n\n" + table(
        ("measure", "by", "figures", "mean", "spread", "worst", "held", "width"), rows
    )


def _comparable(result: dict[str, Any]) -> dict[str, Any]:
    """Naive figures of what the estimators have a figure of that counts."""
    names = ("market", "period", "measure")
    counts = {tuple(row[name] for name in names) for row in result["estimates"] if row["counts"]}
    return result | {"naive": [row for row in result["naive"] if tuple(row[name] for name in names) in counts]}


def _split(results: Sequence[dict[str, Any]], name: str, values: Sequence[Any]) -> str:
    """The same by a feature of the worlds: mean, spread, and the share of the intervals that hold the truth."""
    columns = []
    for value in values:
        chosen = [result for result in results if result["world"][name] == value]
        columns.append(_grouped(chosen, "estimates", lambda row: (row["measure"],)))
    rows = []
    for key in sorted({key for column in columns for key in column}):
        errors = [Errors.of(column.get(key, [])) for column in columns]
        cells = ["" if one is None else one.short() for one in errors]
        if any(cells):
            rows.append([key[0], *cells])
    return f"\n### By {name}: mean, spread, held\n\n" + table(("measure", *map(str, values)), rows)


def _found(results: Sequence[dict[str, Any]]) -> str:
    rows = []
    for kind, by in (("found", "**estimator**"), ("naive_found", "price above USD 10,000")):
        for (what,), found in _grouped(results, kind, lambda row: (row["what"],)).items():
            here, there, right = (sum(row[name] or 0 for row in found) for name in ("found", "true", "right"))
            precision, recall = (f"{right / of:.1%}" if of else "" for of in (here, there))
            rows.append([what, by, f"{here:,}", f"{there:,}", f"{right:,}", precision, recall])
    names = ("what", "by", "found", "there were", "right", "precision", "recall")
    return "\n### What was found\n\n" + table(names, sorted(rows))


def _grouped(
    results: Iterable[dict[str, Any]], kind: str, key: Callable[[dict[str, Any]], tuple[str, ...]]
) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for result in results:
        for row in result[kind]:
            groups[key(row)].append(row)
    return dict(sorted(groups.items()))
