"""``cryptodrug simulate archive``: simulated crawls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import msgspec

from cryptodrug_scraper.cli.options import DAY
from cryptodrug_scraper.cli.progress import progress
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.values import FilePath, Finite, check_days
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ConfigurationError
from simulator.archiving.policy import load_policy, policy_of
from simulator.archiving.run import archive_crawls
from simulator.archiving.schedule import crawls_of
from simulator.commands.options import MARKET, scenario_options, viewer_of, viewer_options
from simulator.economy import build_world, load_scenario

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from simulator.archiving.parts import Form
    from simulator.archiving.run import Summary
    from simulator.archiving.schedule import Crawl
    from simulator.scenario import Scenario

__all__ = ["archive"]

_MEGABYTE = 1_000_000


@click.command
@click.argument("markets", nargs=-1, required=True, type=MARKET)
@scenario_options
@click.option("--archive", "root", required=True, type=FilePath(file_okay=False), help="Folder to write into.")
@click.option("--policy", "file", type=FilePath(), help="A TOML file; the options below replace its values.")
@click.option("--from", "first", type=DAY, metavar="DAY", help="Include only crawls of this day or later.")
@click.option("--until", "last", type=DAY, metavar="DAY", help="Include only crawls of this day or earlier.")
@click.option("--every", type=click.Choice(["month", "week", "day"]), help="Interval between crawls.  [default: month]")
@click.option("--hours", type=Finite(0, 720, min_open=True), help="Hours that a crawl takes.  [default: 6]")
@click.option("--coverage", type=Finite(0, 1), help="Share of the pages that a crawl reaches.  [default: 1]")
@click.option("--old", type=Finite(0, 1), help="Share of pages that are copies from before.  [default: 0]")
@click.option("--sidecars", type=Finite(0, 1), help="Share of files with a sidecar, in folders.  [default: 1]")
@click.option(
    "--saver",
    "savers",
    multiple=True,
    type=click.Choice(["wget", "httrack", "browser"]),
    help="Program that names the files, in folders; several: crawl by crawl.",
)
@click.option(
    "--form",
    type=click.Choice(["warc", "folder"]),
    default="warc",
    show_default=True,
    help="An archive of WARC files, or folders of pages.",
)
@click.option("--workers", type=click.IntRange(1, 64), help="Number of processes.  [default: all cores]")
@viewer_options
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def archive(
    *,
    markets: tuple[str, ...],
    scenario: str,
    seed: int | None,
    size: float | None,
    root: Path,
    file: Path | None,
    first: date | None,
    last: date | None,
    form: Form,
    workers: int | None,
    currency: str,
    language: str,
    layout: str,
    cards: str,
    as_json: bool,
    **given: Any,  # noqa: ANN401  # further fields of a policy
) -> None:
    """
    Write the pages that a crawler would have saved of one or more markets, as an archive of WARC files or as folders.

    A policy says when crawls run, how much they reach, what goes wrong, and how pages are kept: see docs/simulator.md.
    Beside the pages crawls.json says what each crawl planned, saved and missed, and pages.parquet when each page was
    fetched in truth. The same scenario and policy give the same bytes.

    \b
    Example:
      cryptodrug simulate archive dream empire --scenario toy --archive crawls.archive --every week --coverage 0.9
      cryptodrug simulate archive dream --archive dump --form folder --saver wget --sidecars 0 --old 0.1

    \b
    Exit codes:
      0  done
      2  an option, the scenario or the policy is wrong, or there is no crawl to write
      3  the archive cannot be written, or holds one of the crawls
    """
    check_days(first, last)
    table = {} if file is None else load_policy(file)
    read = load_scenario(scenario, seed=seed, size=size)
    given = {name: value for name, value in given.items() if value not in (None, ())}
    where = "the policy" if file is None else f"the policy {file}"
    crawls = [
        crawl
        for market in dict.fromkeys(markets)
        for crawl in _crawls(read, market, policy_of(table, market, where), given)
        if (first is None or crawl.day >= first) and (last is None or crawl.day <= last)
    ]
    if not crawls:
        message = "there is no crawl to write: no day of the policy lies in the time of the scenario and its markets"
        raise ConfigurationError(message)
    world = build_world(read)
    with progress("simulating", _counts) as show:
        viewer = viewer_of(currency, language, layout, cards)
        summary = archive_crawls(world, crawls, root, viewer, form=form, workers=workers, progress=show)
    if as_json:
        say(msgspec.json.encode(summary).decode())
    else:
        say(f"{counted(summary.crawls, 'crawl')}: {_counts(summary)}; {summary.seconds:.1f} s.")


def _crawls(scenario: Scenario, market: str, policy: Any, given: dict[str, Any]) -> list[Crawl]:  # noqa: ANN401
    if market not in scenario.markets:
        message = f"the scenario has no market {market!r}: take one of {', '.join(scenario.markets)}"
        raise ConfigurationError(message)
    return crawls_of(scenario, market, msgspec.structs.replace(policy, **given))


def _counts(summary: Summary) -> str:
    rate = summary.saved / summary.seconds if summary.seconds else 0.0
    size = summary.bytes / _MEGABYTE
    return f"{summary.saved} of {summary.planned} pages saved, {size:.0f} MB of bodies, {rate:.0f} pages/s"
