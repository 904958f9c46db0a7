"""``cryptodrug simulate compare``: compare the database with the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.store.database import open_database
from simulator.archiving.policy import load_policy, policy_of
from simulator.commands.comparison.derived import Derived, is_derived
from simulator.commands.comparison.estimates import estimates, summaries
from simulator.commands.comparison.findings import found_rows
from simulator.commands.comparison.intervals import remarks
from simulator.commands.comparison.seen import seen_rows
from simulator.truth.asked import AskedFrames
from simulator.truth.asked_prices import BULK_EUR
from simulator.truth.frames import Frames
from simulator.truth.visible import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from simulator.commands.comparison.findings import Found
    from simulator.commands.comparison.seen import SeenRow

__all__ = ["compare"]

_LARGE = 100
_UNDERIVED = "nothing is derived of these pages: run cryptodrug derive, and estimates are compared too"


@click.command
@click.option(
    "--truth",
    "folder",
    required=True,
    type=FilePath(file_okay=False),
    help="Folder that cryptodrug simulate truth has written for the same scenario.",
)
@click.option(
    "--policy",
    type=FilePath(dir_okay=False),
    help="Policy of the crawls: compare figures with the part that they asked for, too.",
)
@click.option(
    "--country", default="BE", show_default=True, help="Country whose vendors are counted, ISO 3166-1 alpha-2."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each line.")
def compare(*, folder: Path, policy: Path | None, country: str, as_json: bool) -> None:
    """
    Compare what the database holds of simulated markets with the truth, by market and month.

    The command counts vendors and listings that were seen in any way, vendors with a listing from a country (definition
    D2, ever in the month), and reviews: those on vendors' pages, or on listings' pages where vendors' pages have none;
    equal reviews count as often as one page shows them. The truth is everything that was on show between the first and
    the last capture of the month. Pages that a crawl did not reach are missing rightly: crawls.json says how many.

    After cryptodrug derive there are three more tables. Estimates, each with its interval: differences are in per cent
    of the truth, those of shares in points. For each measure the mean difference, the standard deviation, the worst,
    and the share of intervals that hold the truth; without partial snapshots, and months that the snapshots tell only
    in part. Beside it, how many intervals there are, how many hold, and between which numbers chance alone would have
    that if they were of 95 %: below the tables it is said of those that hold less often what they do not cover. With
    --policy, figures of listings and vendors of markets of which crawls passed over some (missing in the policy) stand
    a second time, beside the truth of what was asked for, which is what their intervals cover. What is passed over may
    be met by chance all the same, as on a home page. Then moves, exclusions, links, migration and holding prices: how
    many were found, how many the pages could tell, and how many of those found are right. With --json, lines of the
    four tables have "what" and "seen", "period", "mean", or "precision", and those with "mean" say what an interval
    "covers".

    \b
    Example:
      cryptodrug replay fixtures/windows
      cryptodrug derive
      cryptodrug simulate compare --truth fixtures/windows/truth --policy fixtures/windows/policy.toml

    \b
    Exit codes:
      0  done
      2  the policy is wrong
      3  there is no truth in that folder
      5  the database cannot be used, or holds nothing of these markets
    """
    truth, frames = Truth(folder), Frames(folder)
    with open_database(read_only=True) as database, database.engine.connect() as connection:
        seen = seen_rows(connection, truth, country)
        if not seen:
            message = "the database holds no captures of these markets: replay the archive that belongs to the truth"
            raise StoreError(message)
        tables, said = [_of_seen(seen)], []
        if is_derived(connection):
            derived = Derived(connection, BULK_EUR)
            figures = estimates(frames, derived, country, _asked(folder, frames, policy))
            summed = summaries(figures).to_dicts()
            tables += [figures.to_dicts(), summed, _of_found(found_rows(frames, derived))]
            said = remarks(summed)
        else:
            say(_UNDERIVED, err=True)
    for table in tables:
        _print(table, as_json=as_json)
    for line in () if as_json else said:
        say(line)


def _asked(folder: Path, frames: Frames, policy: Path | None) -> AskedFrames | None:
    if policy is None:
        return None
    table = load_policy(policy)
    return AskedFrames(folder, {market: policy_of(table, market, str(policy)).missing for market in frames.markets})


def _print(table: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        for row in table:
            say(to_json(row).decode())
    elif table:
        names = [name for name in table[0] if name != "covers"]  # said below the tables
        print_table(names, [[_short(name, row[name]) for name in names] for row in table])


def _short(name: str, value: object) -> object:
    """Few digits, and a sign for differences."""
    if not isinstance(value, float):
        return f"{value:+d}" if name == "difference" and isinstance(value, int) and value else value
    if name in {"difference", "mean", "worst"}:
        return f"{value:+.2f}"
    digits = 0 if abs(value) >= _LARGE else 3
    return f"{value:.{digits}f}"


def _of_seen(rows: Iterable[SeenRow]) -> list[dict[str, Any]]:
    return [row._asdict() | {"difference": row.difference} for row in rows]


def _of_found(rows: Iterable[Found]) -> list[dict[str, Any]]:
    return [row._asdict() | {"precision": row.precision, "recall": row.recall} for row in rows]
