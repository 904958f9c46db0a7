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
from cryptodrug_scraper.study.asked import country_checked
from cryptodrug_scraper.whole_file import write_whole
from simulator.archiving.policy import load_policy, policy_of
from simulator.commands.comparison.derived import Derived, is_derived
from simulator.commands.comparison.estimates import estimates, summaries
from simulator.commands.comparison.findings import found_rows
from simulator.commands.comparison.headline import headline, overall_found, overall_seen
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
_MORE = "Each month, snapshot and estimator: --all prints them, --to FILE keeps them."
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
    "--country",
    default="BE",
    show_default=True,
    callback=lambda _context, _option, code: country_checked(code),
    help="Country whose vendors are counted, ISO 3166-1 alpha-2.",
)
@click.option("--all", "everything", is_flag=True, help="Print each month, snapshot and estimator.")
@click.option("--to", type=FilePath(dir_okay=False), help="File to write with the lines that --json prints.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each line of every table.")
def compare(
    *, folder: Path, policy: Path | None, country: str, everything: bool, to: Path | None, as_json: bool
) -> None:
    """
    Compare what the database holds of simulated markets with the truth.

    Without --all there are two short tables. How far each measure that a report shows is from the truth, over all
    markets and months: the mean difference in per cent of the truth (shares: in points), the standard deviation, the
    worst, how many intervals hold the truth, and how many would by chance if they were of 95 %. And what was found,
    over all markets. Before cryptodrug derive, what was seen of each market. With --all there are four tables, by
    market and month.

    The command counts vendors and listings that were seen in any way, vendors with a listing from a country (definition
    D2, ever in the month), and reviews: those on vendors' pages, or on listings' pages where vendors' pages have none;
    equal reviews count as often as one page shows them. The truth is everything that was on show between the first and
    the last capture of the month. Pages that a crawl did not reach are missing rightly: crawls.json says how many.

    After cryptodrug derive, --all prints three more tables. Estimates, each with its interval: differences are in per
    cent of the truth, those of shares in points. For each measure the mean difference, the standard deviation, the
    worst, and the share of intervals that hold the truth; without partial snapshots, and months that the snapshots tell
    only in part. Beside it, how many intervals there are, how many hold, and between which numbers chance alone would
    have that if they were of 95 %: below the tables it is said of those that hold less often what they do not cover.
    With --policy, figures of listings and vendors of markets of which crawls passed over some (missing in the policy)
    stand a second time, beside the truth of what was asked for, which is what their intervals cover. What is passed
    over may be met by chance all the same, as on a home page. Then moves, exclusions, links, migration and holding
    prices: how many were found, how many the pages could tell, and how many of those found are right. With --json,
    lines of the four tables have "what" and "seen", "period", "mean", or "precision", and those with "mean" say what an
    interval "covers".

    \b
    Example:
      cryptodrug replay fixtures/demo
      cryptodrug derive
      cryptodrug simulate compare --truth fixtures/demo/truth --policy fixtures/demo/policy.toml

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
        tables, short, said = [_of_seen(seen)], [overall_seen(seen)], []
        if is_derived(connection):
            derived = Derived(connection, BULK_EUR)
            figures = estimates(frames, derived, country, _asked(folder, frames, policy))
            summed, found = summaries(figures).to_dicts(), found_rows(frames, derived)
            tables += [figures.to_dicts(), summed, _of_found(found)]
            short = [headline(summed), overall_found(found)]
            said = remarks(summed)
        else:
            say(_UNDERIVED, err=True)
    lines = [to_json(row) for table in tables for row in table]
    if to is not None:
        write_whole(to, b"".join(line + b"\n" for line in lines))
    if as_json:
        for line in lines:
            say(line.decode())
        return
    for table in tables if everything else short:
        _print(table)
    for remark in said if everything else ():
        say(remark)
    if not everything:
        say(_MORE if to is None else f"Each month, snapshot and estimator is in {to}.")


def _asked(folder: Path, frames: Frames, policy: Path | None) -> AskedFrames | None:
    if policy is None:
        return None
    table = load_policy(policy)
    return AskedFrames(folder, {market: policy_of(table, market, str(policy)).missing for market in frames.markets})


def _print(table: list[dict[str, Any]]) -> None:
    if table:
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
