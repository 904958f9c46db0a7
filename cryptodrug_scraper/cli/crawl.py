"""``cryptodrug crawl``: fetch a market through Tor, archive every response, and load the pages."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from cryptodrug_scraper.cli.options import LOG, MARKET
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import MIRROR, PROGRAM, REPLICA, SETTING, SOCKS, FilePath, Finite
from cryptodrug_scraper.errors import ConfigurationError, QualityError, StoreError
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Engine
    from twisted.python.failure import Failure

    from cryptodrug_scraper.crawl.revisit.policy import RevisitPolicy
    from cryptodrug_scraper.crawl.run import CrawlRun

__all__ = ["crawl"]

_DAYS = click.IntRange(min=1)
_SCOPES = ("index", "listings", "vendors", "feedback", "all")


@click.command
@click.argument("market", type=MARKET)
@click.option("--scope", type=click.Choice(_SCOPES), default="all", show_default=True, help="Kinds of pages to fetch.")
@click.option(
    "--mirror",
    "mirrors",
    type=MIRROR,
    multiple=True,
    metavar="URL",
    help="A mirror, as http://….onion; may be repeated.",
)
@click.option(
    "--replica",
    type=REPLICA,
    metavar="URL",
    help="A replica on loopback, crawled without Tor; no other host is contacted.",
)
@click.option("--archive", type=FilePath(file_okay=False), help="Folder of the archive.  [default: CRYPTODRUG_ARCHIVE]")
@click.option("--label", help="Name of the crawl.")
@click.option("--budget", type=click.IntRange(min=1), help="Largest number of requests in all.")
@click.option(
    "--rate",
    type=Finite(0, 40, min_open=True),
    default=1.0,
    show_default=True,
    help="Largest number of requests in a second.",
)
@click.option(
    "--at-once",
    type=click.IntRange(1, 8),
    default=2,
    show_default=True,
    help="Largest number of requests under way at a time.",
)
@click.option(
    "--revisit", is_flag=True, help="Fetch again only pages that have changed or are due; see docs/revisiting.md."
)
@click.option(
    "--listing-age",
    type=_DAYS,
    default=90,
    show_default=True,
    help="With --revisit: fetch a listing's page again after so many days.",
)
@click.option(
    "--profile-age",
    type=_DAYS,
    default=30,
    show_default=True,
    help="With --revisit: fetch a profile again after so many days.",
)
@click.option(
    "--feedback-age",
    type=_DAYS,
    default=30,
    show_default=True,
    help="With --revisit: fetch feedback again after so many days.",
)
@click.option(
    "--rare-age",
    type=_DAYS,
    default=360,
    show_default=True,
    help="With --revisit: fetch a key or refund policy again after so many days.",
)
@click.option("--cadence", type=_DAYS, default=7, show_default=True, help="With --revisit: days until the next crawl.")
@click.option(
    "--watch",
    multiple=True,
    default=("BE",),
    show_default=True,
    help="With --revisit: fetch vendors sending from here every time.",
)
@click.option(
    "--resume", is_flag=True, help="Continue the market's oldest unfinished crawl, or that of --set CRAWL_FOLDER."
)
@click.option(
    "--close", is_flag=True, help="With --resume: fetch nothing more; load what the crawl has, and end it as partial."
)
@click.option(
    "--hook",
    type=PROGRAM,
    metavar="COMMAND",
    help="Program to run when the crawl waits for a session, or the market gives no page.",
)
@click.option(
    "--session-wait", type=Finite(0), metavar="SECONDS", help="Longest time to wait for a session.  [default: for ever]"
)
@click.option(
    "--socks",
    type=SOCKS,
    metavar="HOST:PORT",
    help="SOCKS port of a Tor that runs.  [default: tor start's, or one of its own]",
)
@click.option(
    "--set",
    "settings",
    type=SETTING,
    multiple=True,
    metavar="NAME=VALUE",
    help="A setting of Scrapy's; may be repeated.",
)
@LOG
@click.option("--json", "as_json", is_flag=True, help="Print the outcome of the crawl as JSON.")
def crawl(market: str, *, as_json: bool, log: str | None, **options: Any) -> None:  # noqa: ANN401  # click's
    """
    Crawl a market through Tor, or a replica of one on this machine.

    Every response goes to the archive, then to the parser, then to the database. When the session is lost the crawl
    waits for a new one (cryptodrug session put). Interrupted or killed, it goes on with --resume.

    \b
    Example:
      cryptodrug crawl dream --scope listings --label 2019-02

    \b
    Exit codes:
      0  complete: every planned page was fetched
      2  an option is wrong, or no mirror is known
      3  the archive, or the crawl's own folder, cannot be written or read
      5  the database cannot be used, or not all that came is loaded: --resume loads it
      6  Tor cannot be had
      7  partial or aborted: the counts and the reason are printed
    """
    from scrapy.crawler import CrawlerProcess  # --help is quick without these

    from cryptodrug_scraper.crawl.fault import as_error
    from cryptodrug_scraper.crawl.run import CrawlRun
    from cryptodrug_scraper.crawl.spiders import spider_of

    spider = spider_of(market)
    with ExitStack() as stack:
        form = _begin_log(market, log, options["settings"])
        process = CrawlerProcess(_settings(market, options, stack), install_root_handler=form == "text")
        crawler = process.create_crawler(spider)
        failures: list[Failure] = []
        process.crawl(crawler).addErrback(failures.append)
        process.start()
        if failures:
            error = failures[0].value
            assert error is not None  # noqa: S101  # it is what failed
            raise as_error(error) from error
        run = crawler.get_extension(CrawlRun)
    if run is None or run.journal.ended is None:
        if run is not None and run.faults.first is not None:
            raise run.faults.first
        msg = "the crawl could not begin: the log says why"
        raise QualityError(msg)
    _print(run, as_json=as_json)
    if run.faults.first is not None:
        raise run.faults.first
    if run.journal.lacks is not None:
        msg = f"{market}: {run.journal.ended.reason}"
        raise StoreError(msg)
    if run.journal.ended.status != "complete":
        raise click.exceptions.Exit(QualityError.exit_code)


def _begin_log(market: str, given: str | None, settings: Sequence[str]) -> str:
    """Begin to log as JSON, if that is the form; Scrapy logs as text by itself. Return the form."""
    import logging

    from cryptodrug_scraper.crawl.hook import ENTRY_VARIABLE
    from cryptodrug_scraper.crawl.settings import DEFAULTS
    from cryptodrug_scraper.logs import always, begin_json, chosen_form
    from cryptodrug_scraper.schedule.machines import this_machine

    form = chosen_form(given)
    if form == "json":
        chosen = dict(pair.split("=", 1) for pair in settings)
        always(machine=this_machine(), entry=os.environ.get(ENTRY_VARIABLE), market=market)
        logging.root.setLevel(logging.NOTSET)
        begin_json(chosen.get("LOG_LEVEL", DEFAULTS["LOG_LEVEL"]), chosen.get("LOG_FILE"))
    return form


def _settings(market: str, options: dict[str, Any], stack: ExitStack) -> dict[str, Any]:
    from scrapy.settings import Settings

    from cryptodrug_scraper.crawl.mirrors import Mirrors
    from cryptodrug_scraper.crawl.options import CrawlOptions
    from cryptodrug_scraper.crawl.run import ENGINE, REVISIT, TRAFFIC
    from cryptodrug_scraper.crawl.settings import DEFAULTS, REQUIRED
    from cryptodrug_scraper.onion.handler import TOR_SOCKS
    from cryptodrug_scraper.store.database import open_database
    from cryptodrug_scraper.tor.torrc import network_options

    if options["replica"] and options["mirrors"]:
        msg = "give --replica or --mirror, not both"
        raise click.UsageError(msg)
    if options["close"] and not options["resume"]:
        msg = "--close ends a crawl that was broken off: give --resume, too"
        raise click.UsageError(msg)
    values: dict[str, Any] = {**DEFAULTS, **dict(pair.split("=", 1) for pair in options["settings"]), **REQUIRED}
    for name in ("scope", "replica", "archive", "label", "budget", "session_wait", "close"):
        if options[name] is not None:
            values[f"CRAWL_{name.upper()}"] = options[name]
    values["CRAWL_PER_SECOND"], values["CRAWL_AT_ONCE"] = options["rate"], options["at_once"]
    values["CRAWL_MIRRORS"] = list(options["mirrors"])
    if options["hook"]:
        values["CRAWL_HOOK"] = [options["hook"]]
    if options["resume"] and "CRAWL_FOLDER" not in values:
        values["CRAWL_FOLDER"] = _broken_off(market)
    checked = CrawlOptions.of(Settings(values), market)
    Mirrors(list(checked.mirrors), replica=checked.replica)
    needs_tor = not (options["replica"] or options["close"])
    if needs_tor:
        network_options()
    engine = stack.enter_context(open_database()).engine  # nothing begins before all options are known to be good
    values[ENGINE] = lambda: engine
    if options["revisit"]:
        values[REVISIT] = _revisit(engine, market, options)
    if needs_tor:
        values[TOR_SOCKS], values[TRAFFIC] = _tor(options["socks"], stack)
    return dict(Settings(values))


def _broken_off(market: str) -> str:
    from cryptodrug_scraper.crawl.folder import unfinished

    found = unfinished(market)
    if not found:
        msg = f"no crawl of {market} was broken off: leave --resume out to begin one"
        raise ConfigurationError(msg)
    return str(found[0])


def _revisit(engine: Engine, market: str, options: dict[str, Any]) -> Callable[[datetime], RevisitPolicy]:
    """Return what makes the revisit policy of a crawl from what the database knew when the crawl began."""
    from datetime import timedelta

    from cryptodrug_scraper.crawl.revisit.database import read_knowledge
    from cryptodrug_scraper.crawl.revisit.policy import RevisitPolicy, feeds_of
    from cryptodrug_scraper.crawl.revisit.rules import Rules
    from cryptodrug_scraper.crawl.spiders import spider_of

    rules = Rules(
        listing=timedelta(days=options["listing_age"]),
        profile=timedelta(days=options["profile_age"]),
        feedback=timedelta(days=options["feedback_age"]),
        rare=timedelta(days=options["rare_age"]),
        cadence=timedelta(days=options["cadence"]),
        watched=frozenset(options["watch"]),
        feeds=feeds_of(spider_of(market).scopes),
    )

    def policy(began: datetime) -> RevisitPolicy:
        with engine.connect() as connection:
            return RevisitPolicy(read_knowledge(connection, market, began, rules), rules)

    return policy


def _tor(socks: str | None, stack: ExitStack) -> tuple[str | tuple[str, int], Any]:
    """Give the SOCKS port and the meter of bytes: of a Tor that runs, or of one that this crawl or another starts."""
    from functools import partial

    from cryptodrug_scraper.tor.process import attach_tor, tor_folder
    from cryptodrug_scraper.tor.shared import SharedTor
    from cryptodrug_scraper.tor.state import running_tor
    from cryptodrug_scraper.tor.supervisor import Supervisor

    if socks is not None:
        return socks, None
    running = running_tor()
    if running is None:
        say("starting Tor", err=True)
    own = stack.enter_context(SharedTor(tor_folder()))
    starter = own if running is None else partial(attach_tor, running.control)
    supervisor = stack.enter_context(Supervisor(starter))
    return supervisor.socks, lambda: supervisor.traffic()  # noqa: PLW0108  # settings are copied; a method would take its object along


def _print(run: CrawlRun, *, as_json: bool) -> None:
    journal = run.journal
    state = journal.ended
    assert state is not None  # noqa: S101  # the caller has looked
    counts = {kind: asdict(count) for kind, count in journal.counts.items()}
    if as_json:
        report = {
            "crawl_id": state.crawl_id,
            "market": state.market,
            "status": state.status,
            "reason": state.reason,
            "folder": str(journal.folder),
            "archive": str(run.options.archive),
            "behind": journal.lacks is not None,
            "counts": counts,
        }
        sys.stdout.buffer.write(to_json(report) + b"\n")
        return
    names = ("planned", "fetched", "parsed", "walled", "refused", "failed")
    print_table(("kind", *names), [(kind, *(count[name] for name in names)) for kind, count in counts.items()])
    say(f"{state.market}: {state.status}" + (f": {state.reason}" if state.reason else ""))
