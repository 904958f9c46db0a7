"""``cryptodrug report``: reports on the data, and on their quality."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from cryptodrug_scraper.cli.drift_words import of_fields, of_templates
from cryptodrug_scraper.cli.options import MARKET
from cryptodrug_scraper.cli.report_robustness import robustness
from cryptodrug_scraper.cli.report_study import study
from cryptodrug_scraper.cli.report_times import times
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptodrug_scraper.measures.looks.drift import Change

__all__ = ["report"]

_TEMPLATE = ("market", "kind", "previous_day", "day", "appeared", "vanished", "page_count", "first_capture_id")
_SCORE = ("pages of", "field", "day", "now", "was", "z")


@click.group
def report() -> None:
    """
    Print reports on the data in the database.

    \b
    Example:
      cryptodrug report study --country NL --output study.html
      cryptodrug report drift
      cryptodrug report times
      cryptodrug report robustness --country NL
    """


report.add_command(robustness)
report.add_command(study)
report.add_command(times)


@report.command
@click.option("--market", type=MARKET, help="Include only this market.")
@click.option("--all", "everything", is_flag=True, help="Include all fields, not only those that changed notably.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def drift(market: str | None, everything: bool, as_json: bool) -> None:  # flags
    """
    Report when a market changed its template, and which fields a crawl fills less or more often than earlier crawls.

    A template changed where class names or ids that were on nine of ten pages of a kind are then on at most one of ten,
    or the reverse. A field is named where its share moved by at least 10 points and 4 standard errors against all
    earlier crawls of the market; captures that belong to no crawl are taken by day. Sentences come first, then the
    table of the scores: the share now, what it was, and z, their difference in standard errors.

    \b
    Example:
      cryptodrug report drift --market empire

    \b
    Exit codes:
      0  done, whether anything changed or not
      5  the database cannot be used
    """
    from sqlalchemy import text  # --help is quick without these

    from cryptodrug_scraper.measures.looks.drift import changes
    from cryptodrug_scraper.store.fill import fill_rates
    from cryptodrug_scraper.store.reading import reading

    query = text(
        "SELECT market, kind, day, previous_day, first_capture_id, first_captured_at, appeared, vanished, page_count "
        "FROM research.template_change WHERE CAST(:market AS text) IS NULL OR market = :market "
        "ORDER BY day, market, kind"
    )
    with reading() as connection:
        templates = [row._asdict() for row in connection.execute(query, {"market": market})]
        compared = list(changes(fill_rates(connection, market)))
    notable = [change for change in compared if change.is_notable]
    rows = [_field(change) for change in (compared if everything else notable)]
    if as_json:
        sys.stdout.buffer.write(to_json({"templates": templates, "fields": rows}) + b"\n")
        return
    for line in (*of_templates(templates), *of_fields(notable)):
        say(line)
    if compared and not templates:
        say("No market changed its template.")
    if not notable:
        say(_nothing_notable(compared))
    elif templates:
        say("A field that is filled less often after a template changed is one that its reader no longer finds.")
    if templates:
        print_table(_TEMPLATE, [_template(row) for row in templates], title="Templates")
    if rows:
        title = "Scores of all crawls but the first" if everything else "Scores"
        print_table(_SCORE, [_score(change) for change in (compared if everything else notable)], title=title)


def _score(change: Change) -> tuple[object, ...]:
    fill = change.fill
    now = f"{change.share:.0%} of {fill.record_count}"
    return f"{fill.market} {fill.kind}", fill.field, fill.day, now, f"{change.earlier_share:.0%}", f"{change.z:.2f}"


def _template(row: Mapping[str, Any]) -> tuple[object, ...]:
    names = len(row["appeared"] or ()), len(row["vanished"] or ())
    return (*(row[name] for name in _TEMPLATE[:4]), *names, row["page_count"], row["first_capture_id"])


def _nothing_notable(compared: Sequence[Change]) -> str:
    if not compared:
        return "There is nothing to compare: no market has pages of two crawls or days. cryptodrug replay loads pages."
    crawls = len({(change.fill.market, change.fill.crawl) for change in compared})
    return (
        f"No field is filled notably more or less often than before: {counted(len(compared), 'share', ',')} in "
        f"{counted(crawls, 'crawl or day|crawls or days')} {'was' if len(compared) == 1 else 'were'} compared with "
        "what came before. --all prints all."
    )


def _field(change: Change) -> dict[str, object]:
    fill = change.fill
    return {
        "market": fill.market,
        "kind": fill.kind,
        "table": fill.table,
        "field": fill.field,
        "crawl": fill.crawl,
        "day": fill.day,
        "record_count": fill.record_count,
        "share": round(change.share, 4),
        "earlier_record_count": change.earlier_record_count,
        "earlier_share": round(change.earlier_share, 4),
        "z": round(change.z, 2),
    }
