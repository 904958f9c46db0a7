"""Write ``crawls.json``: what each crawl planned, saved and missed, to judge estimators by."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from simulator.archiving.schedule import Crawl
    from simulator.archiving.visit import Visit

__all__ = ["NAME", "report_of", "write_report"]

NAME = "crawls.json"


def report_of(crawl: Crawl, visits: Sequence[Visit]) -> dict[str, object]:
    """
    Return the report of a crawl.

    Returns:
        ``market``, ``day``, ``begins``, ``ends``; ``planned``: pages that the market had, by kind; ``outcomes``: the
        same by kind and outcome; ``missed``: the address and outcome of each page that is not kept as it was, with the
        form where there is one; ``currency``, where the policy gives the crawl one. What is kept from another mirror
        does not count.
    """
    visits = [visit for visit in visits if not visit.mirror]
    outcomes: dict[str, Counter[str]] = {}
    for visit in visits:
        outcomes.setdefault(visit.kind, Counter())[visit.outcome] += 1
    return {
        "market": crawl.market,
        "day": crawl.day,
        "begins": datetime.fromtimestamp(crawl.begins, UTC),
        "ends": datetime.fromtimestamp(crawl.ends, UTC),
        **({} if crawl.currency is None else {"currency": crawl.currency}),
        "planned": dict(sorted(Counter(visit.kind for visit in visits).items())),
        "outcomes": {kind: dict(sorted(counts.items())) for kind, counts in sorted(outcomes.items())},
        "missed": [
            {"path": visit.request.path, "kind": visit.kind, "outcome": visit.outcome}
            | ({"form": dict(visit.request.form)} if visit.request.form else {})
            for visit in visits
            if visit.outcome != "page"
        ],
    }


def write_report(root: Path, reports: list[dict[str, object]]) -> None:
    """Write the reports, beside those that an earlier run has written."""
    path = root / NAME
    before: list[dict[str, object]] = []
    if path.exists():
        before = msgspec.json.decode(path.read_bytes(), type=list[dict[str, object]])
    lines = b",\n".join(msgspec.json.encode(report) for report in (*before, *reports))
    write_whole(path, b"[\n" + lines + b"\n]\n")
